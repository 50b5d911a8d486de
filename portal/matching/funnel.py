"""Why a post has few matches: how many organisations are left after each gate, and what would widen it."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from portal.matching.domain import AvailabilityFacts, Gate, VacancyFacts
from portal.matching.index.arrays import Bools, Ints
from portal.matching.index.base import Asker, PostIndex

STAGES: tuple[tuple[Gate, ...], ...] = (
    (Gate.PLACE,),
    (Gate.TICKETS, Gate.SKILLS),
    (Gate.DATES,),
    (Gate.SHIFTS, Gate.LANGUAGES),
    (Gate.PAY,),
    (Gate.PERMISSION, Gate.ENGAGEMENT),
    (Gate.GROUP,),
    (Gate.RELEVANCE,),
)
"""The gates in the order in which they are shown. Posts that compliance holds are not counted at all."""

_FEWEST_TOLD = 5


class Band(StrEnum):
    """How many organisations, never exactly where they are fewer than five."""

    NONE = "0"
    FEWER_THAN_5 = "fewer than 5"
    FROM_5 = "5-9"
    FROM_10 = "10-19"
    FROM_20 = "20-49"
    FROM_50 = "50-99"
    FROM_100 = "100-199"
    FROM_200 = "200+"


def band_of(organisations: int) -> Band:
    """The band that a count falls into."""
    if organisations < 1:
        return Band.NONE
    least = {
        Band.FROM_200: 200,
        Band.FROM_100: 100,
        Band.FROM_50: 50,
        Band.FROM_20: 20,
        Band.FROM_10: 10,
        Band.FROM_5: _FEWEST_TOLD,
    }
    return next((band for band, count in least.items() if organisations >= count), Band.FEWER_THAN_5)


@dataclass(frozen=True)
class Stage:
    """The organisations left once these gates, and all before them, are passed."""

    gates: tuple[Gate, ...]
    left: Band


@dataclass(frozen=True)
class Widening:
    """The organisations that would match besides, were this one gate open."""

    gate: Gate
    gain: Band


@dataclass(frozen=True)
class Funnel:
    """From all counterparts of a post to those that match it."""

    everyone: Band
    stages: tuple[Stage, ...]
    widenings: tuple[Widening, ...]
    """What would open most comes first; none where no single gate would."""

    @property
    def widest(self) -> Widening | None:
        return self.widenings[0] if self.widenings else None


def funnel(index: PostIndex[Asker], asker: Asker, owners: Sequence[Hashable]) -> Funnel:
    """The funnel of one post against the indexed posts of the other side.

    `owners` names the organisation of each indexed post by any key, in the order of the index.
    What pay would open is told only from five organisations on: whoever tries one pay after the
    other must not find out the floor of a single one.
    """
    judged = index.gates(asker)
    counted = judged[Gate.COMPLIANCE]
    passes = {gate: judged[gate] for stage in STAGES for gate in stage}
    codes = _codes(owners)
    stages, left = [], counted
    for gates in STAGES:
        for gate in gates:
            left = left & passes[gate]
        stages.append(Stage(gates, band_of(_organisations(codes, left))))
    return Funnel(
        everyone=band_of(_organisations(codes, counted)),
        stages=tuple(stages),
        widenings=_widenings(passes, counted, codes, _relaxable(asker)),
    )


def _relaxable(asker: AvailabilityFacts | VacancyFacts) -> tuple[Gate, ...]:
    """What whoever posted can change: not the country of the work, nor what is relevant."""
    fixed = {Gate.RELEVANCE} | ({Gate.PERMISSION} if isinstance(asker, VacancyFacts) else set())
    return tuple(gate for stage in STAGES for gate in stage if gate not in fixed)


def _widenings(
    passes: dict[Gate, Bools], counted: Bools, codes: Ints, relaxable: tuple[Gate, ...]
) -> tuple[Widening, ...]:
    failures = np.sum([~passed for passed in passes.values()], axis=0)
    matching = set(codes[counted & (failures == 0)].tolist())
    gains = []
    for gate in relaxable:
        opened = set(codes[counted & ~passes[gate] & (failures == 1)].tolist()) - matching
        if len(opened) >= (_FEWEST_TOLD if gate is Gate.PAY else 1):
            gains.append((len(opened), gate))
    gains.sort(key=lambda gain: -gain[0])
    return tuple(Widening(gate, band_of(count)) for count, gate in gains)


def _codes(owners: Sequence[Hashable]) -> Ints:
    numbers: dict[Hashable, int] = {}
    return np.asarray([numbers.setdefault(owner, len(numbers)) for owner in owners], np.int64)


def _organisations(codes: Ints, chosen: Bools) -> int:
    return len(np.unique(codes[chosen]))
