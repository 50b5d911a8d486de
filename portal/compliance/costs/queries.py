"""Cost ledgers as others read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.costs.domain import Choice, CostLine, FeeException
from portal.compliance.costs.exceptions import fee_exceptions
from portal.compliance.costs.ledger import (
    PLACEMENT,
    VACANCY,
    CostLedger,
    LedgerLine,
    Origin,
    Signature,
    can_be_confirmed,
    signature,
)
from portal.compliance.costs.models import CostLedgerRow, CostLineRow, WorkerCostAnswer
from portal.compliance.costs.schedule import CostSchedule
from portal.kernel.events import Ref


@dataclass(frozen=True)
class CostAnswerRow:
    """What a placed worker answered; it can be changed for a day after the first answer."""

    placement_id: UUID
    paid: bool
    first_at: datetime
    changed_at: datetime


@dataclass(frozen=True)
class Confirmations:
    """How many placed workers said that they paid nothing, of how many were asked; by what they saw."""

    by_signature: Mapping[Signature, tuple[int, int]]

    def of(self, line: CostLine) -> CostLine:
        said, asked = self.by_signature.get(signature(line), (0, 0))
        return replace(line, confirmed_by=said, asked=asked) if can_be_confirmed(line) else line


def costs_of(session: Session, ref: Ref, version: int | None = None) -> tuple[CostLine, ...]:
    """The cost lines of a post, in their order; of an earlier version where one is given."""
    return schedule_of(session, ref, version).lines


def schedule_of(session: Session, ref: Ref, version: int | None = None) -> CostSchedule:
    """The whole cost schedule of a post: the lines, and what was said not to arise."""
    return ledger_of(session, ref, version).schedule


def ledger_of(
    session: Session, ref: Ref, version: int | None = None, *, until: datetime | None = None
) -> CostLedger:
    """The ledger of an availability, a vacancy, an offer or a placement; the latest version if none is given.

    `until` counts only answers of workers that stood then: pages of members give the moment since
    which no answer can be changed, so that nobody sees who changed one.
    """
    kept = _kept(session, ref, version)
    if kept is None:
        return CostLedger(ref=ref)
    origin = _origin(kept)
    rows = _rows(session, ref, kept.version)
    exceptions = fee_exceptions(session) if any(row.exception_id for row in rows) else {}
    lines = [_line(row, exceptions) for row in rows if row.payer is not None]
    vacancy_id = ref.id if ref.kind == VACANCY else kept.vacancy_id
    if vacancy_id is not None:
        confirmed = confirmations(session, vacancy_id, until)
        lines = [_confirmed(one, confirmed) for one in lines]
        if ref.kind != VACANCY:
            lines = _evidenced_since(session, vacancy_id, lines)
    return CostLedger(
        ref=ref,
        version=kept.version,
        lines=tuple(lines),
        absent=frozenset(row.category for row in rows if row.payer is None),
        rule_set=kept.rule_set,
        origin=origin,
    )


def ledger_of_pair(
    session: Session, match_id: UUID, origin: Origin, *, until: datetime | None = None
) -> CostLedger:
    """The ledger of a match: the vacancy's costs as they were judged, and what the lot's workers had paid."""
    vacancy = ledger_of(session, origin.vacancy, origin.vacancy_version, until=until)
    lot = ledger_of(session, origin.availability, origin.availability_version)
    lines = [
        replace(one, position=place, place=one.position)
        for place, one in enumerate([*vacancy.lines, *lot.lines])
    ]
    return CostLedger(
        ref=Ref("match", match_id),
        version=vacancy.version,
        lines=tuple(lines),
        absent=vacancy.absent,
        rule_set=vacancy.rule_set,
        origin=origin,
    )


def cost_answer(session: Session, placement_id: UUID) -> CostAnswerRow | None:
    """What a placed worker answered so far."""
    row = session.get(WorkerCostAnswer, placement_id)
    return CostAnswerRow(row.placement_id, row.paid, row.first_at, row.changed_at) if row else None


def confirmations(session: Session, vacancy_id: UUID, until: datetime | None = None) -> Confirmations:
    """Of each line that placed workers of a vacancy saw: how many confirmed it, of how many."""
    placed = session.execute(
        select(CostLedgerRow.object_id, CostLedgerRow.vacancy_version)
        .where(CostLedgerRow.kind == PLACEMENT, CostLedgerRow.vacancy_id == vacancy_id)
        .distinct()
    ).all()
    if not placed:
        return Confirmations({})
    answered = select(WorkerCostAnswer.placement_id).where(
        WorkerCostAnswer.placement_id.in_([one for one, _ in placed]), WorkerCostAnswer.paid.is_(False)
    )
    if until is not None:
        answered = answered.where(WorkerCostAnswer.changed_at <= until)
    nothing = set(session.scalars(answered))
    counts: dict[Signature, tuple[int, int]] = {}
    for seen, workers in _by_version(placed).items():
        said = sum(1 for one in workers if one in nothing)
        for line in _signatures(session, Ref(VACANCY, vacancy_id), seen):
            before = counts.get(line, (0, 0))
            counts[line] = (before[0] + said, before[1] + len(workers))
    return Confirmations(counts)


def _by_version(placed: Iterable[tuple[UUID, int | None]]) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    for placement_id, version in placed:
        found.setdefault(version or 1, []).append(placement_id)
    return found


def _signatures(session: Session, vacancy: Ref, version: int) -> set[Signature]:
    return {signature(_line(row, {}).line) for row in _rows(session, vacancy, version) if row.payer}


def _confirmed(one: LedgerLine, confirmed: Confirmations) -> LedgerLine:
    return replace(one, line=confirmed.of(one.line)) if one.origin == VACANCY else one


def _evidenced_since(session: Session, vacancy_id: UUID, lines: list[LedgerLine]) -> list[LedgerLine]:
    """Lines copied from a vacancy, with a proof that was given for the same line of it afterwards."""
    vacancy = Ref(VACANCY, vacancy_id)
    now = _kept(session, vacancy, None)
    if now is None:
        return lines
    proven = {
        signature(one.line): one
        for row in _rows(session, vacancy, now.version)
        if row.payer is not None and row.proof
        for one in [_line(row, {})]
    }

    def add(one: LedgerLine) -> LedgerLine:
        later = proven.get(signature(one.line))
        if one.origin != VACANCY or one.line.proof or later is None:
            return one
        line = replace(one.line, proof=later.line.proof)
        return replace(
            one,
            line=line,
            proof_on=later.proof_on,
            proof_seen_at=later.proof_seen_at,
            proof_seen_by=later.proof_seen_by,
        )

    return [add(one) for one in lines]


def _kept(session: Session, ref: Ref, version: int | None) -> CostLedgerRow | None:
    wanted = select(CostLedgerRow).where(CostLedgerRow.kind == ref.kind, CostLedgerRow.object_id == ref.id)
    if version is not None:
        wanted = wanted.where(CostLedgerRow.version == version)
    return session.scalar(wanted.order_by(CostLedgerRow.version.desc()).limit(1))


def _rows(session: Session, ref: Ref, version: int) -> list[CostLineRow]:
    wanted = select(CostLineRow).where(
        CostLineRow.kind == ref.kind, CostLineRow.object_id == ref.id, CostLineRow.version == version
    )
    return list(session.scalars(wanted.order_by(CostLineRow.position)))


def _origin(kept: CostLedgerRow) -> Origin | None:
    if kept.vacancy_id is None or kept.availability_id is None:
        return None
    return Origin(
        vacancy_id=kept.vacancy_id,
        vacancy_version=kept.vacancy_version or 1,
        availability_id=kept.availability_id,
        availability_version=kept.availability_version or 1,
    )


def _line(row: CostLineRow, exceptions: Mapping[str, FeeException]) -> LedgerLine:
    if row.payer is None:
        raise LookupError("a category that does not arise is no line")
    exception = exceptions.get(row.exception_id or "")
    return LedgerLine(
        position=row.position,
        line=CostLine(
            category=row.category,
            payer=row.payer,
            amount=row.amount,
            currency=row.currency,
            basis=row.basis,
            why=row.why,
            label=row.label,
            collected_by=row.collected_by,
            collection=row.collection,
            stage=row.stage,
            initiated_by=row.initiated_by,
            required=row.required,
            in_recruitment=row.in_recruitment,
            proof=row.proof,
            reimbursed=row.reimbursed,
            reimbursed_on=row.reimbursed_on,
            worker_confirmed=row.worker_confirmed,
            exception=replace(exception, disclosed=row.exception_disclosed) if exception else None,
            choice=_choice(row),
        ),
        origin=row.origin,
        proof_on=row.proof_on,
        proof_seen_at=row.proof_seen_at,
        proof_seen_by=row.proof_seen_by,
    )


def _choice(row: CostLineRow) -> Choice | None:
    said = Choice(
        optional=row.choice_optional,
        itemised=row.choice_itemised,
        at_cost=row.choice_at_cost,
        weekly_cap=row.choice_weekly_cap,
    )
    return None if said == Choice() else said
