"""The phrases of ten languages, kept as data, made ready to be found in folded words."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from portal.compliance.wording.domain import WordingRule
from portal.compliance.wording.folding import fold_letter

_STEM = 4
"""The fewest letters by which a beginning tells a word."""
DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr", "es", "ro", "bg", "pl", "uk", "ru", "tr", "ar")
NUMBER, AGE = 0, 1
NEWEST = 2
"""Of the editions of the lexicon; rules of an earlier version read with the one of their day."""


@dataclass(frozen=True)
class Way:
    """One way of saying a meaning: what follows its first word, as (letters, is a whole word)."""

    meaning: int
    following: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Step:
    """One element of a phrase, and how many words of no importance may stand before it."""

    element: int
    gap: int = 0
    over_pauses: bool = False
    is_optional: bool = False
    is_barred: bool = False
    is_end: bool = False


@dataclass(frozen=True)
class Phrase:
    """One form of words in one language; innocent phrases say to which rules they are an answer.

    `where` names the fields it is looked for in; none means all.
    """

    language: str
    rules: frozenset[str]
    is_innocent: bool
    where: frozenset[str]
    why: str
    steps: tuple[Step, ...]
    at_start: bool

    @property
    def needed(self) -> frozenset[int]:
        """The elements a text must hold for this phrase to be in it."""
        return frozenset(
            step.element for step in self.steps if not (step.is_optional or step.is_barred or step.is_end)
        )


@dataclass(eq=False)
class Lexicon:
    """All phrases, and the words that lead to them.

    A word leads to meanings (one group of words of one language), meanings to elements (one or more meanings
    that do equally well), elements to the phrases that begin with them.
    """

    whole: dict[str, list[Way]] = field(default_factory=dict)
    begun: dict[str, list[Way]] = field(default_factory=dict)
    elements: list[frozenset[int]] = field(default_factory=list)
    of_meaning: dict[int, list[int]] = field(default_factory=dict)
    beginning: dict[int, list[tuple[Phrase, frozenset[int]]]] = field(default_factory=dict)
    turns: dict[str, frozenset[str]] = field(default_factory=dict)

    def knows(self, word: str, most_ending: int = 99) -> bool:
        """Whether some phrase has this word, as it stands or with an ending of so many letters at most."""
        if word in self.whole:
            return True
        shortest = max(_STEM, len(word) - most_ending)
        return any(word[:length] in self.begun for length in range(len(word), shortest - 1, -1))


class _Words:
    """The named groups of words of one language, the shared ones behind them, entered in the lexicon once."""

    def __init__(
        self, lexicon: Lexicon, numbers: Iterator[int], language: str, own: Mapping[str, str]
    ) -> None:
        self.language = language
        self._lexicon = lexicon
        self._numbers = numbers
        self._groups = {**_data("shared")["words"], **own}
        self._meanings: dict[str, frozenset[int]] = {}
        lexicon.turns[language] = frozenset(plain(word) for word in self._groups.get("turn", "").split())

    def meanings(self, element: str) -> frozenset[int]:
        """The meanings that an element (alternatives parted by |, groups by @) stands for."""
        known = self._meanings.get(element)
        if known is None:
            known = self._meanings[element] = self._entered(element)
        return known

    def _entered(self, element: str) -> frozenset[int]:
        found: set[int] = set()
        words = []
        for part in element.split("|"):
            if part in {"#", "#age"}:
                found.add(NUMBER if part == "#" else AGE)
            elif part.startswith("@"):
                for inner in _parted(self._groups.get(part[1:], "")):
                    found |= self.meanings(inner)
            elif part:
                words.append(part)
        if words:
            meaning = next(self._numbers)
            found.add(meaning)
            for word in words:
                self._enter(word, meaning)
        return frozenset(found)

    def _enter(self, text: str, meaning: int) -> None:
        first, *others = text.split("_")
        following = tuple((plain(word.rstrip("*")), not word.endswith("*")) for word in others)
        ways = self._lexicon.begun if first.endswith("*") else self._lexicon.whole
        ways.setdefault(plain(first.rstrip("*")), []).append(Way(meaning, following))


def _parted(group: str) -> tuple[str, ...]:
    """A group's words as one element, the groups it names as others."""
    parts = re.split(r"[\s|]+", group.strip())
    words = "|".join(part for part in parts if not part.startswith("@"))
    return (*([words] if words else []), *(part for part in parts if part.startswith("@")))


def plain(text: str) -> str:
    """A word of the data folded as texts are."""
    return "".join(fold_letter(letter) for letter in text).replace("'", "")


@cache
def _data(name: str) -> Mapping[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def wording_rules() -> Mapping[str, WordingRule]:
    """The rules about wording, by id."""
    return {row["id"]: WordingRule(**row) for row in _data("rules")["rule"]}


@cache
def lexicon(edition: int = NEWEST) -> Lexicon:
    """Every phrase of every language: the shared forms filled with its words, then its own."""
    made = Lexicon()
    numbers = count(AGE + 1)
    known: dict[frozenset[int], int] = {}
    for language in LANGUAGES:
        own = _data(language)
        words = _Words(made, numbers, language, own["words"])
        for source in (_data("shared"), own):
            for phrase in _phrases(source, words, made, known, edition):
                made.beginning.setdefault(phrase.steps[0].element, []).append((phrase, phrase.needed))
    for number, meanings in enumerate(made.elements):
        for meaning in meanings:
            made.of_meaning.setdefault(meaning, []).append(number)
    return made


def _phrases(
    source: Mapping[str, Any],
    words: _Words,
    made: Lexicon,
    known: dict[frozenset[int], int],
    edition: int,
) -> Iterator[Phrase]:
    for section in ("flag", "innocent"):
        for row in source.get(section, ()):
            if row.get("since", 1) > edition:
                continue
            rules = frozenset(_rules([row["rule"]] if section == "flag" else row["answers"]))
            for text in row["phrases"]:
                steps = _steps(text, words, made, known)
                if steps is not None:
                    yield Phrase(
                        language=words.language,
                        rules=rules,
                        is_innocent=section == "innocent",
                        where=frozenset(row.get("where", ())),
                        why=row.get("why", ""),
                        steps=steps,
                        at_start=text.startswith("^"),
                    )


def _rules(names: Iterable[str]) -> Iterator[str]:
    scopes = _data("shared")["scope"]
    for name in names:
        yield from scopes.get(name, (f"wording.{name}",))


def _steps(
    text: str, words: _Words, made: Lexicon, known: dict[frozenset[int], int]
) -> tuple[Step, ...] | None:
    """The steps of a phrase; none where the language has no word for one of its elements."""
    steps: list[Step] = []
    gap, over_pauses = 0, False
    for element in text.removeprefix("^").split():
        if element.startswith("~"):
            gap, over_pauses = int(element.strip("~")), element.startswith("~~")
            continue
        is_optional, is_barred, is_end = element.endswith("?"), element.startswith("!"), element == "$"
        meanings = frozenset() if is_end else words.meanings(element.strip("?!"))
        if not meanings and not is_end:
            if is_optional or is_barred:
                continue
            return None
        number = known.setdefault(meanings, len(made.elements))
        if number == len(made.elements):
            made.elements.append(meanings)
        steps.append(Step(number, gap, over_pauses, is_optional, is_barred, is_end))
        gap, over_pauses = 0, False
    if steps[0].is_optional or steps[0].is_barred or steps[0].is_end:
        raise ValueError(f"a phrase begins with words: {text}")
    return tuple(steps)
