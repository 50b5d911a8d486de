"""Bodies outside the portal to which a worker can turn, by country."""
