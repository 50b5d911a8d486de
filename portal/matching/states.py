"""Where a match stands."""

from enum import StrEnum


class MatchState(StrEnum):
    """Open to a yes of either side; introduced while both sides work on it; lapsed when a gate fails."""

    OPEN = "open"
    INTRODUCED = "introduced"
    LAPSED = "lapsed"
