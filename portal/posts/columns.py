"""How posts are kept: the columns of their life, and column types that hold the words of their terms."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, String
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from portal.infra.database import Json
from portal.kernel.periods import Commitment, Period
from portal.posts.domain import EngagementForm, PostState, Shift, Skill


class AsJson(TypeDecorator[Any]):
    """A value of the field, kept as plain JSON."""

    impl = Json
    cache_ok = True

    def __init__(self, write: Callable[[Any], Any], read: Callable[[Any], Any]) -> None:
        super().__init__()
        self.write, self.read = write, read

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.write(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return None if value is None else self.read(value)


class Hundredths(TypeDecorator[Decimal]):
    """A decimal of at most two places, kept as a whole number: exact and sortable on both databases."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        return None if value is None else int((value * 100).to_integral_exact())

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


def _write_skills(skills: tuple[Skill, ...]) -> list[dict[str, str | None]]:
    return [{"uri": one.uri, "label": one.label} for one in skills]


def _read_skills(kept: list[dict[str, Any]]) -> tuple[Skill, ...]:
    return tuple(Skill(one["uri"], one["label"]) for one in kept)


def _write_amounts(amounts: Mapping[str, Decimal]) -> dict[str, str]:
    return {currency: str(amount) for currency, amount in sorted(amounts.items())}


def _read_amounts(kept: dict[str, str]) -> dict[str, Decimal]:
    return {currency: Decimal(amount) for currency, amount in kept.items()}


def _read_shifts(kept: list[str]) -> frozenset[Shift]:
    return frozenset(map(Shift, kept))


def _read_forms(kept: list[str]) -> frozenset[EngagementForm]:
    return frozenset(map(EngagementForm, kept))


SKILLS = AsJson(_write_skills, _read_skills)
AMOUNTS = AsJson(_write_amounts, _read_amounts)
SHIFTS = AsJson(sorted, _read_shifts)
FORMS = AsJson(sorted, _read_forms)
WORDS = AsJson(list, tuple)
BY_WORD = AsJson(dict, dict)


class PostLife:
    """The columns of a post's life, the same for spare workers and for vacancies."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    posted_by: Mapped[UUID]
    number: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[PostState] = mapped_column(index=True)
    version: Mapped[int]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    """When the poster was asked whether it is still open; none since it was last prolonged."""
    closed_at: Mapped[datetime | None]
    close_reason: Mapped[str | None]


class PostPlace:
    """Where a post is: a place of the gazetteer, as it was called when it was chosen."""

    place_id: Mapped[str | None] = mapped_column(String(12))
    town: Mapped[str]
    region: Mapped[str | None]
    country: Mapped[str] = mapped_column(String(2))
    latitude: Mapped[float]
    longitude: Mapped[float]


class DraftColumns:
    """A post that is being written: what was typed so far, whatever it is."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(index=True)
    posted_by: Mapped[UUID]
    answers: Mapped[dict[str, Any]]
    """Field name to the list of what was typed."""
    saved_at: Mapped[datetime]


class CommitmentColumns:
    """Heads of a post that a holder (an introduction) has taken, for some days."""

    id: Mapped[UUID] = mapped_column(primary_key=True)
    holder: Mapped[UUID] = mapped_column(index=True)
    heads: Mapped[int]
    first: Mapped[date]
    last: Mapped[date]

    @property
    def commitment(self) -> Commitment:
        return Commitment(Period(self.first, self.last), self.heads)
