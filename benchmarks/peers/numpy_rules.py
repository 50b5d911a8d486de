"""The gates and the score in NumPy, over columns: one vacancy, and the lots that may suit it."""

from typing import Any

import numpy as np

from benchmarks.columns import Array, Columns, named
from benchmarks.peers.protocol import TOP, Found
from portal.kernel.globe import EARTH_RADIUS_KM

_NANO = 1e9
_WEIGHTS = {"skills": 0.45, "occupation": 0.20, "distance": 0.15, "dates": 0.10, "heads": 0.10}


class Rules:
    """Every gate, cheapest first; each looks only at the lots that passed those before."""

    def __init__(self, columns: Columns) -> None:
        self._vacancies = columns.vacancies
        self._columns = columns
        self.lots = named(columns.lots)
        self._held = np.zeros(len(columns.parents), np.uint64)
        self._related = np.zeros(len(columns.parents), np.uint64)

    def best(self, vacancy: int, lots: Array) -> Found:
        """The best of these lots that pass every gate."""
        v, take = self._vacancies[vacancy], self.lots
        ids = lots[(take["countries"][lots] & v["countries"]) != 0]
        ids = ids[~take["held"][ids] & (not v["held"])]
        ids = ids[take["first"][ids] <= v["latest"]]
        ids = ids[(take["forms"][ids] & v["forms"]) != 0]
        shared = take["shifts"][ids] & v["shifts"]
        ids = ids[shared != 0 if v["any_shift"] else shared == v["shifts"]]
        ids = ids[(take["tickets"][ids] & v["tickets"]) == v["tickets"]]
        ids = ids[(take["languages"][ids] & v["languages"]) == v["languages"]]
        ids = ids[(take["sectors"][ids] & v["sectors"]) != 0]
        ids = ids[(take["currency"][ids] != v["currency"]) | (take["pay"][ids] <= v["pay"])]
        km = self._km(v, ids)
        within = km <= take["travel"][ids]
        required = self._columns.required[vacancy]
        same_trade = self._columns.occupations[take["occupation"][ids]] // 100 == (
            self._columns.occupations[v["occupation"]] // 100
        )
        moves = take["relocates"][ids] & v["housed"] & (same_trade | (len(required) > 0) | v["entry_level"])
        ids, km, within = (one[within | moves] for one in (ids, km, within))
        first, last = np.maximum(take["first"][ids], v["first"]), np.minimum(take["last"][ids], v["last"])
        covered, length = np.maximum(last - first + 1, 0), v["last"] - v["first"] + 1
        free_a = _free({name: take[name][ids] for name in _BUSY}, first, last)
        free_v = _free({name: v[name] for name in _BUSY}, first, last)
        least = np.maximum(take["min_group"][ids], v["min_group"])
        some = (covered >= min(length, v["min_days"])) & (np.minimum(free_a, free_v) >= least)
        ids, km, within, covered, free_a, free_v = (
            one[some] for one in (ids, km, within, covered, free_a, free_v)
        )
        all_held, skills, asked = self._skills(vacancy, ids)
        near = self._columns.nearness[take["occupation"][ids], v["occupation"]]
        occupation = np.maximum(near, 0.5) if v["entry_level"] else near
        skills = skills if asked else occupation
        travel = take["travel"][ids]
        reached = np.where(travel > 0, 1.0 - 0.5 * km / np.where(travel > 0, travel, 1.0), 1.0)
        factors = {
            "skills": skills,
            "occupation": occupation,
            "distance": np.where(within, reached, 0.4 - 0.2 * np.minimum(km, 3000.0) / 3000.0),
            "dates": np.minimum(1.0, covered / length),
            "heads": np.where(free_v > 0, np.minimum(1.0, free_a / np.maximum(free_v, 1)), 0.0),
        }
        nano = np.rint(sum(_WEIGHTS[name] * factor for name, factor in factors.items()) * _NANO)
        passing = all_held & ((occupation >= 0.5) | (skills > 0))
        ids, nano = ids[passing], nano[passing]
        first_ones = np.lexsort((take["rank"][ids], -nano))[:TOP]
        return Found(ids[first_ones], nano[first_ones] / _NANO)

    def _km(self, v: Any, ids: Array) -> Array:
        here, there = np.radians(self.lots["lat"][ids]), np.radians(v["lat"])
        across = np.sin((there - here) / 2)
        along = np.sin(np.radians(v["lon"] - self.lots["lon"][ids]) / 2)
        half_chord = across * across + np.cos(here) * np.cos(there) * along * along
        km: Array = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(1.0, half_chord)))
        return km

    def _skills(self, vacancy: int, ids: Array) -> tuple[Array, Array, bool]:
        """Whether every required skill is held, the skills factor, and whether any skill is asked."""
        columns = self._columns
        required, desired = columns.required[vacancy].tolist(), columns.desired[vacancy].tolist()
        wanted = [(code, 2) for code in required] + [(code, 1) for code in desired]
        if not wanted:
            return np.ones(len(ids), np.bool_), np.zeros(len(ids)), False
        for at, (code, _) in enumerate(wanted):
            self._held[code] |= np.uint64(1 << at)
            self._related[columns.parents[code]] |= np.uint64(1 << at)
        sets = self.lots["skill_set"][ids]
        held = _any_bit(self._held, columns.counted.take(sets))
        related = _any_bit(self._related, columns.kin.take(sets))
        for code, _ in wanted:
            self._held[code] = 0
            self._related[columns.parents[code]] = 0
        covered = np.zeros(len(ids))
        for at, (_, weight) in enumerate(wanted):
            bit = np.uint64(1 << at)
            covered += weight * np.where((held & bit) != 0, 1.0, np.where((related & bit) != 0, 0.5, 0.0))
        all_held = (held & np.uint64((1 << len(required)) - 1)) == (1 << len(required)) - 1
        return all_held, covered / sum(weight for _, weight in wanted), True


_BUSY = ("headcount", "busy_first", "busy_last", "busy_heads")


def _free(post: dict[str, Array], first: Array, last: Array) -> Array:
    """Heads free on all covered days; every one where none is covered."""
    taken = (post["busy_first"] <= last) & (post["busy_last"] >= first) & (first <= last)
    return np.maximum(0, post["headcount"] - np.where(taken, post["busy_heads"], 0))


def _any_bit(table: Array, lists: Any) -> Array:
    """The bits of all items of each list together."""
    found = np.zeros(len(lists), np.uint64)
    some = lists.sizes > 0
    if some.any():
        found[some] = np.bitwise_or.reduceat(table[lists.items], lists.starts[:-1][some])
    return found
