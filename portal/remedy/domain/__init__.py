"""What decides about cases: their states, their money, their deadlines. Pure."""
