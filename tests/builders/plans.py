"""A market in which the best pair is not part of the best plan, and plans of it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import time_machine
from flask import Flask
from sqlalchemy.orm import Session

from portal.app import Services
from portal.infra import clock
from portal.kernel.outcomes import Refusal
from portal.matching.allocation import Policy
from portal.plans import queries
from portal.plans.computing import compute_next
from portal.plans.domain import PlanFlowRow, PlanRow
from portal.plans.publishing import publish_all
from portal.plans.service import ask_plan
from tests.builders.accounts import an_operator
from tests.builders.placements import Party, a_lot, a_party, a_vacancy, act
from tests.slates import remembered

LINCOLN = {"town": "Lincoln", "latitude": 53.23, "longitude": -0.54}


@dataclass(frozen=True)
class Planning:
    """Two lots and two vacancies: the far-travelling lot reaches both, the other only Boston."""

    app: Flask
    provider: Party
    employer: Party
    operator: UUID
    far: UUID
    near: UUID
    boston: UUID
    lincoln: UUID

    def reading(self) -> Session:
        services: Services = self.app.extensions["fairshift"]
        return services.sessions()

    def plan(self, plan_id: UUID) -> PlanRow:
        with self.reading() as session:
            found = queries.plan(session, plan_id)
            assert found is not None
            return found

    def flows(self, plan_id: UUID) -> dict[tuple[UUID, UUID], PlanFlowRow]:
        with self.reading() as session:
            return {(one.availability_id, one.vacancy_id): one for one in queries.flows(session, plan_id)}

    def heads(self, plan_id: UUID) -> dict[tuple[UUID, UUID], int]:
        return {pair: one.heads for pair, one in self.flows(plan_id).items() if one.heads}


@remembered
def a_planning(app: Flask) -> Planning:
    """Where greedy sends the far-travelling lot to Boston, and nobody is left who could go to Lincoln.

    So does whoever serves the oldest vacancy first, which is that in Boston.
    """
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Logistics", supplies=False)
    with time_machine.travel(clock.now() - timedelta(minutes=1), tick=False):
        boston = a_vacancy(app, employer, headcount=20)
    return Planning(
        app=app,
        provider=provider,
        employer=employer,
        operator=an_operator(app),
        far=a_lot(app, provider, headcount=20, travel_km=200, min_group=5),
        near=a_lot(app, provider, headcount=20, travel_km=30),
        boston=boston,
        lincoln=a_vacancy(app, employer, headcount=20, sector="49.41", **LINCOLN),
    )


def work_out(app: Flask) -> bool:
    """What the worker does with the plan that waits longest."""
    services: Services = app.extensions["fairshift"]
    return compute_next(services.transactor)


def carry_out(app: Flask) -> bool:
    """What the worker does with plans that were published."""
    services: Services = app.extensions["fairshift"]
    return publish_all(services.transactor)


def a_plan(at: Planning, policy: Policy = Policy.OPTIMAL, *programme: UUID) -> UUID:
    """A plan that was asked for and worked out."""
    made = act(at.app, ask_plan, policy, programme, by=at.operator)
    assert not isinstance(made, Refusal), made
    assert work_out(at.app)
    return made
