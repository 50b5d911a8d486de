"""What people do in the life of a match."""
