"""The one place where a transaction that writes begins and ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from portal.infra.database import WRITING
from portal.kernel.events import ActorId, Event
from portal.kernel.outcomes import Refusal

P = ParamSpec("P")
T = TypeVar("T")

DEEPEST = 8
"""An event may cause an event; more generations than this are a circle."""

CONFLICTS = frozenset({"23505", "40001", "40P01"})
"""What PostgreSQL says of transactions that got in each other's way: a key that is there already by now, a
serialization failure, a deadlock."""
MOST_CONFLICTS = 3

_WRITABLE = "writable"


@dataclass
class Work:
    """What a use case may touch: the session, the moment, the actor."""

    session: Session
    now: datetime
    actor: ActorId
    pending: list[Event] = field(default_factory=list)
    in_bulk: bool = False
    """One of many that come at once: what can be done a moment later is left to the worker."""

    def emit(self, happened: Event) -> None:
        """Tell the subscribers, at the end of the same transaction."""
        self.pending.append(happened)

    @staticmethod
    def new_id() -> UUID:
        """A fresh random id."""
        return uuid4()


Subscriber: TypeAlias = Callable[[Work, Event], None]


class WriteOutsideUnitOfWork(Exception):
    """Something tried to write without going through `Transactor.perform`."""


@dataclass(frozen=True)
class Transactor:
    """Runs a use case in one transaction, and commits what it accepted."""

    sessions: sessionmaker[Session]
    clock: Callable[[], datetime]
    subscribers: Sequence[Subscriber] = ()
    """The trail, the notices into the outbox, the reactions of features above; in this order."""

    def perform(
        self,
        use_case: Callable[Concatenate[Work, P], T],
        actor: ActorId,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Run `use_case` and commit; a refusal, or an exception, leaves nothing behind.

        Where another transaction got in its way (PostgreSQL: both wrote the same new row, or waited for
        each other), it is run again from the beginning, and sees what the other did.
        """
        for _ in range(MOST_CONFLICTS):
            try:
                return self._attempt(use_case, actor, *args, **kwargs)
            except DBAPIError as error:
                if getattr(error.orig, "sqlstate", None) not in CONFLICTS:
                    raise
        return self._attempt(use_case, actor, *args, **kwargs)

    def _attempt(
        self,
        use_case: Callable[Concatenate[Work, P], T],
        actor: ActorId,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        with self.sessions(info={_WRITABLE: True}) as session:
            session.connection(execution_options={WRITING: True})
            work = Work(session, self.clock(), actor)
            outcome = use_case(work, *args, **kwargs)
            if isinstance(outcome, Refusal):
                session.rollback()
                return outcome
            self._tell(work)
            session.commit()
            return outcome

    def _tell(self, work: Work) -> None:
        for _ in range(DEEPEST):
            happened, work.pending = work.pending, []
            if not happened:
                return
            for one in happened:
                for subscriber in self.subscribers:
                    subscriber(work, one)
        raise RuntimeError("events keep causing events")


def _refuse_stray_writes(session: Session, *_: Any) -> None:
    """Reads happen anywhere; writes only inside a unit of work."""
    if (session.new or session.dirty or session.deleted) and not session.info.get(_WRITABLE):
        raise WriteOutsideUnitOfWork


def _refuse_stray_statements(state: ORMExecuteState) -> None:
    """The same, for bulk statements that never reach a flush."""
    if not state.is_select and not state.session.info.get(_WRITABLE):
        raise WriteOutsideUnitOfWork


event.listen(Session, "before_flush", _refuse_stray_writes)
event.listen(Session, "do_orm_execute", _refuse_stray_statements)
