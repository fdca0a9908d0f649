"""The commands, grouped as the contract lists them. Each imports what it needs when it runs."""
