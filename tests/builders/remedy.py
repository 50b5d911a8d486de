"""Cases for tests, taken to each state as people would take them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Flask

from portal.accounts.secrets import hash_password
from portal.kernel.outcomes import Refusal
from portal.placements.rows import OfferRow
from portal.remedy import queries
from portal.remedy.domain.codes import plain_word
from portal.remedy.domain.money import Method, PaymentState
from portal.remedy.domain.reporting import Complaint, Report
from portal.remedy.domain.states import CaseState
from portal.remedy.rows import CaseRow
from portal.remedy.service import CaseOpened, parties, repaying, report_by_worker, scope, steps
from tests.builders.accounts import a_compliance_officer
from tests.builders.placements import Matched, Party, a_match, accepted, agreed, code
from tests.slates import remembered

WORD = "k7m2p-x9qd4"
STATEMENT = "Money was asked for a place in this job."
ASKED = Report(
    complaint=Complaint.ASKED_FOR_MONEY,
    words="He wanted two hundred and fifty pounds behind the canteen on Friday",
    amount=Decimal(250),
    currency="GBP",
    to_whom="The man with the white van",
    language="ro",
)


@dataclass(frozen=True)
class Crew:
    """A match with an agreed engagement and the offers of its workers."""

    at: Matched
    introduction_id: UUID
    offers: tuple[OfferRow, ...]
    officer: Party
    """A compliance officer, as somebody who acts."""

    @property
    def app(self) -> Flask:
        return self.at.app


NAMES = (
    "Ana Petrova, 07700 900123, ana@workers.example",
    "Ben Okoro, 07700 900124, ben@workers.example",
    "Cleo Marsh, 07700 900125, cleo@workers.example",
)


def a_crew(app: Flask) -> Crew:
    """Three workers who accepted the same work by the same provider."""
    at = a_match(app)
    introduction_id = agreed(at, 5)
    offers = accepted(at, introduction_id, *NAMES)
    officer = a_compliance_officer(app)
    return Crew(at, introduction_id, tuple(offers), Party(at.provider.organisation_id, officer))


def word_hash() -> str:
    return hash_password(plain_word(WORD), "low")


@remembered
def reported(crew: Crew, *, by: int | None = 0, report: Report = ASKED, **reporter: Any) -> UUID:
    """A worker of the crew reports, having opened their offer; by none: in words alone."""
    offer_code = code(crew.offers[by]) if by is not None else ""
    reporter = {"offer_code": offer_code, "word_given": True, **reporter}
    opened = crew.at.do(report_by_worker, report, word_hash(), **reporter)
    assert isinstance(opened, CaseOpened), opened
    return opened.id


def case_of(crew: Crew, case_id: UUID) -> CaseRow:
    with crew.at.reading() as session:
        row = queries.case(session, case_id)
        assert row is not None
        return row


def by_staff(crew: Crew, use_case: Any, *args: Any, **kwargs: Any) -> Any:
    """Compliance does something, and it is not refused."""
    done = crew.at.do(use_case, *args, by=crew.officer, **kwargs)
    assert not isinstance(done, Refusal), done
    return done


@remembered
def triaged(crew: Crew, case_id: UUID, **job: Any) -> UUID:
    by_staff(crew, steps.triage, case_id, is_critical=True, note_text="It sounds right.", **job)
    return case_id


@remembered
def confirmed(crew: Crew, case_id: UUID) -> UUID:
    triaged(crew, case_id)
    by_staff(crew, steps.confirm, case_id, "Two workers say the same.")
    return case_id


def loss(amount: str = "250.00", currency: str = "GBP", **changes: Any) -> scope.Loss:
    return scope.Loss(
        **{
            "what": "fee for the place",
            "amount": Decimal(amount),
            "currency": currency,
            "method": Method.WORKERS_WORD,
            **changes,
        }
    )


@remembered
def quantified(crew: Crew, case_id: UUID, amount: str = "250.00") -> UUID:
    """Everybody of the crew lost as much."""
    confirmed(crew, case_id)
    numbers = [one.number for one in affected(crew, case_id)]
    by_staff(crew, scope.establish, case_id, numbers, loss(amount))
    by_staff(crew, steps.quantify, case_id, "Everybody was asked.")
    return case_id


@remembered
def stated(crew: Crew, case_id: UUID) -> UUID:
    by_staff(crew, parties.write_statement, case_id, STATEMENT, is_confirmed=True)
    return case_id


@remembered
def planned(
    crew: Crew, case_id: UUID, *, parts: int = 1, first_due: date, payer: Party | None = None
) -> UUID:
    quantified(crew, case_id)
    stated(crew, case_id)
    by_staff(
        crew,
        repaying.agree_plan,
        case_id,
        payer_id=(payer or crew.at.employer).organisation_id,
        parts=parts,
        first_due=first_due,
        days_between=30,
    )
    return case_id


@remembered
def paid(crew: Crew, case_id: UUID, day: date, *, first_due: date) -> UUID:
    """The employer says that it paid everybody everything."""
    planned(crew, case_id, first_due=first_due)
    with crew.at.reading() as session:
        plan = [one.id for one in queries.instalments(session, case_id)]
    done = crew.at.do(
        repaying.record_payments,
        crew.at.employer.organisation_id,
        case_id,
        plan,
        paid_on=day,
        proof="bank transfer 88213",
        by=crew.at.employer,
    )
    assert not isinstance(done, Refusal), done
    assert case_of(crew, case_id).state is CaseState.PAID
    return case_id


def affected(crew: Crew, case_id: UUID) -> list[Any]:
    with crew.at.reading() as session:
        return queries.affected(session, case_id)


def answered(crew: Crew, case_id: UUID, *, came: bool = True) -> CaseState:
    """Every worker says of every payment that waits for their word whether it came."""
    with crew.at.reading() as session:
        owner = {one.id: one.affected_id for one in queries.instalments(session, case_id)}
        waiting = [one for one in queries.payments(session, case_id) if one.state is PaymentState.CLAIMED]
    for one in waiting:
        crew.at.do(repaying.answer_payment, owner[one.instalment_id], one.id, came=came)
    return case_of(crew, case_id).state


def a_colleague(crew: Crew) -> Party:
    """Another compliance officer, who can be the second person."""
    return Party(crew.at.provider.organisation_id, a_compliance_officer(crew.at.app))
