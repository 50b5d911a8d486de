"""What the first page and the homes count and list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.compliance.findings.queries import blocked
from portal.compliance.holds import queries as holds
from portal.insights.domain import Need, NeedKind, PostLine, a_few_of
from portal.kernel.events import Ref
from portal.kernel.periods import Period
from portal.matching import queries as matching
from portal.organisations import queries as organisations
from portal.organisations.domain import Standing
from portal.own_data.requests import waiting
from portal.posts.domain import ASKED_BEFORE_END, PostState
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow

HORIZON = timedelta(days=89)
"""How far ahead heads are counted when a post names no last day."""


@dataclass(frozen=True)
class OpenNow:
    """What stands open on the portal at this moment."""

    workers: int
    """Heads that are free in open posts of spare workers."""
    places: int
    """Heads that are free in open vacancies."""
    countries: int
    """Countries with any open post."""


def open_now(session: Session, now: datetime) -> OpenNow:
    """Counts for the first page."""
    lots = availability.open_availabilities(session, now=now)
    jobs = vacancies.open_vacancies(session, now=now)
    today = now.date()
    return OpenNow(
        workers=sum(one.free_heads(_ahead(today, one.available_from, one.available_to)) for one in lots),
        places=sum(one.free_heads(_ahead(today, one.starts, one.ends)) for one in jobs),
        countries=len({one.country for one in lots} | {one.country for one in jobs}),
    )


def own_posts(
    session: Session, organisation_id: UUID, today: date, *, supplies: bool, employs: bool
) -> tuple[PostLine, ...]:
    """The organisation's posts that still live, what expires first on top."""
    lots = availability.own_availabilities(session, organisation_id) if supplies else []
    jobs = vacancies.own_vacancies(session, organisation_id) if employs else []
    living = {PostState.PUBLISHED, PostState.PAUSED}
    lots = [one for one in lots if one.state in living]
    jobs = [one for one in jobs if one.state in living]
    counts = matching.open_match_counts(
        session, [Ref("availability", one.id) for one in lots] + [Ref("vacancy", one.id) for one in jobs]
    )
    kinds = ("availability", "vacancy")
    frozen = {kind: holds.held(session, kind) | blocked(session, kind) for kind in kinds}
    lines = [
        *(_lot_line(one, today, counts.get(one.id, 0), frozen["availability"]) for one in lots),
        *(_job_line(one, today, counts.get(one.id, 0), frozen["vacancy"]) for one in jobs),
    ]
    return tuple(sorted(lines, key=lambda line: (line.expires_at, line.number)))


def _lot_line(lot: AvailabilityRow, today: date, matches: int, frozen: set[UUID]) -> PostLine:
    within = _ahead(today, lot.available_from, lot.available_to)
    return PostLine(
        kind="availability",
        id=lot.id,
        number=lot.number,
        title=lot.occupation,
        town=lot.town,
        state=lot.state,
        held=lot.id in frozen,
        headcount=lot.headcount,
        free=lot.free_heads(within),
        matches=matches,
        expires_at=lot.expires_at,
    )


def _job_line(job: VacancyRow, today: date, matches: int, frozen: set[UUID]) -> PostLine:
    within = _ahead(today, job.starts, job.ends)
    return PostLine(
        kind="vacancy",
        id=job.id,
        number=job.number,
        title=job.title,
        town=job.town,
        state=job.state,
        held=job.id in frozen,
        headcount=job.headcount,
        free=job.free_heads(within),
        matches=matches,
        expires_at=job.expires_at,
    )


def _ahead(today: date, first: date, last: date | None) -> Period:
    begin = max(today, first)
    return Period(begin, max(begin, last or begin + HORIZON))


def needs_of_posts(lines: Iterable[PostLine], now: datetime, answered: Mapping[UUID, int]) -> list[Need]:
    """Posts that expire soon, and posts with matches that nobody has answered yet.

    `answered` is by post how many of its matches somebody has answered.
    """
    needs, looks = [], []
    for line in lines:
        title = f"{line.title}, {line.town}"
        if line.expires_at - now <= ASKED_BEFORE_END:
            where = f"{_feature(line.kind)}_member.prolong"
            needs.append(
                Need(NeedKind.STILL_OPEN, where, {"id": line.id}, title=title, due_at=line.expires_at)
            )
        unanswered = line.matches - answered.get(line.id, 0)
        if unanswered > 0 and line.free and line.state is PostState.PUBLISHED and not line.held:
            place = {"kind": line.kind, "id": line.id}
            looks.append(
                Need(NeedKind.LOOK_AT_MATCHES, "placements_member.post_matches", place, unanswered, title)
            )
    return [*needs, *a_few_of(looks)]


def needs_of_list(session: Session, organisation_id: UUID) -> list[Need]:
    """What workers on a provider's list ask, in one line."""
    dues = waiting(session, organisation_id)
    if not dues:
        return []
    return [Need(NeedKind.ANSWER_WORKERS, "own_data_member.requests", count=len(dues), due_at=dues[0])]


def needs_of_drafts(session: Session, organisation_id: UUID, *, supplies: bool, employs: bool) -> list[Need]:
    """What somebody of the organisation has begun to write."""
    begun = []
    if supplies:
        begun += [("availability", one) for one in availability.own_drafts(session, organisation_id)]
    if employs:
        begun += [("vacancy", one) for one in vacancies.own_drafts(session, organisation_id)]
    return [
        Need(
            NeedKind.FINISH_DRAFT,
            f"{_feature(kind)}_member.edit",
            {"id": draft.id},
            title=_begun_title(draft.answers),
        )
        for kind, draft in begun
    ]


def _begun_title(answers: Mapping[str, Sequence[str]]) -> str:
    for name in ("title", "occupation"):
        if any(text.strip() for text in answers.get(name, ())):
            return str(answers[name][0]).strip()
    return ""


def _feature(kind: str) -> str:
    return "availability" if kind == "availability" else "vacancies"


def needs_of_operator(session: Session) -> list[Need]:
    """Organisations that wait to be approved or refused, the earliest deadline first."""
    waiting = organisations.organisations_in(session, Standing.PENDING)
    return [
        Need(
            NeedKind.DECIDE_REGISTRATION,
            "organisations_staff.organisation",
            {"organisation_id": one.id},
            title=one.name,
            due_at=one.decide_by,
        )
        for one in waiting
    ]


@dataclass(frozen=True)
class HoldCounts:
    """How many things compliance holds at this moment."""

    posts: int
    matches: int
    organisations: int


@dataclass(frozen=True)
class StandingNow:
    """What keeps an organisation from being introduced now."""

    waits: bool
    refused_because: str | None
    held_because: str | None


def standing_now(session: Session, organisation_id: UUID) -> StandingNow | None:
    """Why an organisation is not introduced to others now; none where nothing keeps it from it."""
    found = organisations.organisation(session, organisation_id)
    if found is None:
        return None
    hold = holds.open_hold(session, Ref("organisation", organisation_id))
    if found.is_approved and hold is None:
        return None
    return StandingNow(
        waits=found.state is Standing.PENDING,
        refused_because=found.decision_reason or "" if found.state is Standing.REFUSED else None,
        held_because=hold.reason if hold else None,
    )


def holds_now(session: Session) -> HoldCounts:
    """What is frozen now."""
    return HoldCounts(
        posts=len(holds.held(session, "availability")) + len(holds.held(session, "vacancy")),
        matches=len(holds.held(session, "match")),
        organisations=len(holds.held(session, "organisation")),
    )
