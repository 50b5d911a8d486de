"""The walk over the skills of records: which required ones are held, and the skills factor."""

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from portal.matching.index.arrays import Bools, Floats, Ids, gather
from portal.matching.index.layout import REQUIRED

if TYPE_CHECKING:
    from portal.matching.index.pairs import Asking

_REQUIRED_WEIGHT = 2
_BITS = 8
_HALVES = NDArray[np.int64]
"""Credits: 2 where a skill is held, 1 where one related to it is, else 0."""


def skill_walk(asking: "Asking", of: Ids, ids: Ids) -> tuple[Bools, Floats, Bools]:
    """Of each pair of a question's and a record's number: whether every required skill is held, the skills
    factor, and whether any is asked. Sums are of halves and so exact."""
    numbers, of = np.unique(of, return_inverse=True)
    sets = asking.packed.skill_sets[ids]
    starts, ends = (asking.packed.set_starts[sets + at].astype(np.int64) for at in (0, 1))
    codes = asking.packed.set_skills[gather(starts, ends)].astype(np.int64)
    walk = _asked_of_lots if asking.lots_answer else _asked_by_vacancies
    held, halves, weights = walk(asking, numbers, of, codes, ends - starts)
    return held, 0.5 * halves / np.maximum(weights, 1), weights > 0


def _asked_of_lots(
    asking: "Asking", numbers: Ids, of: Ids, codes: Ids, lengths: Ids
) -> tuple[Bools, _HALVES, _HALVES]:
    """Of each skill asked, whether the lots hold it or one related to it: one bit each, some at once."""
    links, skills = asking.answers.links.array, asking.packed.skills
    first, after = (
        asking.questions.records[name][numbers].astype(np.int64) for name in ("program", "program_end")
    )
    some, places = lengths > 0, np.repeat(of * skills, lengths) + codes
    begins = (np.cumsum(lengths) - lengths)[some]
    all_held, halves = np.ones(len(of), np.bool_), np.zeros(len(of), np.int64)
    weights = np.zeros(len(numbers), np.int64)
    most = int((after - first).max(initial=0))
    for begin in range(0, most, _BITS):
        asked = [np.flatnonzero(first + at < after) for at in range(begin, min(begin + _BITS, most))]
        asks = [asking.questions.program[first[some_ask] + begin + bit] for bit, some_ask in enumerate(asked)]
        meant = np.zeros(len(numbers) * skills, np.uint16)  # by question and skill of the index
        for bit, (some_ask, ask) in enumerate(zip(asked, asks, strict=True)):
            meant[_linked(some_ask * skills, links, ask["held"], ask["related"])] |= 1 << bit
            meant[_linked(some_ask * skills, links, ask["related"], ask["end"])] |= 1 << bit + _BITS
        borne = np.zeros(len(of), np.uint16)
        if len(begins):
            borne[some] = np.bitwise_or.reduceat(meant[places], begins)
        for bit, (some_ask, ask) in enumerate(zip(asked, asks, strict=True)):
            weight = np.zeros(len(numbers), np.int64)
            weight[some_ask] = ask["weight"]
            held, related = borne >> bit & 1 > 0, borne >> bit + _BITS & 1
            weights += weight
            halves += weight[of] * np.where(held, 2, related)
            all_held &= held | (weight[of] != _REQUIRED_WEIGHT)
    return all_held, halves, weights[of]


def _linked(before: Ids, links: NDArray[np.uint32], first: Any, after: Any) -> Ids:
    """The linked skills [first, after) of each of several, with a number added for each of these."""
    starts, ends = first.astype(np.int64), after.astype(np.int64)
    return np.repeat(before, ends - starts) + links[gather(starts, ends)]


def _asked_by_vacancies(
    asking: "Asking", numbers: Ids, of: Ids, codes: Ids, lengths: Ids
) -> tuple[Bools, _HALVES, _HALVES]:
    """What each asking lot brings to each skill, summed over what each vacancy asks."""
    links, records = asking.answers.links.array, asking.questions.records[numbers]
    first, after = records["program"].astype(np.int64), records["program_end"].astype(np.int64)
    bears, asker = (
        asking.questions.program[gather(first, after)],
        np.repeat(np.arange(len(numbers)), after - first),
    )
    credit, skills = np.zeros(len(numbers) * asking.packed.skills, np.uint8), asking.packed.skills
    for worth, (begin, end) in ((1, ("related", "end")), (2, ("held", "related"))):
        credit[_linked(asker * skills, links, bears[begin], bears[end])] = worth
    rows = np.repeat(np.arange(len(of)), lengths)
    required, codes = codes >= REQUIRED, codes & ~REQUIRED
    brought, weight = (
        credit[of[rows] * skills + codes].astype(np.int64),
        np.where(required, _REQUIRED_WEIGHT, 1),
    )
    missing = np.bincount(rows, required & (brought < 2), minlength=len(of))
    halves = np.bincount(rows, weight * brought, minlength=len(of)).astype(np.int64)
    weights = np.bincount(rows, weight, minlength=len(of)).astype(np.int64)
    return missing == 0, halves, weights
