"""Why another's post was not matched with one's own: a page, and the same for programs (ADR 16)."""
# ruff: noqa: A002 - addresses call what they are about `id`

from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import TooManyRequests

from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, page, reading, viewer
from portal.infra.web.errors import problem
from portal.infra.web.guesses import guesses_at
from portal.infra.web.pages import not_found, printable
from portal.matching.as_data import for_member
from portal.matching.for_owner import OwnersAnswer, answer_owner, in_a_sentence
from portal.matching.market import Side
from portal.matching.seen import lot_shown_to, reference_in, vacancy_shown_to
from portal.placements.views.member import member_pages
from portal.posts.domain import PostAct, acts_in
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow


class Wrong(IntEnum):
    """What may be wrong with the reference that was typed, as programs are told it."""

    NOT_ONE = 422
    """None was typed, or something else."""
    NEVER_SHOWN = 404
    """Nobody has it, or one may not know of it: never which."""
    TOO_EARLY = 403
    """Before its approval an organisation is shown no other's post."""


@dataclass(frozen=True)
class NoAnswer:
    """Why a reference leads to no answer, and what would."""

    wrong: Wrong
    words: str


@dataclass(frozen=True)
class WhyNotPage:
    """The reference as it was typed, what is wrong with it, and the answer where it is a known one."""

    kind: str
    post: AvailabilityRow | VacancyRow
    typed: str
    problem: str
    approved: bool
    may_change: bool
    answer: OwnersAnswer | None
    sentence: str


@member_pages.get("/posts/<any(availability, vacancy):kind>/<uuid:id>/why-not")
@allow(Audience.MEMBER)
def why_not(kind: str, id: UUID) -> ResponseReturnValue:
    """Another's post by its reference; before any is asked for, an empty field."""
    post, found = _own_post(kind, id), None
    if "number" in request.args:
        found = _answer(Side(kind), post)
    answer = found if isinstance(found, OwnersAnswer) else None
    shown = WhyNotPage(
        kind=kind,
        post=post,
        typed=answer.other.number if answer else _typed(),
        problem=found.words if isinstance(found, NoAnswer) else "",
        approved=_is_approved(),
        may_change=PostAct.EDIT in acts_in(post.state),
        answer=answer,
        sentence=in_a_sentence(answer) if answer else "",
    )
    return page("placements/member/why_not.html", shown)


@member_pages.get("/posts/<any(availability, vacancy):kind>/<uuid:id>/why-not.json")
@allow(Audience.MEMBER)
def why_not_data(kind: str, id: UUID) -> ResponseReturnValue:
    """The same for programs."""
    match _answer(Side(kind), _own_post(kind, id)):
        case NoAnswer(wrong, words):
            return problem(wrong, gettext("No answer"), words, field="number")
        case answer:
            return for_member(answer)


def _own_post(kind: str, post_id: UUID) -> AvailabilityRow | VacancyRow:
    own = (
        availability.own_availability(reading(), acting_for(), post_id)
        if Side(kind) is Side.AVAILABILITY
        else vacancies.own_vacancy(reading(), acting_for(), post_id)
    )
    return own or not_found()


def _is_approved() -> bool:
    return bool(viewer.acting and viewer.acting.approved)


def _typed() -> str:
    return printable(request.args.get("number", "")).strip()[:40]


def _answer(side: Side, post: AvailabilityRow | VacancyRow) -> OwnersAnswer | NoAnswer:
    """The answer; whoever asks for many posts that were never shown is soon told nothing at all."""
    if not _is_approved():
        return NoAnswer(Wrong.TOO_EARLY, gettext("You can ask as soon as your organisation is approved."))
    number = reference_in(_typed(), side.other)
    if number is None:
        return NoAnswer(Wrong.NOT_ONE, _what_is_meant(side))
    guesses, guesser = guesses_at("post"), str(acting_for())
    if guesses.is_stopped(guesser, clock.now()):
        raise TooManyRequests
    pair = _shown_pair(post, number)
    if pair is None:
        guesses.note_miss(guesser, clock.now())
        return NoAnswer(Wrong.NEVER_SHOWN, _never_shown(side))
    return answer_owner(reading(), clock.now(), side, *pair)


def _shown_pair(post: AvailabilityRow | VacancyRow, number: str) -> tuple[AvailabilityRow, VacancyRow] | None:
    if isinstance(post, AvailabilityRow):
        vacancy = vacancy_shown_to(reading(), acting_for(), number)
        return (post, vacancy) if vacancy else None
    lot = lot_shown_to(reading(), acting_for(), number)
    return (lot, post) if lot else None


def _what_is_meant(side: Side) -> str:
    if side is Side.AVAILABILITY:
        return gettext("Enter the reference of a vacancy; it looks like V-123456")
    return gettext("Enter the reference of a lot of workers; it looks like A-123456")


def _never_shown(side: Side) -> str:
    if side is Side.AVAILABILITY:
        return gettext(
            "No vacancy with this reference was shown to you; you can ask about those that match, or once "
            "matched, any of your lots"
        )
    return gettext(
        "No lot with this reference was shown to you; you can ask about those that match, or once matched, "
        "any of your vacancies"
    )
