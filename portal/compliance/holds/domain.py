"""What a hold rests on."""

from enum import StrEnum


class HoldCause(StrEnum):
    """Why something is held. Holds of different causes stand side by side: lifting one leaves the others."""

    DECISION = "decision"
    """A person decided it, and a person lifts it."""
    SANCTION = "sanction"
    """A suspension or a removal; taking that back lifts it."""
    LICENCE = "licence"
    """A supply licence that the work needs is not good; the portal lifts it when it is good again."""
