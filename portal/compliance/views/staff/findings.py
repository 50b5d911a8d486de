"""Findings for staff: what waits for a person, the most pressing first, and deciding about each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.accounts import queries as accounts
from portal.audit.queries import trail
from portal.compliance.domain import RuleOutcome, Severity
from portal.compliance.findings import queries
from portal.compliance.findings.domain import (
    AlreadyDecided,
    CannotBeCleared,
    Decision,
    FindingState,
    KeptFinding,
    NoSuchFinding,
)
from portal.compliance.findings.forms import CheckForm, DecideFindingForm
from portal.compliance.findings.queries import FindingFilter
from portal.compliance.findings.service import clear_finding, uphold_finding
from portal.compliance.findings.tasks import NoSuchCheck, Task, record_check, tasks_of
from portal.compliance.findings.words import OUTCOMES, SEVERITIES, STATES, title_of
from portal.compliance.views.staff import staff_pages
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.infra.web.pages import safe_next
from portal.infra.web.paging import Leaf, leafed
from portal.kernel.events import Ref

PER_PAGE = 50
Choice = TypeVar("Choice", Severity, RuleOutcome, FindingState)


@dataclass(frozen=True)
class FindingsPage:
    findings: Sequence[KeptFinding]
    wanted: FindingFilter
    leaf: Leaf
    rules: Sequence[tuple[str, str]]
    now: datetime


@dataclass(frozen=True)
class FindingPage:
    kept: KeptFinding
    decision: Decision | None
    decided_by: str
    now: datetime


@dataclass(frozen=True)
class TaskPage:
    task: Task
    by: str


@allow(Audience.COMPLIANCE)
@staff_pages.get("/findings")
def findings() -> ResponseReturnValue:
    """What waits for a person: what stops something first, then by deadline."""
    session = reading()
    wanted = FindingFilter(
        rule=request.args.get("rule", "")[:60],
        severity=_chosen(Severity, "severity"),
        outcome=_chosen(RuleOutcome, "outcome"),
        state=_chosen(FindingState, "state") or FindingState.OPEN,
    )
    leaf, found = leafed(
        lambda limit, offset: queries.find_findings(session, wanted, limit=limit, offset=offset), PER_PAGE
    )
    rules = [(one, title_of(one)) for one in queries.rules_with_findings(session)]
    shown = FindingsPage(found, wanted, leaf, rules, clock.now())
    return page("compliance/staff/findings.html", shown)


@allow(Audience.COMPLIANCE)
@staff_pages.route("/findings/<uuid:finding_id>", methods=["GET", "POST"])
def finding(finding_id: UUID) -> ResponseReturnValue:
    """One finding with what it rests on, and deciding about it."""
    shown = _finding_page(finding_id)
    form = DecideFindingForm()
    form.offer(may_clear=shown.kept.can_be_cleared)
    if form.validate_on_submit():
        decide = clear_finding if form.decision.data == FindingState.CLEARED.value else uphold_finding
        match perform(decide, finding_id, str(form.reason.data)):
            case FindingState() as state:
                say(f"{STATES[state]}.")
                return redirect(way_back(url_for("compliance_staff.findings")), 303)
            case CannotBeCleared():
                form.fail("decision", _("This rule is plainly not kept. It goes away when it is mended"))
            case AlreadyDecided(state):
                form.fail("decision", _("It stands so already: %(state)s", state=STATES[state]))
            case NoSuchFinding():
                raise NotFound
    return ask("compliance/staff/finding.html", form, shown)


@allow(Audience.COMPLIANCE)
@staff_pages.route("/tasks/<kind>/<uuid:id>/<check>", methods=["GET", "POST"])
def task(kind: str, id: UUID, check: str) -> ResponseReturnValue:  # noqa: A002 - the address's own word
    """One check that a person makes on a match or an introduction: what to look at, and what was seen."""
    found = next((one for one in tasks_of(reading(), Ref(kind, id)) if one.check.id == check), None)
    if found is None or not trail(reading(), [Ref(kind, id)]):
        raise NotFound
    form = CheckForm()
    if form.validate_on_submit():
        outcome = RuleOutcome(str(form.outcome.data))
        match perform(record_check, found.ref, check, outcome, str(form.evidence.data)):
            case Task():
                say(_("Recorded."))
                return redirect(url_for(".task", kind=kind, id=id, check=check), 303)
            case NoSuchCheck():
                raise NotFound
    by = accounts.person(reading(), found.made.by) if found.made else None
    return ask("compliance/staff/task.html", form, TaskPage(found, by.name if by else ""))


@staff_pages.app_template_global()
def way_back(to: str) -> str:
    """The list that somebody came from, with its filters; else this address."""
    return safe_next(request.args.get("back")) or to


@staff_pages.app_template_global()
def tasks_on(kind: str, thing: UUID) -> list[Task]:
    """The checks that staff make on a match or an introduction, for any page about it."""
    return tasks_of(reading(), Ref(kind, thing))


@staff_pages.app_template_global()
def findings_on(kind: str, thing: UUID) -> list[KeptFinding]:
    """What rules or staff found of one thing and still stands, for any page about it."""
    return [one for one in queries.findings_of(reading(), Ref(kind, thing)) if one.state.counts]


@staff_pages.app_template_filter()
def severity_words(severity: str) -> str:
    """How much hangs on a rule."""
    return str(SEVERITIES[Severity(severity)])


@staff_pages.app_template_filter()
def outcome_words(outcome: str) -> str:
    """What a rule says."""
    return str(OUTCOMES[RuleOutcome(outcome)])


@staff_pages.app_template_filter()
def finding_state_words(state: str) -> str:
    """What became of a finding."""
    return str(STATES[FindingState(state)])


@staff_pages.app_template_filter()
def judged_kind_words(kind: str) -> str:
    """What sort of thing rules judged."""
    return {
        "availability": _("Spare workers"),
        "vacancy": _("Vacancy"),
        "match": _("Match"),
        "introduction": _("Introduction"),
        "offer": _("Offer to a worker"),
        "placement": _("Placed worker"),
        "organisation": _("Organisation"),
        "case": _("Case"),
    }.get(kind, kind)


def _finding_page(finding_id: UUID) -> FindingPage:
    session = reading()
    kept = queries.finding(session, finding_id)
    if kept is None:
        raise NotFound
    made = [one for one in queries.decisions_of(session, kept.ref) if one.id == kept.decision_id]
    decider = accounts.person(session, kept.decided_by) if kept.decided_by else None
    return FindingPage(kept, made[0] if made else None, decider.name if decider else "", clock.now())


def _chosen(of: type[Choice], name: str) -> Choice | None:
    sent = request.args.get(name, "")
    return of(sent) if sent in {one.value for one in of} else None
