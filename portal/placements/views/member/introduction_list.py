"""All introductions of the organisation, each with what comes next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, page, reading
from portal.infra.web.pages import day
from portal.organisations import queries as organisations
from portal.organisations.queries import OrganisationRow
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.domain.engagement import EngagementState
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.rows import IntroductionCounts, IntroductionRow
from portal.placements.views.member import member_pages
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow


@dataclass(frozen=True)
class IntroductionLine:
    """One introduction in the list."""

    row: IntroductionRow
    title: str
    other: str
    counts: IntroductionCounts
    next_step: str


@dataclass(frozen=True)
class Introductions:
    lines: tuple[IntroductionLine, ...]
    over: tuple[IntroductionLine, ...]
    now: datetime


@member_pages.get("/introductions")
@allow(Audience.MEMBER)
def introductions() -> ResponseReturnValue:
    """All introductions of the organisation, the latest first."""
    session = reading()
    rows = queries.introductions_of_organisation(session, acting_for())
    counts = queries.counts_of(session, rows)
    jobs = vacancies.vacancies(session, {row.vacancy_id for row in rows})
    names = organisations.organisations(
        session, {one for row in rows for one in (row.provider_id, row.employer_id)}
    )
    lines = [_line(row, jobs[row.vacancy_id], names, counts[row.id]) for row in rows]
    shown = Introductions(
        lines=tuple(one for one in lines if one.row.state is IntroductionState.OPEN),
        over=tuple(one for one in lines if one.row.state is not IntroductionState.OPEN),
        now=clock.now(),
    )
    return page("placements/member/introductions.html", shown)


def _line(
    row: IntroductionRow,
    job: VacancyRow,
    names: dict[UUID, OrganisationRow],
    counts: IntroductionCounts,
) -> IntroductionLine:
    other = row.employer_id if row.side_of(acting_for()) is Side.PROVIDER else row.provider_id
    title = gettext("%(title)s, %(town)s", title=job.title, town=job.town)
    side = row.side_of(acting_for()) or Side.PROVIDER
    return IntroductionLine(row, title, names[other].name, counts, next_step(row, counts, side))


def next_step(row: IntroductionRow, counts: IntroductionCounts, side: Side) -> str:
    """What this side does next, or waits for, as a sentence."""
    if row.state is not IntroductionState.OPEN:
        return gettext("It is over.")
    if waits := _step_of_engagement(row, side):
        return waits
    if counts.unfilled and not counts.offers_open:
        if side is Side.PROVIDER:
            return gettext("Next: name workers.")
        return gettext("You wait for the labour provider to name workers.")
    if counts.unfilled:
        return gettext("Workers are asked; you wait for their answers.")
    if counts.started < counts.filled:
        return _step_of_roll_call(row, side)
    return gettext("Everybody is at work.")


def _step_of_engagement(row: IntroductionRow, side: Side) -> str | None:
    engagements = queries.engagements_of(reading(), row.id)
    proposed = next((one for one in engagements if one.state is EngagementState.PROPOSED), None)
    if proposed and proposed.proposed_by is not side:
        return gettext("Next: read the terms that the other side proposed, and agree.")
    if any(one.state is EngagementState.AGREED for one in engagements):
        return None
    if proposed:
        return gettext("You wait for the other side to agree the terms.")
    return gettext("Next: propose the terms of the engagement.")


def _step_of_roll_call(row: IntroductionRow, side: Side) -> str:
    if side is Side.PROVIDER:
        return gettext("The employer calls the roll on day one.")
    if row.first <= clock.today():
        return gettext("Next: call the roll.")
    return gettext("The roll-call opens on %(day)s.", day=day(row.first))
