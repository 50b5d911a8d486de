"""Offer passports: what shows a worker, and whoever helps them, that an offer is real."""
