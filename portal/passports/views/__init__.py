"""Pages of offer passports."""
