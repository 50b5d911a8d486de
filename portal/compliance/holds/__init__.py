"""Stops that compliance puts on a post, a match or an organisation."""
