"""Understanding a ward list: which column means what, what a cell says, what an import changes."""
