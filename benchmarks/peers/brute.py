"""Brute force in NumPy: every lot is looked at for every vacancy."""

from collections.abc import Sequence
from math import degrees

import numpy as np

from benchmarks.columns import Array, Columns
from benchmarks.peers.numpy_rules import Rules
from benchmarks.peers.protocol import Found
from portal.kernel.globe import EARTH_RADIUS_KM


class BruteNumPy:
    """Whole columns, compared with one vacancy at a time."""

    name = "NumPy, brute force"
    batch = 1
    tuned = (
        "One array for each fact. Country, and a band of latitude as wide as the radius (or readiness to "
        "move), are compared for all lots; each further gate only for those that passed the ones before."
    )

    def version(self) -> str:
        return np.__version__

    def load(self, columns: Columns) -> None:
        self._rules = Rules(columns)
        self._vacancies = columns.vacancies
        lots = self._rules.lots
        reach = np.degrees(lots["travel"] / EARTH_RADIUS_KM) + degrees(1e-6)
        self._south, self._north = (
            (lots["lat"] - reach).astype(np.float32) - np.float32(1e-4),
            (lots["lat"] + reach).astype(np.float32) + np.float32(1e-4),
        )
        self._relocates, self._countries = lots["relocates"], lots["countries"]

    def best(self, vacancies: Array) -> Sequence[Found]:
        return [self._best(one) for one in vacancies.tolist()]

    def _best(self, vacancy: int) -> Found:
        v = self._vacancies[vacancy]
        lat = np.float32(v["lat"])
        chosen = (self._south <= lat) & (self._north >= lat)
        if v["housed"]:
            chosen |= self._relocates
        chosen &= (self._countries & v["countries"]) != 0
        return self._rules.best(vacancy, np.flatnonzero(chosen))

    def servers(self) -> Sequence[int]:
        return ()

    def close(self) -> None:
        pass
