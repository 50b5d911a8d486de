"""Reading and keeping posts: what is done alike with the rows of spare workers and of vacancies."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.kernel.periods import ONE_DAY, Commitment, Period, free_heads, most_committed, released
from portal.posts.columns import DraftColumns
from portal.posts.domain import (
    ASKED_BEFORE_END,
    ActNotPossible,
    HeadsTaken,
    NoSuchPost,
    PostAct,
    PostChangedMeanwhile,
    PostEvent,
    PostState,
    Reserved,
    end_of_life,
    state_after,
)

Row = TypeVar("Row")

ALIVE = (PostState.PUBLISHED, PostState.PAUSED)


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
class Draft:
    """A post that is being written: field name to the list of what was typed."""

    id: UUID
    organisation_id: UUID
    answers: Mapping[str, list[str]]
    saved_at: datetime


@dataclass(frozen=True)
class Shelf(Generic[Row]):
    """The tables of one kind of post, and the frozen rows that are made of them."""

    post: Any
    version: Any
    draft: Any
    commitment: Any
    row: Callable[..., Row]
    terms: Any
    """The frozen class whose fields are the columns that an edit changes."""
    is_branch_of: Callable[[Session, UUID, UUID], bool]
    """Whether an organisation (named first) has a branch (named second)."""
    letter: str
    """How the numbers of these posts begin: "A" or "V"."""
    events: Mapping[PostAct, type[PostEvent]]
    """What each act is told as."""
    nears_expiry: type[PostEvent]
    heads_changed: type[PostEvent]

    # reading

    def find(self, session: Session, post_id: UUID) -> Row | None:
        """The post as it stands."""
        return self.find_all(session, [post_id]).get(post_id)

    def find_all(self, session: Session, ids: Collection[UUID]) -> dict[UUID, Row]:
        """Posts by id; those that there are."""
        posts = list(session.scalars(select(self.post).where(self.post.id.in_(ids)))) if ids else []
        return {post.id: row for post, row in zip(posts, self.rows(session, posts), strict=True)}

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
        if posts:
            wanted = select(self.commitment).where(self.commitment.post_id.in_(taken))
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

    # drafts

    def find_draft(self, session: Session, organisation_id: UUID, post_id: UUID) -> Draft | None:
        draft = session.get(self.draft, post_id)
        return _draft(draft) if draft and draft.organisation_id == organisation_id else None

    def drafts_of(self, session: Session, organisation_id: UUID) -> list[Draft]:
        """The organisation's drafts, the latest first."""
        wanted = select(self.draft).where(self.draft.organisation_id == organisation_id)
        return [_draft(one) for one in session.scalars(wanted.order_by(self.draft.saved_at.desc()))]

    def keep_draft(
        self, work: Work, organisation_id: UUID, post_id: UUID | None, answers: Mapping[str, list[str]]
    ) -> Draft | NoSuchPost:
        """Keep what was typed so far, in a new draft or in one that there is."""
        if post_id is None:
            draft = self.draft(
                id=work.new_id(),
                organisation_id=organisation_id,
                posted_by=work.actor,
                answers=dict(answers),
                saved_at=work.now,
            )
            work.session.add(draft)
            return _draft(draft)
        draft = work.session.get(self.draft, post_id, with_for_update=True)
        if draft is None or draft.organisation_id != organisation_id:
            return NoSuchPost()
        draft.answers, draft.saved_at = dict(answers), work.now
        return _draft(draft)

    def drop_draft(self, work: Work, organisation_id: UUID, post_id: UUID) -> NoSuchPost | None:
        """Forget a draft, because it was published or thrown away."""
        draft = work.session.get(self.draft, post_id, with_for_update=True)
        if draft is None or draft.organisation_id != organisation_id:
            return NoSuchPost()
        work.session.delete(draft)
        return None

    # the life of a post

    def publish(
        self, work: Work, organisation_id: UUID, terms: Any, draft_id: UUID | None
    ) -> UUID | NoSuchPost:
        """A new post with these terms; a draft that it was written in is used up."""
        if self._names_foreign_branch(work, organisation_id, terms):
            return NoSuchPost()
        if draft_id is not None and isinstance(
            gone := self.drop_draft(work, organisation_id, draft_id), NoSuchPost
        ):
            return gone
        post = self.post(
            id=draft_id or work.new_id(),
            organisation_id=organisation_id,
            posted_by=work.actor,
            number=self._new_number(work),
            state=PostState.PUBLISHED,
            version=1,
            created_at=work.now,
            published_at=work.now,
            expires_at=end_of_life(work.now),
            **self._columns(terms),
        )
        work.session.add(post)
        work.session.flush()
        self._snapshot(work, post)
        self._tell(work, post, self.events[PostAct.PUBLISH])
        published: UUID = post.id
        return published

    def own(self, work: Work, organisation_id: UUID, post_id: UUID) -> Any | None:
        """The organisation's own post, locked."""
        post = work.session.get(self.post, post_id, with_for_update=True)
        return post if post and post.organisation_id == organisation_id else None

    def act(
        self, work: Work, organisation_id: UUID, post_id: UUID, act: PostAct, **told: Any
    ) -> PostState | NoSuchPost | ActNotPossible:
        """Take the organisation's own post one step through its life, and tell of it."""
        post = self._move(work, organisation_id, post_id, act)
        if isinstance(post, NoSuchPost | ActNotPossible):
            return post
        self._tell(work, post, self.events[act], **told)
        state: PostState = post.state
        return state

    def prolong(
        self, work: Work, organisation_id: UUID, post_id: UUID
    ) -> PostState | NoSuchPost | ActNotPossible:
        """Another life span from now; an expired post is open again."""
        post = self.own(work, organisation_id, post_id)
        if post is None:
            return NoSuchPost()
        was_expired = post.state is PostState.EXPIRED
        post.expires_at, post.asked_at = end_of_life(work.now), None
        return self.act(work, organisation_id, post_id, PostAct.PROLONG, was_expired=was_expired)

    def close(
        self, work: Work, organisation_id: UUID, post_id: UUID, reason: str
    ) -> PostState | NoSuchPost | ActNotPossible:
        """Withdraw the post for good."""
        post = self.own(work, organisation_id, post_id)
        if post is None:
            return NoSuchPost()
        post.closed_at, post.close_reason = work.now, reason
        return self.act(work, organisation_id, post_id, PostAct.CLOSE, reason=reason)

    def edit(
        self, work: Work, organisation_id: UUID, post_id: UUID, seen_version: int, terms: Any
    ) -> UUID | NoSuchPost | ActNotPossible | PostChangedMeanwhile | HeadsTaken:
        """Give the post new terms, unless somebody else did so since `seen_version` was shown."""
        post = self._move(work, organisation_id, post_id, PostAct.EDIT)
        if isinstance(post, NoSuchPost | ActNotPossible):
            return post
        if post.version != seen_version:
            return PostChangedMeanwhile(seen_version, post.version)
        if self._names_foreign_branch(work, organisation_id, terms):
            return NoSuchPost()
        committed = self._most_committed(work.session, post.id)
        if terms.headcount < committed:
            return HeadsTaken(free=post.headcount - committed)
        for name, value in self._columns(terms).items():
            setattr(post, name, value)
        post.version += 1
        work.session.flush()
        self._snapshot(work, post)
        self._tell(work, post, self.events[PostAct.EDIT])
        return post_id

    def _move(
        self, work: Work, organisation_id: UUID, post_id: UUID, act: PostAct
    ) -> Any | NoSuchPost | ActNotPossible:
        post = self.own(work, organisation_id, post_id)
        if post is None:
            return NoSuchPost()
        after = state_after(post.state, act)
        if isinstance(after, ActNotPossible):
            return after
        post.state = after
        return post

    def _names_foreign_branch(self, work: Work, organisation_id: UUID, terms: Any) -> bool:
        branch_id = terms.branch_id
        return branch_id is not None and not self.is_branch_of(work.session, organisation_id, branch_id)

    def _columns(self, terms: Any) -> dict[str, Any]:
        return {name: getattr(terms, name) for name in self.term_names}

    def _snapshot(self, work: Work, post: Any) -> None:
        kept = self.version(post_id=post.id, version=post.version, at=work.now, **self._columns(post))
        work.session.add(kept)

    def _new_number(self, work: Work) -> str:
        """A short reference that tells nothing: neither how many posts there are nor which is next."""
        while True:
            number = f"{self.letter}-{work.new_id().int % 900_000 + 100_000}"
            if work.session.scalar(select(self.post.id).where(self.post.number == number)) is None:
                return number

    def _tell(self, work: Work, post: Any, event: type[PostEvent], **more: Any) -> None:
        work.emit(
            event(
                at=work.now,
                by=work.actor,
                post_id=post.id,
                organisation_id=post.organisation_id,
                version=post.version,
                **more,
            )
        )

    # time

    def ask_still_open(self, work: Work) -> int:
        """Ask of posts that expire soon whether they are still open, once; how many were asked about."""
        posts = self._ending(work, work.now + ASKED_BEFORE_END, self.post.asked_at.is_(None))
        for post in posts:
            post.asked_at = work.now
            self._tell(work, post, self.nears_expiry, posted_by=post.posted_by)
        return len(posts)

    def expire(self, work: Work) -> int:
        """Let every post whose time is over expire; how many did."""
        posts = self._ending(work, work.now)
        for post in posts:
            post.state = PostState.EXPIRED
            self._tell(work, post, self.events[PostAct.EXPIRE])
        return len(posts)

    def _ending(self, work: Work, by: datetime, *conditions: ColumnElement[bool]) -> list[Any]:
        """Posts in life that expire by a moment, locked."""
        wanted = select(self.post).where(self.post.state.in_(ALIVE), self.post.expires_at <= by, *conditions)
        return list(work.session.scalars(wanted.order_by(self.post.id).with_for_update()))

    # heads

    def reserve(
        self, work: Work, post_id: UUID, holder: UUID, heads: int, period: Period
    ) -> Reserved | HeadsTaken | NoSuchPost:
        """Commit heads to a holder for a period, if as many are free on each of its days."""
        post = work.session.get(self.post, post_id, with_for_update=True)
        if post is None:
            return NoSuchPost()
        free = free_heads(post.headcount, self._commitments(work.session, post_id), period)
        if heads > free:
            return HeadsTaken(free)
        self._commit_heads(work, post_id, holder, Commitment(period, heads))
        self._tell(work, post, self.heads_changed, holder=holder)
        return Reserved(heads)

    def extend(
        self, work: Work, post_id: UUID, holder: UUID, heads: int, until: date
    ) -> Reserved | HeadsTaken | NoSuchPost:
        """Keep a holder's heads longer: from the day after their last day until another."""
        last = max((one.period.last for one in self._held(work.session, post_id, holder)), default=None)
        if last is None:
            return NoSuchPost()
        if until <= last:
            return Reserved(heads)
        return self.reserve(work, post_id, holder, heads, Period(last + ONE_DAY, until))

    def release(
        self, work: Work, post_id: UUID, holder: UUID, heads: int, from_day: date
    ) -> bool | NoSuchPost:
        """Free so many of a holder's heads from a day on; whether that changed anything."""
        post = work.session.get(self.post, post_id, with_for_update=True)
        if post is None:
            return NoSuchPost()
        held = self._held(work.session, post_id, holder)
        kept = released(held, heads, from_day)
        if sum(one.heads * one.period.days for one in kept) == sum(
            one.heads * one.period.days for one in held
        ):
            return False
        work.session.execute(
            delete(self.commitment).where(
                self.commitment.post_id == post_id, self.commitment.holder == holder
            )
        )
        for one in kept:
            self._commit_heads(work, post_id, holder, one)
        self._tell(work, post, self.heads_changed, holder=holder)
        return True

    def _commit_heads(self, work: Work, post_id: UUID, holder: UUID, taken: Commitment) -> None:
        first, last = taken.period.first, taken.period.last
        work.session.add(
            self.commitment(
                id=work.new_id(), post_id=post_id, holder=holder, heads=taken.heads, first=first, last=last
            )
        )
        work.session.flush()

    def _held(self, session: Session, post_id: UUID, holder: UUID) -> list[Commitment]:
        wanted = select(self.commitment).where(
            self.commitment.post_id == post_id, self.commitment.holder == holder
        )
        return [one.commitment for one in session.scalars(wanted)]

    def _commitments(self, session: Session, post_id: UUID) -> list[Commitment]:
        wanted = select(self.commitment).where(self.commitment.post_id == post_id)
        return [one.commitment for one in session.scalars(wanted)]

    def _most_committed(self, session: Session, post_id: UUID) -> int:
        taken = self._commitments(session, post_id)
        if not taken:
            return 0
        ever = Period(min(c.period.first for c in taken), max(c.period.last for c in taken))
        return most_committed(taken, ever)


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


def _draft(kept: DraftColumns) -> Draft:
    return Draft(kept.id, kept.organisation_id, kept.answers, kept.saved_at)
