"""Every column that holds data about a worker: what it is, why, from whom, until when, who sees it.

The worker's own page, the notice of being listed and the download are made from this.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from flask_babel import lazy_gettext as _

from portal.infra.web.forms.checks import Words


class Why(StrEnum):
    """What it is kept for."""

    OFFERS = "offers"
    ANSWER = "answer"
    OWN = "own"
    START = "start"
    PROOF = "proof"
    REMEDY = "remedy"
    SAFETY = "safety"
    LINK = "link"


class Kept(StrEnum):
    """Until when it is kept."""

    LISTED = "listed"
    JOB = "job"
    DAY = "day"
    DECIDED = "decided"
    AUDIT = "audit"
    CASE = "case"


class Source(StrEnum):
    """Who gave it."""

    PROVIDER = "provider"
    WORKER = "worker"
    SIDES = "sides"
    PORTAL = "portal"


class Sees(StrEnum):
    """Who can see it."""

    PROVIDER = "provider"
    EMPLOYER = "employer"
    ACCEPTED = "accepted"
    STAFF = "staff"
    NOBODY = "nobody"


WHY_WORDS: Mapping[Why, Words] = {
    Why.OFFERS: _("to show you offers of work"),
    Why.ANSWER: _("to keep your answer and prove that it is yours"),
    Why.OWN: _("so that only you can act in your name"),
    Why.START: _("so that you can begin the work"),
    Why.PROOF: _("to prove that you were told"),
    Why.REMEDY: _("to get money back to you"),
    Why.SAFETY: _("so that you work safely"),
    Why.LINK: _("so that what belongs together is found"),
}
KEPT_WORDS: Mapping[Kept, Words] = {
    Kept.LISTED: _("6 months after your last offer ended, or 3 years after a job"),
    Kept.JOB: _("3 years after the job"),
    Kept.DAY: _("one day"),
    Kept.DECIDED: _("until it is decided"),
    Kept.AUDIT: _("as long as the portal runs; without your name"),
    Kept.CASE: _("until the case is closed and nothing is owed"),
}
SOURCE_WORDS: Mapping[Source, Words] = {
    Source.PROVIDER: _("your agency"),
    Source.WORKER: _("you"),
    Source.SIDES: _("your agency or the workplace"),
    Source.PORTAL: _("this portal"),
}
SEES_WORDS: Mapping[Sees, Words] = {
    Sees.PROVIDER: _("your agency"),
    Sees.EMPLOYER: _("the workplace"),
    Sees.ACCEPTED: _("the workplace, once you have accepted (first name only)"),
    Sees.STAFF: _("staff who check for fairness"),
    Sees.NOBODY: _("nobody can read it"),
}


@dataclass(frozen=True)
class Held:
    """One thing that is held about a worker; things with the same words are shown as one."""

    words: Words
    why: Why
    kept: Kept
    source: Source
    seen_by: tuple[Sees, ...]


_LINK = Held(_("Numbers that join your records"), Why.LINK, Kept.AUDIT, Source.PORTAL, (Sees.STAFF,))
_NAME = Held(
    _("Your name"),
    Why.OFFERS,
    Kept.LISTED,
    Source.PROVIDER,
    (Sees.PROVIDER, Sees.ACCEPTED, Sees.STAFF),
)
_PHONE = Held(
    _("Your phone, as your agency gave it"), Why.OFFERS, Kept.LISTED, Source.PROVIDER, (Sees.PROVIDER,)
)
_EMAIL = Held(
    _("Your e-mail, as your agency gave it"), Why.OFFERS, Kept.LISTED, Source.PROVIDER, (Sees.PROVIDER,)
)
_LANGUAGE = Held(_("Your language"), Why.OFFERS, Kept.LISTED, Source.PROVIDER, (Sees.PROVIDER,))
_LISTED = Held(
    _("That you are on the list, and since when"), Why.OFFERS, Kept.AUDIT, Source.PROVIDER, (Sees.PROVIDER,)
)
_MARKS = Held(
    _("Scrambled marks of your name and contacts, by which two listings of one person are found"),
    Why.ANSWER,
    Kept.LISTED,
    Source.PORTAL,
    (Sees.NOBODY,),
)
_WORD = Held(_("Your secret word, scrambled"), Why.OWN, Kept.LISTED, Source.WORKER, (Sees.NOBODY,))
_OWN = Held(_("Your own phone and e-mail, sealed"), Why.OWN, Kept.LISTED, Source.WORKER, (Sees.STAFF,))
_NEW_WORD = Held(_("That you asked for a new word"), Why.OWN, Kept.LISTED, Source.WORKER, (Sees.STAFF,))
_PAGE = Held(_("The link of this page, scrambled"), Why.OWN, Kept.LISTED, Source.PORTAL, (Sees.NOBODY,))
_TOLD = Held(
    _("That you were told of the listing, when and in which language"),
    Why.PROOF,
    Kept.AUDIT,
    Source.PORTAL,
    (Sees.STAFF,),
)
_AGAINST = Held(
    _("Whether you refuse the listing"),
    Why.OFFERS,
    Kept.AUDIT,
    Source.WORKER,
    (Sees.PROVIDER, Sees.STAFF),
)
_CORRECTION = Held(
    _("What you asked to be corrected"), Why.OFFERS, Kept.DECIDED, Source.WORKER, (Sees.PROVIDER, Sees.STAFF)
)
_OFFER = Held(
    _("Your offers, by number"),
    Why.OFFERS,
    Kept.AUDIT,
    Source.PROVIDER,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)
_ANSWER = Held(
    _("What you answered, when and how"),
    Why.ANSWER,
    Kept.AUDIT,
    Source.WORKER,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)
_SHOWN = Held(
    _("What you were shown when you answered"), Why.ANSWER, Kept.AUDIT, Source.PORTAL, (Sees.STAFF,)
)
_QUESTION = Held(
    _("Your questions and the answers"),
    Why.OFFERS,
    Kept.LISTED,
    Source.WORKER,
    (Sees.PROVIDER, Sees.EMPLOYER),
)
_ACT = Held(
    _("From which phone and network you acted, scrambled"),
    Why.ANSWER,
    Kept.DAY,
    Source.PORTAL,
    (Sees.NOBODY,),
)
_JOB = Held(
    _("The job that you took: days, state"),
    Why.START,
    Kept.AUDIT,
    Source.SIDES,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)
_CHECK = Held(
    _("What was checked of your right to work, and whether you are 18"),
    Why.START,
    Kept.JOB,
    Source.SIDES,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)
_PASSPORT = Held(
    _("The public number of your offer, which tells nothing about you"),
    Why.PROOF,
    Kept.AUDIT,
    Source.PORTAL,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)
_OWED = Held(
    _("What you lost and what was paid back"),
    Why.REMEDY,
    Kept.CASE,
    Source.SIDES,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)
_SAFETY = Held(
    _("Safety instruction before your first shift, and what you said of it"),
    Why.SAFETY,
    Kept.JOB,
    Source.SIDES,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)

_CHECK_IN = Held(
    _("What you said of the job after 7 and 30 days"),
    Why.REMEDY,
    Kept.JOB,
    Source.WORKER,
    (Sees.STAFF,),
)

_LEAVING = Held(_("That you left the job, and why"), Why.START, Kept.JOB, Source.WORKER, (Sees.STAFF,))
_ERRAND = Held(
    _("That the portal's staff were asked to call or help you, and what they wrote down"),
    Why.REMEDY,
    Kept.JOB,
    Source.PORTAL,
    (Sees.STAFF,),
)
_RETURN = Held(
    _("What you are owed and give back at the end of the job"),
    Why.REMEDY,
    Kept.JOB,
    Source.SIDES,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)
_TRANSFER = Held(
    _("That the workplace wants to employ you itself, and your answer"),
    Why.OFFERS,
    Kept.JOB,
    Source.SIDES,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)
_CONTRACT = Held(
    _("Your contract and first payslip, sealed, and what they say"),
    Why.PROOF,
    Kept.JOB,
    Source.SIDES,
    (Sees.PROVIDER, Sees.EMPLOYER, Sees.STAFF),
)


def _all(held: Held, *columns: str) -> dict[str, Held]:
    return dict.fromkeys(columns, held)


HELD: Mapping[str, Mapping[str, Held]] = MappingProxyType(
    {
        "worker": {
            **_all(_LINK, "id", "organisation_id"),
            "name": _NAME,
            "phone": _PHONE,
            "email": _EMAIL,
            "language": _LANGUAGE,
            **_all(_LISTED, "added_at", "removed_at"),
        },
        "worker_key": {"worker_id": _LINK, **_all(_MARKS, "key", "is_contact")},
        "own_contact": {
            "worker_id": _LINK,
            **_all(_WORD, "word_hash", "word_set_at", "opened_at"),
            "sealed": _OWN,
            **_all(_NEW_WORD, "help_asked_at", "key_made_at", "key_until"),
        },
        "own_contact_key": {"worker_id": _LINK, "key": _MARKS},
        "own_page": {"worker_id": _LINK, "code_hash": _PAGE},
        "listing_notice": {
            **_all(_LINK, "id", "worker_id"),
            **_all(_TOLD, "text_version", "language", "road", "sent_at"),
        },
        "listing_objection": {
            "worker_id": _LINK,
            **_all(_AGAINST, "ground", "objected_at", "remove_by", "removed_at"),
        },
        "worker_correction": {
            **_all(_LINK, "id", "worker_id"),
            **_all(_CORRECTION, "what", "value", "asked_at", "decide_by", "decided_at", "taken"),
        },
        "offer": {
            **_all(_LINK, "id", "introduction_id", "provider_id", "worker_id"),
            **_all(_OFFER, "number", "code_hash", "state", "engagement_version", "vacancy_version"),
            **_all(_OFFER, "made_at", "answer_by", "opened_at", "more_time_asked_at", "prolonged_at"),
            **_all(_ANSWER, "answered_at", "answered_through", "confirmed_at"),
        },
        "answer_record": {
            **_all(_LINK, "id", "offer_id"),
            **_all(_SHOWN, "shown", "shown_hash", "language"),
            **_all(_ANSWER, "act", "channel", "at"),
        },
        "offer_question": {
            **_all(_LINK, "id", "offer_id"),
            **_all(_QUESTION, "to_side", "text", "language", "asked_at", "passed_on_at"),
            **_all(_QUESTION, "answer", "answered_at", "answered_by"),
        },
        "offer_passport": {
            **_all(_LINK, "id", "offer_id"),
            **_all(_PASSPORT, "version", "number", "payload", "signature", "key_id"),
            **_all(_PASSPORT, "issued_at", "replaced_by"),
        },
        "worker_act": {
            **_all(_LINK, "id", "provider_id", "worker_id"),
            **_all(_ACT, "browser_key", "network_key", "at"),
        },
        "placement": {
            **_all(_LINK, "id", "offer_id", "introduction_id", "worker_id", "number"),
            **_all(_JOB, "state", "first", "last", "started_on", "ended_at", "notice_kept"),
        },
        "worker_check": {
            **_all(_LINK, "id", "placement_id", "worker_id", "recorded_by"),
            **_all(_CHECK, "adult", "checked_by", "how", "until", "unlimited", "recorded_at"),
        },
        "safety_record": {
            **_all(_LINK, "id", "placement_id", "worker_id", "recorded_by"),
            **_all(_SAFETY, "kind", "on", "language", "given_by", "not_needed_because", "side"),
            **_all(_SAFETY, "recorded_at", "got", "got_in", "got_at"),
        },
        "offer_terms": {
            "offer_id": _LINK,
            **_all(_OFFER, "version", "engagement_version", "vacancy_version", "terms", "why", "made_at"),
            **_all(_ANSWER, "answered_at", "agreed"),
        },
        "check_in": {
            **_all(_LINK, "id", "placement_id", "worker_id"),
            **_all(_CHECK_IN, "day", "as_promised", "differs", "words", "asked_for_money"),
            **_all(_CHECK_IN, "hours_worked", "payslip", "language", "answered_at"),
        },
        "errand": {
            **_all(_LINK, "id", "object_kind", "object_id", "worker_id"),
            **_all(_ERRAND, "kind", "since", "due_at", "done_at", "done_by", "note"),
        },
        "leaving": {
            **_all(_LINK, "placement_id", "worker_id"),
            **_all(_LEAVING, "from_day", "reason", "said_at"),
        },
        "return_sheet": {
            **_all(_LINK, "placement_id", "worker_id", "written_by"),
            **_all(_RETURN, "last_day", "wages_owed", "holiday_owed", "currency", "paid_by"),
            **_all(_RETURN, "to_give_back", "whom_to_call", "side", "written_at"),
        },
        "transfer": {
            **_all(_LINK, "placement_id", "worker_id", "proposed_by"),
            **_all(_TRANSFER, "from_day", "pay", "hours", "contract_form", "state"),
            **_all(_TRANSFER, "proposed_at", "answer_by", "answered_at"),
        },
        "contract": {
            **_all(_LINK, "id", "offer_id"),
            **_all(_CONTRACT, "version", "stated", "kind", "sealed", "given_by", "given_at"),
        },
        "case_affected": {
            **_all(_LINK, "id", "case_id", "number", "worker_id"),
            **_all(_OWED, "lost_nothing", "code_hash"),
        },
    }
)
"""By table and column; each table that names a worker, an offer to one or a job of one stands here."""

GIVEN_AT_LISTING = ("name", "phone", "email", "language")


def given_at_listing() -> tuple[Held, ...]:
    """What a provider tells the portal of a worker whom it lists."""
    return tuple(HELD["worker"][column] for column in GIVEN_AT_LISTING)


def everything() -> tuple[Held, ...]:
    """Each thing once, in the order of the tables; the numbers that join them last."""
    found = dict.fromkeys(held for table in HELD.values() for held in table.values())
    return (*(one for one in found if one is not _LINK), _LINK)
