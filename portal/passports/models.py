"""Passports as they were issued."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base


class OfferPassportRow(Base):
    """One passport of one offer: the very bytes that were signed."""

    __tablename__ = "offer_passport"
    __table_args__ = (UniqueConstraint("offer_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offer.id"))
    version: Mapped[int]
    number: Mapped[str] = mapped_column(String(11), unique=True)
    payload: Mapped[bytes]
    signature: Mapped[bytes]
    key_id: Mapped[str] = mapped_column(String(16))
    issued_at: Mapped[datetime]
    replaced_by: Mapped[str | None] = mapped_column(String(11))
    """The number of the passport that is good instead: the terms changed."""
