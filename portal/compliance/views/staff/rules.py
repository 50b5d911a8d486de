"""The rules in force, and their switches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.accounts import queries as accounts
from portal.compliance.domain import Stage
from portal.compliance.findings.forms import ConfirmForm, SwitchForm
from portal.compliance.findings.switches import (
    AlreadySwitched,
    NoSuchRule,
    SwitchRow,
    TooLateToConfirm,
    confirm_switch_off,
    switch_on,
    switch_rule_off,
    switches,
)
from portal.compliance.findings.words import STAGES
from portal.compliance.rules.assist import AssistCheck, assist_checks
from portal.compliance.rules.rule import Rule
from portal.compliance.rules.sets import rules_on
from portal.compliance.views.staff import staff_pages
from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say, viewer
from portal.kernel.outcomes import NeedsSecondPerson


@dataclass(frozen=True)
class RuleLine:
    rule: Rule
    stages: str
    switch: SwitchRow | None


@dataclass(frozen=True)
class RulesPage:
    number: int
    since: date
    lines: Sequence[RuleLine]
    checks: Sequence[AssistCheck]


@dataclass(frozen=True)
class SwitchPage:
    rule: Rule
    switch: SwitchRow | None
    asked_by: str
    is_mine: bool
    now: datetime

    @property
    def must_confirm(self) -> bool:
        """Somebody else asked for it, and it waits for a second person."""
        return self.switch is not None and not self.switch.is_off and not self.is_mine


@allow(Audience.COMPLIANCE)
@staff_pages.get("/rules")
def rules() -> ResponseReturnValue:
    """Every rule in force with its source, and whether it is on."""
    now = clock.now()
    in_force = rules_on(now.date())
    standing = switches(reading(), now)
    lines = [RuleLine(one, _stages(one), standing.get(one.id)) for one in in_force.rules]
    shown = RulesPage(in_force.number, in_force.since, lines, list(assist_checks().values()))
    return page("compliance/staff/rules.html", shown)


@allow(Audience.COMPLIANCE)
@staff_pages.route("/rules/<rule>/off", methods=["GET", "POST"])
def switch_off(rule: str) -> ResponseReturnValue:
    """Ask that a rule be switched off; nothing happens before a second person confirms."""
    shown = _switch_page(rule)
    form = SwitchForm()
    if form.validate_on_submit():
        match perform(switch_rule_off, rule, str(form.reason.data)):
            case UUID():
                say(_("It goes off when a second person confirms within 24 hours."))
                return redirect(url_for(".rules"), 303)
            case AlreadySwitched():
                form.fail("reason", _("It is off, or somebody asked for it before. Look at the rules again"))
            case NoSuchRule():
                raise NotFound
    return ask("compliance/staff/switch_off.html", form, shown)


@allow(Audience.COMPLIANCE)
@staff_pages.route("/rules/<rule>/confirm", methods=["GET", "POST"])
def confirm_off(rule: str) -> ResponseReturnValue:
    """The second person reads the reason, and agrees."""
    shown = _switch_page(rule)
    form = ConfirmForm()
    if form.validate_on_submit():
        match perform(confirm_switch_off, rule):
            case UUID():
                say(_("The rule is off. Everything that it touches is judged again."))
                return redirect(url_for(".rules"), 303)
            case NeedsSecondPerson():
                form.fail("submit", _("You asked for it. Somebody else has to confirm"))
            case TooLateToConfirm():
                form.fail("submit", _("Nobody asked for it in the last 24 hours"))
    return ask("compliance/staff/confirm_off.html", form, shown)


@allow(Audience.COMPLIANCE)
@staff_pages.route("/rules/<rule>/on", methods=["GET", "POST"])
def switch_back_on(rule: str) -> ResponseReturnValue:
    """Have a rule asked again; one person is enough."""
    shown = _switch_page(rule)
    form = SwitchForm()
    if form.validate_on_submit():
        match perform(switch_on, rule, str(form.reason.data)):
            case UUID():
                say(_("The rule is on. Everything that it touches is judged again."))
                return redirect(url_for(".rules"), 303)
            case AlreadySwitched():
                form.fail("reason", _("It is on already"))
    return ask("compliance/staff/switch_back_on.html", form, shown)


def _switch_page(rule_id: str) -> SwitchPage:
    now = clock.now()
    rule = rules_on(now.date()).by_id.get(rule_id)
    if rule is None:
        raise NotFound
    standing: Mapping[str, SwitchRow] = switches(reading(), now)
    switch = standing.get(rule_id)
    asked_by = accounts.person(reading(), switch.asked_by) if switch else None
    is_mine = switch is not None and switch.asked_by == viewer.person_id
    return SwitchPage(rule, switch, asked_by.name if asked_by else "", is_mine, now)


def _stages(rule: Rule) -> str:
    return ", ".join(str(STAGES[stage]) for stage in Stage if stage in rule.stages)
