"""What the central server answers to, one module for each matter."""
