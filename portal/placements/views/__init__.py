"""The pages of the life of a match, one module for each audience."""
