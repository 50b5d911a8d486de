"""How things stand, in the words that staff read instead of codes."""

from collections.abc import Callable, Mapping

from flask import Blueprint
from flask_babel import gettext

from portal.matching.explanation import reason_in_words
from portal.notifications.domain import MailState
from portal.organisations.files import authority_name
from portal.placements.introductions.domain.engagement import EngagementState
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import EngagementRow, PlacementRow
from portal.placements.work.domain.placements import PlacementState


def kind_words(kind: str) -> str:
    """What sort of thing is held."""
    return {
        "organisation": gettext("Organisation"),
        "availability": gettext("Spare workers"),
        "vacancy": gettext("Vacancy"),
        "match": gettext("Match"),
    }[kind]


def introduction_words(state: IntroductionState) -> str:
    """How an introduction stands."""
    return {
        IntroductionState.OPEN: gettext("open"),
        IntroductionState.WITHDRAWN: gettext("withdrawn"),
        IntroductionState.ENDED: gettext("ended"),
    }[state]


def engagement_words(row: EngagementRow) -> str:
    """How the newest version of an engagement stands."""
    state = {
        EngagementState.PROPOSED: gettext("proposed, not agreed yet"),
        EngagementState.AGREED: gettext("agreed by both sides"),
        EngagementState.SUPERSEDED: gettext("replaced"),
    }[row.state]
    return gettext("version %(n)s, %(state)s", n=row.version, state=state)


def offer_words(state: OfferState) -> str:
    """How an offer stands."""
    return {
        OfferState.OPEN: gettext("open"),
        OfferState.ACCEPTED: gettext("accepted"),
        OfferState.DECLINED: gettext("declined"),
        OfferState.WITHDRAWN: gettext("withdrawn"),
        OfferState.EXPIRED: gettext("expired"),
    }[state]


def placement_words(state: PlacementState) -> str:
    """How a placement stands."""
    return {
        PlacementState.EXPECTED: gettext("expected"),
        PlacementState.STARTED: gettext("started"),
        PlacementState.NO_SHOW: gettext("did not come"),
        PlacementState.LEFT: gettext("left early"),
        PlacementState.TRANSFERRED: gettext("taken over by the employer"),
        PlacementState.RECALLED: gettext("recalled"),
        PlacementState.CANCELLED: gettext("cancelled"),
        PlacementState.COMPLETED: gettext("completed"),
        PlacementState.NOT_RECORDED: gettext("nobody said whether they came"),
    }[state]


def how_it_ended(placement: PlacementRow, provider: str, employer: str) -> str:
    """To a worker whose place is no more: by whom and how, in a few words."""
    started = placement.started_on is not None
    match placement.state:
        case PlacementState.CANCELLED if started:
            return gettext("%(employer)s ended this work early.", employer=employer)
        case PlacementState.CANCELLED:
            return gettext("%(employer)s CANCELLED this work.", employer=employer)
        case PlacementState.RECALLED:
            return gettext("%(provider)s called you back.", provider=provider)
        case PlacementState.NO_SHOW:
            return gettext("%(employer)s says that you did not come.", employer=employer)
        case PlacementState.TRANSFERRED:
            return gettext("You work for %(employer)s itself.", employer=employer)
        case PlacementState.LEFT:
            return gettext("You left early.")
        case PlacementState.COMPLETED:
            return gettext("COMPLETED. Thank you.")
        case _:
            return gettext("This work is over.")


def mail_state_words(state: MailState) -> str:
    """How far a mail came."""
    return {
        MailState.QUEUED: gettext("waiting"),
        MailState.HELD: gettext("waits for the digest"),
        MailState.SENDING: gettext("being sent"),
        MailState.SENT: gettext("sent"),
        MailState.FAILED: gettext("could not be delivered"),
        MailState.SUPPRESSED: gettext("stopped by its reader"),
        MailState.EXPIRED: gettext("too late, not sent"),
    }[state]


def mail_words(template: str) -> str:
    """What a mail was about, from the name of its template: "placements/offer_made" as "offer made"."""
    return template.rpartition("/")[2].replace("_", " ")


FILTERS: Mapping[str, Callable[..., str]] = {
    "lapse_words": reason_in_words,
    "authority_name": authority_name,
    "kind_words": kind_words,
    "introduction_words": introduction_words,
    "engagement_words": engagement_words,
    "offer_words": offer_words,
    "placement_words": placement_words,
    "how_it_ended": how_it_ended,
    "mail_state_words": mail_state_words,
    "mail_words": mail_words,
}


def give_to(pages: Blueprint) -> None:
    """Let every template use these words."""
    for name, words in FILTERS.items():
        pages.add_app_template_filter(words, name)
