"""Who is told of each step from the first answer to the agreed engagement."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal.infra.unit_of_work import Work
from portal.kernel.events import Event
from portal.notifications.domain import Message
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.events import (
    AnswerUndone,
    ContactsWithheld,
    EngagementAgreed,
    EngagementProposed,
    ExtensionProposed,
    Introduced,
    IntroductionEnded,
    IntroductionExtended,
    IntroductionWithdrawn,
    NoSaid,
    PlacesGivenBack,
    YesLapsed,
    YesSaid,
)
from portal.placements.mails import Told, of_introduction, of_match


def _yes_said(work: Work, happened: YesSaid) -> Told:
    """The other side, who has to answer; when both have said yes, the introduction tells them."""
    row = queries.answers(work.session, happened.match_id)
    due = row.answers.due_at if row else None
    if happened.completes or due is None:  # a standing yes has answered already
        return
    facts = {"heads": happened.heads, "due_at": due.isoformat()}
    yield from of_match(work, happened, "yes_said", [happened.side.other], facts, urgent=True, until=due)


def _no_said(work: Work, happened: NoSaid) -> Told:
    """The other side, if it had said yes; else nobody waits for the answer."""
    if not happened.answers_yes:
        return
    row = queries.answers(work.session, happened.match_id)
    facts = {"reason": happened.reason.value, "note": row.note or "" if row else ""}
    yield from of_match(work, happened, "no_said", [happened.side.other], facts)


def _answer_undone(work: Work, happened: AnswerUndone) -> Told:
    """The other side, who was asked to answer the yes."""
    if happened.was_yes:
        yield from of_match(work, happened, "yes_undone", [happened.side.other], {})


def _yes_lapsed(work: Work, happened: YesLapsed) -> Told:
    """Both: whoever waited has their heads back, whoever was silent may still say yes."""
    for side in Side:
        facts = {
            "own": side is happened.side,
            "heads": happened.heads,
            "by_silence": happened.by_silence,
        }
        yield from of_match(work, happened, "yes_lapsed", [side], facts)


def _introduced(work: Work, happened: Introduced) -> Told:
    yield from of_introduction(work, happened, "introduced", list(Side), urgent=True)


def _contacts_withheld(work: Work, happened: ContactsWithheld) -> Told:
    if happened.is_frozen:  # both sides hear of the freeze
        return
    facts = {"authority": happened.authority}
    yield from of_introduction(work, happened, "contacts_withheld", [Side.PROVIDER], facts)


def _withdrawn(work: Work, happened: IntroductionWithdrawn) -> Told:
    yield from of_introduction(work, happened, "introduction_withdrawn", [happened.side.other])


def _given_back(work: Work, happened: PlacesGivenBack) -> Told:
    facts = {"places": happened.places}
    yield from of_introduction(work, happened, "places_given_back", [happened.side.other], facts)


def _extension_proposed(work: Work, happened: ExtensionProposed) -> Told:
    facts = {"until": happened.until.isoformat()}
    yield from of_introduction(work, happened, "extension_proposed", [happened.side.other], facts)


def _extended(work: Work, happened: IntroductionExtended) -> Told:
    facts = {"until": happened.until.isoformat()}
    yield from of_introduction(work, happened, "introduction_extended", [happened.side.other], facts)


def _ended(work: Work, happened: IntroductionEnded) -> Told:
    yield from of_introduction(work, happened, "introduction_ended", list(Side))


def _engagement_proposed(work: Work, happened: EngagementProposed) -> Told:
    yield from of_introduction(work, happened, "engagement_proposed", [happened.side.other])


def _engagement_agreed(work: Work, happened: EngagementAgreed) -> Told:
    yield from of_introduction(work, happened, "engagement_agreed", [happened.side.other])


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    YesSaid: _yes_said,
    NoSaid: _no_said,
    AnswerUndone: _answer_undone,
    YesLapsed: _yes_lapsed,
    Introduced: _introduced,
    ContactsWithheld: _contacts_withheld,
    IntroductionWithdrawn: _withdrawn,
    PlacesGivenBack: _given_back,
    ExtensionProposed: _extension_proposed,
    IntroductionExtended: _extended,
    IntroductionEnded: _ended,
    EngagementProposed: _engagement_proposed,
    EngagementAgreed: _engagement_agreed,
}
