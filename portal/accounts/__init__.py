"""People: how they sign in, prove who they are, and look after their account."""
