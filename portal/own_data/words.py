"""A worker's record in words that the worker reads."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.languages import LANGUAGES
from portal.infra.web.mixed import listed
from portal.infra.web.pages import day
from portal.own_data.erasing import Reason, Staying
from portal.own_data.held import KEPT_WORDS, SEES_WORDS, SOURCE_WORDS, WHY_WORDS, Held
from portal.placements.offers.domain.offers import OfferState
from portal.remedy.words import COMPLAINTS
from portal.workers.corrections import CorrectionRow
from portal.workers.domain import Given

_STATES = {
    OfferState.OPEN: _("you have not answered yet"),
    OfferState.ACCEPTED: _("you accepted"),
    OfferState.DECLINED: _("you said no thanks"),
    OfferState.WITHDRAWN: _("withdrawn"),
    OfferState.EXPIRED: _("expired"),
}
_GIVEN = {Given.NAME: _("Your name"), Given.PHONE: _("Your phone"), Given.EMAIL: _("Your e-mail")}


def offer_state(state: OfferState) -> str:
    """What became of an offer."""
    return str(_STATES[state])


def given_words(what: Given) -> str:
    """What the provider gave."""
    return str(_GIVEN[what])


def held_words(held: Held) -> str:
    """Whence, what for, until when, and who sees it; each on its own."""
    who = listed((str(SEES_WORDS[one]) for one in held.seen_by), apart=True)
    return " ".join(
        (
            gettext("From: %(whom)s.", whom=SOURCE_WORDS[held.source]),
            gettext("Why: %(why)s.", why=WHY_WORDS[held.why]),
            gettext("Kept: %(kept)s.", kept=KEPT_WORDS[held.kept]),
            gettext("Seen by: %(who)s.", who=who),
        )
    )


def correction_words(row: CorrectionRow) -> str:
    """How a correction stands."""
    if row.decided_at is None:
        return gettext("The agency answers by %(day)s.", day=day(row.decide_by))
    return gettext("The agency corrected it.") if row.taken else gettext("The agency says that it was right.")


def staying_words(one: Staying) -> str:
    """What cannot be erased yet, and until when."""
    if one.reason is Reason.SUPPLY and one.until is not None:
        return gettext(
            "Your name, your contacts with the agency and the records of your job stay until %(day)s: until "
            "then wages and fees can be claimed, and inspectors may ask for them.",
            day=day(one.until),
        )
    return gettext("What belongs to an open case stays until the case is closed.")


def complaint_words(complaint: object) -> str:
    """What a case is about."""
    return str(COMPLAINTS.get(complaint, ""))  # type: ignore[call-overload]


def language_of_worker(code: str) -> str:
    """A language by its own name."""
    return LANGUAGES[code].name if code in LANGUAGES else code
