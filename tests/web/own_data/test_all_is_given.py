"""Whatever is said to be held about a worker stands in words on their page, and in the download."""

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import render_template
from sqlalchemy import Column, insert, select, update
from sqlalchemy.orm import Session

from portal.compliance.errands.domain import ErrandKind
from portal.infra.database import Base
from portal.infra.seal import close
from portal.kernel.events import ANYBODY
from portal.own_data.download import RecordPage, as_data, papers_in, zipped
from portal.own_data.given import given
from portal.own_data.held import everything
from portal.own_data.records import own_record
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.domain.checks import How
from portal.placements.offers.service.questions import ask_question
from portal.placements.work.contracts import SEALED_FOR
from portal.placements.work.domain.contracts import PaperKind
from portal.placements.work.domain.leaving import LeavingReason
from portal.placements.work.domain.safety import SafetyKind
from portal.placements.work.domain.transfers import TransferState
from portal.remedy.domain.money import Method
from portal.remedy.domain.reporting import Complaint, Source
from portal.remedy.domain.states import CaseState
from portal.workers import corrections, listings
from portal.workers.domain import Given, Ground
from portal.workers.own_contact import PURPOSE, Contact
from tests.builders.placements import NOW, Matched, accepted, agreed, code, offered, opened

DAY = NOW.date()
PAPER = b"%PDF-1.7 the contract"
OWN = Contact("+447700900877", "own@example.org")
SEALED: dict[str, Callable[[Any, UUID], bytes]] = {
    "contract": lambda row, _worker: close(SEALED_FOR, PAPER + b" that was given later", row.id.bytes),
    "own_contact": lambda _row, worker: close(
        PURPOSE, json.dumps({"phone": "+447700900999", "email": None}).encode(), worker.bytes
    ),
}
OTHER: dict[tuple[str, str], Any] = {
    ("offer_terms", "terms"): {"currency": "GBP", "pay": "99.75"},
    ("contract", "stated"): {"currency": "GBP", "pay": "98.75"},
    ("check_in", "differs"): ["housing"],
    ("check_in", "payslip"): {
        "covers": "month",
        "gross": "977.00",
        "hours": "91",
        "deductions": [["Boots", "9.10"]],
        "net": "800.00",
        "currency": "GBP",
    },
}
"""What is put in place of values that have a form of their own."""


def rows_about(worker_id: UUID, offer_id: UUID, placement_id: UUID) -> Iterator[tuple[str, dict[str, Any]]]:
    """What the worker's acts in these tests leave out."""
    placed = {"placement_id": placement_id, "worker_id": worker_id}
    yield (
        "worker_check",
        {
            **placed,
            "id": uuid4(),
            "adult": True,
            "checked_by": Side.EMPLOYER,
            "how": How.SEEN,
            "until": DAY + timedelta(days=300),
            "unlimited": False,
            "recorded_by": ANYBODY,
            "recorded_at": NOW,
        },
    )
    for kind, why_not in ((SafetyKind.INSTRUCTION, ""), (SafetyKind.PPE, "a desk job")):
        yield (
            "safety_record",
            {
                **placed,
                "id": uuid4(),
                "kind": kind,
                "on": DAY,
                "language": "ro",
                "given_by": "Eva Marsh",
                "not_needed_because": why_not,
                "side": Side.EMPLOYER,
                "recorded_by": ANYBODY,
                "recorded_at": NOW,
                "got": True,
                "got_in": "ro",
                "got_at": NOW,
            },
        )
    yield (
        "check_in",
        {
            **placed,
            "id": uuid4(),
            "day": 7,
            "as_promised": False,
            "differs": ["pay"],
            "words": "Less than they said",
            "asked_for_money": False,
            "hours_worked": Decimal(40),
            "payslip": None,
            "language": "ro",
            "answered_at": NOW,
        },
    )
    yield (
        "worker_correction",
        {
            "id": uuid4(),
            "worker_id": worker_id,
            "what": Given.PHONE,
            "value": "",
            "asked_at": NOW,
            "decide_by": NOW,
            "decided_at": NOW,
            "taken": False,
        },
    )
    yield (
        "errand",
        {
            "id": uuid4(),
            "kind": ErrandKind.FORGOTTEN_WORD,
            "object_kind": "worker",
            "object_id": worker_id,
            "worker_id": worker_id,
            "since": NOW,
            "due_at": NOW + timedelta(days=3),
            "done_at": NOW,
            "done_by": ANYBODY,
            "note": "She called from her sister's phone",
        },
    )
    yield (
        "leaving",
        {**placed, "from_day": DAY, "reason": LeavingReason.HOME, "said_at": NOW},
    )
    yield (
        "return_sheet",
        {
            **placed,
            "last_day": DAY,
            "wages_owed": Decimal("120.50"),
            "holiday_owed": Decimal("30.25"),
            "currency": "GBP",
            "paid_by": DAY + timedelta(days=7),
            "to_give_back": "Keys",
            "whom_to_call": "Eva Marsh, 01945 555010",
            "side": Side.PROVIDER,
            "written_by": ANYBODY,
            "written_at": NOW,
        },
    )
    yield (
        "transfer",
        {
            **placed,
            "from_day": DAY + timedelta(days=30),
            "pay": "14 an hour",
            "hours": "39",
            "contract_form": "without an end",
            "state": TransferState.REFUSED,
            "proposed_by": ANYBODY,
            "proposed_at": NOW,
            "answer_by": NOW + timedelta(days=7),
            "answered_at": NOW,
        },
    )


def a_contract(offer_id: UUID, employer_id: UUID) -> dict[str, Any]:
    key = uuid4()
    return {
        "id": key,
        "offer_id": offer_id,
        "version": 1,
        "stated": {"currency": "GBP", "pay": "13.25"},
        "kind": PaperKind.PDF,
        "sealed": close(SEALED_FOR, PAPER, key.bytes),
        "given_by": employer_id,
        "given_at": NOW,
    }


def a_case(worker_id: UUID) -> Iterator[tuple[str, dict[str, Any]]]:
    case_id, affected_id = uuid4(), uuid4()
    nothing = dict.fromkeys(
        ("words", "job", "to_whom", "when_it_was", "statement", "root_cause", "change"), ""
    )
    yield (
        "remedy_case",
        {
            **nothing,
            "id": case_id,
            "number": "C-482913",
            "state": CaseState.QUANTIFIED,
            "version": 1,
            "source": Source.WORKER,
            "facts": {},
            "complaint": Complaint.ASKED_FOR_MONEY,
            "is_critical": True,
            "through_offer": True,
            "language": "en",
            "reported_at": NOW,
        },
    )
    yield (
        "case_affected",
        {
            "id": affected_id,
            "case_id": case_id,
            "number": 1,
            "worker_id": worker_id,
            "lost_nothing": False,
            "code_hash": "0" * 64,
        },
    )
    yield (
        "case_amount",
        {
            "id": uuid4(),
            "case_id": case_id,
            "affected_id": affected_id,
            "what": "A fee for the list",
            "amount": Decimal("450.00"),
            "interest": Decimal(0),
            "currency": "GBP",
            "method": Method.RECEIPT,
            "evidence": "A receipt",
            "at": NOW,
            "by": ANYBODY,
        },
    )


@pytest.fixture
def known(at: Matched) -> tuple[Matched, UUID]:
    """A worker of whom everything is held that can be."""
    introduction = agreed(at)
    [offer] = offered(at, introduction, "Ana Petrova, 07700 900123, ana@example.org, ro")
    opened(at, offer, OWN)
    accepted(at, introduction, "Ana Petrova, 07700 900123, ana@example.org, ro")
    at.do(ask_question, code(offer), Side.PROVIDER, "Is there a bus?", "ro")
    at.do(corrections.ask_correction, offer.worker_id, Given.NAME, "Anna Petrova")
    at.do(listings.object_to_listing, offer.worker_id, Ground.LEFT)

    def fill(work: Any) -> None:
        session, tables = work.session, Base.metadata.tables
        placement = session.scalar(
            select(tables["placement"].c.id).where(tables["placement"].c.worker_id == offer.worker_id)
        )
        rows = [*rows_about(offer.worker_id, offer.id, placement), *a_case(offer.worker_id)]
        rows.append(("contract", a_contract(offer.id, at.employer.organisation_id)))
        for name, values in rows:
            session.execute(insert(tables[name]).values(**values))
        answered = {"answer": "Yes, at five", "answered_at": NOW, "answered_by": Side.PROVIDER}
        session.execute(update(tables["offer_question"]).values(**answered))

    at.do(fill)
    return at, offer.worker_id


def test_what_is_said_to_be_held_is_given_on_the_page_and_in_the_download(
    known: tuple[Matched, UUID],
) -> None:
    """Each value is read as if another stood there: then the page and the data have to read otherwise."""
    at, worker_id = known
    lacking = set()
    with at.app.test_request_context("/"), at.reading() as session, session.no_autoflush:
        before = read(session, worker_id)
        for table, column in given():
            session.expunge_all()
            kept = change(session, Base.metadata.tables[table].c[column], worker_id)
            assert kept, f"nothing in these tests is held in {table}"
            after = read(session, worker_id)
            lacking |= {f"{table}.{column}: {where}" for where in before if before[where] == after[where]}
    lacking.discard("contract.sealed: page")  # which links to the paper
    assert lacking == set(), "show these in portal/own_data, or say in given.py why not"


def test_the_download_holds_the_copy_of_the_contract_and_links_to_it(known: tuple[Matched, UUID]) -> None:
    at, worker_id = known
    with at.app.test_request_context("/"), at.reading() as session:
        record = own_record(session, worker_id)
        assert record is not None
        with zipfile.ZipFile(io.BytesIO(zipped(session, record))) as folder:
            [name] = [one for one in folder.namelist() if one.startswith("contract")]
            assert folder.read(name) == PAPER
            assert f'href="{name}"' in folder.read("record.html").decode()


def test_what_staff_wrote_of_a_loss_is_not_in_the_download(known: tuple[Matched, UUID]) -> None:
    at, worker_id = known
    with at.app.test_request_context("/"), at.reading() as session:
        given = read(session, worker_id)
    assert "A fee for the list" in given["data"]
    assert "A receipt" not in given["data"] + given["page"]


def read(session: Session, worker_id: UUID) -> dict[str, Any]:
    """The page in words, and the data with its files."""
    record = own_record(session, worker_id)
    assert record is not None
    page = RecordPage(record, everything())
    data = json.dumps(as_data(record), sort_keys=True)
    return {
        "page": render_template("components/own_data/record.html", page=page, r=record),
        "data": f"{data} {dict(papers_in(session, record))}",
    }


def change(session: Session, column: Column[Any], worker_id: UUID) -> list[Any]:
    """Put another value into what was read of a column's table, and leave the database as it is."""
    [mapper] = [one for one in Base.registry.mappers if column.table in one.tables]
    name = mapper.get_property_by_column(column).key
    found = list(session.scalars(select(mapper.class_)))
    for row in found:
        if column.name == "sealed":
            value: Any = SEALED[column.table.name](row, worker_id)
        elif isinstance(getattr(row, name), UUID):
            organisations = Base.metadata.tables["organisation"]
            value = session.scalar(select(organisations.c.id).where(organisations.c.id != getattr(row, name)))
        else:
            value = OTHER.get((column.table.name, column.name)) or other(getattr(row, name), column)
        setattr(row, name, value)
    return found


def other(value: Any, column: Column[Any]) -> Any:
    """A value that is not this one."""
    kind = column.type.python_type
    match value:
        case bool():
            return not value
        case Enum():
            members = list(type(value))
            return members[(members.index(value) + 1) % len(members)]
        case datetime() | date():
            return value + timedelta(days=400)
        case int() | Decimal():
            return value + 17
        case str() if column.name in {"language", "got_in"}:
            return "tr"
        case str() if column.name == "currency":
            return "EUR"
        case str():
            return "P-2222-2222"
    later = NOW + timedelta(days=400)
    known = {bool: True, object: later, date: later.date(), str: "P-2222-2222"}  # moments are a type of ours
    return next(iter(kind)) if issubclass(kind, Enum) else known[kind]
