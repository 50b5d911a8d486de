"""The words of a post's terms, as people say them: shifts, forms of engagement, levels, currencies."""

from collections.abc import Iterable
from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.mixed import listed
from portal.infra.web.pages import country_name, language_name, money
from portal.posts.domain import EngagementForm, Level, PostAct, PostState, Shift, ShiftRule, Skill

SHIFTS = (
    (Shift.DAY.value, _("Day")),
    (Shift.EVENING.value, _("Evening")),
    (Shift.NIGHT.value, _("Night")),
    (Shift.WEEKEND.value, _("Weekend")),
)
SHIFT_RULES = (
    (ShiftRule.ALL.value, _("Each worker works all of these shifts")),
    (ShiftRule.ANY.value, _("Any one of these shifts is enough")),
)
ENGAGEMENT_FORMS = (
    (EngagementForm.LOAN.value, _("Loan, with a right to return to the home employer")),
    (EngagementForm.TRANSFER.value, _("Transfer to the new employer for good")),
    (EngagementForm.AGENCY.value, _("Agency supply: the agency employs and pays")),
    (EngagementForm.SUSPENSION.value, _("Old contract suspended, fixed-term contract with the new employer")),
    (EngagementForm.SECOND_JOB.value, _("Second job beside the first")),
)
LEVELS = (
    (Level.A1.name, _("A1: a few words")),
    (Level.A2.name, _("A2: simple sentences")),
    (Level.B1.name, _("B1: gets by at work")),
    (Level.B2.name, _("B2: speaks well")),
    (Level.C1.name, _("C1: fluent")),
    (Level.C2.name, _("C2: as a mother tongue")),
)
STATES = (
    (PostState.DRAFT.value, _("Draft")),
    (PostState.PUBLISHED.value, _("Open")),
    (PostState.PAUSED.value, _("Paused")),
    (PostState.EXPIRED.value, _("Expired")),
    (PostState.CLOSED.value, _("Closed")),
)
LANGUAGES = (
    *("en", "pl", "ro", "bg", "lt", "lv", "et", "hu", "cs", "sk", "uk", "ru", "tr", "ar", "ne", "pt", "es"),
    *("fr", "de", "it", "nl", "el", "da", "sv", "nb", "fi", "hr", "sl", "sr", "sq", "mk", "ka", "hy", "ky"),
    *("uz", "tg", "kk", "hi", "pa", "bn", "ur", "fil", "id", "vi", "th", "zh", "so", "am", "ti", "fa"),
)


def shift_words(shifts: Iterable[str]) -> str:
    """Shifts in a row; none of them named means all."""
    named = set(shifts)
    return listed(str(words) for code, words in SHIFTS if code in named) or gettext("Any shift")


def form_words(forms: Iterable[str]) -> str:
    """Forms of engagement in a row; none of them named means any."""
    named = set(forms)
    row = (str(words) for code, words in ENGAGEMENT_FORMS if code in named)
    return listed(row, apart=True) or gettext("Any form")


def languages_words(levels: Iterable[tuple[str, str]]) -> str:
    """Languages with their levels: "English B1, Polish C2"."""
    return listed(f"{language_name(code)} {level}" for code, level in levels)


def state_words(state: str) -> str:
    return str(dict(STATES)[state])


def cannot(act: PostAct, state: PostState) -> str:
    """Why a step in a post's life did not happen."""
    doing = {
        PostAct.EDIT: gettext("changed"),
        PostAct.PAUSE: gettext("paused"),
        PostAct.RESUME: gettext("opened again"),
        PostAct.PROLONG: gettext("kept open"),
        PostAct.CLOSE: gettext("closed"),
    }.get(act, gettext("published"))
    state_now = state_words(state).lower()
    return gettext(
        "Nothing was done: a post that is %(state)s cannot be %(doing)s.", state=state_now, doing=doing
    )


def plain_amount(amount: Decimal | float) -> str:
    """A number as one would type it: "11.5" as "11.50", "80.0" as "80"."""
    number = Decimal(str(amount))
    return f"{number:f}" if number != number.to_integral() else f"{number.to_integral():f}"


def plain_money(amount: Decimal | None, currency: str) -> str:
    """A sum as plain text."""
    return str(money(amount, currency).striptags())


def place_words(town: str, region: str | None, country: str) -> str:
    """A town with its region and country."""
    return listed((town, region or "" if region != town else "", country_name(country)))


def skills_words(skills: Iterable[Skill]) -> str:
    return listed(one.label for one in skills)


def yes_no(answer: bool) -> str:
    return gettext("Yes") if answer else gettext("No")
