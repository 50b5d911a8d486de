"""What a judged thing is called, and on which page staff and its owners look at it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.rows import IntroductionRow
from portal.placements.work.check_ins import placement_of_check_in
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class Page:
    """An endpoint, and the values of its address."""

    endpoint: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Whereabouts:
    """One thing in words that name nobody's other side, and its pages."""

    words: str
    for_staff: Page
    for_owners: Page


def whereabouts(session: Session, ref: Ref) -> Whereabouts | None:
    """Where one thing that rules judge is looked at; none where there is no such thing."""
    match ref.kind:
        case "organisation":
            found = organisations.organisation(session, ref.id)
            own = Page("organisations_member.organisation")
            staff = Page("organisations_staff.organisation", {"organisation_id": ref.id})
            return Whereabouts(found.name, staff, own) if found else None
        case "availability":
            lot = availability.availability(session, ref.id)
            return _post(ref.id, "availability", lot.number, lot.occupation) if lot else None
        case "vacancy":
            job = vacancies.vacancy(session, ref.id)
            return _post(ref.id, "vacancies", job.number, job.title) if job else None
        case "match":
            row = matching.match(session, ref.id)
            return _pair(session, row.id, row.vacancy_id) if row else None
        case "case":  # staff alone know of it: organisations are told in the case itself
            staff = Page("remedy_staff.case", {"id": ref.id})
            return Whereabouts(gettext("Open the case"), staff, Page("insights_account.home"))
        case _:
            made = _introduction(session, ref)
            return _of_introduction(session, made) if made else None


def _introduction(session: Session, ref: Ref) -> IntroductionRow | None:
    """The introduction itself, or that of an offer or a placement."""
    match ref.kind:
        case "introduction":
            return queries.any_introduction(session, ref.id)
        case "offer":
            offer = queries.offer(session, ref.id)
            return queries.any_introduction(session, offer.introduction_id) if offer else None
        case "placement":
            placed = queries.placement(session, ref.id)
            return queries.any_introduction(session, placed.introduction_id) if placed else None
        case "check-in":
            placed = placement_of_check_in(session, ref.id)
            return queries.any_introduction(session, placed.introduction_id) if placed else None
        case _:
            return None


def _post(post_id: UUID, feature: str, number: str, title: str) -> Whereabouts:
    return Whereabouts(
        f"{number}: {title}",
        Page("placements_staff.matches", {"words": number}),
        Page(f"{feature}_member.post", {"id": post_id}),
    )


def _pair(session: Session, match_id: UUID, vacancy_id: UUID) -> Whereabouts:
    return Whereabouts(
        _job(session, vacancy_id),
        Page("placements_staff.match", {"id": match_id}),
        Page("placements_member.match", {"id": match_id}),
    )


def _of_introduction(session: Session, made: IntroductionRow) -> Whereabouts:
    return Whereabouts(
        f"{made.number}: {_job(session, made.vacancy_id)}",
        Page("placements_staff.match", {"id": made.match_id}),
        Page("placements_member.introduction", {"id": made.id}),
    )


def _job(session: Session, vacancy_id: UUID) -> str:
    job = vacancies.vacancy(session, vacancy_id)
    return f"{job.title}, {job.town}" if job else ""
