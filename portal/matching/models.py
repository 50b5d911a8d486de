"""Matches as they are stored, and the marks of posts that wait to be matched again."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Float, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.matching.states import MatchState


class Match(Base):
    """One availability and one vacancy; never deleted."""

    __tablename__ = "match"
    __table_args__ = (
        UniqueConstraint("availability_id", "vacancy_id"),
        Index("ix_match_of_vacancy", "vacancy_id", "state", "score"),
        Index("ix_match_of_availability", "availability_id", "state", "score"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    availability_id: Mapped[UUID] = mapped_column(ForeignKey("availability.id"))
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"))
    provider_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    employer_id: Mapped[UUID] = mapped_column(ForeignKey("organisation.id"), index=True)
    availability_version: Mapped[int]
    vacancy_version: Mapped[int]
    rules_version: Mapped[int]
    score: Mapped[float] = mapped_column(Float(53))
    judgement: Mapped[dict[str, Any]]
    state: Mapped[MatchState]
    lapse_reason: Mapped[str | None]
    found_at: Mapped[datetime]
    judged_at: Mapped[datetime]
    lapsed_at: Mapped[datetime | None]
    provider_told_at: Mapped[datetime | None]
    employer_told_at: Mapped[datetime | None]


_WAITING, _UNPACKED = text("matched < generation"), text("generation > packed")


class Dirty(Base):
    """A post that changed: its matches may, and a snapshot of earlier does not have it as it is.

    Each change is another generation, of a number that no earlier mark had. The row goes once that
    generation was matched and a snapshot has it; as long as there is no snapshot, once it was matched.
    """

    __tablename__ = "dirty_post"
    __table_args__ = (
        Index(
            "ix_dirty_post_waiting",
            "in_bulk",
            "marked_at",
            "id",
            sqlite_where=_WAITING,
            postgresql_where=_WAITING,
        ),
        Index("ix_dirty_post_unpacked", "generation", sqlite_where=_UNPACKED, postgresql_where=_UNPACKED),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(BigInteger)
    matched: Mapped[int] = mapped_column(BigInteger)
    """The generation that was matched last; 0 for none."""
    packed: Mapped[int] = mapped_column(BigInteger)
    """The generation that the snapshot in use has; 0 for none."""
    in_bulk: Mapped[bool]
    """One of many: what is asked about single posts goes before."""
    marked_at: Mapped[datetime]


class Snapshot(Base):
    """Packed files with every post that was open at one moment; `made_at` is empty while they are written.

    Only one is whole at a time: the one whose files all processes map.
    """

    __tablename__ = "market_snapshot"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date]
    """On which starts in the past counted as this day."""
    basis: Mapped[str]
    """What else the files rest on: how records are laid out, and the version of the taxonomy."""
    begun_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
    availabilities: Mapped[int | None]
    vacancies: Mapped[int | None]


class Run(Base):
    """A bulk of posts that the worker matches, portion by portion; at most one has not ended."""

    __tablename__ = "matching_run"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    began_at: Mapped[datetime]
    matched: Mapped[int]
    stopped_at: Mapped[datetime | None]
    """While somebody keeps it from going on."""
    seconds_stopped: Mapped[float] = mapped_column(Float(53))
    """For how long somebody did before."""
    ended_at: Mapped[datetime | None]
