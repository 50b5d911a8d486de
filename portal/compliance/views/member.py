"""What an organisation sees of sanctions against it, and its right of reply."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from portal.compliance.findings.words import source_of, title_of
from portal.compliance.sanctions.domain import Sanction, SanctionState
from portal.compliance.sanctions.forms import ReplyForm
from portal.compliance.sanctions.queries import Grounds, grounds_of, own_sanction
from portal.compliance.sanctions.service import reply
from portal.compliance.sanctions.words import refusal_words
from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.kernel.outcomes import Refusal

member_pages = Blueprint("compliance_member", __name__)


@dataclass(frozen=True)
class OwnSanctionPage:
    """The step, the rule behind it, and whether a reply may be given."""

    sanction: Sanction
    rule: str
    source: str
    grounds: Grounds | None
    may_reply: bool
    now: datetime


@allow(Audience.ADMINISTRATOR)
@member_pages.route("/sanctions/<uuid:sanction_id>", methods=["GET", "POST"])
def sanction(sanction_id: UUID) -> ResponseReturnValue:
    """One sanction against one's own organisation; one reply."""
    found = own_sanction(reading(), acting_for(), sanction_id)
    if found is None:
        raise NotFound
    form = ReplyForm()
    if form.validate_on_submit():
        outcome = perform(reply, acting_for(), sanction_id, form.words.data)
        if isinstance(outcome, Refusal):
            form.fail("words", refusal_words(outcome))
        else:
            say(_("Your reply is with compliance."))
            return redirect(url_for("compliance_member.sanction", sanction_id=sanction_id), 303)
    return ask("compliance/member/sanction.html", form, _page(found))


def _page(found: Sanction) -> OwnSanctionPage:
    grounds = grounds_of(reading(), found.id)
    now = clock.now()
    return OwnSanctionPage(
        sanction=found,
        rule=title_of(grounds.finding.rule) if grounds else "",
        source=source_of(grounds.finding) if grounds else "",
        grounds=grounds,
        may_reply=found.state is SanctionState.PROPOSED and found.reply is None and now < found.reply_until,
        now=now,
    )
