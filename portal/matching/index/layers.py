"""Posts of one side that change while they are searched: a packed layer, and above it what changed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Generic, Self, TypeVar
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from portal.matching.domain import AvailabilityFacts, Knowledge, VacancyFacts
from portal.matching.index.arrays import Bools, Ints
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.base import PostIndex
from portal.matching.index.vacancies import VacancyIndex

Asker = TypeVar("Asker", AvailabilityFacts, VacancyFacts)
Filed = TypeVar("Filed", AvailabilityFacts, VacancyFacts)
Ids = NDArray[np.uint64]
"""Two rows: the upper and the lower halves of UUIDs."""

_IDS = "ids.npy"
_HALF = 64
_LOWER = (1 << _HALF) - 1


@dataclass(frozen=True)
class Found:
    """Posts that pass every gate with an asking post, the best first; equals in no certain order."""

    ids: list[UUID]
    nano_scores: list[int]
    """Scores in thousand millionths."""

    def __len__(self) -> int:
        return len(self.ids)


@dataclass
class _Layer(Generic[Asker]):
    """Packed posts, the id of each, and which of them changed since and count no more."""

    index: PostIndex[Asker]
    ids: Ids
    gone: Bools

    @classmethod
    def of(cls, index: PostIndex[Asker], ids: Ids) -> Self:
        return cls(index, ids, np.zeros(ids.shape[1], np.bool_))

    @property
    def living(self) -> int:
        return len(self.gone) - int(self.gone.sum())

    def bury(self, post: UUID) -> None:
        """Let a post count no more, where it is one of these; they stand in the order of their ids."""
        upper, lower = self.ids
        sought = np.uint64(post.int >> _HALF)
        first, after = int(np.searchsorted(upper, sought)), int(np.searchsorted(upper, sought, "right"))
        same = np.flatnonzero(lower[first:after] == np.uint64(post.int & _LOWER))
        self.gone[first + same] = True

    def best(self, asker: Asker) -> tuple[Ids, Ints]:
        """The ids and scores of the posts that pass and are still as they were packed."""
        hits = self.index.best(asker, None)
        positions = hits.positions
        living = ~self.gone[positions]
        return self.ids[:, positions[living]], hits.nano_scores[living]


@dataclass
class _Upper(_Layer[Asker], Generic[Asker, Filed]):
    """A layer in this process's memory, with the facts that it was packed from."""

    facts: Sequence[Filed] = ()

    def still(self) -> list[tuple[UUID, Filed]]:
        """What still counts of it."""
        posts = zip(_uuids(self.ids), self.facts, self.gone.tolist(), strict=True)
        return [(post, facts) for post, facts, gone in posts if not gone]


@dataclass
class Layers(Generic[Asker, Filed]):
    """All posts of one side. A post counts once: where it was put last."""

    pack: Callable[[Iterable[Filed]], PostIndex[Asker]]
    below: _Layer[Asker] | None = None
    _uppers: list[_Upper[Asker, Filed]] = field(default_factory=list)
    _places: dict[UUID, tuple[_Upper[Asker, Filed], int]] = field(default_factory=dict)

    def __len__(self) -> int:
        return sum(layer.living for layer in self._layers)

    @property
    def _layers(self) -> Iterable[_Layer[Asker]]:
        return chain(() if self.below is None else (self.below,), self._uppers)

    def put(self, changed: Mapping[UUID, Filed | None]) -> None:
        """Take in posts as they are now; none for one that is no longer open.

        Layers grow towards the bottom: one that is not twice as large as what comes above it is
        packed anew together with that, so that there are few of them and each post is packed seldom.
        """
        for post in changed:
            self._bury(post)
        fresh = [(post, facts) for post, facts in changed.items() if facts is not None]
        while fresh and self._uppers and self._uppers[-1].living <= 2 * len(fresh):
            fresh = self._uppers.pop().still() + fresh
        if not fresh:
            return
        facts = [one for _, one in fresh]
        ids = _as_ids(post for post, _ in fresh)
        layer = _Upper(self.pack(facts), ids, np.zeros(len(facts), np.bool_), facts)
        self._uppers.append(layer)
        self._places.update({post: (layer, at) for at, (post, _) in enumerate(fresh)})

    def _bury(self, post: UUID) -> None:
        layer, at = self._places.pop(post, (None, 0))
        if layer is not None:
            layer.gone[at] = True
        elif self.below is not None:
            self.below.bury(post)

    def best(self, asker: Asker) -> Found:
        """Every post that passes all gates with the asking one, the best first."""
        found = [layer.best(asker) for layer in self._layers]
        if not found:
            return Found([], [])
        ids = np.concatenate([one for one, _ in found], axis=1)
        scores = np.concatenate([one for _, one in found])
        order = np.argsort(-scores, kind="stable")
        return Found(_uuids(ids[:, order]), scores[order].tolist())


def write(folder: Path, ids: Sequence[UUID], index: AvailabilityIndex | VacancyIndex) -> None:
    """Write the lowest layer to a folder that there is: posts packed in the ascending order of their ids."""
    index.write(folder)
    np.save(folder / _IDS, _as_ids(ids))


def availability_layers(
    knowledge: Knowledge, folder: Path | None = None
) -> Layers[VacancyFacts, AvailabilityFacts]:
    """Lots that vacancies ask, on what was written to a folder; raises OSError, ValueError or KeyError."""
    layers: Layers[VacancyFacts, AvailabilityFacts] = Layers(lambda lots: AvailabilityIndex(lots, knowledge))
    if folder is not None:
        layers.below = _Layer.of(AvailabilityIndex.mapped(folder, knowledge), _ids_in(folder))
    return layers


def vacancy_layers(
    knowledge: Knowledge, folder: Path | None = None
) -> Layers[AvailabilityFacts, VacancyFacts]:
    """Vacancies that lots ask, on what was written to a folder; raises OSError, ValueError or KeyError."""
    layers: Layers[AvailabilityFacts, VacancyFacts] = Layers(lambda jobs: VacancyIndex(jobs, knowledge))
    if folder is not None:
        layers.below = _Layer.of(VacancyIndex.mapped(folder, knowledge), _ids_in(folder))
    return layers


def _ids_in(folder: Path) -> Ids:
    return np.load(folder / _IDS, mmap_mode="r", allow_pickle=False)


def _as_ids(ids: Iterable[UUID]) -> Ids:
    numbers = [one.int for one in ids]
    return np.array([[n >> _HALF for n in numbers], [n & _LOWER for n in numbers]], np.uint64)


def _uuids(ids: Ids) -> list[UUID]:
    upper, lower = ids.tolist()
    return [UUID(int=above << _HALF | below) for above, below in zip(upper, lower, strict=True)]
