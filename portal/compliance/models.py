"""Holds and declared costs as they are stored."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.compliance.domain import CostBasis, Payer
from portal.infra.database import Base
from portal.posts.columns import Hundredths


class Hold(Base):
    """A stop that compliance put on a post, a match or an organisation, until it is released."""

    __tablename__ = "hold"
    __table_args__ = (
        Index(
            "uq_hold_open",
            "kind",
            "object_id",
            unique=True,
            sqlite_where=text("released_at is null"),
            postgresql_where=text("released_at is null"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[UUID] = mapped_column(index=True)
    reason: Mapped[str]
    placed_by: Mapped[UUID]
    placed_at: Mapped[datetime]
    released_by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    release_reason: Mapped[str | None]


class CostLineRow(Base):
    """One line of a cost schedule, kept for each version of the post; without payer it does not arise."""

    __tablename__ = "cost_line"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    object_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(String(20))
    payer: Mapped[Payer | None]
    amount: Mapped[Decimal | None] = mapped_column(Hundredths)
    currency: Mapped[str | None] = mapped_column(String(3))
    basis: Mapped[CostBasis]
    why: Mapped[str]
    label: Mapped[str]
