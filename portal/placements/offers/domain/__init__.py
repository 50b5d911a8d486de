"""What is decided about offers to workers, and why not."""
