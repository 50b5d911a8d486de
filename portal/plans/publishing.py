"""Publishing plans, some pairs at a time, each round in a short transaction of its own."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import SYSTEM, Ref
from portal.matching import queries as matching
from portal.matching.queries import MatchRow
from portal.matching.service import TurnedAway, propose
from portal.organisations import queries as organisations
from portal.plans.domain import NEXT_STATE, PlanAct, PlanState
from portal.plans.events import PairsProposed, PlanCarriedOut
from portal.plans.models import Plan, PlanFlow

AT_A_TIME = 25
"""Pairs of one round, or posts whose people are told: well under a second, so that others can write."""


def publish_all(transactor: Transactor) -> bool:
    """Carry out every plan that was published; whether there was anything to do.

    A worker that dies leaves whole rounds behind; another goes on after them.
    """
    rounds = 0
    while transactor.perform(publish_some, SYSTEM):
        rounds += 1
    return bool(rounds)


def publish_some(work: Work) -> bool:
    """The next round of the plan that was published first: pairs become matches, then both sides are told."""
    row = work.session.scalar(
        select(Plan)
        .where(Plan.state == PlanState.PUBLISHING)
        .order_by(Plan.published_at, Plan.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return False
    placed = list(
        work.session.scalars(
            select(PlanFlow)
            .where(PlanFlow.plan_id == row.id, PlanFlow.heads > 0)
            .order_by(PlanFlow.vacancy_id, PlanFlow.availability_id)
        )
    )
    waiting = [one for one in placed if one.match_id is None and one.turned_away is None]
    if waiting:
        _make_matches(work, waiting[:AT_A_TIME])
        return True
    posts = _to_tell(work, placed)
    for post, owner, told_of in posts[row.told : row.told + AT_A_TIME]:
        if told_of:
            _tell(work, row.id, post, owner, told_of)
    row.told = min(row.told + AT_A_TIME, len(posts))
    if row.told == len(posts):
        row.state = NEXT_STATE[row.state, PlanAct.CARRY_OUT]
        matches = sum(one.match_id is not None for one in placed)
        work.emit(
            PlanCarriedOut(
                at=work.now,
                by=work.actor,
                plan_id=row.id,
                matches=matches,
                turned_away=len(placed) - matches,
            )
        )
    return True


def _make_matches(work: Work, flows: Sequence[PlanFlow]) -> None:
    outcomes = propose(work, [(one.availability_id, one.vacancy_id, one.heads) for one in flows])
    for flow, outcome in zip(flows, outcomes, strict=True):
        match outcome:
            case TurnedAway(reason):
                flow.turned_away = reason
            case match_id:
                flow.match_id = match_id


_ToldOf = list[tuple[MatchRow, int]]


def _to_tell(work: Work, placed: Sequence[PlanFlow]) -> list[tuple[Ref, UUID, _ToldOf]]:
    """Each post of a pair that became a match, whose it is, and its matches, the most heads first.

    As with every match, both organisations are approved, and staff do not have to decide first; a post of
    which nothing may be told keeps its place, so that the next round goes on where this one ended.
    """
    heads = {one.match_id: one.heads for one in placed if one.match_id}
    rows = matching.matches(work.session, heads).values()
    approved = organisations.approved(
        work.session, {one for row in rows for one in (row.provider_id, row.employer_id)}
    )
    told: dict[tuple[Ref, UUID], _ToldOf] = {}
    for row in sorted(rows, key=lambda one: (-heads[one.id], one.id)):
        for key in (
            (Ref("availability", row.availability_id), row.provider_id),
            (Ref("vacancy", row.vacancy_id), row.employer_id),
        ):
            of_post = told.setdefault(key, [])
            if not row.held and {row.provider_id, row.employer_id} <= approved:
                of_post.append((row, heads[row.id]))
    return sorted(((post, owner, of) for (post, owner), of in told.items()), key=lambda one: str(one[0]))


def _tell(work: Work, plan_id: UUID, post: Ref, organisation_id: UUID, told_of: _ToldOf) -> None:
    work.emit(
        PairsProposed(
            at=work.now,
            by=work.actor,
            plan_id=plan_id,
            post=post,
            organisation_id=organisation_id,
            match_ids=tuple(row.id for row, _heads in told_of),
            heads=tuple(heads for _row, heads in told_of),
        )
    )
