"""Rates of minimum pay as others read them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.pay.minimum import PayRate, shipped_rates, together
from portal.compliance.pay.models import MinimumPayRow


def pay_rates(session: Session) -> tuple[PayRate, ...]:
    """Every rate that stands, shipped or entered by staff, by country and day."""
    return together(shipped_rates(), (_rate(row) for row in standing_rows(session)))


def standing_rows(session: Session) -> list[MinimumPayRow]:
    wanted = select(MinimumPayRow).where(MinimumPayRow.withdrawn_at.is_(None))
    return list(session.scalars(wanted))


def _rate(row: MinimumPayRow) -> PayRate:
    return PayRate(
        country=row.country,
        since=row.since,
        hourly=row.hourly,
        currency=row.currency,
        basis=row.basis,
        source=row.source,
        is_verified=row.is_verified,
        id=row.id,
    )
