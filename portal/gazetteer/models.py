"""Places, their names and postcodes as they are stored."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base

# Sorted by code point on every database, so that an index serves "begins with" as a range.
_SPELLING = String(200).with_variant(String(200, collation="C"), "postgresql")


class PlaceRow(Base):
    """A town or village."""

    __tablename__ = "place"

    id: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    region: Mapped[str | None] = mapped_column(String(200))
    nation: Mapped[str | None] = mapped_column(String(40))
    country: Mapped[str] = mapped_column(String(2))
    latitude: Mapped[float]
    longitude: Mapped[float]
    population: Mapped[int]
    timezone: Mapped[str | None] = mapped_column(String(60))


class PlaceNameRow(Base):
    """One of a place's names in the form in which names are compared."""

    __tablename__ = "place_name"
    __table_args__ = (Index(None, "place_id"),)

    normalised: Mapped[str] = mapped_column(_SPELLING, primary_key=True)
    place_id: Mapped[str] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), primary_key=True)
    is_primary: Mapped[bool]


class PostcodeRow(Base):
    """The middle of a UK postcode sector ("PE13 2") or outward code ("PE13")."""

    __tablename__ = "postcode"

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    latitude: Mapped[float]
    longitude: Mapped[float]
