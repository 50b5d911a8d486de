"""Who has seen a worker's data: read from the trail, in words that name organisations and no person."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.audit.queries import Entry, trail
from portal.kernel.events import Ref
from portal.organisations import queries as organisations
from portal.placements import queries as placements
from portal.placements.offers.events import OfferAccepted
from portal.placements.rows import IntroductionRow, OfferRow
from portal.remedy.events import CaseReporterUnmasked
from portal.workers.events import WorkerNamed, WorkersSeen
from portal.workers.seen import crew


@dataclass(frozen=True)
class Onlooker:
    """Somebody saw something of the worker's."""

    at: datetime
    who: str
    what: str


def onlookers(
    session: Session, worker_id: UUID, offers: Iterable[OfferRow], case_ids: Iterable[UUID]
) -> list[Onlooker]:
    """Who saw what, the latest first."""
    by_introduction = {one.introduction_id: one for one in sorted(offers, key=lambda one: one.made_at)}
    made = {
        key: row for key in by_introduction if (row := placements.any_introduction(session, key)) is not None
    }
    refs = [Ref("worker", worker_id), *(crew(key) for key in made)]
    refs += [Ref("offer", one.id) for one in offers] + [Ref("case", one) for one in case_ids]
    found = [
        Onlooker(entry.at, who, what)
        for entry in trail(session, refs)
        for who, what in _told(session, entry, made, by_introduction)
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _told(
    session: Session, entry: Entry, made: dict[UUID, IntroductionRow], offers: dict[UUID, OfferRow]
) -> Iterator[tuple[str, str]]:
    match entry.action:
        case WorkerNamed.action:
            yield _name(session, entry.facts.get("organisation_id")), gettext("gave your name and contacts")
        case OfferAccepted.action:
            who = _name(session, entry.facts.get("employer_id"))
            yield who, gettext("sees your first name since you accepted")
        case CaseReporterUnmasked.action:
            yield _staff(), gettext("read who reported a case, for a reason that is kept")
        case WorkersSeen.action if entry.about.kind == "worker":
            organisation_id = entry.facts.get("organisation_id")
            who = (
                gettext("somebody at %(name)s", name=_name(session, organisation_id))
                if organisation_id
                else _staff()
            )
            yield who, gettext("looked at your name")
        case WorkersSeen.action:
            yield from _looked(session, entry, made[entry.about.id], offers[entry.about.id])
        case _:
            return


def _looked(
    session: Session, entry: Entry, row: IntroductionRow, offer: OfferRow
) -> Iterator[tuple[str, str]]:
    organisation_id = entry.facts.get("organisation_id")
    if organisation_id == str(row.provider_id):
        if entry.at >= offer.made_at:
            who = gettext("somebody at %(name)s", name=_name(session, organisation_id))
            yield who, gettext("looked at your name and phone")
    elif offer.answered_at and entry.at >= offer.answered_at and organisation_id == str(row.employer_id):
        who = gettext("somebody at %(name)s", name=_name(session, organisation_id))
        yield who, gettext("looked at your first name")


def _staff() -> str:
    return gettext("staff of this portal")


def _name(session: Session, organisation_id: str | None) -> str:
    found = organisations.organisation(session, UUID(organisation_id)) if organisation_id else None
    return found.name if found else gettext("somebody")
