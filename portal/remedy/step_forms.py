"""What compliance staff are asked at each step of a case."""

from flask_babel import lazy_gettext as _

from portal.infra.web.forms import (
    Amount,
    AnyOf,
    Day,
    Form,
    FromList,
    LongText,
    OneOf,
    Submit,
    Text,
    Tick,
    WholeNumber,
    YesNo,
)
from portal.posts.domain import CURRENCIES
from portal.remedy.domain.money import MOST_INSTALMENTS
from portal.remedy.domain.reporting import ToHold
from portal.remedy.words import METHODS


class ReasonForm(Form):
    """Why; kept for staff."""

    reason = LongText(_("Why?"), needed=_("Enter why: what you saw, and what it rests on"), most=2000)
    submit = Submit(_("Go on"))


class TriageForm(Form):
    """How grave it is, and which job it is about."""

    is_critical = YesNo(
        _("Is it critical?"),
        needed=_("Choose whether it is critical"),
        hint=_("Fees, kept papers and threats are."),
    )
    vacancy = Text(
        _("Number of the vacancy (optional)"),
        hint=_("Like V-10423. Leave it empty while nobody knows."),
        most=20,
    )
    provider = Text(
        _("Labour provider (optional)"), hint=_("Needed where several send workers there."), most=120
    )
    note = LongText(
        _("What do you make of it?"),
        needed=_("Enter what you make of it"),
        hint=_("Staff alone read this."),
        most=2000,
    )
    submit = Submit(_("Triaged"))


class LinkForm(Form):
    """Which job it is about."""

    vacancy = Text(_("Number of the vacancy"), needed=_("Enter the number, like V-10423"), most=20)
    provider = Text(
        _("Labour provider (optional)"), hint=_("Needed where several send workers there."), most=120
    )
    submit = Submit(_("Link the job"))


class HoldForm(Form):
    """What is held."""

    what = OneOf(
        _("What do you hold?"),
        [
            (ToHold.VACANCY.value, _("New matches and offers of the vacancy")),
            (ToHold.PROVIDER.value, _("New matches and offers of the labour provider")),
        ],
        needed=_("Choose what to hold"),
    )
    submit = Submit(_("Hold"))


class GoOnForm(Form):
    """Nothing is asked but a deliberate press."""

    submit = Submit(_("Go on"))


class SecondForm(Form):
    """What the second person says of a proposal."""

    proposal = OneOf(_("What was proposed?"), needed=_("Choose which proposal you decide about"))
    agrees = YesNo(_("Do you agree?"), needed=_("Choose whether you agree"))
    reason = LongText(_("Why?"), needed=_("Enter why: what you looked at yourself"), most=2000)
    submit = Submit(_("Decide"))


class StatementForm(Form):
    """What provider and employer will read."""

    text = LongText(
        _("The statement"),
        needed=_("Write what the case is about, in neutral words"),
        hint=_(
            "No names, no dates, no words of the report. For example: “Workers paid for a place in this job.”"
        ),
        most=2000,
    )
    is_confirmed = Tick(_("I read it with each person of the crew in mind: it gives nobody away"))
    submit = Submit(_("Keep the statement"))


class AskForm(Form):
    """Who is asked for its word."""

    organisation = OneOf(_("Who is asked?"), needed=_("Choose who is asked"))
    submit = Submit(_("Ask for their word"))


class AmountForm(Form):
    """What workers lost, and how that is known."""

    workers = AnyOf(_("Which workers?"), needed=_("Choose at least one worker"), coerce=int)
    what = Text(_("What for?"), needed=_("Enter what it was for, like “fee for the place”"), most=200)
    amount = Amount(_("How much did each lose?"), needed=_("Enter the sum, or 0 for what is no money"))
    interest = Amount(_("Interest of a loan taken for it (optional)"))
    currency = FromList(_("Currency"), [(one, one) for one in CURRENCIES], needed=_("Choose the currency"))
    paid_on = Day(_("When did they pay it? (optional)"))
    method = FromList(
        _("How is it known?"),
        [("", _("Choose")), *((one.value, words) for one, words in METHODS.items())],
        needed=_("Choose how it is known"),
        hint=_("A receipt is not needed."),
    )
    evidence = Text(_("What it rests on (optional)"), most=500)
    category = FromList(
        _("Which cost of the ledger is it?"),
        [("", _("None of the ledger’s"))],
        hint=_("What is paid back is noted there, and cleared by the worker’s own word."),
    )
    submit = Submit(_("Establish the amount"))


class NothingForm(Form):
    """Who lost nothing."""

    workers = AnyOf(_("Which workers lost nothing?"), needed=_("Choose at least one worker"), coerce=int)
    submit = Submit(_("They lost nothing"))


class PlanForm(Form):
    """Who pays, in how many parts, from when."""

    payer = OneOf(
        _("Who pays?"),
        needed=_("Choose who pays"),
        hint=_("The employer pays first and recovers it from the recruiter; never a worker."),
    )
    first_due = Day(_("First payment by"), needed=_("Enter the day of the first payment"))
    parts = WholeNumber(
        _("In how many parts?"), needed=_("Enter a number from 1 to 12"), least=1, most=MOST_INSTALMENTS
    )
    days_between = WholeNumber(
        _("Days between two parts"), needed=_("Enter the days between two parts"), least=1, most=92
    )
    submit = Submit(_("Agree the plan"))


class CloseForm(Form):
    """Why it happened, what changes, how long it is watched."""

    root_cause = LongText(_("Why did it happen?"), needed=_("Enter the root cause"), most=2000)
    change = LongText(
        _("What changes, so that it does not happen again?"), needed=_("Enter what changes"), most=2000
    )
    months = WholeNumber(
        _("For how many months is it watched?"), needed=_("Enter a number from 6 to 12"), least=6, most=12
    )
    next_check = Day(_("Next check"), needed=_("Enter the day of the next check"))
    submit = Submit(_("Close the case"))


class CheckForm(Form):
    """What a check after closing found."""

    finding = LongText(_("What did you find?"), needed=_("Enter what you found"), most=2000)
    next_check = Day(_("Next check (optional)"), hint=_("Leave it empty after the last one."))
    submit = Submit(_("Record the check"))


class UnmaskForm(Form):
    """Why the seal is opened."""

    reason = LongText(
        _("Why do you need to know who reported?"),
        needed=_("Enter the reason; it stays in the trail"),
        most=500,
    )
    submit = Submit(_("Open the seal"))


class ReplyForm(Form):
    """To whoever reported."""

    text = LongText(
        _("Message"),
        needed=_("Write the message"),
        hint=_("They read it when they look the case up."),
        most=4000,
    )
    language = FromList(_("In which language did you write it?"), [])
    submit = Submit(_("Send"))
