"""What a worker can see and decide of the data held about them."""
