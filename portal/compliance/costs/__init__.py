"""The cost ledger: who bears which fee or cost of recruitment, and how it is known."""
