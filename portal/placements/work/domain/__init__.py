"""What is decided of placed workers, and why not."""
