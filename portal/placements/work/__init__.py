"""A worker works: safety before the first shift, contract, days 7 and 30, leaving, a transfer, the record."""
