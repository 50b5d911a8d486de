"""The append-only trail: what happened, when, by whom, about what."""
