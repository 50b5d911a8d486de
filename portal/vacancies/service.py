"""What an employer does with its vacancies, and what happens to them in time."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from portal.compliance.costs.schedule import CostSchedule, CostsUnanswered
from portal.compliance.costs.service import NoSuchLine, attach_evidence, save_costs
from portal.compliance.domain import RulesForbid
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import Period
from portal.posts.domain import (
    ActNotPossible,
    HeadsTaken,
    NoSuchPost,
    PostAct,
    PostChangedMeanwhile,
    PostState,
    Reserved,
)
from portal.posts.drafts import Draft
from portal.vacancies.domain import KIND, VacancyTerms
from portal.vacancies.fairness import judge_vacancies
from portal.vacancies.shelf import SHELF


def draft_vacancy(
    work: Work, organisation_id: UUID, answers: Mapping[str, list[str]], vacancy_id: UUID | None = None
) -> Draft | NoSuchPost:
    """Keep a vacancy that is being written, whatever was typed so far."""
    return SHELF.keep_draft(work, organisation_id, vacancy_id, answers)


def discard_draft(work: Work, organisation_id: UUID, vacancy_id: UUID) -> NoSuchPost | None:
    """Throw a draft away."""
    return SHELF.drop_draft(work, organisation_id, vacancy_id)


def publish_vacancy(
    work: Work, organisation_id: UUID, terms: VacancyTerms, costs: CostSchedule, draft_id: UUID | None = None
) -> UUID | NoSuchPost | RulesForbid | CostsUnanswered:
    """Ask labour providers for workers. A draft that it was written in is used up and gives it its id.

    Refused while a critical rule is not kept, or while nobody has said who bears a cost. What is
    flagged is published and waits for staff.
    """
    published = SHELF.publish(work, organisation_id, terms, draft_id)
    if not isinstance(published, UUID):
        return published
    save_costs(work, Ref(KIND, published), costs.lines, costs.absent)
    return _judged(work, published, costs)


def publish_vacancies(
    work: Work, organisation_id: UUID, posts: Sequence[tuple[VacancyTerms, CostSchedule]]
) -> list[UUID | Refusal]:
    """Publish many at once; one that is refused leaves nothing. The worker matches them a little later."""
    work.in_bulk = True
    outcomes: list[UUID | Refusal] = []
    for terms, costs in posts:
        told = len(work.pending)
        with work.session.begin_nested() as step:
            outcome = publish_vacancy(work, organisation_id, terms, costs)
            if isinstance(outcome, Refusal):
                step.rollback()
                del work.pending[told:]
        outcomes.append(outcome)
    return outcomes


def edit_vacancy(
    work: Work,
    organisation_id: UUID,
    vacancy_id: UUID,
    seen_version: int,
    *,
    terms: VacancyTerms,
    costs: CostSchedule,
) -> UUID | NoSuchPost | ActNotPossible | PostChangedMeanwhile | HeadsTaken | RulesForbid | CostsUnanswered:
    """Change what a vacancy asks and gives; `seen_version` is the one that the form showed."""
    edited = SHELF.edit(work, organisation_id, vacancy_id, seen_version, terms)
    if not isinstance(edited, UUID):
        return edited
    save_costs(work, Ref(KIND, edited), costs.lines, costs.absent, version=seen_version + 1)
    return _judged(work, edited, costs)


def _judged(work: Work, vacancy_id: UUID, costs: CostSchedule) -> UUID | RulesForbid | CostsUnanswered:
    """The vacancy as it is kept now, unless a critical rule refuses it; a refusal keeps nothing of it."""
    [row] = SHELF.find_all(work.session, [vacancy_id]).values()
    [decision] = judge_vacancies(work, [row]).values()
    if decision.blocking:
        return RulesForbid(decision.blocking)
    return CostsUnanswered(costs.unanswered) if costs.unanswered else vacancy_id


def prove_cost(
    work: Work, organisation_id: UUID, vacancy_id: UUID, position: int, *, proof: str, on: date
) -> bool | NoSuchPost | NoSuchLine:
    """Name what shows that a cost was borne as declared."""
    if SHELF.own(work, organisation_id, vacancy_id) is None:
        return NoSuchPost()
    return attach_evidence(work, Ref(KIND, vacancy_id), position, proof, on)


def pause_vacancy(
    work: Work, organisation_id: UUID, vacancy_id: UUID
) -> PostState | NoSuchPost | ActNotPossible:
    """Take a vacancy out of matching for a while."""
    return SHELF.act(work, organisation_id, vacancy_id, PostAct.PAUSE)


def resume_vacancy(
    work: Work, organisation_id: UUID, vacancy_id: UUID
) -> PostState | NoSuchPost | ActNotPossible:
    """Bring a vacancy that was paused back into matching."""
    return SHELF.act(work, organisation_id, vacancy_id, PostAct.RESUME)


def prolong_vacancy(
    work: Work, organisation_id: UUID, vacancy_id: UUID
) -> PostState | NoSuchPost | ActNotPossible:
    """Say that a vacancy is still open: it stays open for another 28 days, or is open again."""
    return SHELF.prolong(work, organisation_id, vacancy_id)


def close_vacancy(
    work: Work, organisation_id: UUID, vacancy_id: UUID, reason: str
) -> PostState | NoSuchPost | ActNotPossible:
    """Withdraw a vacancy for good, with the reason why."""
    return SHELF.close(work, organisation_id, vacancy_id, reason)


def reserve(
    work: Work, vacancy_id: UUID, holder: UUID, heads: int, period: Period
) -> Reserved | HeadsTaken | NoSuchPost:
    """Commit heads of a vacancy to a holder (an introduction) on every day of a period.

    Locks the row. Whether it is open is not asked here: a replacement may be needed on a vacancy
    that has expired meanwhile.
    """
    return SHELF.reserve(work, vacancy_id, holder, heads, period)


take_again = reserve
"""Heads that were released are taken once more, if nobody else took them meanwhile."""


def extend(
    work: Work, vacancy_id: UUID, holder: UUID, heads: int, until: date
) -> Reserved | HeadsTaken | NoSuchPost:
    """Keep a holder's heads until a later day, if they are free on the days between."""
    return SHELF.extend(work, vacancy_id, holder, heads, until)


def release(work: Work, vacancy_id: UUID, holder: UUID, heads: int, from_day: date) -> bool | NoSuchPost:
    """Free so many of a holder's heads from a day on; whether that changed anything."""
    return SHELF.release(work, vacancy_id, holder, heads, from_day)


def ask_still_open(work: Work) -> int:
    """Ask, five days before a vacancy expires, whether it is still open; how many were asked about."""
    return SHELF.ask_still_open(work)


def expire_vacancies(work: Work) -> int:
    """Let vacancies expire whose time is over; how many did."""
    return SHELF.expire(work)
