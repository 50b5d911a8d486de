"""The pages about organisations."""
