"""Steps, states and refusals of sanctions in words."""

from flask_babel import format_datetime, gettext
from flask_babel import lazy_gettext as _

from portal.compliance.sanctions.domain import (
    DeadlinePassed,
    MayStillReply,
    NothingWrong,
    ReplyIsOver,
    SanctionNotPossible,
    SanctionState,
    Step,
    StepStands,
    StepTooEarly,
)
from portal.kernel.outcomes import NeedsSecondPerson, Refusal

STEP_WORDS = {
    Step.ADVICE: _("Advice"),
    Step.CONDITIONS: _("Conditions"),
    Step.SUSPENSION: _("Suspension"),
    Step.REMOVAL: _("Removal"),
}
STATE_WORDS = {
    SanctionState.PROPOSED: _("Proposed"),
    SanctionState.IMPOSED: _("Stands"),
    SanctionState.DROPPED: _("Dropped"),
    SanctionState.MET: _("Done"),
    SanctionState.REVERSED: _("Taken back"),
}


def refusal_words(refusal: Refusal) -> str:
    """Why a step cannot be taken, and what can."""
    match refusal:
        case NothingWrong():
            return gettext("The check was passed or cleared: there is nothing to sanction.")
        case StepTooEarly(step):
            return gettext("Milder steps come first. The next one is: %(step)s.", step=STEP_WORDS[step])
        case StepStands(step):
            return gettext("This is proposed or stands already: %(step)s.", step=STEP_WORDS[step])
        case NeedsSecondPerson():
            return gettext("You proposed it, so that another person has to decide.")
        case MayStillReply(until):
            return gettext(
                "The organisation may reply until %(when)s UTC.", when=format_datetime(until, "d MMMM, HH:mm")
            )
        case ReplyIsOver():
            return gettext("The time for a reply is over, or you have replied.")
        case DeadlinePassed():
            return gettext("Enter a day after today.")
        case SanctionNotPossible():
            return gettext("Somebody has decided meanwhile. See below.")
        case _:
            return gettext("That is not possible any more. Look at the page again.")
