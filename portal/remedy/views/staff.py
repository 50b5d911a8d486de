"""What compliance staff see and do: the queue of cases, one case whole, its steps, the indicator."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.accounts import queries as accounts
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say, viewer
from portal.infra.web.pages import not_found, printable, public_url
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.remedy import indicating, queries
from portal.remedy.domain.indicator import Line
from portal.remedy.domain.reporting import Identity
from portal.remedy.domain.states import CaseState
from portal.remedy.dossier import CaseDossier, case_dossier
from portal.remedy.forms import ReportForm
from portal.remedy.rows import AmountRow, CaseRow
from portal.remedy.service import handing_out, report_by_staff, scope
from portal.remedy.service.proposing import Proposed
from portal.remedy.step_forms import ReasonForm
from portal.remedy.views.showing import case_here, fresh_word, give_to, new_here, open_here
from portal.remedy.views.steps import STEPS, Step, possible_steps
from portal.remedy.words import refusal_words
from portal.workers import queries as workers

staff_pages = Blueprint("remedy_staff", __name__, url_prefix="/staff")
give_to(staff_pages)


WAITS = _("Proposed. Another person of compliance has to agree before anything happens.")


@dataclass(frozen=True)
class ListedCase:
    """One line of the queue."""

    case: CaseRow
    provider: str
    employer: str
    waits_for_second: bool


@dataclass(frozen=True)
class CasesPage:
    lines: list[ListedCase]
    state: str
    number: str
    now: datetime
    states: tuple[CaseState, ...] = tuple(CaseState)

    @property
    def is_filtered(self) -> bool:
        return bool(self.state or self.number)


@dataclass(frozen=True)
class CasePage:
    file: CaseDossier
    steps: list[tuple[str, Step]]
    now: datetime
    me: UUID | None
    fresh_word: str
    """Of a case that was just written down here; else empty."""


@dataclass(frozen=True)
class AmountPage:
    """One amount that somebody wants taken back."""

    case: CaseRow
    amount: AmountRow


@dataclass(frozen=True)
class LinkPage:
    """The link of one worker, by number."""

    case: CaseRow
    number: int
    link: str


@dataclass(frozen=True)
class StepPage:
    case: CaseRow
    slug: str
    step: Step
    crew: int
    crew_is_small: bool


@dataclass(frozen=True)
class UnmaskedPage:
    case: CaseRow
    identity: Identity
    worker: str
    """The worker of the portal by whose offer it was reported, with the contacts that the provider gave."""
    member: str

    @property
    def is_anonymous(self) -> bool:
        return not any(vars(self.identity).values())


@staff_pages.get("/cases")
@allow(Audience.COMPLIANCE)
def cases() -> ResponseReturnValue:
    """The queue: open cases, what is due first on top; others by state or number."""
    state = request.args.get("state", "")
    number = printable(request.args.get("number", "")).strip()[:20]
    open_ones = [one for one in CaseState if one is not CaseState.CLOSED]
    states: Sequence[CaseState] = [CaseState(state)] if state in set(CaseState) else open_ones
    if state == "all" or number:
        states = []
    session = reading()
    found = queries.cases(session, states=states, number=number)
    names = organisations.organisations(session, {key for one in found for key in one.organisation_ids})

    def name(key: UUID | None) -> str:
        return names[key].name if key in names else ""

    waiting = {one.case_id for one in queries.proposals(session)}
    lines = [
        ListedCase(one, name(one.provider_id), name(one.employer_id), one.id in waiting) for one in found
    ]
    return page("remedy/staff/cases.html", CasesPage(lines, state, number, clock.now()))


@staff_pages.route("/cases/new", methods=["GET", "POST"])
@allow(Audience.COMPLIANCE)
def report() -> ResponseReturnValue:
    """Staff write down what somebody told them."""
    form = ReportForm()
    del form.offer_code
    if form.validate_on_submit():
        word = fresh_word()
        opened = perform(report_by_staff, form.report(), word.word_hash, **form.reporter)
        open_here(opened.id, word)
        return redirect(url_for(".case", id=opened.id), 303)
    return ask("remedy/staff/report.html", form)


@staff_pages.get("/cases/<uuid:id>")
@allow(Audience.COMPLIANCE)
def case(id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """One case on one page."""
    file = case_dossier(reading(), id)
    if file is None:
        not_found()
    _number, fresh = (new_here() if case_here() == id else None) or ("", "")
    steps = possible_steps(file.case)
    return page("remedy/staff/case.html", CasePage(file, steps, clock.now(), viewer.person_id, fresh))


@staff_pages.route("/cases/<uuid:id>/<step>", methods=["GET", "POST"])
@allow(Audience.COMPLIANCE)
def step(id: UUID, step: str) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """One step: what it asks, and taking it."""
    row, chosen = queries.case(reading(), id), STEPS.get(step)
    if row is None or chosen is None:
        not_found()
    back = url_for(".case", id=id)
    if not chosen.possible(row):
        say(gettext("That is not possible now: the case has gone on."))
        return redirect(back, 303)
    form = chosen.form()
    chosen.prepare(row, form)
    if form.validate_on_submit():
        match chosen.run(row, form):
            case Refusal() as refusal:
                form.fail(chosen.field, refusal_words(refusal))
            case Identity() as identity:
                return page("remedy/staff/unmasked.html", _unmasked(row, identity))
            case Proposed():
                say(WAITS)
                return redirect(back, 303)
            case _:
                say(gettext("Done: %(what)s.", what=chosen.title))
                return redirect(back, 303)
    file = case_dossier(reading(), id)
    crew = file.crew if file else 0
    return ask(
        "remedy/staff/step.html",
        form,
        StepPage(row, step, chosen, crew, bool(file and file.is_small_crew)),
    )


@staff_pages.route("/cases/<uuid:id>/amounts/<uuid:amount_id>/remove", methods=["GET", "POST"])
@allow(Audience.COMPLIANCE)
def remove_amount(id: UUID, amount_id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """Propose to take back an amount that was written down wrongly."""
    row = queries.case(reading(), id)
    amount = next((one for one in queries.amounts(reading(), id) if one.id == amount_id), None)
    if row is None or amount is None:
        not_found()
    form = ReasonForm()
    if form.validate_on_submit():
        match perform(scope.remove_amount, id, amount_id, form.reason.data):
            case Refusal() as refusal:
                form.fail("reason", refusal_words(refusal))
            case _:
                say(WAITS)
                return redirect(url_for(".case", id=id), 303)
    return ask("remedy/staff/remove_amount.html", form, AmountPage(row, amount))


@staff_pages.post("/cases/<uuid:id>/workers/<uuid:affected_id>/link")
@allow(Audience.COMPLIANCE)
def hand_out_link(id: UUID, affected_id: UUID) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """Take the link of a worker whom no mail reaches, to pass it on; shown once, and in the trail."""
    row = queries.case(reading(), id)
    listed = next((one for one in queries.affected(reading(), id) if one.id == affected_id), None)
    if row is None or listed is None:
        not_found()
    match perform(handing_out.hand_out_link, id, affected_id):
        case Refusal() as refusal:
            say(refusal_words(refusal))
            return redirect(url_for(".case", id=id), 303)
        case code:
            link = public_url("remedy_worker.repayment", code=code)
            return page("remedy/staff/link.html", LinkPage(row, listed.number, link))


@staff_pages.get("/indicator")
@allow(Audience.COMPLIANCE)
def indicator() -> ResponseReturnValue:
    """What a job cost workers, in months of earnings, by corridor, sector and quarter."""
    lines: tuple[Line, ...] = indicating.indicator_now(reading())
    return page("remedy/staff/indicator.html", lines)


def _unmasked(row: CaseRow, identity: Identity) -> UnmaskedPage:
    session = reading()
    worker = workers.worker(session, UUID(identity.worker_id)) if identity.worker_id else None
    member = accounts.person(session, UUID(identity.person_id)) if identity.person_id else None
    return UnmaskedPage(
        case=row,
        identity=identity,
        worker=", ".join(filter(None, (worker.name, worker.phone, worker.email))) if worker else "",
        member=f"{member.name}, {member.email}" if member else "",
    )
