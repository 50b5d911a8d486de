"""Keeping the cost ledger: what was declared, proven and paid back, of posts, offers and placements."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, func, select

from portal.compliance.costs.domain import Choice, CostBasis, CostLine
from portal.compliance.costs.events import CostEvidenced, EvidenceSeen, RefundConfirmed, RefundNoted
from portal.compliance.costs.exceptions import with_exceptions
from portal.compliance.costs.ledger import CostLedger, LedgerLine, Origin, Signature, signature
from portal.compliance.costs.models import CostLedgerRow, CostLineRow
from portal.compliance.costs.queries import ledger_of
from portal.compliance.rules.sets import rules_on
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.kernel.outcomes import Refusal


@dataclass(frozen=True)
class NoSuchLine(Refusal):
    """The ledger has no such line."""


@dataclass(frozen=True)
class NoProof(Refusal):
    """Nobody has named a proof of this line."""


@dataclass(frozen=True)
class NoRefund(Refusal):
    """Nobody has said that this line was paid back."""


def save_costs(
    work: Work, ref: Ref, lines: Sequence[CostLine], absent: frozenset[str] = frozenset(), version: int = 1
) -> None:
    """Keep the costs of one version of a post; `absent` are categories that do not arise.

    A line that stays as it was keeps its proof and what a worker confirmed; so does its exception. The
    same line said twice is two costs: the second has no proof of the first.
    """
    before = ledger_of(work.session, ref)
    if before.version > version:
        before = ledger_of(work.session, ref, version)
    known: dict[Signature, list[LedgerLine]] = {}
    for one in before.lines:
        known.setdefault(signature(one.line), []).append(one)
    granted = with_exceptions(work.session, ref, tuple(lines))
    kept = [
        _as_known(LedgerLine(position=place, line=line, origin=ref.kind), known.get(signature(line), []))
        for place, line in enumerate(granted)
    ]
    _write(work, CostLedger(ref=ref, version=version, lines=tuple(kept), absent=absent))


def carry_costs(work: Work, ref: Ref, *, since: int, version: int) -> None:
    """A new version of a post in which nothing was said of costs: what was said before stands."""
    before = ledger_of(work.session, ref, since)
    _write(work, CostLedger(ref=ref, version=version, lines=before.lines, absent=before.absent))


def freeze_costs(work: Work, ref: Ref, origin: Origin) -> None:
    """Copy the costs of both posts to an offer as they are now; what was copied before stays as a version.

    What a worker has reported since is carried along.
    """
    before = ledger_of(work.session, ref)
    vacancy = ledger_of(work.session, origin.vacancy, origin.vacancy_version)
    lot = ledger_of(work.session, origin.availability, origin.availability_version)
    _write(
        work,
        CostLedger(
            ref=ref,
            version=before.version + 1,
            lines=(*vacancy.lines, *lot.lines, *before.reported),
            absent=vacancy.absent,
            origin=origin,
        ),
    )


def hand_on_costs(work: Work, source: Ref, ref: Ref) -> bool:
    """Copy an offer's costs to the placement that came of it; false where the offer has none."""
    before = ledger_of(work.session, source)
    if not before.version:
        return False
    _write(
        work,
        CostLedger(ref=ref, version=1, lines=before.lines, absent=before.absent, origin=before.origin),
    )
    return True


def rewrite_costs(work: Work, before: CostLedger, lines: Sequence[LedgerLine]) -> int:
    """A further version of an offer's or a placement's ledger; returns its number. The former stays."""
    version = before.version + 1
    _write(
        work,
        CostLedger(
            ref=before.ref, version=version, lines=tuple(lines), absent=before.absent, origin=before.origin
        ),
    )
    return version


def attach_evidence(
    work: Work, ref: Ref, position: int, proof: str, on: date | None = None
) -> bool | NoSuchLine:
    """Name what proves a line of the latest version (an invoice, a payroll run); whether that is new."""
    row = _latest_line(work, ref, position)
    if row is None:
        return NoSuchLine()
    if (row.proof, row.proof_on) == (proof, on):
        return False
    row.proof, row.proof_on = proof, on
    row.proof_seen_at = row.proof_seen_by = None
    work.emit(CostEvidenced(at=work.now, by=work.actor, **_of(row)))
    return True


def mark_proof_seen(
    work: Work, ref: Ref, position: int, version: int | None = None
) -> bool | NoSuchLine | NoProof:
    """Staff looked at the proof of a line, of the latest version if none is given; whether that is new."""
    row = _latest_line(work, ref, position, version)
    if row is None:
        return NoSuchLine()
    if not row.proof:
        return NoProof()
    if row.proof_seen_at is not None:
        return False
    row.proof_seen_at, row.proof_seen_by = work.now, work.actor
    work.emit(EvidenceSeen(at=work.now, by=work.actor, **_of(row)))
    return True


def note_refund(work: Work, ref: Ref, position: int, amount: Decimal, on: date) -> bool | NoSuchLine:
    """Somebody says that a worker got this much back; it counts once the worker says so."""
    row = _latest_line(work, ref, position)
    if row is None:
        return NoSuchLine()
    row.reimbursed, row.reimbursed_on, row.worker_confirmed = amount, on, False
    work.emit(RefundNoted(at=work.now, by=work.actor, amount=amount, **_of(row)))
    return True


def confirm_refund(work: Work, ref: Ref, position: int) -> bool | NoSuchLine | NoRefund:
    """The worker says that the money came back; whether that is new."""
    row = _latest_line(work, ref, position)
    if row is None:
        return NoSuchLine()
    if row.reimbursed is None:
        return NoRefund()
    if row.worker_confirmed:
        return False
    row.worker_confirmed = True
    work.emit(RefundConfirmed(at=work.now, by=work.actor, **_of(row)))
    return True


def _write(work: Work, ledger: CostLedger) -> None:
    """Put one version of a ledger in place of what stood there."""
    key: dict[str, Any] = {"kind": ledger.ref.kind, "object_id": ledger.ref.id, "version": ledger.version}
    for table in (CostLineRow, CostLedgerRow):
        work.session.execute(delete(table).filter_by(**key))
    origin = ledger.origin
    work.session.add(
        CostLedgerRow(
            **key,
            kept_at=work.now,
            rule_set=rules_on(work.now.date()).number,
            vacancy_id=origin.vacancy_id if origin else None,
            vacancy_version=origin.vacancy_version if origin else None,
            availability_id=origin.availability_id if origin else None,
            availability_version=origin.availability_version if origin else None,
        )
    )
    rows = [_row(one) for one in ledger.lines]
    rows += [_absent_row(code, ledger.ref.kind) for code in sorted(ledger.absent)]
    for position, row in enumerate(rows):
        row.kind, row.object_id = ledger.ref.kind, ledger.ref.id
        row.version, row.position = ledger.version, position
    work.session.add_all(rows)
    work.session.flush()


def _absent_row(code: str, origin: str) -> CostLineRow:
    return CostLineRow(category=code, origin=origin, basis=CostBasis.ONCE, why="", label="")


def _row(one: LedgerLine) -> CostLineRow:
    line, choice = one.line, one.line.choice or Choice()
    exception = line.exception
    return CostLineRow(
        origin=one.origin,
        category=line.category,
        payer=line.payer,
        amount=line.amount,
        currency=line.currency,
        basis=line.basis,
        why=line.why,
        label=line.label,
        collected_by=line.collected_by,
        collection=line.collection,
        stage=line.stage,
        initiated_by=line.initiated_by,
        required=line.required,
        in_recruitment=line.in_recruitment,
        proof=line.proof,
        proof_on=one.proof_on,
        proof_seen_at=one.proof_seen_at,
        proof_seen_by=one.proof_seen_by,
        reimbursed=line.reimbursed,
        reimbursed_on=line.reimbursed_on,
        worker_confirmed=line.worker_confirmed,
        exception_id=exception.id if exception else None,
        exception_disclosed=exception.disclosed if exception else False,
        choice_optional=choice.optional,
        choice_itemised=choice.itemised,
        choice_at_cost=choice.at_cost,
        choice_weekly_cap=choice.weekly_cap,
    )


def _as_known(one: LedgerLine, same: list[LedgerLine]) -> LedgerLine:
    """A line that was said again, with its proof, and with what the worker confirmed of the same refund.

    Takes what it is the same as from `same`.
    """
    if not same:
        return one
    before = same.pop(0)
    refund = (one.line.reimbursed, one.line.reimbursed_on)
    is_confirmed = before.line.worker_confirmed and refund == (
        before.line.reimbursed,
        before.line.reimbursed_on,
    )
    line = replace(one.line, worker_confirmed=is_confirmed)
    if not before.line.proof or one.line.proof not in ("", before.line.proof):
        return replace(one, line=line)
    line = replace(line, proof=before.line.proof)
    return replace(before, position=one.position, line=line)


def _latest_line(work: Work, ref: Ref, position: int, version: int | None = None) -> CostLineRow | None:
    about = (CostLineRow.kind == ref.kind, CostLineRow.object_id == ref.id)
    latest = select(func.max(CostLedgerRow.version)).where(
        CostLedgerRow.kind == ref.kind, CostLedgerRow.object_id == ref.id
    )
    wanted = select(CostLineRow).where(
        *about,
        CostLineRow.version == (latest.scalar_subquery() if version is None else version),
        CostLineRow.position == position,
        CostLineRow.payer.is_not(None),
    )
    return work.session.scalar(wanted.with_for_update())


def _of(row: CostLineRow) -> dict[str, Any]:
    return {
        "ledger": Ref(row.kind, row.object_id),
        "version": row.version,
        "position": row.position,
        "category": row.category,
    }
