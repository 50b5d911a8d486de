"""How close a label comes to what a person typed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from rapidfuzz import fuzz, process

from portal.taxonomy.domain import normalise_label

LEAST_LIKENESS = 82
"""Of 100; below this a misspelling is more likely another word."""

SHORTEST_MISSPELT = 4


class Closeness(IntEnum):
    """From just that to merely like it; smaller is closer."""

    SAME = 0
    BEGINS = 1
    WORD_BEGINS = 2
    WORDS_BEGIN = 3
    LIKE = 4


@dataclass(frozen=True)
class LabelEntry:
    """One label of a concept.

    `standing` orders labels that are equally close, smaller first. Telling labels are a concept's
    own and the trade's; others are looser, and come after every telling one that fits.
    """

    uri: str
    label: str
    normalised: str
    standing: int = 0
    telling: bool = True


@dataclass(frozen=True)
class LabelHit:
    uri: str
    label: str
    closeness: Closeness


def closeness(typed: str, normalised: str) -> Closeness | None:
    """How close one label comes to the normalised text, misspellings aside."""
    if normalised == typed:
        return Closeness.SAME
    if normalised.startswith(typed):
        return Closeness.BEGINS
    if f" {typed}" in normalised:
        return Closeness.WORD_BEGINS
    words = normalised.split()
    if all(any(word.startswith(part) for word in words) for part in typed.split()):
        return Closeness.WORDS_BEGIN
    return None


def closest(text: str, entries: Iterable[LabelEntry], limit: int) -> list[LabelHit]:
    """The concepts whose labels come closest, one line each with its best label; no misspellings."""
    typed = normalise_label(text)
    if not typed:
        return []
    found = []
    for entry in entries:
        how = closeness(typed, entry.normalised)
        if how is not None:
            found.append((how, entry))
    found.sort(key=_order)
    return _each_once((LabelHit(entry.uri, entry.label, how) for how, entry in found), limit)


def _order(found: tuple[Closeness, LabelEntry]) -> tuple[bool, bool, int, int, int, str, str]:
    how, entry = found
    loose = not entry.telling
    name = entry.normalised
    return how is not Closeness.SAME, loose, how, entry.standing, len(name), name, entry.uri


def likest(text: str, entries: Sequence[LabelEntry], limit: int) -> list[LabelHit]:
    """The concepts whose labels, or a part of them, look most like a misspelt text."""
    typed = normalise_label(text)
    if len(typed) < SHORTEST_MISSPELT:
        return []
    long_enough = [entry for entry in entries if len(entry.normalised) >= len(typed) - 2]
    found = process.extract(
        typed,
        [entry.normalised for entry in long_enough],
        scorer=fuzz.partial_ratio,
        score_cutoff=LEAST_LIKENESS,
        limit=None,
    )
    found.sort(key=lambda hit: (-round(hit[1]), long_enough[hit[2]].standing, len(hit[0]), hit[0]))
    hits = (LabelHit(long_enough[at].uri, long_enough[at].label, Closeness.LIKE) for _, _, at in found)
    return _each_once(hits, limit)


def search(text: str, entries: Sequence[LabelEntry], limit: int) -> list[LabelHit]:
    """The closest concepts; where nothing fits, those that look like a misspelling of it."""
    return closest(text, entries, limit) or likest(text, entries, limit)


def _each_once(hits: Iterable[LabelHit], limit: int) -> list[LabelHit]:
    once: dict[str, LabelHit] = {}
    for hit in hits:
        once.setdefault(hit.uri, hit)
        if len(once) == limit:
            break
    return list(once.values())
