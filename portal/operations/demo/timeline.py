"""The weeks before today, as the demo lives through them: every act at its own moment."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.orm import Session, sessionmaker

from portal.availability.events import AvailabilityPublished
from portal.infra.unit_of_work import Subscriber, Transactor, Work
from portal.kernel.events import ActorId, Event
from portal.kernel.outcomes import Refusal
from portal.matching.service import mark
from portal.vacancies.events import VacancyPublished

P = ParamSpec("P")
T = TypeVar("T")

Act = Callable[["Moment"], None]


class Unexpected(Exception):
    """The portal refused something that the demo's story needs."""


@dataclass(frozen=True)
class Moment:
    """One moment of the demo's past, in which people act."""

    now: datetime
    transactor: Transactor

    def perform(
        self,
        use_case: Callable[Concatenate[Work, P], T],
        actor: ActorId,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> T:
        """Do it; raises Unexpected where the portal refuses."""
        outcome = self.transactor.perform(use_case, actor, *args, **kwargs)
        if isinstance(outcome, Refusal):
            raise Unexpected(f"{getattr(use_case, '__name__', use_case)}: {outcome}")
        return outcome

    def read(self) -> Session:
        return self.transactor.sessions()


@dataclass
class Timeline:
    """What happens when. Only what happened today is told by mail: nobody wants last month's."""

    now: datetime
    sessions: sessionmaker[Session]
    trail: Subscriber
    notices: Subscriber
    reactions: Subscriber
    acts: list[tuple[datetime, Act]] = field(default_factory=list)

    @property
    def today(self) -> date:
        return self.now.date()

    def add(self, days: int, minutes: int, act: Act) -> None:
        """Something happens so many days ago, and so many minutes before the time of day that it is now.

        It stays on its day: where the minutes would reach into the day before, it happens at midnight.
        What is added first goes first among things of the same moment.
        """
        day = self.today - timedelta(days=days)
        wanted = self.now - timedelta(days=days, minutes=minutes)
        self.acts.append((max(wanted, datetime.combine(day, time(), UTC)), act))

    def play(self) -> None:
        """Let everything happen, in order."""
        for moment, act in sorted(self.acts, key=lambda pair: pair[0]):
            act(self.at(moment))

    def at(self, moment: datetime) -> Moment:
        told = (self.notices,) if moment.date() == self.today else ()
        subscribers = (self.trail, *told, self._react)
        return Moment(moment, Transactor(self.sessions, lambda: moment, subscribers))

    def _react(self, work: Work, happened: Event) -> None:
        """As always; only fresh posts are matched together at the end of their day, which is faster."""
        if isinstance(happened, AvailabilityPublished | VacancyPublished):
            mark(work, happened.about)
        else:
            self.reactions(work, happened)


def use(outcome: Any, kind: type[T]) -> T:
    """The outcome, which must be of this kind; raises Unexpected otherwise."""
    if not isinstance(outcome, kind):
        raise Unexpected(f"{outcome} instead of {kind.__name__}")
    return outcome
