"""Proposing a step against an organisation, on the grounds of a finding."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.compliance.findings.queries import finding
from portal.compliance.rules.sets import RULE_SETS
from portal.compliance.sanctions.forms import ProposeForm
from portal.compliance.sanctions.service import propose_sanction as propose
from portal.compliance.sanctions.words import refusal_words
from portal.infra.web import Audience, allow, ask, perform, reading, say
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.placements.concerned import organisations_concerned
from portal.placements.views.staff import staff_pages


@dataclass(frozen=True)
class ProposePage:
    """The rule that was broken, and the labels of what it was broken by."""

    rule: str
    source: str
    label: str


@allow(Audience.COMPLIANCE)
@staff_pages.route("/findings/<uuid:finding_id>/sanction", methods=["GET", "POST"])
def propose_sanction(finding_id: UUID) -> ResponseReturnValue:
    """Propose a step; the organisation is asked for its word, and a second person decides."""
    session = reading()
    grounds = finding(session, finding_id)
    concerned = organisations_concerned(session, grounds.ref) if grounds else ()
    if grounds is None or not concerned:
        raise NotFound
    names = organisations.organisations(session, concerned)
    form = ProposeForm()
    form.offer([(str(one), names[one].name) for one in dict.fromkeys(concerned)])
    if form.validate_on_submit():
        outcome = perform(propose, UUID(form.organisation.data), finding_id, form.proposal())
        if not isinstance(outcome, Refusal):
            say(_("The step is proposed, and the organisation is asked for its word."))
            return redirect(url_for("compliance_staff.sanction", sanction_id=outcome), 303)
        form.fail("step", refusal_words(outcome))
    rule = RULE_SETS[-1].by_id.get(grounds.finding.rule)
    shown = ProposePage(
        rule=rule.title if rule else grounds.finding.rule,
        source=rule.source.text if rule else "",
        label=grounds.finding.label,
    )
    return ask("placements/staff/propose_sanction.html", form, shown)
