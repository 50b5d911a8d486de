"""How fast Fairshift is, measured on posts that look like real ones."""
