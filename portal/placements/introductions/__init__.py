"""Two sides meet: their answers, the introduction, the engagement, the checks before a start."""
