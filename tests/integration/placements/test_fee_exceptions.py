"""Exceptions under which a worker may be asked for a fee: off, switched with a reason, for one line."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEvent
from portal.compliance.costs.domain import (
    CostBasis,
    CostLine,
    FeeException,
)
from portal.compliance.costs.exceptions import (
    AlreadySo,
    CategoryNotCovered,
    ExceptionIsOff,
    Grant,
    NotDisclosed,
    attach_exception,
    can_have_exception,
    fee_exceptions,
    known_exceptions,
    switch_exception,
    take_exception_off,
)
from portal.compliance.costs.service import (
    save_costs,
)
from tests.builders.costs import FEE, ledger
from tests.builders.placements import Matched

UK = "gb-conduct-2003-reg-26"


def test_all_exceptions_are_off_until_an_operator_enables_one(at: Matched) -> None:
    with at.reading() as session:
        assert not any(one.enabled for one in fee_exceptions(session).values())
    assert not any(one.is_verified for one in known_exceptions().values())
    refused = at.do(attach_exception, at.vacancy, [FEE], UK, disclosed=True, reason="actors")
    assert isinstance(refused, ExceptionIsOff)


def test_an_exception_is_switched_with_a_reason_and_the_trail_keeps_both(at: Matched) -> None:
    def switch(enabled: bool, reason: str) -> object:
        return at.do(switch_exception, UK, enabled=enabled, reason=reason, by=at.employer)

    switch(True, "read the regulation")
    assert switch(True, "again") == AlreadySo(True)
    with at.reading() as session:
        assert fee_exceptions(session)[UK].enabled
    switch(False, "a mistake")
    with at.reading() as session:
        assert not fee_exceptions(session)[UK].enabled
        kept = session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("%exception%")))
        assert sorted(kept) == ["compliance:exception:disable", "compliance:exception:enable"]


def test_only_staff_attach_an_exception_and_only_with_all_its_conditions(at: Matched) -> None:
    at.do(switch_exception, UK, enabled=True, reason="read", by=at.employer)
    with at.reading() as session:
        typed = fee_exceptions(session)[UK]
    sent_by_a_member = replace(FEE, exception=replace(typed, disclosed=True))
    at.do(save_costs, at.vacancy, [sent_by_a_member], version=2)
    assert ledger(at, "vacancy", at.vacancy_id).costs[0].exception is None

    def attach(category: str = "FEE-MATCH", *, disclosed: bool = True) -> object:
        told = {"disclosed": disclosed, "reason": "actors for a film"}
        lines = [replace(FEE, category=category)]
        return at.do(attach_exception, at.vacancy, lines, UK, **told, by=at.employer)

    assert isinstance(attach(disclosed=False), NotDisclosed)
    assert attach("COST-TRAVEL") == CategoryNotCovered("COST-TRAVEL")
    assert attach("ILL-BOND") == CategoryNotCovered("ILL-BOND")
    assert isinstance(attach(), Grant)
    [line] = ledger(at, "vacancy", at.vacancy_id).costs
    assert line.exception
    assert line.exception.clears("FEE-MATCH", date(2027, 3, 1))

    at.do(switch_exception, UK, enabled=False, reason="stopped", by=at.employer)
    [line] = ledger(at, "vacancy", at.vacancy_id).costs
    assert line.exception
    assert not line.exception.clears("FEE-MATCH", date(2027, 3, 1))
    at.do(take_exception_off, at.vacancy, "FEE-MATCH", "no actors", by=at.employer)
    assert ledger(at, "vacancy", at.vacancy_id).costs[0].exception is None


@pytest.mark.parametrize(
    "changed",
    [
        {"amount": FEE.amount + 1},
        {"amount": None},
        {"currency": "PLN"},
        {"basis": CostBasis.PER_WEEK},
        {"label": "another name"},
        {"category": "FEE-DIRECT"},
    ],
    ids=str,
)
def test_an_exception_holds_only_for_the_line_that_staff_saw(at: Matched, changed: dict[str, object]) -> None:
    at.do(switch_exception, UK, enabled=True, reason="read", by=at.employer)
    at.do(save_costs, at.vacancy, [FEE], version=2)
    told = {"disclosed": True, "reason": "actors for a film"}
    at.do(attach_exception, at.vacancy, [FEE], UK, **told, by=at.employer)

    def exception(line: CostLine, version: int) -> FeeException | None:
        at.do(save_costs, at.vacancy, [line], version=version)
        return ledger(at, "vacancy", at.vacancy_id).costs[0].exception

    assert exception(replace(FEE, why="said in other words"), 3)
    assert exception(replace(FEE, **changed), 4) is None
    assert exception(FEE, 5)


@pytest.mark.parametrize("category", ["ILL-BRIBE", "ILL-BOND", "FLAG-LOAN", "no such"])
def test_what_nobody_may_ever_pay_has_no_exception(category: str) -> None:
    assert not can_have_exception(category)
