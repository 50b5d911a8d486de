"""One call on one page: what is read out to the worker, and what can be written down."""

from dataclasses import dataclass

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.compliance.rules.workers import SAFETY
from portal.kernel.outcomes import Refusal
from portal.passports import queries
from portal.passports.call_forms import CallForm
from portal.passports.domain import OfferPassport
from portal.placements import queries as placements
from portal.placements.offers.domain.slip_codes import WrongSlipCode
from portal.placements.rows import OfferRow, PlacementRow
from portal.placements.words import refusal_words
from portal.placements.work.domain.safety import NothingToConfirm
from portal.placements.work.safety import SafetyRow, safety_of
from portal.workers import queries as workers
from portal.workers.listings import ListingIsContested, listing


@dataclass(frozen=True)
class CallPage:
    """The offer that the call is about; the worker is known by number."""

    offer: OfferRow
    passport: OfferPassport | None
    agency: str
    rule: str
    """The rule that a worker's word on safety satisfies."""


def call_page(session: Session, offer: OfferRow) -> CallPage:
    """What stands above the questions."""
    found = queries.passport_of_offer(session, offer.id)
    return CallPage(offer, found.passport if found else None, found.passport.issuer if found else "", SAFETY)


def call_form(session: Session, offer: OfferRow, *, by_staff: bool) -> CallForm:
    """The questions that can be asked about an offer now; only staff hear who refuses to be listed."""
    person = workers.worker(session, offer.worker_id)
    objects = listing(session, offer.worker_id).objected_at is not None
    return CallForm(
        offer,
        _recorded(session, placements.placement_of_offer(session, offer.id)),
        may_refuse=by_staff and person is not None and not objects,
        needs_code=by_staff,
        language=person.language if person else "",
    )


def say_what_is_wrong(form: CallForm, refusal: Refusal) -> None:
    """Why nothing was recorded, beside the question that it is about."""
    match refusal:
        case WrongSlipCode():
            form.fail("slip_code", gettext("This is not the code on this worker’s slip. Ask them again"))
        case NothingToConfirm():
            form.fail(form.things[0].name, gettext("This was recorded anew. Read it out again, then ask"))
        case ListingIsContested():
            form.fail("answer", gettext("They have said before that the listing is wrong: it has to go"))
        case _:
            form.fail("answer" if "answer" in form else "slip_code", refusal_words(refusal))


def _recorded(session: Session, placed: PlacementRow | None) -> tuple[SafetyRow, ...]:
    """What is recorded of a worker's safety, while the worker can speak to it."""
    if placed is None or not placed.state.takes_place:
        return ()
    return safety_of(session, [placed.id]).get(placed.id, ())
