"""Words broken over two lines, run together or spelt with digits and signs, read as they were meant."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise, product

from portal.compliance.wording.folding import Folded, fold_letter, one_alphabet
from portal.compliance.wording.lexicon import lexicon

_LINE_END = re.compile(r"[ \t]*(?:\r\n|\n|\r)[ \t]*")
_SPELT = re.compile(
    r"(?<![\w@€$])(?=[\w@€$]*[^\W\d_])(?=[\w@€$]*[\d@€$])[^\W_](?:[^\W_]|[@€$]){2,29}(?![\w@€$])"
)
_LATIN = dict(zip("0123456789@€$", "oizeasgtbgaes", strict=True)) | {"1": "il", "6": "gb"}
_CYRILLIC = dict(zip("013456789@€$", "оізчѕбтвяаеѕ", strict=True)) | {"1": "іл", "3": "зе"}
_WAYS = 24
_FEWEST, _MOST = 3, 40
"""Letters of a part of a compound, and of a word that is tried as one."""
_ENDING = 3
_JOINTS = ("", "de", "du", "des", "la", "of", "for", "za", "do", "dla", "por", "за", "на", "для")
"""What may stand between two words that are run together; nothing, mostly."""

Place = tuple[str, tuple[int, int]]


@dataclass(frozen=True)
class Mended:
    """A text read as it was meant; `seams` are pairs of places that the mending brought together.

    A word that was spelt anew is a seam of its own. Only phrases that hold a whole seam are new.
    """

    folded: Folded
    seams: tuple[tuple[int, int], ...]

    def holds_seam(self, start: int, end: int) -> bool:
        """Whether words from `start` to before `end` hold one."""
        return any(start <= first and last < end for first, last in self.seams)


def mended(text: str, folded: Folded) -> Mended | None:
    """The text as it may have been meant; none where nothing is broken, run together or misspelt."""
    spelt = _spelt_anew(text)
    words: list[Place] = []
    seams: list[tuple[int, int]] = []
    covered = -1
    places = list(zip(folded.words, folded.spans, strict=True))
    for at, (word, (start, end)) in enumerate(places):
        if start < covered or text[start : start + 2] == "\r\n":
            continue
        if start in spelt:
            meant, covered = spelt[start]
            words.append((meant, (start, covered)))
            seams.append((len(words) - 1, len(words) - 1))
        elif word == "." and _is_broken_line(text, words, places[at + 1 : at + 2]):
            seams.append((len(words) - 1, len(words)))
        elif parts := _parts(word):
            words += [(word[a:b], (start, end)) for a, b in pairwise((*parts, len(word)))]
            seams.append((len(words) - len(parts), len(words) - 1))
        else:
            words.append((word, (start, end)))
    if not seams:
        return None
    return Mended(Folded(tuple(word for word, _ in words), tuple(span for _, span in words)), tuple(seams))


def _is_broken_line(text: str, before: list[Place], after: list[Place]) -> bool:
    """Whether a line ends within a sentence: no sign before it, and the next goes on in small letters."""
    if not before or not after:
        return False
    (last, (_, left)), (first, (right, _)) = before[-1], after[0]
    if last in ".," or first in ".," or not _LINE_END.fullmatch(text, left, right):
        return False
    return not text[right].isupper() or (text[left - 1].isupper() and text[right : right + 2].isupper())


def _spelt_anew(text: str) -> dict[int, tuple[str, int]]:
    """By where it begins: a known word that was spelt with digits or signs, and where it ends."""
    found = {}
    for run in _SPELT.finditer(text):
        if (meant := _meant("".join(map(fold_letter, run.group())))) is not None:
            found[run.start()] = meant, run.end()
    return found


@lru_cache(maxsize=1024)
def _meant(run: str) -> str | None:
    ways = _CYRILLIC if any("Ѐ" <= letter <= "ӿ" for letter in run) else _LATIN
    tried = islice(product(*(ways.get(letter, letter) for letter in run)), _WAYS)
    return next((word for word in map(one_alphabet, map("".join, tried)) if lexicon().knows(word)), None)


@lru_cache(maxsize=4096)
def _parts(word: str) -> tuple[int, ...]:
    """Where the parts begin of a word that nobody knows and that falls into known ones; else nothing."""
    known = lexicon()
    if not 2 * _FEWEST <= len(word) <= _MOST or not word.isalpha() or word in known.whole:
        return ()
    for last in range(len(word) - _FEWEST, _FEWEST - 1, -1):
        if known.knows(word[last:], _ENDING):
            for joint in _JOINTS:
                first = word[: last - len(joint)] if joint else word[:last]
                if len(first) >= _FEWEST and word[len(first) : last] == joint and known.knows(first, _ENDING):
                    return (0, len(first), last) if joint else (0, last)
    return ()
