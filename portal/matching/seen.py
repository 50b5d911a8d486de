"""Which posts of others an organisation was shown, and may therefore ask about by their numbers (ADR 16)."""

import re
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.matching.market import Side
from portal.matching.models import Match
from portal.matching.states import MatchState
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow

LETTERS = {Side.AVAILABILITY: "A", Side.VACANCY: "V"}
"""How the references of posts begin."""

SHOWN = (MatchState.OPEN, MatchState.INTRODUCED)
"""Matches that both sides see in their lists; of a lapsed one a side knows where it was told of it."""


def reference_in(typed: str, side: Side) -> str | None:
    """The typed reference of a post of this side, however it is spelled; none where it is not one."""
    found = re.fullmatch(rf"{LETTERS[side]}?[\s\-–]*([0-9]{{6}})", typed.strip().upper())
    return f"{LETTERS[side]}-{found[1]}" if found else None


def lot_shown_to(session: Session, employer_id: UUID, number: str) -> AvailabilityRow | None:
    """The lot with this reference, where a match with a vacancy of the employer's was shown to it."""
    lot = availability.availability_numbered(session, number)
    if lot is None:
        return None
    shown = or_(Match.state.in_(SHOWN), Match.employer_told_at.is_not(None))
    theirs = (Match.availability_id == lot.id, Match.employer_id == employer_id)
    return lot if session.scalar(select(Match.id).where(*theirs, shown).limit(1)) else None


def vacancy_shown_to(session: Session, provider_id: UUID, number: str) -> VacancyRow | None:
    """The vacancy with this reference, where a match with a lot of the provider's was shown to it."""
    vacancy = vacancies.vacancy_numbered(session, number)
    if vacancy is None:
        return None
    shown = or_(Match.state.in_(SHOWN), Match.provider_told_at.is_not(None))
    theirs = (Match.vacancy_id == vacancy.id, Match.provider_id == provider_id)
    return vacancy if session.scalar(select(Match.id).where(*theirs, shown).limit(1)) else None
