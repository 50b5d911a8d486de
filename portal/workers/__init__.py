"""People named by a provider: their contacts and language; never an account."""
