"""Measure the matching engine: `python -m benchmarks.engine --availabilities 100000 --vacancies 20000`.

Figures are CPU seconds of one process, and bytes that an index holds for each post. What is asked one at a
time are new posts, of the same market, that were not asked before. The floor reads one
number of each record that the search looks at, in the same order.
"""

import argparse
import gc
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, TypeVar

import numpy as np

from benchmarks.posts import Market
from benchmarks.prepare import add_market, market_of
from benchmarks.processes import REPEATS, SHORT, PeakMemory
from portal.matching.domain import AvailabilityFacts, VacancyFacts
from portal.matching.index.answers import Asked
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.hits import Hits
from portal.matching.index.numpy_search import NumpySearch
from portal.matching.index.paths import COMPILED, path_in_use
from portal.matching.index.vacancies import VacancyIndex

T = TypeVar("T")

_TOP = 20
_SINGLE = 2000
_CHUNK = 8192


class Timed(Iterable[T]):
    """Posts as they are generated, and how many CPU seconds that took."""

    def __init__(self, posts: Iterable[T]) -> None:
        self._posts = iter(posts)
        self.spent = 0.0

    def __iter__(self) -> Iterator[T]:
        while True:
            began = process_time()
            some = list(islice(self._posts, _CHUNK))
            self.spent += process_time() - began
            if not some:
                return
            yield from some


def spent(work: Callable[[], object]) -> float:
    """CPU seconds that the work takes."""
    began = process_time()
    work()
    return process_time() - began


def median_spent(work: Callable[[], object]) -> float:
    """The same; the median of several times where that is short."""
    times = [spent(work)]
    while len(times) < REPEATS and times[0] < SHORT:
        times.append(spent(work))
    return median(times)


def drain(hits: Iterable[Hits]) -> int:
    """How many pairs were found."""
    return sum(len(found) for found in hits)


def singly(ask: Callable[[int], object], count: int) -> list[float]:
    """Microseconds of one post after the other."""
    return [spent(partial(ask, at)) * 1e6 for at in range(count)]


def quantiles(times: Sequence[float]) -> dict[str, float]:
    return {"p50": float(np.quantile(times, 0.5)), "p99": float(np.quantile(times, 0.99))}


def kind_of(v: VacancyFacts) -> str:
    """What decides the way of a search."""
    if v.required_skills:
        return "requires a skill"
    asked = "desires skills only" if v.desired_skills else "names no skill"
    return f"{asked}, {'training given' if v.entry_level else 'no training'}"


def by_kind(vacancies: Sequence[VacancyFacts], times: Sequence[float]) -> list[dict[str, Any]]:
    """How many vacancies of each kind there are, what one takes, and its share of the whole time."""
    of_kind: dict[str, list[float]] = {}
    for v, time in zip(vacancies, times, strict=True):
        of_kind.setdefault(kind_of(v), []).append(time)
    return [
        {
            "kind": kind,
            "share_of_vacancies": len(some) / len(vacancies),
            "mean": sum(some) / len(some),
            "p99": float(np.quantile(some, 0.99)),
            "share_of_time": sum(some) / sum(times),
        }
        for kind, some in sorted(of_kind.items(), key=lambda one: -sum(one[1]))
    ]


def floor(index: AvailabilityIndex, asking: Sequence[VacancyFacts]) -> dict[str, float]:
    """Microseconds a vacancy of searching alone, and of reading one number of each record it looks at."""
    search: Any = index._search
    if index.path != COMPILED:
        return {}
    asked = Asked()
    for v in asking:
        asked.questions += index._ask(v, asked)
    questions = asked.ready(index._question_kind)
    steps, records = search.steps(index._answers, questions, _TOP)
    searching = median_spent(lambda: search.hits(index._answers, questions, _TOP)) / len(asking) * 1e6
    touching = median_spent(lambda: search.touch(index._answers, questions, steps)) / len(asking) * 1e6
    return {
        "records": records / len(asking),
        "searching": searching,
        "touching": touching,
        "share": touching / searching,
    }


def save_answers(supply: AvailabilityIndex, vacancies: Sequence[VacancyFacts], folder: Path) -> None:
    """The best lots of every vacancy, to compare others with."""
    sizes, lots, scores = [], [], []
    for found in supply.best_for_vacancies(vacancies, _TOP):
        sizes.append(len(found))
        lots.append(found.positions)
        scores.append(found.scores)
    np.save(folder / "answers-starts.npy", np.concatenate(([0], np.cumsum(sizes))))
    np.save(folder / "answers-lots.npy", np.concatenate(lots))
    np.save(folder / "answers-scores.npy", np.concatenate(scores))


def measure(
    market: Market, lots: int, vacancies: int, path: str, folder: Path | None = None
) -> dict[str, Any]:
    """Everything there is to say of one path, and of NumPy beside the compiled one."""
    asking = list(market.vacancies(vacancies + _SINGLE))
    listed, new = asking[:vacancies], asking[vacancies:]
    posts = market.availabilities(lots + 2 * _SINGLE)
    said: dict[str, Any] = {"path": path, "lots": lots, "vacancies": vacancies}
    with PeakMemory() as memory:
        supply, built = supply_of(market, islice(posts, lots), path)
        said |= built | of_vacancies(supply, listed, new, folder)
    del supply
    return said | {"peak_bytes": memory.peak} | of_availabilities(market, listed, list(posts), path)


def supply_of(
    market: Market, lots: Iterable[AvailabilityFacts], path: str
) -> tuple[AvailabilityIndex, dict[str, Any]]:
    """The index of the lots, and what building it costs."""
    posts = Timed(lots)
    began = process_time()
    supply = AvailabilityIndex(posts, market.trades.knowledge, path)
    took = process_time() - began - posts.spent
    gc.freeze()
    return supply, {"build_lots_cpu": took, "bytes_a_lot": supply.packed.nbytes / len(supply)}


def of_vacancies(
    supply: AvailabilityIndex,
    listed: Sequence[VacancyFacts],
    new: Sequence[VacancyFacts],
    folder: Path | None,
) -> dict[str, Any]:
    """What asking for lots costs: for all that are listed, then for one new vacancy after the other."""
    said: dict[str, Any] = {"all_cpu": median_spent(lambda: drain(supply.best_for_vacancies(listed, _TOP)))}
    said["pairs"] = drain(supply.best_for_vacancies(listed, _TOP))
    if folder:
        save_answers(supply, listed, folder)
    times = singly(lambda at: supply.best_for_vacancy(new[at]), len(new))
    said["one_vacancy"], said["kinds"] = quantiles(times), by_kind(new, times)
    said["floor"] = floor(supply, new)
    if supply.path != NumpySearch.name:
        slow = supply.over(supply.packed, NumpySearch.name)
        sample, single = new[: len(new) // 2], new[len(new) // 2 :]
        took = spent(lambda: drain(slow.best_for_vacancies(sample, _TOP))) / len(sample)
        differing = sum(
            not (np.array_equal(one.positions, other.positions) and np.array_equal(one.scores, other.scores))
            for one, other in zip(
                supply.best_for_vacancies(sample, _TOP), slow.best_for_vacancies(sample, _TOP), strict=True
            )
        )
        times = singly(lambda at: slow.best_for_vacancy(single[at]), len(single))
        said["numpy"] = {
            "sampled": len(sample),
            "all_cpu": took * len(listed),
            "one_vacancy": quantiles(times),
            "differing_count": differing,
        }
    return said


def of_availabilities(
    market: Market, listed: Sequence[VacancyFacts], new: Sequence[AvailabilityFacts], path: str
) -> dict[str, Any]:
    """What asking for vacancies costs: half of the new lots warm the index, the others are timed."""
    began = process_time()
    demand = VacancyIndex(listed, market.trades.knowledge, path)
    took = process_time() - began
    warming, asking = new[: len(new) // 2], new[len(new) // 2 :]
    drain(demand.best_for_availabilities(warming, _TOP))
    times = singly(lambda at: demand.best_for_availability(asking[at]), len(asking))
    return {
        "build_vacancies_cpu": took,
        "bytes_a_vacancy": demand.packed.nbytes / len(listed),
        "one_availability": quantiles(times),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_market(parser)
    parser.add_argument("--path", default=path_in_use(), help=f"{COMPILED} or numpy")
    parser.add_argument("--answers", type=Path, help="a folder to leave the answers in")
    chosen = parser.parse_args()
    market = market_of(chosen)
    print(f"{len(market.trades.trades):,} occupations, path {chosen.path}", file=sys.stderr)
    said = measure(market, chosen.availabilities, chosen.vacancies, chosen.path, chosen.answers)
    print(json.dumps(said, indent=1))


if __name__ == "__main__":
    main()
