"""What staff see and keep of compliance: the rules, their findings, sanctions, and the data judged by."""

from flask import Blueprint

from portal.compliance.domain import Finding
from portal.compliance.findings.words import message, title_of
from portal.compliance.sanctions.domain import SanctionAct, SanctionState, Step
from portal.compliance.sanctions.forms import ACTS
from portal.compliance.sanctions.words import STATE_WORDS, STEP_WORDS

staff_pages = Blueprint("compliance_staff", __name__, url_prefix="/staff")


@staff_pages.app_template_filter()
def step_words(step: str) -> str:
    """A step against an organisation, as people say it."""
    return str(STEP_WORDS[Step(step)])


@staff_pages.app_template_filter()
def sanction_act_words(act: str) -> str:
    """What somebody decides about a sanction."""
    return str(ACTS[SanctionAct(act)])


@staff_pages.app_template_filter()
def sanction_state_words(state: str) -> str:
    """Where a sanction stands."""
    return str(STATE_WORDS[SanctionState(state)])


@staff_pages.app_template_filter()
def finding_message(found: Finding) -> str:
    """What was found, and what would be right."""
    return message(found)


@staff_pages.app_template_filter()
def rule_title(rule_id: str) -> str:
    """What a rule, or a check that staff make, is about."""
    return title_of(rule_id)


# The pages register themselves on the blueprint above.
import portal.compliance.views.staff.costs  # noqa: E402
import portal.compliance.views.staff.findings  # noqa: E402
import portal.compliance.views.staff.pay  # noqa: E402
import portal.compliance.views.staff.rules  # noqa: E402
import portal.compliance.views.staff.sanctions  # noqa: E402, F401
