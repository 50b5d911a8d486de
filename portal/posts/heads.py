"""Heads of posts: committed to a holder for a period, and free again."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from portal.infra.unit_of_work import Work
from portal.kernel.periods import ONE_DAY, Commitment, Period, free_heads, most_committed, released
from portal.posts.domain import HeadsTaken, NoSuchPost, PostEvent, Reserved


def tell(work: Work, post: Any, event: type[PostEvent], **more: Any) -> None:
    """Tell what happened to a post, as it stands now."""
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


@dataclass(frozen=True)
class Heads:
    """The posts of one kind, and who holds how many of their heads when."""

    post: Any
    commitment: Any
    heads_changed: type[PostEvent]

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
        tell(work, post, self.heads_changed, holder=holder)
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
        tell(work, post, self.heads_changed, holder=holder)
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

    def most_ever_committed(self, session: Session, post_id: UUID) -> int:
        """The heads that are committed on the fullest day of all."""
        taken = self._commitments(session, post_id)
        if not taken:
            return 0
        ever = Period(min(c.period.first for c in taken), max(c.period.last for c in taken))
        return most_committed(taken, ever)
