"""What staff do with plans: ask for one, fix pairs by hand, run it again, publish it as matches."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.availability import queries as availability
from portal.infra.unit_of_work import Work
from portal.kernel.globe import great_circle_km
from portal.matching.allocation import Policy
from portal.matching.market import Market
from portal.plans.domain import (
    NEXT_STATE,
    ComputedPlan,
    FailedPlan,
    MoreThanFree,
    NeedsProgramme,
    NoSuchPlan,
    NoSuchPost,
    NothingToPublish,
    PairUnfit,
    PlanAct,
    PlanNotThere,
    PlanState,
    RunAgainFirst,
    judge_act,
)
from portal.plans.events import (
    PairLocked,
    PairUnlocked,
    PlanAsked,
    PlanFailed,
    PlanPublished,
    PlanReady,
)
from portal.plans.models import Plan, PlanFlow
from portal.vacancies import queries as vacancies


def ask_plan(work: Work, policy: Policy, programme: Sequence[UUID] = ()) -> UUID | NeedsProgramme:
    """Have a plan worked out by the worker; returns its id."""
    chosen = tuple(programme) if policy is Policy.PROGRAMME_FIRST else ()
    if policy is Policy.PROGRAMME_FIRST and not chosen:
        return NeedsProgramme()
    row = Plan(
        id=work.new_id(),
        state=PlanState.ASKED,
        policy=policy,
        programme=[str(one) for one in chosen],
        asked_by=work.actor,
        asked_at=work.now,
        sectors=[],
        why_facts={},
        told=0,
    )
    work.session.add(row)
    work.session.flush()
    _emit_asked(work, row)
    return row.id


def run_again(work: Work, plan_id: UUID) -> UUID | NoSuchPlan | PlanNotThere:
    """Work a plan out anew, on the posts as they are then, around what people fixed."""
    row = _moved(work, plan_id, PlanAct.RUN_AGAIN)
    if not isinstance(row, Plan):
        return row
    row.asked_at, row.why, row.why_facts = work.now, None, {}
    _emit_asked(work, row)
    return row.id


def _emit_asked(work: Work, row: Plan) -> None:
    named = tuple(map(UUID, row.programme))
    work.emit(PlanAsked(at=work.now, by=work.actor, plan_id=row.id, policy=row.policy, programme=named))


def _moved(work: Work, plan_id: UUID, act: PlanAct) -> Plan | NoSuchPlan | PlanNotThere:
    row = work.session.get(Plan, plan_id, with_for_update=True)
    if row is None:
        return NoSuchPlan()
    following = judge_act(row.state, act)
    if isinstance(following, PlanNotThere):
        return following
    row.state = following
    return row


def finish(work: Work, plan_id: UUID, since: datetime, outcome: ComputedPlan | FailedPlan) -> bool:
    """Keep what was worked out; not when another worker has taken the plan since."""
    row = work.session.get(Plan, plan_id, with_for_update=True)
    if row is None or row.state is not PlanState.RUNNING or row.running_since != since:
        return False
    row.running_since = None
    match outcome:
        case FailedPlan(why, facts):
            row.state, row.why, row.why_facts = NEXT_STATE[row.state, PlanAct.FAIL], why, dict(facts)
            work.emit(PlanFailed(at=work.now, by=work.actor, plan_id=plan_id, why=why))
        case ComputedPlan():
            row.state = NEXT_STATE[row.state, PlanAct.FINISH]
            _keep(work, row, outcome)
            work.emit(
                PlanReady(
                    at=work.now,
                    by=work.actor,
                    plan_id=plan_id,
                    pairs=outcome.pairs,
                    objective=outcome.objective,
                    greedy_objective=outcome.greedy_objective,
                )
            )
    return True


def _keep(work: Work, row: Plan, outcome: ComputedPlan) -> None:
    row.computed_at = outcome.at
    for name in ("seconds", "lots", "vacancies", "pairs"):
        setattr(row, name, getattr(outcome, name))
    for name in ("objective", "greedy_objective", "first_come_objective"):
        setattr(row, name, getattr(outcome, name))
    row.sectors = [asdict(one) for one in outcome.sectors]
    found = {(one.availability_id, one.vacancy_id) for one in outcome.flows}
    for flow in work.session.scalars(select(PlanFlow).where(PlanFlow.plan_id == row.id)):
        if flow.locked == 0 and (flow.availability_id, flow.vacancy_id) not in found:
            flow.heads = 0  # ruled out by hand, also while it would not fit
        else:
            work.session.delete(flow)
    work.session.flush()
    work.session.add_all(PlanFlow(plan_id=row.id, **vars(one)) for one in outcome.flows)


def lock(
    work: Work, plan_id: UUID, availability_id: UUID, vacancy_id: UUID, heads: int
) -> UUID | NoSuchPlan | PlanNotThere | MoreThanFree:
    """Fix the heads of a pair of the plan by hand; none means that the pair is not to be used."""
    row = _moved(work, plan_id, PlanAct.FIX)
    if not isinstance(row, Plan):
        return row
    flow = work.session.get(PlanFlow, (plan_id, availability_id, vacancy_id))
    if flow is None:
        return NoSuchPlan()
    most = _most(work, flow)
    if heads > most:
        return MoreThanFree(most)
    _lock(work, flow, heads)
    return plan_id


def _lock(work: Work, flow: PlanFlow, heads: int) -> None:
    flow.locked = heads
    work.emit(
        PairLocked(
            at=work.now,
            by=work.actor,
            plan_id=flow.plan_id,
            availability_id=flow.availability_id,
            vacancy_id=flow.vacancy_id,
            heads=heads,
        )
    )


def _most(work: Work, flow: PlanFlow) -> int:
    """What a pair can have beside the other locks on its lot and its vacancy."""
    chosen = select(PlanFlow).where(PlanFlow.plan_id == flow.plan_id, PlanFlow.locked.is_not(None))
    others = [one for one in work.session.scalars(chosen) if one is not flow]
    of_lot = sum(one.locked or 0 for one in others if one.availability_id == flow.availability_id)
    of_vacancy = sum(one.locked or 0 for one in others if one.vacancy_id == flow.vacancy_id)
    return max(0, min(flow.most, flow.lot_heads - of_lot, flow.vacancy_heads - of_vacancy))


def unlock(
    work: Work, plan_id: UUID, availability_id: UUID, vacancy_id: UUID
) -> UUID | NoSuchPlan | PlanNotThere:
    """Let the policy decide about a pair again, when the plan is next worked out."""
    row = _moved(work, plan_id, PlanAct.FIX)
    if not isinstance(row, Plan):
        return row
    flow = work.session.get(PlanFlow, (plan_id, availability_id, vacancy_id))
    if flow is None:
        return NoSuchPlan()
    if flow.locked is not None:
        flow.locked = None
        pair = {"availability_id": availability_id, "vacancy_id": vacancy_id}
        work.emit(PairUnlocked(at=work.now, by=work.actor, plan_id=plan_id, **pair))
    return plan_id


def add_pair(
    work: Work, plan_id: UUID, lot_number: str, vacancy_number: str, heads: int
) -> UUID | NoSuchPlan | PlanNotThere | NoSuchPost | PairUnfit | MoreThanFree:
    """Fix a pair by hand that the plan has not: two open posts by their numbers, judged on their rows now."""
    row = _moved(work, plan_id, PlanAct.FIX)
    if not isinstance(row, Plan):
        return row
    lot = availability.availability_numbered(work.session, lot_number)
    vacancy = vacancies.vacancy_numbered(work.session, vacancy_number)
    market = Market.among(work.session, work.now, [lot.id] if lot else [], [vacancy.id] if vacancy else [])
    if lot is None or lot.id not in market.lots:
        return NoSuchPost("availability")
    if vacancy is None or vacancy.id not in market.vacancies:
        return NoSuchPost("vacancy")
    judged = market.judge(lot.id, vacancy.id)
    if not judged.passed:
        return PairUnfit(judged.failed[0].value)
    flow = work.session.get(PlanFlow, (plan_id, lot.id, vacancy.id)) or PlanFlow(
        plan_id=plan_id,
        availability_id=lot.id,
        vacancy_id=vacancy.id,
        heads=0,
        score=judged.score,
        distance_km=round(great_circle_km(lot.point, vacancy.point), 3),
        priority=vacancy.priority,
        min_group=max(lot.min_group, vacancy.min_group),
        most=min(judged.free_availability, judged.free_vacancy),
        lot_heads=judged.free_availability,
        vacancy_heads=judged.free_vacancy,
    )
    most = _most(work, flow)
    if heads > most:
        return MoreThanFree(most)
    work.session.add(flow)
    _lock(work, flow, heads)
    return plan_id


def publish(work: Work, plan_id: UUID) -> UUID | NoSuchPlan | PlanNotThere | RunAgainFirst | NothingToPublish:
    """Have the plan's pairs made matches; the worker does it, some pairs at a time."""
    row = _moved(work, plan_id, PlanAct.PUBLISH)
    if not isinstance(row, Plan):
        return row
    flows = list(work.session.scalars(select(PlanFlow).where(PlanFlow.plan_id == plan_id)))
    if any(one.locked is not None and one.locked != one.heads for one in flows):
        return RunAgainFirst()
    placed = sum(one.heads > 0 for one in flows)
    if not placed:
        return NothingToPublish()
    row.published_at, row.published_by = work.now, work.actor
    work.emit(PlanPublished(at=work.now, by=work.actor, plan_id=plan_id, pairs=placed))
    return plan_id
