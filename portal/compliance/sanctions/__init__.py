"""Sanctions in steps, with a right of reply and four eyes; each can be taken back."""
