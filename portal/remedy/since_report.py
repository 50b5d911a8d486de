"""What happened to the jobs of a channel since somebody reported: staff look whether it is retaliation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts import queries as accounts
from portal.audit import queries as audit
from portal.audit.words import action_words
from portal.kernel.events import Ref
from portal.placements import queries as placements
from portal.remedy import channel, queries
from portal.remedy.rows import CaseRow

WATCHED = frozenset(
    {
        *("placements:placement:no-show", "placements:placement:leave", "placements:placement:recall"),
        *("placements:placement:cancel", "placements:placement:shorten", "placements:offer:withdraw"),
        "placements:introduction:withdraw",
    }
)
"""What ends or shortens somebody's work. Nobody may lose it for a report (domain, section 4)."""


@dataclass(frozen=True)
class JobChange:
    """One worker's job, or all of an introduction, ended or became shorter after the report."""

    at: datetime
    number: int | None
    """Of the worker in the case; none where it concerns all of them."""
    words: str
    who: str


def job_changes(session: Session, case: CaseRow) -> tuple[JobChange, ...]:
    """In order; of everybody in the channel, so that it does not tell who reported."""
    about: dict[Ref, int | None] = {}
    numbers = _numbers(session, case)
    for one in channel.introductions_of_channel(session, case.provider_id, case.vacancy_id):
        about[Ref("introduction", one.id)] = None
        about |= {
            Ref("offer", row.id): numbers.get(row.worker_id) for row in placements.offers_of(session, one.id)
        }
        about |= {
            Ref("placement", row.id): numbers.get(row.worker_id)
            for row in placements.placements_of(session, one.id)
        }
    found = [
        one for one in audit.trail(session, about) if one.at >= case.reported_at and one.action in WATCHED
    ]
    people = accounts.people(session, {one.actor for one in found})
    return tuple(
        JobChange(
            one.at,
            about[one.about],
            action_words(one.action),
            people[one.actor].name if one.actor in people else "",
        )
        for one in found
    )


def _numbers(session: Session, case: CaseRow) -> dict[UUID, int]:
    """As they are listed; before that, as they will be."""
    listed = {one.worker_id: one.number for one in queries.affected(session, case.id) if one.worker_id}
    if listed:
        return listed
    order = channel.workers_of_channel(session, case.provider_id, case.vacancy_id)
    return {worker_id: number for number, worker_id in enumerate(order, start=1)}
