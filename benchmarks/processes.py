"""CPU seconds and memory of this process, of its children, and of servers beside it."""

import os
import resource
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

_TICKS = os.sysconf("SC_CLK_TCK")
_BETWEEN_LOOKS = 0.5  # seconds
_AFTER_NAME = 11  # utime, stime, cutime and cstime are fields 14 to 17; three stand before the rest

REPEATS = 3
SHORT = 20.0
"""CPU seconds below which a measurement is repeated so often, whoever is measured."""

LONGEST = 1800
"""Seconds on the clock after which one part of a run is broken off."""


def cpu_seconds(*servers: int) -> float:
    """Of this process, all its threads and the children that have ended, and of whole trees of servers."""
    own = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in own) + sum(
        _ticks(process) / _TICKS for server in servers for process in tree(server)
    )


def tree(process: int) -> list[int]:
    """A process, its children, and theirs."""
    found = [process]
    for parent in found:
        for listed in Path(f"/proc/{parent}/task").glob("*/children"):
            try:
                found += [int(one) for one in listed.read_text().split()]
            except OSError:  # it has just ended
                continue
    return found


def _ticks(process: int) -> int:
    try:
        stat = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return 0
    return sum(int(one) for one in stat.rpartition(")")[2].split()[_AFTER_NAME : _AFTER_NAME + 4])


class PeakMemory:
    """The most memory that this process and its servers held: bytes, shared pages of servers counted once."""

    def __init__(self, servers: Callable[[], Sequence[int]] = tuple) -> None:
        self._servers = servers
        self._done = Event()
        self._most_of_servers = 0
        self.peak = 0

    def __enter__(self) -> Self:
        self._looking = Thread(target=self._look, daemon=True)
        self._looking.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._looking.join()
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        self.peak = own + self._most_of_servers

    def _look(self) -> None:
        while not self._done.wait(_BETWEEN_LOOKS):
            processes = [process for server in self._servers() for process in tree(server)]
            self._most_of_servers = max(self._most_of_servers, sum(map(_held, processes)))


def _held(process: int) -> int:
    """Bytes; pages shared with others by their share."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
