"""What staff do to the rates of minimum pay."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from portal.compliance.pay.events import MinimumPayEntered, MinimumPayWithdrawn
from portal.compliance.pay.minimum import PayRate
from portal.compliance.pay.models import MinimumPayRow
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal


@dataclass(frozen=True)
class NoSuchRate(Refusal):
    """Staff entered no such rate, or it was withdrawn before."""


def enter_minimum_pay(work: Work, rate: PayRate) -> UUID:
    """Enter a rate; one that stood for the same country and day is withdrawn by it."""
    standing = select(MinimumPayRow).where(
        MinimumPayRow.country == rate.country,
        MinimumPayRow.since == rate.since,
        MinimumPayRow.withdrawn_at.is_(None),
    )
    if (former := work.session.scalar(standing.with_for_update())) is not None:
        _withdraw(work, former)
    row = MinimumPayRow(
        id=work.new_id(),
        country=rate.country,
        since=rate.since,
        hourly=rate.hourly,
        currency=rate.currency,
        basis=rate.basis,
        source=rate.source,
        is_verified=rate.is_verified,
        entered_by=work.actor,
        entered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.emit(
        MinimumPayEntered(
            at=work.now,
            by=work.actor,
            rate_id=row.id,
            country=row.country,
            since=row.since,
            hourly=row.hourly,
            currency=row.currency,
            source=row.source,
        )
    )
    return row.id


def withdraw_minimum_pay(work: Work, rate_id: UUID) -> str | NoSuchRate:
    """Take back a rate that staff entered; what was shipped counts again. Returns the country."""
    row = work.session.get(MinimumPayRow, rate_id, with_for_update=True)
    if row is None or row.withdrawn_at is not None:
        return NoSuchRate()
    _withdraw(work, row)
    return row.country


def _withdraw(work: Work, row: MinimumPayRow) -> None:
    row.withdrawn_by, row.withdrawn_at = work.actor, work.now
    work.session.flush()
    work.emit(
        MinimumPayWithdrawn(at=work.now, by=work.actor, rate_id=row.id, country=row.country, since=row.since)
    )
