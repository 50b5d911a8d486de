"""Mails about changed terms: to the worker, and of the worker's answer to both sides."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal.infra.unit_of_work import Work
from portal.kernel.events import Event
from portal.notifications.domain import Message
from portal.placements import queries
from portal.placements.domain.answers import Side
from portal.placements.notices import Told, of_offer, to_worker
from portal.placements.terms_events import OfferTermsAnswered, OfferTermsChanged


def _changed(work: Work, happened: OfferTermsChanged) -> Told:
    found = queries.offer(work.session, happened.offer_id)
    facts = {"accepted": happened.was_accepted, "worse": happened.worse}
    until = found.answer_by if found and not happened.was_accepted else None
    yield from to_worker(work, happened, "worker_terms_changed", facts, until=until)


def _answered(work: Work, happened: OfferTermsAnswered) -> Told:
    for side in Side:
        yield from of_offer(work, happened, "terms_answered", {"agrees": happened.agrees}, side=side)


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    OfferTermsChanged: _changed,
    OfferTermsAnswered: _answered,
}
