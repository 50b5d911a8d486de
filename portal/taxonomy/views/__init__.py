"""What the taxonomy answers while people type."""
