"""Keeping posts: what is done alike with the rows of spare workers and of vacancies, from first to last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.posts.domain import (
    ASKED_BEFORE_END,
    ActNotPossible,
    HeadsTaken,
    NoSuchPost,
    PostAct,
    PostChangedMeanwhile,
    PostEvent,
    PostState,
    end_of_life,
    state_after,
)
from portal.posts.drafts import Drafts
from portal.posts.heads import Heads, tell
from portal.posts.reading import PostRows, Row

ALIVE = (PostState.PUBLISHED, PostState.PAUSED)


@dataclass(frozen=True)
class Shelf(PostRows[Row], Drafts, Heads):
    """All that is kept of one kind of post."""

    is_branch_of: Callable[[Session, UUID, UUID], bool]
    """Whether an organisation (named first) has a branch (named second)."""
    letter: str
    """How the numbers of these posts begin: "A" or "V"."""
    events: Mapping[PostAct, type[PostEvent]]
    """What each act is told as."""
    nears_expiry: type[PostEvent]

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
        tell(work, post, self.events[PostAct.PUBLISH])
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
        tell(work, post, self.events[act], **told)
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
        committed = self.most_ever_committed(work.session, post.id)
        if terms.headcount < committed:
            return HeadsTaken(free=post.headcount - committed)
        for name, value in self._columns(terms).items():
            setattr(post, name, value)
        post.version += 1
        work.session.flush()
        self._snapshot(work, post)
        tell(work, post, self.events[PostAct.EDIT])
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

    # time

    def ask_still_open(self, work: Work) -> int:
        """Ask of posts that expire soon whether they are still open, once; how many were asked about."""
        posts = self._ending(work, work.now + ASKED_BEFORE_END, self.post.asked_at.is_(None))
        for post in posts:
            post.asked_at = work.now
            tell(work, post, self.nears_expiry, posted_by=post.posted_by)
        return len(posts)

    def expire(self, work: Work) -> int:
        """Let every post whose time is over expire; how many did."""
        posts = self._ending(work, work.now)
        for post in posts:
            post.state = PostState.EXPIRED
            tell(work, post, self.events[PostAct.EXPIRE])
        return len(posts)

    def _ending(self, work: Work, by: datetime, *conditions: ColumnElement[bool]) -> list[Any]:
        """Posts in life that expire by a moment, locked."""
        wanted = select(self.post).where(self.post.state.in_(ALIVE), self.post.expires_at <= by, *conditions)
        return list(work.session.scalars(wanted.order_by(self.post.id).with_for_update()))
