"""One plan as its page shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.accounts.queries import people
from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.infra.web.paging import Leaf
from portal.matching.allocation import Policy
from portal.organisations import queries as organisations
from portal.organisations.files import sector_words
from portal.plans import queries
from portal.plans.domain import PlanAct, PlanFlowRow, PlanNotThere, PlanRow, PlanState, SectorShare, judge_act
from portal.plans.flow_map import FlowMap, Movement, flow_map
from portal.plans.words import GATES, NAMES, STATES, why_words
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow

PER_PAGE = 25
_WORKED_OUT = frozenset({PlanState.READY, PlanState.PUBLISHING, PlanState.PUBLISHED})
"""States in which a plan's figures are its own, not those of an earlier run."""
SHOWN = ("all", "fixed", "group", "turned")
"""By what the pairs are narrowed: all, those fixed by hand, below a least group, turned away."""


@dataclass(frozen=True)
class PairLine:
    """A pair with its posts and whose they are."""

    flow: PlanFlowRow
    lot: AvailabilityRow
    vacancy: VacancyRow
    provider: str
    employer: str
    turned_away: str
    """Why publishing did not make it a match, in words."""


@dataclass(frozen=True)
class SectorLine:
    words: str
    share: SectorShare


@dataclass(frozen=True)
class Compared:
    """One plan among those that are compared: workers placed, and what they are worth."""

    words: str
    placed: int
    objective: int
    gain: float | None
    """What the shown plan is worth more than this one, as a share of it."""


@dataclass(frozen=True)
class PlanPage:
    """Everything that the page of a plan says."""

    plan: PlanRow
    policy: str
    state: str
    asked_by: str
    published_by: str
    programme: tuple[str, ...]
    why: tuple[str, ...]
    asked: int
    """Heads that all vacancies ask for."""
    placed: int
    compared: tuple[Compared, ...]
    sectors: tuple[SectorLine, ...]
    map: FlowMap | None
    moving: int
    """Pairs on the map."""
    is_worked_out: bool
    """Otherwise the pairs are those of the last run, if there was one."""
    lines: tuple[PairLine, ...]
    show: str
    country: str
    """To which the list and the map are narrowed: that of the vacancies; empty for all."""
    countries: tuple[str, ...]
    leaf: Leaf
    counts: dict[str, int]
    """Pairs by SHOWN, in the chosen country."""
    fixed: int
    below_group: int
    turned_away: int
    made: int
    """Pairs that became matches."""
    out_of_order: int
    """Pairs for which people fixed other heads than the plan has."""
    organisations: int
    """Organisations to which publishing would matter."""
    may_fix: bool
    may_run_again: bool
    may_publish: bool


def plan_page(
    session: Session, plan_id: UUID, *, show: str = "all", country: str = "", number: int = 1
) -> PlanPage | None:
    """The page of one plan, narrowed and leafed; none where there is no such plan."""
    plan = queries.plan(session, plan_id)
    if plan is None:
        return None
    lines = pair_lines(session, queries.flows(session, plan_id))
    placed = [one for one in lines if one.flow.heads]
    within = [one for one in lines if not country or one.vacancy.country == country]
    by = {
        "all": within,
        "fixed": [one for one in within if one.flow.locked is not None],
        "group": [one for one in within if one.flow.below_group],
        "turned": [one for one in within if one.turned_away],
    }
    chosen = by[show]
    leaf = Leaf.of(len(chosen), PER_PAGE, number)
    people_named = people(session, {one for one in (plan.asked_by, plan.published_by) if one})
    named = {one: person.name for one, person in people_named.items()}
    owners = {one for line in placed for one in (line.lot.organisation_id, line.vacancy.organisation_id)}
    programme = organisations.organisations(session, plan.programme)
    is_worked_out = plan.state in _WORKED_OUT
    moving = [one for one in within if one.flow.heads] if is_worked_out else []
    return PlanPage(
        plan=plan,
        policy=str(NAMES[plan.policy]),
        state=str(STATES[plan.state]),
        asked_by=named.get(plan.asked_by, ""),
        published_by=named.get(plan.published_by, "") if plan.published_by else "",
        programme=tuple(sorted(one.name for one in programme.values())),
        why=why_words(plan, *_what_failed(session, plan)),
        asked=sum(one.asked for one in plan.sectors),
        placed=sum(one.given for one in plan.sectors),
        compared=_compared(plan) if is_worked_out else (),
        sectors=tuple(_sector(one) for one in plan.sectors),
        map=flow_map(map(_movement, moving)),
        moving=len(moving),
        is_worked_out=is_worked_out,
        lines=tuple(chosen[leaf.rows]),
        show=show,
        country=country,
        countries=tuple(sorted({one.vacancy.country for one in lines})),
        leaf=leaf,
        counts={name: len(those) for name, those in by.items()},
        fixed=sum(one.flow.locked is not None for one in lines),
        below_group=sum(one.flow.below_group for one in lines),
        turned_away=sum(bool(one.turned_away) for one in lines),
        made=sum(one.flow.match_id is not None for one in lines),
        out_of_order=sum(not one.flow.is_in_order for one in lines),
        organisations=len(owners),
        may_fix=_may(plan, PlanAct.FIX),
        may_run_again=_may(plan, PlanAct.RUN_AGAIN),
        may_publish=_may(plan, PlanAct.PUBLISH),
    )


def pair_lines(session: Session, flows: Sequence[PlanFlowRow]) -> list[PairLine]:
    """Pairs with what their posts say now."""
    lots = availability.availabilities(session, {one.availability_id for one in flows})
    jobs = vacancies.vacancies(session, {one.vacancy_id for one in flows})
    ids = {one.organisation_id for one in lots.values()} | {one.organisation_id for one in jobs.values()}
    names = organisations.organisations(session, ids)
    return [
        PairLine(
            flow=one,
            lot=(lot := lots[one.availability_id]),
            vacancy=(job := jobs[one.vacancy_id]),
            provider=names[lot.organisation_id].name,
            employer=names[job.organisation_id].name,
            turned_away=str(GATES[one.turned_away]) if one.turned_away else "",
        )
        for one in flows
    ]


def _sector(share: SectorShare) -> SectorLine:
    return SectorLine(sector_words(share.sector) if share.sector else "", share)


def _may(plan: PlanRow, act: PlanAct) -> bool:
    return not isinstance(judge_act(plan.state, act), PlanNotThere)


def _movement(line: PairLine) -> Movement:
    lot, vacancy = line.lot, line.vacancy
    return Movement(lot.town, lot.point, vacancy.town, vacancy.point, line.flow.heads)


def _what_failed(session: Session, plan: PlanRow) -> tuple[str, str]:
    """The pair and the post that the facts of a failure name, by their numbers."""
    facts = plan.why_facts
    if "availability_id" in facts:
        lot = availability.availability(session, UUID(facts["availability_id"]))
        job = vacancies.vacancy(session, UUID(facts["vacancy_id"]))
        return (f"{lot.number} × {job.number}" if lot and job else "", "")
    if "post_id" in facts:
        find = availability.availability if facts["kind"] == "availability" else vacancies.vacancy
        post = find(session, UUID(facts["post_id"]))
        return ("", post.number if post else "")
    return ("", "")


def _compared(plan: PlanRow) -> tuple[Compared, ...]:
    """This plan beside greedy and first come, which cost no search."""
    own = plan.objective
    if own is None or plan.greedy_objective is None or plan.first_come_objective is None:
        return ()

    def against(policy: Policy, placed: int, objective: int) -> Compared:
        return Compared(
            str(NAMES[policy]), placed, objective, (own - objective) / objective if objective else None
        )

    return (
        Compared(str(NAMES[plan.policy]), sum(one.given for one in plan.sectors), own, None),
        against(Policy.GREEDY, sum(one.greedy for one in plan.sectors), plan.greedy_objective),
        against(Policy.FIRST_COME, sum(one.first_come for one in plan.sectors), plan.first_come_objective),
    )
