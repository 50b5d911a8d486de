"""Working plans out, one at a time and outside of any transaction that writes."""

import time
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from portal.infra.logs import fault
from portal.infra.unit_of_work import Transactor, Work
from portal.kernel.events import SYSTEM
from portal.kernel.globe import great_circle_km
from portal.matching.allocation import Plan as Allocation
from portal.matching.allocation import Policy, allocate, overlocked, shares_filled
from portal.matching.passing import division
from portal.matching.planning import ToPlan, to_plan
from portal.matching.solver import AllocationTookTooLong, AllocationTookTooMuchMemory, Limits
from portal.plans import queries
from portal.plans.domain import (
    NEXT_STATE,
    ComputedPlan,
    FailedPlan,
    PlanAct,
    PlanFlowRow,
    PlanRow,
    PlanState,
    SectorShare,
    Why,
)
from portal.plans.models import Plan
from portal.plans.service import finish

LIMITS = Limits(seconds=120, megabytes=2048)
GIVEN_UP_AFTER = timedelta(minutes=10)
"""A plan that runs so long was left by a worker that died; another takes it."""


def compute_next(transactor: Transactor) -> bool:
    """Work out the plan that waits longest; whether there was one.

    Nothing is locked meanwhile. What was worked out is thrown away when another worker took the
    plan in between.
    """
    taken = transactor.perform(_take, SYSTEM)
    if taken is None:
        return False
    plan_id, since = taken
    try:
        with transactor.sessions() as session:
            found = queries.plan(session, plan_id)
            outcome = computed(session, transactor.clock(), found) if found else FailedPlan(Why.FAULT)
    except Exception as error:  # the plan says that it failed, whatever it was
        structlog.get_logger().error("a plan failed", plan=str(plan_id), **fault(error))
        outcome = FailedPlan(Why.FAULT)
    transactor.perform(finish, SYSTEM, plan_id, since, outcome)
    return True


def _take(work: Work) -> tuple[UUID, datetime] | None:
    given_up = (Plan.state == PlanState.RUNNING) & (Plan.running_since < work.now - GIVEN_UP_AFTER)
    waiting = select(Plan).where(or_(Plan.state == PlanState.ASKED, given_up))
    row = work.session.scalar(
        waiting.order_by(Plan.asked_at, Plan.id).limit(1).with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.state, row.running_since = NEXT_STATE[row.state, PlanAct.TAKE], work.now
    return row.id, work.now


def computed(
    session: Session, now: datetime, plan: PlanRow, limits: Limits = LIMITS
) -> ComputedPlan | FailedPlan:
    """The plan of this moment's open posts around its locks, or why there is none."""
    began = time.monotonic()
    locks = {
        (one.availability_id, one.vacancy_id): one.locked
        for one in queries.flows(session, plan.id)
        if one.locked is not None
    }
    given = to_plan(session, now, locks, plan.programme)
    if (failed := _nothing_to_plan(given) or _locks_do_not_fit(given)) is not None:
        return failed
    try:
        chosen = allocate(given.task, plan.policy, limits)
    except AllocationTookTooLong:
        return FailedPlan(Why.TOO_LONG, {"seconds": limits.seconds, "pairs": len(given.task.lots)})
    except AllocationTookTooMuchMemory:
        return FailedPlan(Why.TOO_MUCH_MEMORY, {"megabytes": limits.megabytes, "pairs": len(given.task.lots)})
    greedy = allocate(given.task, Policy.GREEDY)
    first_come = allocate(given.task, Policy.FIRST_COME)
    return ComputedPlan(
        at=now,
        seconds=round(time.monotonic() - began, 3),
        lots=len(given.lots),
        vacancies=len(given.vacancies),
        pairs=len(given.task.lots),
        objective=chosen.objective,
        greedy_objective=greedy.objective,
        first_come_objective=first_come.objective,
        sectors=_sectors(given, chosen, greedy, first_come),
        flows=_flows(given, chosen),
    )


def _nothing_to_plan(given: ToPlan) -> FailedPlan | None:
    if not given.lots:
        return FailedPlan(Why.NO_LOTS)
    if not given.vacancies:
        return FailedPlan(Why.NO_VACANCIES)
    if not len(given.task.lots):
        gates = {gate.value: n for gate, n in given.turned_away.items()}
        return FailedPlan(Why.NO_PAIRS, {"pairs": len(given.lots) * len(given.vacancies), "gates": gates})
    return None


def _locks_do_not_fit(given: ToPlan) -> FailedPlan | None:
    for (lot_id, vacancy_id), reason in given.unfit.items():
        pair = {"availability_id": str(lot_id), "vacancy_id": str(vacancy_id)}
        return FailedPlan(Why.LOCKED_UNFIT, {**pair, "reason": reason})
    over = overlocked(given.task)
    if over is None:
        return None
    of_lot = over.of != "vacancy"  # a pair has what its lot has left, or its vacancy: either says enough
    at = int(given.task.lots[over.at]) if over.of == "pair" else over.at
    post = given.lots[at] if of_lot else given.vacancies[at]
    kind = "availability" if of_lot else "vacancy"
    return FailedPlan(
        Why.LOCKED_TOO_MANY,
        {"kind": kind, "post_id": str(post.id), "locked": over.locked, "free": over.free},
    )


def _sectors(given: ToPlan, *plans: Allocation) -> tuple[SectorShare, ...]:
    names = list(dict.fromkeys(division(one.sector or "") for one in given.vacancies))
    asked = shares_filled(given.task, plans[0].heads)[0].tolist()
    filled = [shares_filled(given.task, one.heads)[1].tolist() for one in plans]
    rows = [SectorShare(*figures) for figures in zip(names, asked, *filled, strict=True)]
    return tuple(sorted(rows, key=lambda one: (-one.asked, one.sector)))


def _flows(given: ToPlan, chosen: Allocation) -> tuple[PlanFlowRow, ...]:
    """Pairs with heads, and those that people fixed at none."""
    task, rows = given.task, []
    for at in ((chosen.heads > 0) | (task.locked >= 0)).nonzero()[0].tolist():
        a, v = int(task.lots[at]), int(task.vacancies[at])
        lot, vacancy = given.lots[a], given.vacancies[v]
        rows.append(
            PlanFlowRow(
                availability_id=lot.id,
                vacancy_id=vacancy.id,
                heads=int(chosen.heads[at]),
                locked=int(task.locked[at]) if task.locked[at] >= 0 else None,
                score=float(task.scores[at]),
                distance_km=round(great_circle_km(lot.point, vacancy.point), 3),
                priority=vacancy.priority,
                min_group=max(lot.min_group, vacancy.min_group),
                most=int(task.most[at]),
                lot_heads=int(task.lot_heads[a]),
                vacancy_heads=int(task.vacancy_heads[v]),
                match_id=None,
                turned_away=None,
            )
        )
    return tuple(rows)
