"""Pages about the running portal itself."""
