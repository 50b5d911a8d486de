"""Costs that workers would pay: staff attach a jurisdiction's exception by hand, or take it off."""
# ruff: noqa: A002 - addresses call the post they are about `id`

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.compliance.costs.exceptions import (
    CategoryNotCovered,
    ExceptionIsOff,
    Grant,
    attach_exception,
    fee_exceptions,
    take_exception_off,
)
from portal.compliance.costs.forms.exceptions import AttachForm
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.pages import not_found
from portal.kernel.events import Ref
from portal.organisations import queries as organisations
from portal.organisations.queries import OrganisationRow
from portal.vacancies.domain import KIND
from portal.vacancies.excepted import WorkerPaidCost, worker_paid_cost, worker_paid_costs

staff_pages = Blueprint("vacancies_staff", __name__, url_prefix="/staff")


@dataclass(frozen=True)
class WorkerCostsPage:
    costs: Sequence[WorkerPaidCost]
    organisations: Mapping[UUID, OrganisationRow]


@dataclass(frozen=True)
class AttachPage:
    cost: WorkerPaidCost
    organisation: OrganisationRow | None


@staff_pages.get("/worker-paid-costs")
@allow(Audience.OPERATOR)
def worker_costs() -> ResponseReturnValue:
    """Every cost that workers would pay, with the exception that allows it, if any."""
    costs = worker_paid_costs(reading())
    named = organisations.organisations(reading(), {one.organisation_id for one in costs})
    return page("vacancies/staff/worker_costs.html", WorkerCostsPage(costs, named))


@staff_pages.route("/worker-paid-costs/<uuid:id>/<category>", methods=["GET", "POST"])
@allow(Audience.OPERATOR)
def attach(id: UUID, category: str) -> ResponseReturnValue:
    """Attach an exception that is enabled and covers this cost."""
    cost = worker_paid_cost(reading(), id, category) or not_found()
    form = AttachForm(seen=cost.marks)
    known = [
        one for one in fee_exceptions(reading()).values() if one.enabled and category in one.cost_categories
    ]
    form.exception.choices = [("", gettext("Choose")), *((one.id, one.instrument) for one in known)]
    if form.is_submitted() and form.seen.data != cost.marks:
        form.seen.data = cost.marks
        form.fail("disclosed", gettext("The cost has changed meanwhile. Read it again, then decide"))
    elif form.validate_on_submit():
        match perform(
            attach_exception,
            Ref(KIND, id),
            cost.lines,
            form.exception.data or "",
            disclosed=bool(form.disclosed.data),
            reason=form.reason.data or "",
        ):
            case Grant():
                say(
                    gettext("Attached. It is shown as allowed by that authority, against the ILO definition.")
                )
                return redirect(url_for(".worker_costs"), 303)
            case ExceptionIsOff():
                form.fail("exception", gettext("Somebody stopped it meanwhile"))
            case CategoryNotCovered():
                form.fail("exception", gettext("It does not cover this cost"))
            case _:
                not_found()
    organisation = organisations.organisation(reading(), cost.organisation_id)
    return ask("vacancies/staff/attach.html", form, AttachPage(cost, organisation))


@staff_pages.post("/worker-paid-costs/<uuid:id>/<category>/take-off")
@allow(Audience.OPERATOR)
def take_off(id: UUID, category: str) -> ResponseReturnValue:
    """Take an exception off again."""
    if worker_paid_cost(reading(), id, category) is None:
        not_found()
    taken = perform(take_exception_off, Ref(KIND, id), category, gettext("Taken off by an operator"))
    say(gettext("Taken off.") if isinstance(taken, str) else gettext("There was none."))
    return redirect(url_for(".worker_costs"), 303)
