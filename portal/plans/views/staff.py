"""Where operators ask for plans, look at them, change them by hand and publish them."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import gettext as _

from portal.availability import queries as availability
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.pages import not_found
from portal.infra.web.paging import Leaf, leafed
from portal.matching.allocation import Policy
from portal.organisations import queries as organisations
from portal.plans import forms, queries, service
from portal.plans.domain import (
    MoreThanFree,
    NeedsProgramme,
    NoSuchPlan,
    NoSuchPost,
    NothingToPublish,
    PairUnfit,
    PlanNotThere,
    PlanRow,
    RunAgainFirst,
)
from portal.plans.export import as_csv
from portal.plans.showing import SHOWN, PlanPage, pair_lines, plan_page
from portal.plans.words import GATES, NAMES, PRIORITIES, STATES

staff_pages = Blueprint("plans_staff", __name__, url_prefix="/staff/plans")
staff_pages.add_app_template_filter(lambda state: str(STATES[state]), "plan_state_words")
staff_pages.add_app_template_filter(lambda policy: str(NAMES[policy]), "policy_words")
staff_pages.add_app_template_filter(lambda priority: str(PRIORITIES[priority]), "priority_words")

PER_PAGE = 20


@dataclass(frozen=True)
class PlansPage:
    """All plans, the newest first."""

    plans: tuple[PlanRow, ...]
    leaf: Leaf


@staff_pages.get("")
@allow(Audience.OPERATOR)
def plans() -> ResponseReturnValue:
    """All plans so far."""
    leaf, found = leafed(lambda limit, offset: queries.plans(reading(), limit=limit, offset=offset), PER_PAGE)
    return page("plans/staff/plans.html", PlansPage(tuple(found), leaf))


@staff_pages.route("/new", methods=["GET", "POST"])
@allow(Audience.OPERATOR)
def new_plan() -> ResponseReturnValue:
    """Ask for a plan; the worker works it out."""
    form = forms.AskForm()
    form.programme.choices = _providers()
    if form.validate_on_submit():
        programme = [UUID(one) for one in form.programme.data or ()]
        match perform(service.ask_plan, Policy(form.policy.data or ""), programme):
            case UUID() as plan_id:
                say(_("The plan is being worked out. Most take a few seconds."))
                return redirect(url_for("plans_staff.plan", plan_id=plan_id), 303)
            case NeedsProgramme():
                form.fail("programme", _("Choose at least one labour provider, or another way to share out"))
    return ask("plans/staff/new_plan.html", form)


def _providers() -> list[tuple[str, str]]:
    """Labour providers with spare workers open, by name."""
    session = reading()
    ids = {one.organisation_id for one in availability.open_availabilities(session, now=clock.now())}
    found = organisations.organisations(session, ids).values()
    return [(str(one.id), one.name) for one in sorted(found, key=lambda one: one.name.casefold())]


@staff_pages.get("/<uuid:plan_id>")
@allow(Audience.OPERATOR)
def plan(plan_id: UUID) -> ResponseReturnValue:
    """One plan: map, sectors, what it gains, and its pairs."""
    return _drawn(plan_id)


def _shown(plan_id: UUID) -> PlanPage:
    show = request.args.get("show", "all")
    shown = plan_page(
        reading(),
        plan_id,
        show=show if show in SHOWN else "all",
        country=request.args.get("country", "")[:2],
        number=request.args.get("page", 1, type=int),
    )
    return shown or not_found()


def _drawn(
    plan_id: UUID, *, locking: forms.LockForm | None = None, adding: forms.AddForm | None = None
) -> ResponseReturnValue:
    """The page of a plan, with whichever of its forms could not be taken."""
    wrong = locking if locking is not None and locking.errors else adding or forms.AddForm(formdata=None)
    more = {"adding": adding or forms.AddForm(formdata=None), "locking": locking}
    status = 422 if request.method == "POST" and wrong.errors else 200
    return page("plans/staff/plan.html", _shown(plan_id), status=status, form=wrong, **more)


def _back(plan_id: UUID) -> ResponseReturnValue:
    """To the page of the list of pairs on which the button was."""
    number, show, country = (request.args.get(name) for name in ("page", "show", "country"))
    where = url_for(
        "plans_staff.plan", plan_id=plan_id, page=number, show=show, country=country, _anchor="pairs"
    )
    return redirect(where, 303)


def _not_now(refused: PlanNotThere) -> None:
    state = STATES[refused.state]
    say(gettext("Nothing was changed: the plan is not where it was any more (%(state)s).", state=state))


@staff_pages.post("/<uuid:plan_id>/lock")
@allow(Audience.OPERATOR)
def lock(plan_id: UUID) -> ResponseReturnValue:
    """Fix the heads of a pair by hand."""
    form = forms.LockForm()
    pair = form.pair() or not_found()
    if not form.validate_on_submit():
        return _drawn(plan_id, locking=form)
    match perform(service.lock, plan_id, *pair, form.heads.data or 0):
        case NoSuchPlan():
            not_found()
        case PlanNotThere() as refused:
            _not_now(refused)
        case MoreThanFree(most):
            form.fail("heads", _too_many(most))
            return _drawn(plan_id, locking=form)
        case UUID():
            say(_("The pair is fixed. Plan again, so that the rest goes around it."))
    return _back(plan_id)


def _too_many(most: int) -> str:
    return gettext("Enter %(most)s or fewer: no more are free beside what is fixed already", most=most)


@staff_pages.post("/<uuid:plan_id>/unlock")
@allow(Audience.OPERATOR)
def unlock(plan_id: UUID) -> ResponseReturnValue:
    """Leave a pair to the policy again."""
    pair = forms.PairForm().pair() or not_found()
    match perform(service.unlock, plan_id, *pair):
        case NoSuchPlan():
            not_found()
        case PlanNotThere() as refused:
            _not_now(refused)
        case UUID():
            say(_("The pair is left to the plan again, when you plan again."))
    return _back(plan_id)


@staff_pages.post("/<uuid:plan_id>/add")
@allow(Audience.OPERATOR)
def add(plan_id: UUID) -> ResponseReturnValue:
    """Fix a pair by hand that the plan has not."""
    form = forms.AddForm()
    if not form.validate_on_submit():
        return _drawn(plan_id, adding=form)
    typed = (_number(form.lot.data), _number(form.vacancy.data))
    match perform(service.add_pair, plan_id, *typed, form.workers.data or 0):
        case NoSuchPlan():
            not_found()
        case PlanNotThere() as refused:
            _not_now(refused)
        case NoSuchPost("availability"):
            form.fail("lot", _("No open spare workers have this number. Copy it from the list or a post"))
            return _drawn(plan_id, adding=form)
        case NoSuchPost():
            form.fail("vacancy", _("No open vacancy has this number. Copy it from the list or a post"))
            return _drawn(plan_id, adding=form)
        case PairUnfit(reason):
            form.fail("vacancy", gettext("The two do not match: %(why)s", why=GATES[reason]))
            return _drawn(plan_id, adding=form)
        case MoreThanFree(most):
            form.fail("workers", _too_many(most))
            return _drawn(plan_id, adding=form)
        case UUID():
            say(_("The pair is fixed. Plan again, so that the rest goes around it."))
    return _back(plan_id)


def _number(typed: str | None) -> str:
    return (typed or "").strip().upper()


@staff_pages.post("/<uuid:plan_id>/run-again")
@allow(Audience.OPERATOR)
def run_again(plan_id: UUID) -> ResponseReturnValue:
    """Work the plan out anew, on the posts as they are now, around what is fixed."""
    match perform(service.run_again, plan_id):
        case NoSuchPlan():
            not_found()
        case PlanNotThere() as refused:
            _not_now(refused)
        case UUID():
            say(_("The plan is being worked out again, around what is fixed."))
    return redirect(url_for("plans_staff.plan", plan_id=plan_id), 303)


@staff_pages.post("/<uuid:plan_id>/publish")
@allow(Audience.OPERATOR)
def publish(plan_id: UUID) -> ResponseReturnValue:
    """Make the plan's pairs matches, as far as they pass."""
    match perform(service.publish, plan_id):
        case NoSuchPlan():
            not_found()
        case PlanNotThere() as refused:
            _not_now(refused)
        case RunAgainFirst():
            say(_("Nothing was published: you fixed other numbers than the plan has. Plan again first."))
        case NothingToPublish():
            say(_("Nothing was published: the plan places nobody."))
        case UUID():
            say(_("The pairs are being checked again and made matches."))
    return redirect(url_for("plans_staff.plan", plan_id=plan_id), 303)


@staff_pages.get("/<uuid:plan_id>/pairs.csv")
@allow(Audience.OPERATOR)
def pairs(plan_id: UUID) -> ResponseReturnValue:
    """All pairs as a table for a spreadsheet."""
    found = queries.plan(reading(), plan_id) or not_found()
    table = as_csv(pair_lines(reading(), queries.flows(reading(), found.id)))
    name = f"plan-{found.asked_at:%Y-%m-%d-%H%M}.csv"
    return Response(
        table, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
