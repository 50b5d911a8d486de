"""Occupations and skills: ISCO-08 and ESCO, what the trade calls them, and how they relate."""
