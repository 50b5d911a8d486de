"""What the gazetteer answers while people type."""
