"""What a worker lost is a finding of the rules until the worker says that it came back."""

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select

from portal.compliance.domain import Repayment, Stage
from portal.compliance.findings.domain import FindingState
from portal.compliance.findings.models import DecisionRow
from portal.compliance.findings.queries import current_decision, findings_of
from portal.compliance.findings.replay import differences_in
from portal.compliance.rules.records import REPAID
from portal.kernel.events import Ref
from portal.remedy import queries
from portal.remedy.domain.states import CaseState
from portal.remedy.service import scope, seconding, steps
from portal.remedy.service.proposing import Proposed
from tests.builders.placements import TODAY
from tests.builders.remedy import (
    Crew,
    a_colleague,
    affected,
    answered,
    by_staff,
    confirmed,
    loss,
    paid,
    planned,
    quantified,
    reported,
)


def open_findings(crew: Crew, case_id: UUID) -> list[dict[str, str]]:
    """What stands of the rule on repayments, as it is told."""
    with crew.at.reading() as session:
        return [
            dict(one.finding.facts)
            for one in findings_of(session, Ref("case", case_id))
            if one.finding.rule == REPAID and one.state is not FindingState.SUPERSEDED
        ]


def judged(crew: Crew, case_id: UUID) -> tuple[Repayment, ...] | None:
    with crew.at.reading() as session:
        found = current_decision(session, Ref("case", case_id), Stage.AFTERWARDS)
    return found.terms.repayments if found else None


def test_a_loss_stands_as_a_finding_until_every_worker_says_that_it_came(crew: Crew) -> None:
    case_id = quantified(crew, reported(crew))
    assert open_findings(crew, case_id) == [{"owed": "250.00", "paid": "0.00", "currency": "GBP"}] * 3
    paid(crew, case_id := reported(crew), TODAY, first_due=TODAY)
    assert [one["paid"] for one in open_findings(crew, case_id)] == ["250.00"] * 3
    assert answered(crew, case_id) is CaseState.WORKER_CONFIRMED
    assert open_findings(crew, case_id) == []
    assert (
        judged(crew, case_id)
        == (Repayment(owed=Decimal("250.00"), paid=Decimal("250.00"), currency="GBP", worker_confirmed=True),)
        * 3
    )


def test_a_worker_who_denies_keeps_it_open_though_the_payer_said_paid(crew: Crew) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=TODAY)
    answered(crew, case_id, came=False)
    assert [one["paid"] for one in open_findings(crew, case_id)] == ["0.00"] * 3


def test_nothing_is_judged_where_nobody_lost_anything(crew: Crew) -> None:
    case_id = confirmed(crew, reported(crew))
    assert judged(crew, case_id) is None
    assert open_findings(crew, case_id) == []


def test_an_amount_that_two_people_take_back_leaves_no_finding(crew: Crew) -> None:
    case_id = confirmed(crew, reported(crew))
    by_staff(crew, scope.establish, case_id, [affected(crew, case_id)[0].number], loss("80"))
    assert len(open_findings(crew, case_id)) == 1
    with crew.at.reading() as session:
        [amount] = queries.amounts(session, case_id)
    proposed = by_staff(crew, scope.remove_amount, case_id, amount.id, "Written down twice.")
    crew.at.do(seconding.decide, case_id, proposed.id, agrees=True, reason="Yes.", by=a_colleague(crew))
    assert open_findings(crew, case_id) == []


def test_an_unfounded_case_owes_nothing_to_the_rules(crew: Crew) -> None:
    case_id = planned(crew, reported(crew), first_due=TODAY + timedelta(days=3))
    by_staff(crew, steps.dispute, case_id, "They say otherwise.")
    proposed = by_staff(crew, steps.find_unfounded, case_id, "It was somebody else.")
    assert isinstance(proposed, Proposed)
    assert len(open_findings(crew, case_id)) == 3
    crew.at.do(seconding.decide, case_id, proposed.id, agrees=True, reason="Yes.", by=a_colleague(crew))
    assert open_findings(crew, case_id) == []


def test_every_decision_of_a_case_can_be_replayed(crew: Crew) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=TODAY)
    answered(crew, case_id)
    with crew.at.reading() as session:
        rows = session.scalars(select(DecisionRow).where(DecisionRow.object_id == case_id)).all()
        assert len(rows) > 2
        assert [one for row in rows for one in differences_in(row)] == []
