"""What is decided in the life of a match, and why not."""
