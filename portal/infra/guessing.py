"""Who guesses numbers on pages that only show something is stopped, and looking writes nothing.

The count is kept in the memory of each process and for minutes only: a look is no act, so nothing is stored.
What is tried by a form, such as a password, is counted in the database instead.
"""

from collections import Counter
from datetime import datetime, timedelta
from threading import Lock

MOST_MISSES = 10
WITHIN = timedelta(minutes=10)
MOST_GUESSERS = 50_000
"""So much memory the counting may take: beyond that it begins anew."""


class Guesses:
    """Numbers of one kind that were asked for in vain, by who asked: a network, or an organisation."""

    def __init__(self) -> None:
        self._misses: Counter[str] = Counter()
        self._since: datetime | None = None
        self._lock = Lock()

    def is_stopped(self, guesser: str, now: datetime) -> bool:
        """Whether this one asked for so many that it is told nothing more: even a hit would tell it."""
        with self._lock:
            self._begin_anew(now)
            return self._misses[guesser] >= MOST_MISSES

    def note_miss(self, guesser: str, now: datetime) -> None:
        """One more number asked for in vain."""
        with self._lock:
            self._begin_anew(now)
            self._misses[guesser] += 1

    def _begin_anew(self, now: datetime) -> None:
        is_fresh = self._since is not None and self._since <= now < self._since + WITHIN
        if not is_fresh or len(self._misses) >= MOST_GUESSERS:
            self._misses.clear()
            self._since = now
