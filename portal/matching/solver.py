"""Questions about networks, answered in a process of its own within limits of time and memory."""

import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from portal.matching.flow import cheapest_flow, fairest_floors
from portal.matching.index.arrays import Ints
from portal.matching.programme import first_rank_first

_ROOT = Path(__file__).parents[2]
_NO_MEMORY = 70
_OUT_OF_MEMORY = (b"bad_alloc", b"MemoryError", b"failed to map segment", b"Cannot allocate memory")

Network = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Limits:
    """What one question may cost at most."""

    seconds: float = 120
    megabytes: int = 2048
    """Of address space, which is more than what is used."""

    def after(self, seconds: float) -> Self:
        """What is left for the next question once so many seconds were spent."""
        return replace(self, seconds=max(self.seconds - seconds, 0.0))


class AllocationGivenUp(Exception):
    """The best plan was not found within the limits."""


class AllocationTookTooLong(AllocationGivenUp):
    """It was not found in time."""


class AllocationTookTooMuchMemory(AllocationGivenUp):
    """It needs more memory than is allowed."""


QUESTIONS: Mapping[str, Callable[..., Ints]] = {
    "cheapest": cheapest_flow,
    "fairest": fairest_floors,
    "first rank first": first_rank_first,
}


def ask(question: str, network: Network, limits: Limits) -> Ints:
    """The answer to one of QUESTIONS, found by a child, so that its memory is given back and limits hold.

    Raises AllocationTookTooLong and AllocationTookTooMuchMemory.
    """
    asked = io.BytesIO()
    arrays: dict[str, Any] = dict(network)
    np.savez(asked, **arrays)
    try:
        child = subprocess.run(  # noqa: S603 - our own module under our own interpreter
            [sys.executable, "-m", "portal.matching.solver", question, *map(str, vars(limits).values())],
            input=asked.getvalue(),
            capture_output=True,
            timeout=limits.seconds,
            env=os.environ | {"PYTHONPATH": str(_ROOT), "OPENBLAS_NUM_THREADS": "1"},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise AllocationTookTooLong from late
    if child.returncode:
        raise _why(child)
    answer: Ints = np.load(io.BytesIO(child.stdout))
    return answer


def _why(child: subprocess.CompletedProcess[bytes]) -> Exception:
    if child.returncode == -signal.SIGXCPU:
        return AllocationTookTooLong()
    ended_by_system = child.returncode in {-signal.SIGKILL, _NO_MEMORY}
    if ended_by_system or any(words in child.stderr for words in _OUT_OF_MEMORY):
        return AllocationTookTooMuchMemory()
    last_words = child.stderr.decode(errors="replace").strip()[-500:]
    return RuntimeError(f"the solver ended with {child.returncode}: {last_words}")


def _limit(limits: Limits) -> None:
    """Hold this process to the limits, also when nobody waits for it any more."""
    try:
        import resource
    except ImportError:  # not a Unix: the parent's patience is the only limit
        return
    size, seconds = limits.megabytes << 20, int(limits.seconds) + 1
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))


def _main(question: str, seconds: str, megabytes: str) -> int:
    _limit(Limits(float(seconds), int(megabytes)))
    try:
        asked = np.load(io.BytesIO(sys.stdin.buffer.read()))
        np.save(sys.stdout.buffer, QUESTIONS[question](**dict(asked)))
    except MemoryError:
        return _NO_MEMORY
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
