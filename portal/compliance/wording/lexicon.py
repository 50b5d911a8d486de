"""The phrases of ten languages, kept as data, made ready to be found in folded words."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from portal.compliance.wording.domain import WordingRule
from portal.compliance.wording.folding import fold_letter

DATA = Path(__file__).parent / "data"
LANGUAGES = ("en", "fr", "es", "ro", "bg", "pl", "uk", "ru", "tr", "ar")
DIGITS = "0"
_ARABIC_OPENINGS = ("", "و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "فال", "كال", "لل", "ولل", "وب", "ول")
_NUMBER = r"\d[\d.,]*+ "
_AGE = r"(?:1[4-9]|[2-6]\d) "


@dataclass(frozen=True)
class Phrase:
    """One way of saying something in one language; innocent phrases say to which rules they are an answer.

    `where` names the fields it is looked for in; none means all. `openings` are the words it can begin with:
    (letters, whether they are the whole word).
    """

    language: str
    rules: frozenset[str]
    is_innocent: bool
    where: frozenset[str]
    why: str
    pattern: re.Pattern[str]
    openings: frozenset[tuple[str, bool]]


class Groups:
    """The named groups of words of one language, the shared ones behind them."""

    def __init__(self, language: str, words: Mapping[str, str], shared: Mapping[str, str]) -> None:
        self.language = language
        self._words = {**shared, **words}

    def alternatives(self, element: str) -> tuple[str, ...]:
        """The single ways of saying one element of a phrase, groups opened."""
        return tuple(dict.fromkeys(self._opened(element)))

    def gap(self, most: int, *, over_pauses: bool) -> str:
        """Up to `most` words of no importance, never over a "but" or the end of a sentence."""
        word = r"[^ .]++ " if over_pauses else r"[^ .,]++ "
        turns = "".join(_word_pattern(turn, self.language) + "|" for turn in self._opened("@turn"))
        guard = f"(?!{turns[:-1]})" if turns else ""
        return f"(?:{guard}{word}){{0,{most}}}?"

    def _opened(self, element: str) -> Iterator[str]:
        for part in element.split("|"):
            if part.startswith("@"):
                for inner in self._words.get(part[1:], "").split():
                    yield from self._opened(inner)
            elif part:
                yield part


def _plain(text: str) -> str:
    return "".join(fold_letter(letter) for letter in text).replace("'", "")


def _word_pattern(alternative: str, language: str) -> str:
    opening = r"(?:[وفبلك]?(?:ال|لل)?)" if language == "ar" else ""
    parts = []
    for position, word in enumerate(alternative.split("_")):
        ending = r"[^ ]*+ " if word.endswith("*") else " "
        parts.append((opening if position == 0 else "") + re.escape(_plain(word.rstrip("*"))) + ending)
    return "".join(parts)


def _element(element: str, groups: Groups) -> str | None:
    """The pattern of one element; none if this language has no word for it."""
    if element == "^":
        return r"(?<![^ ] )"
    if element == "$":
        return r"(?![^ .,])"
    if element.startswith("~"):
        return groups.gap(int(element.strip("~")), over_pauses=element.startswith("~~"))
    if element in {"#", "#age"}:
        return _NUMBER if element == "#" else _AGE
    is_optional, is_barred = element.endswith("?"), element.startswith("!")
    ways = [_word_pattern(way, groups.language) for way in groups.alternatives(element.strip("?!"))]
    if not ways:
        return "" if is_optional or is_barred else None
    ways.sort(key=len, reverse=True)
    return ("(?!" if is_barred else "(?:") + "|".join(ways) + (")?" if is_optional else ")")


def _openings(element: str, groups: Groups) -> Iterator[tuple[str, bool]]:
    if element.startswith("#"):
        yield DIGITS, False
        return
    for way in groups.alternatives(element):
        first = way.split("_")[0]
        for opening in _ARABIC_OPENINGS if groups.language == "ar" else ("",):
            yield opening + _plain(first.rstrip("*")), not first.endswith("*")


def phrase(
    text: str, groups: Groups, rules: Iterable[str], *, innocent: bool, where: Iterable[str], why: str
) -> Phrase | None:
    """A phrase of the data made ready; none where the language lacks one of its groups."""
    elements = text.split()
    parts = [_element(element, groups) for element in elements]
    if any(part is None for part in parts):
        return None
    first = next(element for element in elements if element != "^")
    if first.startswith(("~", "!")) or first.endswith("?"):
        raise ValueError(f"a phrase begins with words: {text}")
    return Phrase(
        language=groups.language,
        rules=frozenset(rules),
        is_innocent=innocent,
        where=frozenset(where),
        why=why,
        pattern=re.compile("".join(part for part in parts if part)),
        openings=frozenset(_openings(first, groups)),
    )


@cache
def _data(name: str) -> dict[str, object]:
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def wording_rules() -> Mapping[str, WordingRule]:
    """The rules about wording, by id."""
    held = _data("rules")["rule"]
    assert isinstance(held, list)  # noqa: S101 - the shape of our own data
    return {row["id"]: WordingRule(**row) for row in held}


@cache
def phrases() -> tuple[Phrase, ...]:
    """Every phrase of every language: the shared forms filled with its words, then its own."""
    shared = _data("shared")
    found: list[Phrase] = []
    for language in LANGUAGES:
        own = _data(language)
        groups = Groups(language, _words(own), _words(shared))
        for source in (shared, own):
            found.extend(_phrases_of(source, groups))
    return tuple(found)


def _words(source: Mapping[str, object]) -> Mapping[str, str]:
    words = source.get("words", {})
    assert isinstance(words, dict)  # noqa: S101 - the shape of our own data
    return words


def _phrases_of(source: Mapping[str, object], groups: Groups) -> Iterator[Phrase]:
    kinds = _data("shared")["scope"]
    assert isinstance(kinds, dict)  # noqa: S101 - the shape of our own data
    for section, innocent in (("flag", False), ("innocent", True)):
        rows = source.get(section, [])
        assert isinstance(rows, list)  # noqa: S101 - the shape of our own data
        for row in rows:
            scopes = [row["rule"]] if not innocent else row["answers"]
            rules = [rule for scope in scopes for rule in kinds.get(scope, [f"wording.{scope}"])]
            for text in row["phrases"]:
                made = phrase(
                    text,
                    groups,
                    rules,
                    innocent=innocent,
                    where=row.get("where", ()),
                    why=row.get("why", ""),
                )
                if made is not None:
                    yield made
