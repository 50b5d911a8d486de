"""Workers who forgot their secret word and have no e-mail for a link: staff know them, and read out a key."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from portal.infra.web import Audience, allow, page, perform, public_url, reading
from portal.kernel.events import Ref
from portal.organisations import queries as organisations
from portal.placements.views.staff import staff_pages
from portal.workers import own_contact
from portal.workers import queries as workers
from portal.workers.seen import note_seen


@dataclass(frozen=True)
class Waiting:
    """One worker who waits for a new word."""

    worker_id: UUID
    name: str
    provider: str
    since: datetime


@dataclass(frozen=True)
class KeyPage:
    """The key, shown once, and how to reach the worker whom it is for."""

    name: str
    own_phone: str | None
    link: str


@allow(Audience.COMPLIANCE)
@staff_pages.get("/forgotten-words")
def forgotten_words() -> ResponseReturnValue:
    """Who waits, the longest first."""
    waiting = own_contact.waiting_for_help(reading())
    people = workers.workers(reading(), [one for one, _ in waiting])
    names = organisations.organisations(reading(), {one.organisation_id for one in people.values()})
    lines = [
        Waiting(id_, people[id_].name, names[people[id_].organisation_id].name, since)
        for id_, since in waiting
        if id_ in people
    ]
    for one in lines:
        note_seen(Ref("worker", one.worker_id))
    return page("placements/staff/forgotten_words.html", lines)


@allow(Audience.COMPLIANCE)
@staff_pages.post("/forgotten-words/<uuid:worker_id>/key")
def give_word_key(worker_id: UUID) -> ResponseReturnValue:
    """Make a key to a new word for a worker whom staff have recognised; it works for a day."""
    key = perform(own_contact.key_from_staff, worker_id)
    person = workers.worker(reading(), worker_id)
    if key is None or person is None:
        raise NotFound
    own = own_contact.contact_of(reading(), worker_id)
    link = public_url("placements_worker.new_word", worker_id=worker_id, key=key)
    return page("placements/staff/word_key.html", KeyPage(person.name, own.phone if own else None, link))
