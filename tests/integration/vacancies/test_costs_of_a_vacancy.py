"""A vacancy whose workers would pay is not published, and its costs are kept version by version."""

from decimal import Decimal
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select

from portal.compliance.costs.domain import CostBasis, CostLine, Payer
from portal.compliance.costs.queries import costs_of, schedule_of
from portal.compliance.costs.schedule import CostSchedule, CostsUnanswered
from portal.compliance.domain import RulesForbid
from portal.kernel.events import ActorId, Ref
from portal.vacancies.models import Vacancy
from portal.vacancies.service import edit_vacancy, publish_vacancy
from tests.builders.accounts import transactor_of
from tests.builders.organisations import an_approved_employer
from tests.builders.vacancies import a_vacancy, vacancy_terms

BOOTS = CostLine(
    category="COST-EQUIPMENT",
    payer=Payer.EMPLOYER,
    amount=Decimal("60.50"),
    currency="GBP",
    basis=CostBasis.ONCE,
    why="boots and gloves",
    label="Starter set",
)
TICKET = CostLine(category="COST-TRAVEL", payer=Payer.WORKER, amount=Decimal(120), currency="GBP")


def test_a_cost_that_the_worker_would_pay_is_named_and_nothing_is_published(app: Flask) -> None:
    who = an_approved_employer(app)

    refused = transactor_of(app).perform(
        publish_vacancy,
        ActorId(who.person_id),
        who.organisation_id,
        vacancy_terms(),
        CostSchedule.with_all_else_absent([BOOTS, TICKET]),
    )

    assert isinstance(refused, RulesForbid)
    assert [(one.code, one.payer, one.line) for one in refused.findings] == [("COST-TRAVEL", Payer.WORKER, 1)]
    with app.extensions["fairshift"].sessions() as session:
        assert session.scalar(select(func.count()).select_from(Vacancy)) == 0


def test_a_schedule_with_a_gap_is_refused(app: Flask) -> None:
    who = an_approved_employer(app)

    refused = transactor_of(app).perform(
        publish_vacancy, ActorId(who.person_id), who.organisation_id, vacancy_terms(), CostSchedule((BOOTS,))
    )

    assert isinstance(refused, CostsUnanswered)
    assert "COST-TRAVEL" in refused.categories
    assert "COST-EQUIPMENT" not in refused.categories


def test_costs_come_back_as_they_were_declared_for_each_version(app: Flask) -> None:
    who = an_approved_employer(app)
    first = CostSchedule.with_all_else_absent([BOOTS])
    vacancy_id = a_vacancy(app, who, costs=first)
    second = CostSchedule.with_all_else_absent([])

    edited = transactor_of(app).perform(
        edit_vacancy,
        ActorId(who.person_id),
        who.organisation_id,
        vacancy_id,
        1,
        terms=vacancy_terms(headcount=41),
        costs=second,
    )

    assert isinstance(edited, UUID)
    ref = Ref("vacancy", vacancy_id)
    with app.extensions["fairshift"].sessions() as session:
        assert costs_of(session, ref) == ()
        assert costs_of(session, ref, version=1) == (BOOTS,)
        assert schedule_of(session, ref, version=1) == first
        assert schedule_of(session, ref) == second


def test_an_edit_to_a_worker_paid_cost_changes_nothing(app: Flask) -> None:
    who = an_approved_employer(app)
    vacancy_id = a_vacancy(app, who)

    refused = transactor_of(app).perform(
        edit_vacancy,
        ActorId(who.person_id),
        who.organisation_id,
        vacancy_id,
        1,
        terms=vacancy_terms(headcount=41),
        costs=CostSchedule.with_all_else_absent([TICKET]),
    )

    assert isinstance(refused, RulesForbid)
    with app.extensions["fairshift"].sessions() as session:
        kept = session.get_one(Vacancy, vacancy_id)
        assert (kept.version, kept.headcount) == (1, 40)
