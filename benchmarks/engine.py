"""Measure the matching engine: `python -m benchmarks.engine --availabilities 100000 --vacancies 20000`.

Figures are CPU seconds of one process, and bytes that an index holds for each post. The floor reads one
number of each record that the search looks at, in the same order; brute force puts every gate to every post.
"""

import argparse
import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

from benchmarks.posts import Market
from benchmarks.trades import esco_trades, shipped_trades
from portal.matching.domain import VacancyFacts
from portal.matching.index.answers import Asked
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.hits import Hits
from portal.matching.index.numpy_search import NumpySearch
from portal.matching.index.paths import COMPILED, path_in_use
from portal.matching.index.vacancies import VacancyIndex

_TOP = 20
_SINGLE = 2000
_SAMPLE = 1000


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    figure: str


def spent(work: Callable[[], object]) -> float:
    """CPU seconds that the work takes."""
    began = process_time()
    work()
    return process_time() - began


def drain(hits: Iterable[Hits]) -> int:
    """How many pairs were found."""
    return sum(len(found) for found in hits)


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def singly(ask: Callable[[int], object], count: int) -> str:
    """Microseconds of one post after the other."""
    times = [spent(lambda at=at: ask(at)) * 1e6 for at in range(count)]
    return f"p50 {percentile(times, 0.5):,.0f} us, p99 {percentile(times, 0.99):,.0f} us"


def share_of_floor(index: AvailabilityIndex, asking: Sequence[VacancyFacts]) -> tuple[float, float]:
    """CPU seconds of searching alone, and of reading one number of each record it looks at."""
    search: Any = index._search
    if index.path != COMPILED:
        return 0.0, 0.0
    asked = Asked()
    for v in asking:
        asked.questions += index._ask(v, asked)
    questions = asked.ready(index._question_kind)
    steps, records = search.steps(index._answers, questions, _TOP)
    print(f"  looked at {records / len(asking):,.0f} records a vacancy", file=sys.stderr)
    searching = spent(lambda: search.hits(index._answers, questions, _TOP))
    return searching, spent(lambda: search.touch(index._answers, questions, steps))


def rows(market: Market, lots: int, vacancies: int, path: str) -> Iterator[Row]:
    """Measure one path."""
    knowledge = market.trades.knowledge
    listed = list(market.vacancies(vacancies))
    some_lots = min(lots, 20_000)
    generating = spent(lambda: sum(1 for _ in market.availabilities(some_lots))) * lots / some_lots
    began = process_time()
    supply = AvailabilityIndex(market.availabilities(lots), knowledge, path)
    yield Row(f"build, {lots:,} availabilities", f"{process_time() - began - generating:.1f} s")
    yield Row("bytes an availability", f"{supply.packed.nbytes / lots:.0f}")
    began = process_time()
    demand = VacancyIndex(listed, knowledge, path)
    yield Row(f"build, {vacancies:,} vacancies", f"{process_time() - began:.1f} s")
    yield Row("bytes a vacancy", f"{demand.packed.nbytes / vacancies:.0f}")
    gc.freeze()
    began = process_time()
    pairs = drain(supply.best_for_vacancies(listed, _TOP))
    took = process_time() - began
    yield Row(f"top {_TOP} of all vacancies", f"{took:.2f} s ({took / vacancies * 1e6:.0f} us each)")
    yield Row("pairs found", f"{pairs:,}")
    some = listed[: min(_SINGLE, vacancies)]
    yield Row("one new vacancy", singly(lambda at: supply.best_for_vacancy(some[at]), len(some)))
    asking = list(islice(market.availabilities(lots), min(_SINGLE, lots)))
    drain(demand.best_for_availabilities(asking, _TOP))
    yield Row(
        "one new availability", singly(lambda at: demand.best_for_availability(asking[at]), len(asking))
    )
    searching, floor = share_of_floor(supply, some)
    if floor:
        yield Row("searching alone, a vacancy", f"{searching / len(some) * 1e6:.1f} us")
        yield Row("touch floor, a vacancy", f"{floor / len(some) * 1e6:.1f} us")
        yield Row("share of the touch floor", f"{floor / searching:.2f}")
    if supply.path != NumpySearch.name:
        slow, sample = supply.over(supply.packed, NumpySearch.name), some[:_SAMPLE]
        took = spent(lambda: drain(slow.best_for_vacancies(sample, _TOP))) / len(sample)
        yield Row(
            f"NumPy, of {len(sample):,} sampled",
            f"{took * vacancies:.1f} s for all ({took * 1e6:,.0f} us each)",
        )
        yield Row("one new vacancy, NumPy", singly(lambda at: slow.best_for_vacancy(sample[at]), len(sample)))
    brute = spent(lambda: [supply.gates(v) for v in some[:5]]) / 5
    yield Row("brute NumPy, a vacancy", f"{brute * 1000:.0f} ms ({brute * vacancies:,.0f} s for all)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--availabilities", type=int, default=100_000)
    parser.add_argument("--vacancies", type=int, default=20_000)
    parser.add_argument("--esco", type=Path, help="the official bundle; else the occupations that ship")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--path", default=path_in_use(), help=f"{COMPILED} or numpy")
    chosen = parser.parse_args()
    trades = esco_trades(chosen.esco) if chosen.esco else shipped_trades()
    market = Market(trades, chosen.seed)
    print(f"{len(trades.trades):,} occupations, path {chosen.path}")
    for row in rows(market, chosen.availabilities, chosen.vacancies, chosen.path):
        print(f"{row.what:<32}{row.figure}", flush=True)


if __name__ == "__main__":
    main()
