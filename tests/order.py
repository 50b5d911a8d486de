"""In which order tests run, so that two processes that share them out are done at the same time."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def shared_out(
    tests: Sequence[T], *, on: Callable[[T], str | None], takes_long: Callable[[T], bool]
) -> list[T]:
    """All tests in two halves, which two processes begin with and take the end of from each other.

    Each half begins with one engine, so that each process makes one kind of databases; what takes
    long comes first in it, and what is quick and needs no database is left for the end.
    """
    sqlite = _long_first([one for one in tests if on(one) == "sqlite"], takes_long)
    postgres = _long_first([one for one in tests if on(one) == "postgresql"], takes_long)
    neither = [one for one in tests if on(one) not in {"sqlite", "postgresql"}]
    # the journeys are on SQLite but for one, so that PostgreSQL's half has the other long ones
    postgres += [one for one in neither if takes_long(one)]
    quick = [one for one in neither if not takes_long(one)]
    room = max(0, min(len(quick), (len(tests) + 1) // 2 - len(sqlite)))
    return sqlite + quick[:room] + postgres + quick[room:]


def _long_first(tests: list[T], takes_long: Callable[[T], bool]) -> list[T]:
    return sorted(tests, key=lambda one: not takes_long(one))
