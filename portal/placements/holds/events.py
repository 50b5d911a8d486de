"""What happens when a licence ends under several matches, and when it is good again."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class OfProvider(Event):
    """Something about several matches of one provider at once."""

    provider_id: UUID
    match_ids: tuple[UUID, ...]

    @property
    def about(self) -> Ref:
        return Ref("organisation", self.provider_id)


@dataclass(frozen=True, kw_only=True)
class MatchesFrozen(OfProvider):
    """A licence is no longer good: what needs it waits."""

    action: ClassVar[str] = "placements:organisation:freeze-matches"
    licence_id: UUID | None
    """The licence that has just ended; none where a sub-agent's did."""
    authorities: tuple[str, ...]
    """Whose licences are lacking, by their ids."""


@dataclass(frozen=True, kw_only=True)
class MatchesThawed(OfProvider):
    """The licence is good again: what waited for it goes on."""

    action: ClassVar[str] = "placements:organisation:thaw-matches"
