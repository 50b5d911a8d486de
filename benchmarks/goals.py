"""The goals that the engine is held to, and what a run says of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Results = Mapping[str, Any]

FULL = (1_000_000, 100_000)
"""Availabilities and vacancies for which the goals are meant."""


@dataclass(frozen=True)
class Goal:
    """One line of the table: a figure, and what it should be."""

    what: str
    measured: float
    goal: float
    shown: Callable[[float], str]
    at_least: bool = False
    at_any_size: bool = False
    about: str = ""
    """Which explanation belongs to it where it is missed."""

    @property
    def met(self) -> bool:
        return self.measured >= self.goal if self.at_least else self.measured <= self.goal

    def verdict(self, *, full: bool) -> str:
        """Met, or how far off; nothing where posts are too few to tell."""
        if not full and not self.at_any_size:
            return "meant for more posts"
        if self.met:
            return "met"
        if not self.goal:
            return "missed: differs"
        off = self.goal / self.measured if self.at_least else self.measured / self.goal
        return f"missed: {off:.2f} times {'too little' if self.at_least else 'as much'}"

    def row(self, *, full: bool) -> tuple[str, str, str, str]:
        bound = f"{'at least' if self.at_least else 'at most'} {self.shown(self.goal)}"
        return self.what, self.shown(self.measured), bound, self.verdict(full=full)


def seconds(value: float) -> str:
    return f"{value:,.2f} s" if value < 10 else f"{value:,.1f} s" if value < 100 else f"{value:,.0f} s"


def micros(value: float) -> str:
    return f"{value:,.0f} µs"


def octets(value: float) -> str:
    return f"{value:,.0f} bytes"


def gigabytes(value: float) -> str:
    return f"{value / 1e9:,.2f} GB"


def share(value: float) -> str:
    return f"{value:.2f}"


def times(value: float) -> str:
    return f"{value:,.1f} times"


def count(value: float) -> str:
    return f"{value:,.0f}"


def failed(part: Results) -> bool:
    return not part or "failed" in part


def is_full(results: Results) -> bool:
    """Whether it was measured on as many posts as the goals are meant for."""
    market = results["market"]
    return (market["availabilities"], market["vacancies"]) == FULL


def right_peers(results: Results) -> list[Results]:
    """The peers that gave the same answers, the one with the least work first."""
    right = (one for one in results["peers"] if not failed(one) and not one["differing_count"])
    return sorted(right, key=lambda one: float(one["all_cpu"]))


def goals_of(results: Results) -> list[Goal]:
    """All goals of which the run says something."""
    goals: list[Goal] = []
    engine, plan = results["engine"], results["allocation"]
    peers = [one for one in results["peers"] if not failed(one)]
    if peers:
        wrong = sum(one["differing_count"] for one in peers)
        answered = sum(one["done"] for one in peers)
        goals.append(
            Goal(
                f"answers of peers that differ from ours, of {answered:,}", wrong, 0, count, at_any_size=True
            )
        )
    if not failed(engine):
        goals += _of_engine(engine)
        if best := next(iter(right_peers(results)), None):
            ratio = best["all_cpu"] / engine["all_cpu"]
            goals.append(
                Goal(f"CPU of the best peer ({best['name']})", ratio, 20, times, at_least=True, about="peers")
            )
    if not failed(plan):
        pairs = f"best plan over {plan['pairs']:,} pairs"
        goals += [
            Goal(f"{pairs}, CPU", plan["cpu"], 10, seconds, at_any_size=True, about="plan"),
            Goal(
                f"{pairs}, memory", plan["solver_peak_bytes"], 1e9, gigabytes, at_any_size=True, about="plan"
            ),
        ]
    return goals


def _of_engine(engine: Results) -> list[Goal]:
    compiled = engine["path"] == "compiled"
    one, lot = engine["one_vacancy"], engine["one_availability"]
    goals = [
        Goal(
            "best 20 of every vacancy, CPU", engine["all_cpu"], 8 if compiled else 120, seconds, about="all"
        ),
        Goal("an availability in the index", engine["bytes_a_lot"], 200, octets, about="bytes"),
        Goal("a vacancy in the index", engine["bytes_a_vacancy"], 200, octets, about="bytes"),
        Goal(
            "one new vacancy, half of them within", one["p50"], 100 if compiled else 3000, micros, about="one"
        ),
        Goal("one new availability, half of them within", lot["p50"], 100 if compiled else 3000, micros),
    ]
    if compiled:
        goals += [
            Goal("one new vacancy, 99 of 100 within", one["p99"], 2000, micros, about="one"),
            Goal("one new availability, 99 of 100 within", lot["p99"], 2000, micros),
        ]
    if slow := engine.get("numpy"):
        goals += [
            Goal("best 20 of every vacancy in NumPy, CPU", slow["all_cpu"], 120, seconds, about="numpy"),
            Goal(
                "one new vacancy in NumPy, half within",
                slow["one_vacancy"]["p50"],
                3000,
                micros,
                about="numpy",
            ),
        ]
    if floor := engine.get("floor"):
        for when, least in (("at first", 0.4), ("in the end", 0.6)):
            what = f"share of the touch floor, {when}"
            goals.append(Goal(what, floor["share"], least, share, at_least=True, about="floor"))
    return goals
