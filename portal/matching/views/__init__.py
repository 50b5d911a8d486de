"""Pages about matching itself."""
