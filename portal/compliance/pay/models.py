"""Rates of minimum pay that staff entered, as they are stored."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.posts.columns import Hundredths


class MinimumPayRow(Base):
    """One rate; a corrected one is withdrawn and stays, so that it can be seen what was judged by."""

    __tablename__ = "minimum_pay"
    __table_args__ = (
        Index(
            "uq_minimum_pay_standing",
            "country",
            "since",
            unique=True,
            sqlite_where=text("withdrawn_at is null"),
            postgresql_where=text("withdrawn_at is null"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    country: Mapped[str] = mapped_column(String(2))
    since: Mapped[date]
    hourly: Mapped[Decimal | None] = mapped_column(Hundredths)
    currency: Mapped[str] = mapped_column(String(3))
    basis: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(300))
    is_verified: Mapped[bool]
    entered_by: Mapped[UUID]
    entered_at: Mapped[datetime]
    withdrawn_by: Mapped[UUID | None]
    withdrawn_at: Mapped[datetime | None]
