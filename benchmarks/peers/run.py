"""One peer in a process of its own: `python -m benchmarks.peers.run duckdb FOLDER` prints figures as JSON.

The folder holds columns, and the answers of the engine to every vacancy. The sampled vacancies come first and
are all answered, however long it takes; the others until the time is up.
"""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.columns import Array, Columns, Lists
from benchmarks.peers import PEERS
from benchmarks.peers.protocol import Found, Peer
from benchmarks.processes import REPEATS, SHORT, PeakMemory, cpu_seconds

SAME = 1.5e-9
"""How far two scores of nine places may differ: one unit in the last place."""


def peer_called(name: str) -> Peer:
    module, kind = PEERS[name].split(".")
    peer: Peer = getattr(import_module(f"benchmarks.peers.{module}"), kind)()
    return peer


def same(found: Found, lots: Array, scores: Array) -> bool:
    """The same lots in the same order, with the same scores."""
    return np.array_equal(found.lots, lots) and bool(np.all(np.abs(found.scores - scores) <= SAME))


_TOGETHER = 100
"""Vacancies between two looks at the clock, for tools that are asked one at a time."""


class Expected:
    """What the engine answered to every vacancy."""

    def __init__(self, folder: Path) -> None:
        starts, lots = (np.load(folder / f"answers-{part}.npy") for part in ("starts", "lots"))
        self._lots, self._scores = Lists(starts, lots), Lists(starts, np.load(folder / "answers-scores.npy"))

    def differing(self, vacancies: Array, found: Sequence[Found]) -> list[int]:
        """The vacancies for which other lots or scores were found."""
        return [
            one
            for one, answer in zip(vacancies.tolist(), found, strict=True)
            if not same(answer, self._lots[one], self._scores[one])
        ]


def parts_of(sample: Array, rest: Array, batch: int) -> list[list[Array]]:
    """The vacancies as they are asked: first the sample, then what the time allows.

    A tool that is asked many at once is asked all of them again after the sample: a small batch costs
    more for each, and would say little of a large one.
    """
    others = rest if batch == 1 else np.sort(np.concatenate([sample, rest]))
    size = _TOGETHER if batch == 1 else batch
    return [[some[at : at + size] for at in range(0, len(some), size)] for some in (sample, others)]


def figures(peer: Peer, folder: Path, minutes: float) -> dict[str, Any]:
    """Load, ask, compare; CPU seconds are those of this process and of the peer's servers."""
    began = cpu_seconds()
    with PeakMemory(peer.servers) as memory:
        peer.load(Columns.read(folder))
        loaded = cpu_seconds(*peer.servers()) - began
        print(f"loaded in {loaded:.1f} s CPU", file=sys.stderr)
        asked = Asked(peer, Expected(folder))
        sample, rest = np.load(folder / "sample.npy"), np.load(folder / "rest.npy")
        total = len(sample) + len(rest)
        sampled, others = parts_of(sample, rest, peer.batch)
        for part in sampled:
            asked.ask(part)
        whole = others if peer.batch > 1 else [*sampled, *others]
        if peer.batch > 1:
            asked.forget_figures()
        until = perf_counter() + 60 * minutes
        if peer.batch > 1 or asked.scaled(total) <= 60 * minutes:
            for part in others:
                if asked.done and perf_counter() > until:
                    break
                asked.ask(part)
        done, spent = asked.done, [asked.spent]
        while done == total and spent[0] < SHORT and len(spent) < REPEATS:
            asked.forget_figures()
            for part in whole:
                asked.ask(part)
            spent.append(asked.spent)
    return {
        "name": peer.name,
        "version": peer.version(),
        "tuned": peer.tuned,
        "load_cpu": loaded,
        "done": done,
        "cpu": median(spent),
        "all_cpu": median(spent) / done * total,
        "peak_bytes": memory.peak,
        "differing": sorted(asked.differing)[:20],
        "differing_count": len(asked.differing),
    }


class Asked:
    """A peer that is asked, and what it has done until now."""

    def __init__(self, peer: Peer, expected: Expected) -> None:
        self._peer, self._expected = peer, expected
        self.differing: set[int] = set()
        self.forget_figures()

    def forget_figures(self) -> None:
        """Count anew; what differed stays."""
        self.done, self.spent = 0, 0.0

    def ask(self, vacancies: Array) -> None:
        began = cpu_seconds(*self._peer.servers())
        found = self._peer.best(vacancies)
        self.spent += cpu_seconds(*self._peer.servers()) - began
        self.done += len(vacancies)
        self.differing.update(self._expected.differing(vacancies, found))

    def scaled(self, total: int) -> float:
        """CPU seconds for so many vacancies, as far as those that were asked tell."""
        return self.spent / self.done * total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=2.0, help="when to stop after the sample")
    chosen = parser.parse_args()
    # NumPy's own threads would only wait
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    peer = peer_called(chosen.peer)
    try:
        print(json.dumps(figures(peer, chosen.folder, chosen.minutes)))
    finally:
        peer.close()


if __name__ == "__main__":
    main()
