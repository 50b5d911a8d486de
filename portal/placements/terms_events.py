"""What is told of an offer's terms after it was made."""

from dataclasses import dataclass
from typing import ClassVar

from portal.placements.events import OfOffer


@dataclass(frozen=True, kw_only=True)
class OfferTermsChanged(OfOffer):
    """An offer has a new version of its terms. An acceptance given before stands for the old ones."""

    action: ClassVar[str] = "placements:terms:change"
    version: int
    was_accepted: bool
    worse: int
    """How many terms are worse for the worker."""


@dataclass(frozen=True, kw_only=True)
class OfferTermsAnswered(OfOffer):
    """A worker who had accepted agreed to the new terms, or keeps to the old ones."""

    action: ClassVar[str] = "placements:terms:answer"
    version: int
    agrees: bool


@dataclass(frozen=True, kw_only=True)
class ContractGiven(OfOffer):
    """The side that employs gave a worker's contract."""

    action: ClassVar[str] = "placements:contract:give"
    version: int
    worse: int
    """How many of its terms are worse than what was agreed."""
