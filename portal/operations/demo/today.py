"""What happened in the last hour before somebody opens the demo: questions that wait for an answer."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.kernel.events import ActorId
from portal.matching.queries import MatchRow, open_matches_of_organisation
from portal.operations.demo.accounts import EMPLOYER, PROVIDER
from portal.operations.demo.cast import Cast
from portal.operations.demo.posting import match_all
from portal.operations.demo.timeline import Moment, Timeline
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.service.answers import say_yes
from portal.placements.introductions.service.pairs import hold_on, pair_of

_WAITING = 4
_LONG_ENOUGH = timedelta(days=3)
"""A start so far away leaves most of a day to answer."""


@dataclass(frozen=True)
class Today:
    """Lets others say yes to the two organisations of the demo accounts."""

    timeline: Timeline
    cast: Cast

    def plan(self) -> None:
        self.timeline.add(0, 9, lambda moment: self._ask(moment, PROVIDER, Side.PROVIDER))
        self.timeline.add(0, 8, lambda moment: self._ask(moment, EMPLOYER, Side.EMPLOYER))
        self.timeline.add(0, 1, match_all)

    def _ask(self, moment: Moment, key: str, side: Side) -> None:
        """The others of the best matches say yes; whoever has the demo account is to answer."""
        with moment.read() as session:
            matches = self._askable(session, self.cast.organisations[key], side)
        for match, heads in matches:
            asker = match.employer_id if side is Side.PROVIDER else match.provider_id
            # a refusal leaves one question fewer
            moment.transactor.perform(say_yes, self._speaker_of(asker), asker, match.id, heads)

    def _speaker_of(self, organisation_id: UUID) -> ActorId:
        keys = {one: key for key, one in self.cast.organisations.items()}
        return self.cast.speakers[keys[organisation_id]]

    def _askable(self, session: Session, own: UUID, side: Side) -> list[tuple[MatchRow, int]]:
        """Open matches with others, one for each of their posts, that leave time to answer."""
        found: dict[UUID, tuple[MatchRow, int]] = {}
        today = self.timeline.today
        for match in open_matches_of_organisation(session, own):
            pair = pair_of(session, match.id)
            mine = match.provider_id if side is Side.PROVIDER else match.employer_id
            post = match.availability_id if side is Side.PROVIDER else match.vacancy_id
            if pair is None or mine != own or post in found or queries.answers(session, match.id):
                continue
            if match.provider_id == match.employer_id or hold_on(session, match):
                continue
            both = {match.provider_id, match.employer_id}
            if organisations.approved(session, both) != both or pair.vacancy.starts - today < _LONG_ENOUGH:
                continue
            heads = min(pair.free(Side.PROVIDER, today), pair.free(Side.EMPLOYER, today))
            if heads >= pair.least_group:
                found[post] = (match, heads)
            if len(found) == _WAITING:
                break
        return list(found.values())
