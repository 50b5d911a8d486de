"""Exceptions from the ILO's definition that jurisdictions make: dated, off until an operator enables one."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostKind, CostLine, FeeException, Payer
from portal.compliance.costs.events import (
    ExceptionAttached,
    ExceptionDisabled,
    ExceptionEnabled,
    ExceptionTakenOff,
)
from portal.compliance.costs.ledger import signature
from portal.compliance.costs.models import CostLineRow, FeeExceptionGrant, FeeExceptionSwitch
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal

_CENT = Decimal("0.01")
_FILE = Path(__file__).parent / "data" / "exceptions.csv"


@dataclass(frozen=True)
class KnownException:
    """An exception as the file has it, with its source; `is_verified` once somebody checked the text."""

    terms: FeeException
    source: str
    is_verified: bool


@dataclass(frozen=True)
class Switched:
    """Who let an exception count, or stopped it, when and why; `number` counts the acts on it."""

    number: int
    enabled: bool
    reason: str
    by: UUID
    at: datetime


@dataclass(frozen=True)
class Grant:
    """An exception that staff attached to lines of one category of a post, as these were then."""

    category: str
    lines: frozenset[str]
    """The marks of those lines."""
    exception_id: str
    disclosed: bool
    reason: str
    at: datetime

    def holds_for(self, line: CostLine) -> bool:
        """Whether the line still is what staff saw: a higher amount is another cost."""
        return mark_of(line) in self.lines


@dataclass(frozen=True)
class NoSuchException(Refusal):
    """No jurisdiction's exception has this id."""


@dataclass(frozen=True)
class AlreadySo(Refusal):
    """It counts already, or was stopped already."""

    enabled: bool


@dataclass(frozen=True)
class ExceptionIsOff(Refusal):
    """The operator has not enabled it."""


@dataclass(frozen=True)
class NotDisclosed(Refusal):
    """Workers are not told of it before they accept."""


@dataclass(frozen=True)
class CategoryNotCovered(Refusal):
    """The instrument does not speak of this category, or nobody may ever pay it."""

    category: str


@dataclass(frozen=True)
class NotAttached(Refusal):
    """No exception hangs on this category of the post."""


@cache
def known_exceptions() -> Mapping[str, KnownException]:
    """Every exception of the file by its id, all of them off."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return MappingProxyType({row["id"]: _known(row) for row in csv.DictReader(file)})


def _known(row: Mapping[str, str]) -> KnownException:
    return KnownException(
        terms=FeeException(
            id=row["id"],
            jurisdiction=row["jurisdiction"],
            authority=row["authority"],
            instrument=row["instrument"],
            in_workers_interest=row["in_workers_interest"] == "true",
            partners_consulted=row["partners_consulted"] == "true",
            worker_categories=_several(row["worker_categories"]),
            cost_categories=frozenset(filter(can_have_exception, _several(row["cost_categories"]))),
            since=date.fromisoformat(row["since"]),
            until=date.fromisoformat(row["until"]) if row["until"] else None,
        ),
        source=row["source"],
        is_verified=row["verified"] == "true",
    )


def _several(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split("|") if part.strip())


def can_have_exception(category: str) -> bool:
    """Illegitimate costs and risk flags have none (domain, section 3)."""
    known = cost_categories().get(category)
    return known is not None and known.kind not in (CostKind.ILLEGITIMATE, CostKind.RISK_FLAG)


def mark_of(line: CostLine) -> str:
    """By what an exception knows its line again: who bears what, how much of it, by what, called how."""
    said = signature(replace(line, amount=None if line.amount is None else line.amount.quantize(_CENT)))
    return sha256("\n".join(str(part) for part in said).encode()).hexdigest()


def switches(session: Session) -> dict[str, Switched]:
    """By exception: the operator's latest act; none where nobody ever touched it."""
    acts = session.scalars(select(FeeExceptionSwitch).order_by(FeeExceptionSwitch.number))
    return {one.exception_id: Switched(one.number, one.enabled, one.reason, one.by, one.at) for one in acts}


def fee_exceptions(session: Session) -> dict[str, FeeException]:
    """By id, with what the operator has enabled."""
    acts = switches(session)
    return {
        key: replace(known.terms, enabled=key in acts and acts[key].enabled)
        for key, known in known_exceptions().items()
    }


def grants_of(session: Session, ref: Ref) -> dict[str, Grant]:
    """By category: the exceptions that staff attached to a post."""
    wanted = select(FeeExceptionGrant).where(
        FeeExceptionGrant.kind == ref.kind, FeeExceptionGrant.object_id == ref.id
    )
    return {
        one.category: Grant(
            one.category, frozenset(one.lines), one.exception_id, one.disclosed, one.reason, one.at
        )
        for one in session.scalars(wanted)
    }


def exceptions_on(session: Session, ref: Ref) -> dict[str, FeeException]:
    """By the mark of a line: what staff attached to a post, as it stands with its switch."""
    granted = grants_of(session, ref)
    known = fee_exceptions(session) if granted else {}
    return {
        mark: replace(known[one.exception_id], disclosed=one.disclosed)
        for one in granted.values()
        if one.exception_id in known
        for mark in one.lines
    }


def with_exceptions(session: Session, ref: Ref, lines: tuple[CostLine, ...]) -> tuple[CostLine, ...]:
    """Lines that a worker pays, with the exception that staff attached to just these on this post.

    Whatever a form or a spreadsheet says of exceptions does not count.
    """
    granted = exceptions_on(session, ref)
    return tuple(
        replace(line, exception=granted.get(mark_of(line)) if line.payer is Payer.WORKER else None)
        for line in lines
    )


def switch_exception(
    work: Work, exception_id: str, *, enabled: bool, reason: str
) -> Switched | NoSuchException | AlreadySo:
    """Let an exception count, or stop it."""
    if exception_id not in known_exceptions():
        return NoSuchException()
    standing = switches(work.session).get(exception_id)
    if (standing.enabled if standing else False) is enabled:
        return AlreadySo(enabled)
    work.session.add(
        FeeExceptionSwitch(
            exception_id=exception_id,
            number=(standing.number if standing else 0) + 1,
            enabled=enabled,
            reason=reason,
            by=work.actor,
            at=work.now,
        )
    )
    happened = ExceptionEnabled if enabled else ExceptionDisabled
    work.emit(happened(at=work.now, by=work.actor, exception=exception_id, reason=reason))
    return Switched((standing.number if standing else 0) + 1, enabled, reason, work.actor, work.now)


def attach_exception(
    work: Work, post: Ref, lines: Sequence[CostLine], exception_id: str, *, disclosed: bool, reason: str
) -> Grant | NoSuchException | ExceptionIsOff | NotDisclosed | CategoryNotCovered:
    """Attach an exception by hand to lines of one category that a worker pays, published or not yet.

    It holds for these as they are: whoever raises the amount afterwards loses it.
    """
    [category] = {line.category for line in lines}
    exception = fee_exceptions(work.session).get(exception_id)
    if exception is None:
        return NoSuchException()
    if not exception.enabled:
        return ExceptionIsOff()
    if not disclosed:
        return NotDisclosed()
    if category not in exception.cost_categories:
        return CategoryNotCovered(category)
    key = (post.kind, post.id, category)
    row = work.session.get(FeeExceptionGrant, key, with_for_update=True)
    if row is None:
        row = FeeExceptionGrant(kind=post.kind, object_id=post.id, category=category)
        work.session.add(row)
    row.exception_id, row.disclosed, row.reason = exception_id, disclosed, reason
    row.lines = sorted({mark_of(line) for line in lines})
    row.by, row.at = work.actor, work.now
    _mark_lines(work, post, category, exception_id, frozenset(row.lines))
    work.emit(
        ExceptionAttached(
            at=work.now, by=work.actor, exception=exception_id, reason=reason, post=post, category=category
        )
    )
    return Grant(category, frozenset(row.lines), exception_id, disclosed, reason, work.now)


def take_exception_off(work: Work, post: Ref, category: str, reason: str) -> str | NotAttached:
    """Take an exception off a post again; returns its id."""
    row = work.session.get(FeeExceptionGrant, (post.kind, post.id, category), with_for_update=True)
    if row is None:
        return NotAttached()
    exception_id = row.exception_id
    work.session.delete(row)
    _mark_lines(work, post, category, None, frozenset())
    work.emit(
        ExceptionTakenOff(
            at=work.now, by=work.actor, exception=exception_id, reason=reason, post=post, category=category
        )
    )
    return exception_id


def _mark_lines(
    work: Work, post: Ref, category: str, exception_id: str | None, marks: frozenset[str]
) -> None:
    """On the ledger's latest version, if it was written already; earlier ones stay as they were."""
    wanted = select(CostLineRow).where(CostLineRow.kind == post.kind, CostLineRow.object_id == post.id)
    rows = work.session.scalars(wanted).all()
    latest = max((row.version for row in rows), default=0)
    for row in rows:
        if (row.version, row.category, row.payer) == (latest, category, Payer.WORKER):
            held = exception_id if _mark_of_row(row) in marks else None
            row.exception_id, row.exception_disclosed = held, held is not None


def _mark_of_row(row: CostLineRow) -> str:
    return mark_of(
        CostLine(
            category=row.category,
            payer=row.payer or Payer.WORKER,
            amount=row.amount,
            currency=row.currency,
            basis=row.basis,
            label=row.label,
        )
    )
