"""Who guesses numbers of offers is stopped, and looking at one writes nothing.

A number has seven random letters of 31, which makes 27 thousand million. Had there been a million offers, one
guess in 27 thousand would find one, and tell what its slip tells; at this pace that takes a network 19 days.
The count is kept in the memory of each process and for minutes only: a look is no act, so nothing is stored.
"""

from collections import Counter
from datetime import datetime, timedelta
from threading import Lock

MOST_MISSES = 10
WITHIN = timedelta(minutes=10)
MOST_NETWORKS = 50_000
"""So much memory the counting may take: beyond that it begins anew."""


class Guesses:
    """Numbers that nobody has, by the network from which they were asked for."""

    def __init__(self) -> None:
        self._misses: Counter[str] = Counter()
        self._since: datetime | None = None
        self._lock = Lock()

    def is_stopped(self, network: str, now: datetime) -> bool:
        """Whether this network asked for so many that it is told nothing more: even a hit would tell it."""
        with self._lock:
            self._begin_anew(now)
            return self._misses[network] >= MOST_MISSES

    def note_miss(self, network: str, now: datetime) -> None:
        """One more number that nobody has."""
        with self._lock:
            self._begin_anew(now)
            self._misses[network] += 1

    def _begin_anew(self, now: datetime) -> None:
        is_fresh = self._since is not None and self._since <= now < self._since + WITHIN
        if not is_fresh or len(self._misses) >= MOST_NETWORKS:
            self._misses.clear()
            self._since = now
