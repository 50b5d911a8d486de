"""A vacancy as rules look at it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.queries import ledger_of
from portal.compliance.domain import MinimumPay, Stage, Terms
from portal.compliance.findings.domain import Decision
from portal.compliance.findings.passages import passages_of_costs
from portal.compliance.findings.service import Case, judge_all
from portal.compliance.pay.minimum import PayRate, rate_on
from portal.compliance.pay.payslip import example_payslip
from portal.compliance.pay.queries import pay_rates
from portal.compliance.wording.domain import Passage
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.vacancies.domain import KIND, VacancyRow, VacancyTerms


def terms_of(
    vacancy: VacancyTerms, costs: Iterable[CostLine], *, on: date, minimum: MinimumPay | None
) -> Terms:
    """Everything of a vacancy that a rule judges; `minimum` is the least pay at its place."""
    lines = tuple(costs)
    return Terms(
        on=on,
        country=vacancy.country,
        sector=vacancy.sector or "",
        costs=lines,
        pay=vacancy.pay,
        currency=vacancy.currency,
        hours_per_week=vacancy.hours_per_week,
        minimum=minimum,
        payslip=example_payslip(vacancy.pay, vacancy.hours_per_week, vacancy.currency, lines),
        passages=passages_of(vacancy, lines),
        starts=vacancy.starts,
    )


def passages_of(vacancy: VacancyTerms, costs: Iterable[CostLine]) -> tuple[Passage, ...]:
    """What its author wrote freely, field by field."""
    written = [
        Passage("title", vacancy.title),
        Passage("description", vacancy.description),
        Passage("terms", vacancy.transport),
        *passages_of_costs(costs),
    ]
    return tuple(one for one in written if one.text.strip())


def judge_vacancies(work: Work, rows: Sequence[VacancyRow]) -> dict[Ref, Decision]:
    """Judge published vacancies as they stand with their ledgers, and keep what rules said."""
    terms = terms_now(work.session, rows, work.now.date())
    cases = [Case(Ref(KIND, row.id), terms[row.id], {KIND: row.version}) for row in rows]
    return judge_all(work, Stage.PUBLISH, cases)


def terms_now(session: Session, rows: Sequence[VacancyRow], on: date) -> Mapping[UUID, Terms]:
    """The terms of vacancies as they and their ledgers stand."""
    rates = pay_rates(session)
    return {
        row.id: terms_of(
            row, ledger_of(session, Ref(KIND, row.id)).costs, on=on, minimum=minimum_for(row, rates, on)
        )
        for row in rows
    }


def minimum_for(vacancy: VacancyTerms, rates: Iterable[PayRate], on: date) -> MinimumPay | None:
    """The least pay at its place on its first day of work, or today where that is past."""
    rate = rate_on(rates, vacancy.country, max(on, vacancy.starts))
    return rate.minimum if rate else None
