"""Messages to people: queued with the act that caused them, sent afterwards, as each person prefers."""
