"""Many posts of one side as flat arrays and nothing else, so that they can be written to files and mapped."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from portal.matching.index.arrays import Ids, sorted_lists, starts_of
from portal.matching.index.cells import arrange
from portal.matching.index.layout import MANY_TERMS, MOBILE, SIGNATURE_BITS
from portal.matching.index.records import Gathered

Array = NDArray[Any]


@dataclass(frozen=True, kw_only=True)
class Packed:
    """Records in the order of their cells, and lists of them. Written once, never changed.

    A shelf is a list of posts: shelf `s` of those filed under skill `s`, shelf `skills + o` of those filed
    under occupation `o`. `near` has every post in the order of records; `far` only those that relocate or
    house, by occupation and then by rank.
    """

    records: Array
    longitudes: Array
    cells: Array
    bands: Array
    ranks: Array
    positions: Array
    """Where each record's post stood in the list that was packed."""
    skill_sets: Array
    """The number of each record's set of skills."""
    set_starts: Array
    set_skills: Array
    near_starts: Array
    near: Array
    far_starts: Array
    far: Array
    far_occupations: Array
    far_terms: Array
    """Of each post on a far shelf the numbers of its occupation and terms, to spare a look at its record."""
    busy: Array
    busy_starts: Array
    commitments: Array
    occupation_starts: Array
    """Of occupations: how many are of vacancies that train nobody (all, for lots); and of them all."""

    @property
    def skills(self) -> int:
        return len(self.near_starts) - 1 - self.occupations

    @property
    def occupations(self) -> int:
        return int(self.occupation_starts[1])

    @property
    def entry_block(self) -> int:
        return int(self.occupation_starts[0])

    @property
    def nbytes(self) -> int:
        """What all arrays take together."""
        return sum(array.nbytes for array in self.arrays().values())

    def arrays(self) -> dict[str, Array]:
        """Each array by its name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def write(self, folder: Path) -> None:
        """Write each array to a file of its name."""
        for name, array in self.arrays().items():
            np.save(folder / f"{name}.npy", array)

    @classmethod
    def mapped(cls, folder: Path) -> Self:
        """What was written to a folder, mapped and not read."""
        return cls(
            **{
                field.name: np.load(folder / f"{field.name}.npy", mmap_mode="r", allow_pickle=False)
                for field in fields(cls)
            }
        )


@dataclass(frozen=True)
class Filing:
    """Under which shelves each post is filed: pairs of a post's and a shelf's number."""

    posts: Ids
    shelves: Ids


def pack(
    gathered: Gathered,
    reach_km: NDArray[np.float64],
    sets: list[list[int]],
    filing: Filing,
    *,
    skills: int,
    occupations: tuple[int, int],
) -> Packed:
    """Put gathered posts into their cells and onto their shelves.

    `reach_km` is how far each post reaches, `sets` the skills of each set, `skills` how many skills there
    are, and `occupations` how many come before those of entry level, and how many there are.
    """
    posts, ranks = gathered.records, gathered.ranks()
    arranged = arrange(posts["latitude"], posts["longitude"], reach_km, ranks)
    order = arranged.order
    record_of = np.empty(len(order), np.int64)
    record_of[order] = np.arange(len(order))
    near_starts, near = sorted_lists(filing.shelves, record_of[filing.posts], skills + occupations[1])
    mobile = (posts["flags"][filing.posts] & MOBILE) != 0
    far = filing.posts[mobile]
    far_keys = filing.shelves[mobile] * occupations[1] + posts["occupation"][far]
    by_rank = np.sort(far_keys * len(order) + ranks[far]) % max(len(order), 1)
    of_rank = np.empty(len(order), np.int64)
    of_rank[ranks] = record_of
    far_records = of_rank[by_rank]
    records = posts[order]
    busy, busy_starts, commitments = gathered.busy_lists(order)
    skill_sets, set_starts, set_skills = _sets_in_order(gathered.skill_sets()[order], sets)
    return Packed(
        records=records,
        longitudes=arranged.longitudes,
        cells=arranged.cells,
        bands=arranged.bands.astype(np.uint32),
        ranks=ranks[order].astype(np.uint32),
        positions=order.astype(np.uint32),
        skill_sets=skill_sets,
        set_starts=set_starts,
        set_skills=set_skills,
        near_starts=near_starts,
        near=near,
        far_starts=starts_of(np.bincount(filing.shelves[mobile], minlength=skills + occupations[1])),
        far=far_records.astype(np.uint32),
        far_occupations=records["occupation"][far_records],
        far_terms=np.minimum(records["terms"][far_records], MANY_TERMS).astype(np.uint16),
        busy=busy,
        busy_starts=busy_starts,
        commitments=commitments,
        occupation_starts=np.array(occupations, np.uint32),
    )


def _sets_in_order(set_of: Ids, sets: list[list[int]]) -> tuple[Array, Array, Array]:
    """The set of each record, where each begins, and the skills of all of them.

    Sets are numbered as records come to them: those of neighbours lie beside one another in memory.
    """
    used, first = np.unique(set_of, return_index=True)
    ordered = used[np.argsort(first)]
    numbers = np.zeros(len(sets), np.uint32)
    numbers[ordered] = np.arange(len(ordered))
    borne = [sets[at] for at in ordered.tolist()]
    lengths = np.array([len(one) for one in borne], np.int64)
    skills = np.fromiter((skill for one in borne for skill in one), np.uint32, int(lengths.sum()))
    return numbers[set_of], starts_of(lengths), skills


def signature_of(skills: Iterable[int]) -> int:
    """One bit for each skill by its number, required or not; several skills share a bit."""
    bits = 0
    for skill in skills:
        bits |= 1 << skill % SIGNATURE_BITS
    return bits
