"""The life of a match: answers, introduction, engagement, offers to workers, placements."""
