"""Test data, made through the services."""
