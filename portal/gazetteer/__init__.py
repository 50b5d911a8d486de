"""Places and postcodes: where people are and where the work is."""
