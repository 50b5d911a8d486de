"""The next steps of an organisation's matches: who waits for it, with what, until when."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time
from uuid import UUID

from sqlalchemy.orm import Session

from portal.insights.domain import Need, NeedKind
from portal.matching import queries as matching
from portal.matching.states import MatchState
from portal.placements import queries as placements
from portal.placements.introductions.domain.answers import AnswersState, Side
from portal.placements.introductions.domain.engagement import EngagementState
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import AnswersRow, IntroductionCounts, IntroductionRow
from portal.placements.work.domain.placements import PlacementState
from portal.vacancies import queries as vacancies

_PAGES = {
    NeedKind.PROPOSE_ENGAGEMENT: "placements_member.engagement",
    NeedKind.AGREE_ENGAGEMENT: "placements_member.introduction",
    NeedKind.NAME_WORKERS: "placements_member.name_workers",
    NeedKind.FOLLOW_OFFERS: "placements_member.introduction",
    NeedKind.ROLL_CALL: "placements_member.roll_call",
    NeedKind.AGREE_EXTENSION: "placements_member.introduction",
}
"""Where each step of an introduction is done."""


def needs_of_matches(session: Session, organisation_id: UUID, now: datetime) -> list[Need]:
    """Answers that the other side waits for, and the next step of each open introduction."""
    waiting = [
        one
        for one in placements.answers_of_organisation(session, organisation_id)
        if _waits_for(one, organisation_id)
    ]
    introductions = [
        one
        for one in placements.introductions_of_organisation(session, organisation_id)
        if one.state is IntroductionState.OPEN
    ]
    matches = matching.matches(session, [one.match_id for one in waiting])
    titles = _titles(
        session,
        [row.vacancy_id for row in matches.values()] + [one.vacancy_id for one in introductions],
    )
    counts = placements.counts_of(session, introductions)
    needs = [
        _to_answer(one, organisation_id, titles.get(matches[one.match_id].vacancy_id, ""))
        for one in waiting
        if one.match_id in matches
    ]
    for one in introductions:
        side = one.side_of(organisation_id)
        if side is not None:
            needs += _next_steps(
                session, one, side, counts=counts[one.id], title=titles.get(one.vacancy_id, ""), now=now
            )
    return needs


def answered_by_post(session: Session, organisation_id: UUID) -> Counter[UUID]:
    """By post: how many of its open matches somebody has answered already."""
    answered = [
        one.match_id
        for one in placements.answers_of_organisation(session, organisation_id)
        if one.answers.state is not AnswersState.OPEN
    ]
    found: Counter[UUID] = Counter()
    for row in matching.matches(session, answered).values():
        if row.state is MatchState.OPEN:
            found.update((row.availability_id, row.vacancy_id))
    return found


def _waits_for(answers: AnswersRow, organisation_id: UUID) -> bool:
    side, yes_of = answers.side_of(organisation_id), answers.answers.state.yes_of
    return side is not None and yes_of is side.other


def _titles(session: Session, vacancy_ids: Sequence[UUID]) -> Mapping[UUID, str]:
    found = vacancies.vacancies(session, set(vacancy_ids))
    return {key: f"{one.title}, {one.town}" for key, one in found.items()}


def _to_answer(answers: AnswersRow, organisation_id: UUID, title: str) -> Need:
    theirs = (
        answers.answers.employer_heads
        if answers.side_of(organisation_id) is Side.PROVIDER
        else answers.answers.provider_heads
    )
    return Need(
        NeedKind.ANSWER,
        "placements_member.match",
        {"id": answers.match_id},
        theirs or 1,
        title,
        answers.answers.due_at,
    )


def _next_steps(
    session: Session,
    one: IntroductionRow,
    side: Side,
    *,
    counts: IntroductionCounts,
    title: str,
    now: datetime,
) -> Iterable[Need]:
    def need(kind: NeedKind, count: int = 1, due_at: datetime | None = None) -> Need:
        return Need(kind, _PAGES[kind], {"id": one.id}, count, title, due_at)

    versions = placements.engagements_of(session, one.id)
    proposed = [version for version in versions if version.state is EngagementState.PROPOSED]
    agreed = any(version.state is EngagementState.AGREED for version in versions)
    start = _start(one.first, now)
    if any(version.proposed_by is side.other for version in proposed):
        yield need(NeedKind.AGREE_ENGAGEMENT, due_at=start)
    elif not agreed and not proposed:
        yield need(NeedKind.PROPOSE_ENGAGEMENT, due_at=start)
    if one.extension_until and one.extension_by is side.other:
        yield need(NeedKind.AGREE_EXTENSION)
    if side is Side.EMPLOYER:
        if missing := _not_called(session, one.id, now.date()):
            yield need(NeedKind.ROLL_CALL, missing)
        return
    if agreed and (unnamed := counts.unfilled - counts.offers_open) > 0:
        yield need(NeedKind.NAME_WORKERS, unnamed, start)
    if counts.offers_open:
        due = [row.answer_by for row in placements.offers_of(session, one.id) if row.state is OfferState.OPEN]
        yield need(NeedKind.FOLLOW_OFFERS, counts.offers_open, min(due, default=None))


def _start(first: date, now: datetime) -> datetime | None:
    """The beginning of the first day of work; none once it has come."""
    start = datetime.combine(first, time(), UTC)
    return start if start > now else None


def _not_called(session: Session, introduction_id: UUID, today: date) -> int:
    """Workers expected by today of whom nobody has said whether they came."""
    return sum(
        row.state is PlacementState.EXPECTED and row.first <= today
        for row in placements.placements_of(session, introduction_id)
    )
