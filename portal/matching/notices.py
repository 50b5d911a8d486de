"""Who is told that matches appeared."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.infra.unit_of_work import Work
from portal.infra.web.pages import public_url
from portal.kernel.events import Event, Ref
from portal.matching import queries
from portal.matching.events import MatchesAnnounced
from portal.matching.explanation import headline
from portal.matching.queries import MatchRow
from portal.notifications.domain import Category, Message, ToPerson
from portal.organisations import queries as organisations
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow

AT_ONCE_BEFORE_START = timedelta(hours=48)
"""A start so near does not wait for anybody's digest."""

SHOWN = 3
"""Matches named in a mail; the rest are counted."""


def tell_of_matches(work: Work, happened: MatchesAnnounced) -> Iterator[Message]:
    """Each member of the post's organisation gets one mail about all that appeared together."""
    found = queries.matches(work.session, happened.match_ids)
    rows = sorted(found.values(), key=lambda row: -row.score)
    lots = availability.availabilities(work.session, {row.availability_id for row in rows})
    jobs = vacancies.vacancies(work.session, {row.vacancy_id for row in rows})
    if not rows:
        return
    starts = min(jobs[row.vacancy_id].starts for row in rows)
    start = datetime.combine(starts, time(), UTC)
    own = lots[happened.post.id] if happened.post.kind == "availability" else jobs[happened.post.id]
    facts = {
        "for_provider": happened.post.kind == "availability",
        "count": len(rows),
        "number": own.number,
        "what": own.occupation if happened.post.kind == "availability" else jobs[own.id].title,
        "town": own.town,
        "starts": starts.isoformat(),
        "lines": [
            {
                "headline": str(headline(lots[row.availability_id], jobs[row.vacancy_id], row.judgement)),
                "percent": round(row.score * 100),
            }
            for row in rows[:SHOWN]
        ],
        "score": round(rows[0].score * 100),
        "best": _in_a_line(rows[0], lots[rows[0].availability_id], jobs[rows[0].vacancy_id], work.now.date()),
        "url": public_url("placements_member.post_matches", kind=happened.post.kind, id=happened.post.id),
    }
    occasion = f"matches:{happened.post}:{_digest(happened.match_ids)}"
    for member in organisations.members_of(work.session, happened.organisation_id):
        yield Message(
            template="matching/matches_found",
            to=ToPerson(member.person_id),
            facts=facts,
            key=occasion,
            category=Category.MATCHES,
            organisation_id=happened.organisation_id,
            urgent=start - work.now <= AT_ONCE_BEFORE_START,
            expires_at=max(start + timedelta(days=2), work.now + timedelta(hours=1)),
            about=(happened.post, *(Ref("match", one) for one in happened.match_ids)),
        )


def _in_a_line(row: MatchRow, lot: AvailabilityRow, job: VacancyRow, today: date) -> dict[str, Any]:
    """The best match for the subject: who, what, where, and before which day an answer is of use."""
    said = headline(lot, job, row.judgement)
    return {
        "heads": said.heads,
        "occupation": said.occupation,
        "from_town": said.from_town,
        "work": said.work,
        "to_town": said.to_town,
        "before": job.starts.isoformat() if job.starts > today else None,
    }


def _digest(ids: Iterable[UUID]) -> str:
    return hashlib.sha256("".join(sorted(map(str, ids))).encode()).hexdigest()[:24]


NOTICES: Mapping[type[Event], Callable[..., Iterable[Message]]] = {MatchesAnnounced: tell_of_matches}
