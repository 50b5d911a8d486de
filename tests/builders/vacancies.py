"""Vacancies for tests, published as an employer would."""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Flask

from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.costs.schedule import CostSchedule
from portal.infra import clock
from portal.kernel.events import ActorId
from portal.vacancies.domain import PayInterval, VacancyTerms
from portal.vacancies.service import publish_vacancy
from tests.builders.accounts import transactor_of
from tests.builders.organisations import SignedUp

COSTS = CostSchedule.with_all_else_absent(
    [CostLine(category="COST-EQUIPMENT", payer=Payer.EMPLOYER, amount=Decimal(60), currency="GBP")]
)


def vacancy_terms(**changes: Any) -> VacancyTerms:
    """40 forklift drivers for a warehouse in Boston, from the day after tomorrow."""
    starts = clock.today() + timedelta(days=2)
    plain: dict[str, Any] = {
        "title": "Forklift driver",
        "sector": "52",
        "occupation": "forklift operator",
        "isco": "8344",
        "town": "Boston",
        "region": "Lincolnshire",
        "country": "GB",
        "latitude": 52.9787,
        "longitude": -0.0255,
        "starts": starts,
        "latest_start": starts + timedelta(days=2),
        "headcount": 40,
        "pay": Decimal("14.60"),
        "currency": "GBP",
        "hours_per_week": Decimal(39),
        "pay_interval": PayInterval.WEEK,
        "description": "Loading lorries in a cold store",
    }
    return VacancyTerms(**{**plain, **changes})


def a_vacancy(app: Flask, who: SignedUp, costs: CostSchedule = COSTS, **changes: Any) -> UUID:
    """A published vacancy of the employer."""
    published = transactor_of(app).perform(
        publish_vacancy, ActorId(who.person_id), who.organisation_id, vacancy_terms(**changes), costs
    )
    assert isinstance(published, UUID)
    return published
