"""Who wrote down what a worker said: read from the trail, in which nobody can change it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.audit.queries import Entry, trail
from portal.infra.web.pages import day
from portal.kernel.events import Ref
from portal.organisations import queries as organisations
from portal.placements.models import AnswerRecord, Offer
from portal.placements.offers.domain.offers import Channel
from portal.placements.offers.events import OfferAccepted, OfferConfirmed, OfferDeclined
from portal.placements.work.domain.safety import SafetyKind
from portal.placements.work.events import SafetyAnswered

_ANSWERS = frozenset({OfferAccepted.action, OfferDeclined.action, OfferConfirmed.action})


@dataclass(frozen=True)
class TakenCall:
    """Somebody with an account wrote down what a worker said."""

    name: str
    of: str
    """The labour provider, or the staff of the portal."""
    at: datetime
    by_staff: bool
    with_code: bool
    """The worker gave the code that stands on their slip."""

    @property
    def words(self) -> str:
        """Who, of whom, when, and whether by the code."""
        told = {"name": self.name, "of": self.of, "when": day(self.at)}
        if self.with_code:
            return gettext("Taken by phone with the code on the slip: %(name)s, %(of)s, %(when)s.", **told)
        return gettext("Written down without the code on the slip: %(name)s, %(of)s, %(when)s.", **told)


def answers_taken(session: Session, introduction_id: UUID) -> Mapping[UUID, list[TakenCall | None]]:
    """By offer, for each kept answer, the oldest first: who took it; none for what the worker did alone."""
    wanted = (
        select(AnswerRecord.offer_id, AnswerRecord.at, AnswerRecord.channel)
        .join(Offer, Offer.id == AnswerRecord.offer_id)
        .where(Offer.introduction_id == introduction_id)
        .order_by(AnswerRecord.at, AnswerRecord.id)
    )
    kept = session.execute(wanted).all()
    taken = {one.offer_id for one in kept if one.channel is not Channel.DEVICE}
    entries = trail(session, [Ref("offer", one) for one in taken])
    known = {(one.about.id, one.at): one for one in entries if one.action in _ANSWERS}
    calls = _Calls(session, known.values())
    found: dict[UUID, list[TakenCall | None]] = {}
    for offer_id, at, channel in kept:
        entry = known.get((offer_id, at)) if channel is not Channel.DEVICE else None
        found.setdefault(offer_id, []).append(calls.of(entry, channel) if entry else None)
    return found


def safety_taken(
    session: Session, placement_ids: Iterable[UUID]
) -> Mapping[tuple[UUID, SafetyKind], TakenCall]:
    """By placement and thing: who took the worker's last word on it, where it came by phone."""
    last: dict[tuple[UUID, SafetyKind], Entry] = {}
    for entry in trail(session, [Ref("placement", one) for one in placement_ids]):
        if entry.action == SafetyAnswered.action and entry.facts.get("kind") in set(SafetyKind):
            last[entry.about.id, SafetyKind(entry.facts["kind"])] = entry
    by_phone = {key: one for key, one in last.items() if one.facts.get("channel") == Channel.SLIP.value}
    calls = _Calls(session, by_phone.values())
    return {key: calls.of(one, Channel.SLIP) for key, one in by_phone.items()}


class _Calls:
    """Entries of the trail as calls; names are read once for all of them."""

    def __init__(self, session: Session, entries: Iterable[Entry]) -> None:
        found = list(entries)
        self._people = accounts.people(session, {one.actor for one in found})
        self._names = organisations.organisations(session, {_provider(one) for one in found})

    def of(self, entry: Entry, channel: Channel) -> TakenCall:
        person, provider = self._people.get(entry.actor), self._names.get(_provider(entry))
        by_staff = person is not None and bool(person.staff)
        return TakenCall(
            name=person.name if person else gettext("somebody who left"),
            of=gettext("staff of this portal") if by_staff or provider is None else provider.name,
            at=entry.at,
            by_staff=by_staff,
            with_code=channel is Channel.SLIP,
        )


def _provider(entry: Entry) -> UUID:
    return UUID(entry.facts.get("provider_id") or str(UUID(int=0)))
