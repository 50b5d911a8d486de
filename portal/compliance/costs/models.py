"""Declared costs as they are stored."""

from decimal import Decimal
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.compliance.costs.domain import CostBasis, Payer
from portal.infra.database import Base
from portal.posts.columns import Hundredths


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
