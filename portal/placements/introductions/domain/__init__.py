"""What is decided when two sides meet, and why not."""
