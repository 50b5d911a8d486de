"""Reading posts: the frozen rows of spare workers and of vacancies, with what is committed of them."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, fields
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.infra.database import portions
from portal.kernel.periods import Commitment

Row = TypeVar("Row")

_LIFE = (
    "id",
    "organisation_id",
    "number",
    "state",
    "version",
    "posted_by",
    "created_at",
    "published_at",
    "expires_at",
    "asked_at",
    "closed_at",
    "close_reason",
)


@dataclass(frozen=True)
class Box:
    """A piece of the globe between two parallels and two meridians, in degrees; never across 180°."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, post: Any) -> list[ColumnElement[bool]]:
        """The conditions that keep the posts inside."""
        return [
            post.latitude.between(self.south, self.north),
            post.longitude.between(self.west, self.east),
        ]


@dataclass(frozen=True)
class PostRows(Generic[Row]):
    """The tables of one kind of post, and the frozen rows that are made of them."""

    post: Any
    version: Any
    commitment: Any
    row: Callable[..., Row]
    terms: Any
    """The frozen class whose fields are the columns that an edit changes."""

    def find(self, session: Session, post_id: UUID) -> Row | None:
        """The post as it stands."""
        return self.find_all(session, [post_id]).get(post_id)

    def find_all(self, session: Session, ids: Collection[UUID]) -> dict[UUID, Row]:
        """Posts by id; those that there are."""
        found: dict[UUID, Row] = {}
        for some in portions(ids):
            posts = list(session.scalars(select(self.post).where(self.post.id.in_(some))))
            found |= {post.id: row for post, row in zip(posts, self.rows(session, posts), strict=True)}
        return found

    def select(self, session: Session, *conditions: Any) -> list[Row]:
        """All posts to which the conditions apply, the oldest first."""
        wanted = select(self.post).where(*conditions).order_by(self.post.published_at, self.post.id)
        return self.rows(session, list(session.scalars(wanted)))

    def as_of(self, session: Session, post_id: UUID, version: int) -> Row | None:
        """The post with the terms of an earlier version; its life and commitments are today's."""
        post = session.get(self.post, post_id)
        kept = session.get(self.version, (post_id, version))
        if post is None or kept is None:
            return None
        [row] = self.rows(session, [post], terms=kept)
        return row

    def rows(self, session: Session, posts: list[Any], terms: Any = None) -> list[Row]:
        """The frozen rows of stored posts, with their commitments."""
        taken: dict[UUID, list[Commitment]] = {post.id: [] for post in posts}
        for some in portions(taken):
            wanted = select(self.commitment).where(self.commitment.post_id.in_(some))
            for one in session.scalars(wanted):
                taken[one.post_id].append(one.commitment)
        return [self._row(post, terms or post, taken[post.id]) for post in posts]

    def _row(self, post: Any, terms: Any, taken: Iterable[Commitment]) -> Row:
        of_life = {name: getattr(post, name) for name in _LIFE}
        of_terms = {name: getattr(terms, name) for name in self.term_names}
        if terms is not post:
            of_life["version"] = terms.version
        return self.row(**of_life, **of_terms, commitments=tuple(sorted(taken, key=lambda c: c.period)))

    @property
    def term_names(self) -> list[str]:
        return [one.name for one in fields(self.terms)]
