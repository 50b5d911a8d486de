"""What data frames and SQL can join on, so that few lots are looked at: a skill or an occupation, and a cell.

A lot is filed under each skill that it counts, under its occupation, and under one token for all, each
with its cell of half a degree (four classes of radius) or, where it reaches far or would move, with each
country where it may work. A vacancy looks under its rarest required skill, else under the occupations near
enough, else under the token for all, in the cells within the radius of each class. No pair comes up twice.
Beside each lot stands a word of bits that turns most pairs away before anything else is read of the lot.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.columns import Array, Columns, Lists
from portal.kernel.globe import EARTH_RADIUS_KM

_STEP = 0.5  # degrees
_ACROSS = int(360 / _STEP)
_CELLS = _ACROSS * int(180 / _STEP)
_CLASSES_KM = (10.0, 25.0, 50.0, 80.0)
_WIDE, _MOVERS = 0, 1
_BEYOND_CELLS = len(_CLASSES_KM) * _CELLS
_SPAN = 1 << 20  # keys of one token
_WORD = 62  # bits
NEAR_ONLY, EITHER, FAR_ONLY = 0, 1, 2
"""Which pairs of a key count: within the radius, any, or beyond the radius."""


@dataclass(frozen=True)
class Filed:
    """Keys with the lot that stands under each, ascending."""

    keys: Array
    lots: Array
    words: Array


@dataclass(frozen=True)
class Sought:
    """Keys under which vacancies look, and which pairs count there."""

    vacancies: Array
    """Places in the list of vacancies."""
    keys: Array
    sides: Array


@dataclass(frozen=True)
class Words:
    """Bits of lots, and of vacancies those that must all be there, and those of which one must be."""

    lots: Array
    every: Array
    some: Array


def words_of(columns: Columns) -> Words:
    """Shifts, forms, and as many of the other few-valued facts as fit."""
    lots, vacancies = columns.lots, columns.vacancies
    word = lots["shifts"].astype(np.int64)
    every = np.where(vacancies["any_shift"], 0, vacancies["shifts"]).astype(np.int64)
    taken = int(max(word.max(), every.max())).bit_length()
    some = vacancies["forms"].astype(np.int64) << taken
    word |= lots["forms"].astype(np.int64) << taken
    taken = int(max(word.max(), some.max())).bit_length()
    for name in ("tickets", "languages", "countries", "sectors"):
        wide = int(max(lots[name].max(), vacancies[name].max())).bit_length()
        if taken + wide <= _WORD:
            word |= lots[name].astype(np.int64) << taken
            every |= vacancies[name].astype(np.int64) << taken
            taken += wide
    return Words(word, every, some)


class Keys:
    """Tokens and cells of one market."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.words = words_of(columns)
        self._skills = len(columns.parents)
        self._all = self._skills + len(columns.occupations)
        lots = columns.lots
        self._counting = np.bincount(
            columns.counted.items,
            np.bincount(lots["skill_set"], minlength=len(columns.counted))[columns.counted.owners],
            minlength=self._skills,
        )

    def filed(self) -> Filed:
        """Where each lot stands."""
        lots = self._columns.lots
        tokens = self._columns.counted.take(lots["skill_set"])
        everyone = np.arange(len(lots), dtype=np.int32)
        owner = np.concatenate((tokens.owners.astype(np.int32), everyone, everyone))
        token = np.concatenate(
            (tokens.items, self._skills + lots["occupation"].astype(np.int64), np.full(len(lots), self._all))
        ).astype(np.int64)
        travel = np.ascontiguousarray(lots["travel"])
        size = np.searchsorted(_CLASSES_KM, travel)
        cell = size * _CELLS + _row(lots["lat"]) * _ACROSS + _column(lots["lon"])
        local = travel <= _CLASSES_KM[-1]
        near = local[owner]
        keys, who = [token[near] * _SPAN + cell[owner[near]]], [owner[near]]
        far = ~local | lots["relocates"]
        kind = np.where(local, _MOVERS, _WIDE)
        countries = np.ascontiguousarray(lots["countries"])
        for country in range(int(countries.max()).bit_length()):
            here = (far & (countries >> country & 1 != 0))[owner]
            keys.append(token[here] * _SPAN + _BEYOND_CELLS + kind[owner[here]] * 64 + country)
            who.append(owner[here])
        all_keys, all_lots = np.concatenate(keys), np.concatenate(who)
        order = np.argsort(all_keys, kind="stable")
        in_order = all_lots[order]
        return Filed(all_keys[order], in_order, self.words.lots[in_order])

    def sought(self, chosen: Array) -> Sought:
        """Where each of these vacancies looks."""
        vacancies = self._columns.vacancies[chosen]
        tokens = [self._tokens(one, v) for one, v in zip(chosen.tolist(), vacancies, strict=True)]
        near, far = Lists.of(one for one, _ in tokens), Lists.of(one for _, one in tokens)
        cells, sizes = _cells_around(vacancies)
        who = np.repeat(np.arange(len(chosen)), sizes)
        keys, owner, side = [], [], []
        times = near.sizes[who]
        keys.append(near.take(who).items.astype(np.int64) * _SPAN + np.repeat(cells, times))
        owner.append(np.repeat(who, times))
        side.append(np.full(len(keys[-1]), NEAR_ONLY))
        country = np.log2(vacancies["countries"]).astype(np.int64)
        for lists, kind, which, asked in (
            (near, _WIDE, EITHER, np.ones(len(chosen), np.bool_)),
            (far, _MOVERS, FAR_ONLY, vacancies["housed"]),
        ):
            some = np.flatnonzero(asked)
            listed = lists.take(some)
            keys.append(
                listed.items.astype(np.int64) * _SPAN
                + np.repeat(_BEYOND_CELLS + kind * 64 + country[some], listed.sizes)
            )
            owner.append(np.repeat(some, listed.sizes))
            side.append(np.full(len(keys[-1]), which))
        return Sought(
            chosen[np.concatenate(owner)], np.concatenate(keys), np.concatenate(side).astype(np.int8)
        )

    def _tokens(self, vacancy: int, v: Any) -> tuple[list[int], list[int]]:
        """What it looks under near, and beyond the radius."""
        required = self._columns.required[vacancy]
        if len(required):
            rarest = [int(required[np.argmin(self._counting[required])])]
            return rarest, rarest
        if v["entry_level"]:
            return [self._all], [self._all]
        near_enough = np.flatnonzero(self._columns.nearness[:, v["occupation"]] >= 0.5)
        occupations = (self._skills + near_enough).tolist()
        if len(self._columns.desired[vacancy]):
            return [self._all], occupations
        return occupations, occupations


def _row(latitude: Array) -> Array:
    rows: Array = np.floor((np.asarray(latitude) + 90) / _STEP).astype(np.int64)
    return rows


def _column(longitude: Array) -> Array:
    columns: Array = np.floor((np.asarray(longitude) + 180) / _STEP).astype(np.int64) % _ACROSS
    return columns


def _cells_around(vacancies: Array) -> tuple[Array, Array]:
    """The cells of each class within its radius of each vacancy, and how many these are."""
    lat, lon = vacancies["lat"], vacancies["lon"]
    windows = []
    for size, km in enumerate(_CLASSES_KM):
        angle = km / EARTH_RADIUS_KM + 1e-7
        high = np.degrees(angle)
        wide = np.degrees(np.arcsin(np.minimum(1.0, np.sin(angle) / np.cos(np.radians(lat))))) + 1e-6
        edges = [lat - high, lat + high, lon - wide, lon + wide]
        rows = [np.clip(np.floor((one + 90) / _STEP), 0, 180 / _STEP - 1).astype(int) for one in edges[:2]]
        across = [np.floor((one + 180) / _STEP).astype(int) for one in edges[2:]]
        windows.append([(size * _CELLS, *one) for one in zip(*rows, *across, strict=True)])
    listed = Lists.of(
        [
            base + row * _ACROSS + column % _ACROSS
            for base, south, north, west, east in of_one
            for row in range(south, north + 1)
            for column in range(west, east + 1)
        ]
        for of_one in zip(*windows, strict=True)
    )
    return listed.items.astype(np.int64), listed.sizes
