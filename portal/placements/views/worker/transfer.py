"""A worker says whether they want to work for the workplace itself."""

from dataclasses import dataclass
from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra import clock
from portal.infra.web import page, perform, reading, say
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import ONE_DAY
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.offers.service import NoSuchOffer
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.showing import no_such_offer
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.domain.transfers import NothingProposed, Transfer, TransferState
from portal.placements.work.service.transfers import answer_transfer
from portal.placements.work.transfers import transfer_of
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class TransferPage:
    """What the workplace proposes; none where it proposes nothing."""

    code: str
    employer: str
    provider: str
    country: str
    """Of the work."""
    transfer: Transfer | None
    waits: bool
    last_day: date | None
    """Of the work through the labour provider, after a yes."""
    problem: bool


@worker_pages.route("/offer/<code>/transfer", methods=["GET", "POST"])
@for_worker
def transfer(code: str) -> ResponseReturnValue:
    """Read what is proposed, and say yes or no. A second click finds the first one's answer."""
    problem = False
    if request.method == "POST":
        agreed = request.form.get("answer") == "yes"
        wanted = TransferState.AGREED if agreed else TransferState.REFUSED
        match perform(answer_transfer, code, agreed=agreed):
            case TransferState() as state:
                if state is TransferState.REFUSED:
                    say(gettext("You said: no."))
                return redirect(url_for(".transfer", code=code), 303)
            case NothingProposed(state) if state is wanted:
                return redirect(url_for(".transfer", code=code), 303)
            case NoSuchOffer():
                return no_such_offer()
            case Refusal():
                problem = True
    return page(
        "placements/worker/transfer.html", _shown(code, problem=problem), status=409 if problem else 200
    )


def _shown(code: str, *, problem: bool) -> TransferPage:
    offer = queries.offer_by_code(reading(), code) or no_such_offer()
    placed = queries.placement_of_offer(reading(), offer.id) or no_such_offer()
    row = queries.any_introduction(reading(), placed.introduction_id) or no_such_offer()
    sides = organisations.organisations(reading(), [row.provider_id, row.employer_id])
    job = vacancies.vacancy(reading(), row.vacancy_id)
    found = transfer_of(reading(), placed.id)
    at_work = placed.state is PlacementState.STARTED
    return TransferPage(
        code=code,
        employer=sides[row.employer_id].name,
        provider=sides[row.provider_id].name,
        country=job.country if job else "",
        transfer=found,
        waits=bool(at_work and found and found.waits(clock.now())),
        last_day=found.terms.from_day - ONE_DAY if found else None,
        problem=problem,
    )
