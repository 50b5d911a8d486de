"""Finds the words of a post that a person should look at; it decides nothing and learns nothing."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from portal.compliance.wording.domain import Flag, Passage, WordingRule
from portal.compliance.wording.folding import Folded, fold
from portal.compliance.wording.lexicon import DIGITS, LANGUAGES, Phrase, phrases, wording_rules

WORDING_RULES: Mapping[str, WordingRule] = wording_rules()
_LONGEST_OPENING = 24

Stretch = tuple[int, int]


def flags_in(passages: Iterable[Passage]) -> tuple[Flag, ...]:
    """The flags of some passages, in the order of the texts; the same passages always give the same flags.

    Overlapping words of one rule are one flag. An innocent phrase ("no fees", "we pay") answers only for the words
    it overlaps.
    """
    return tuple(flag for passage in passages for flag in _flags_of(passage))


def _flags_of(passage: Passage) -> Iterator[Flag]:
    folded = fold(passage.text)
    suspects: dict[str, list[tuple[int, int, Phrase]]] = {}
    innocents: dict[str, list[Stretch]] = {}
    for phrase, start, end in _matches(folded, passage.where):
        for rule in phrase.rules:
            if phrase.is_innocent:
                innocents.setdefault(rule, []).append((start, end))
            else:
                suspects.setdefault(rule, []).append((start, end, phrase))
    flags = []
    for rule, found in suspects.items():
        answered = _joined(innocents.get(rule, []))
        kept = [suspect for suspect in found if not _touches(answered, suspect[0], suspect[1])]
        flags.extend(_flag(rule, group, folded, passage) for group in _overlapping(kept))
    yield from sorted(flags, key=lambda flag: (flag.start, flag.end, flag.rule))


def _matches(folded: Folded, where: str) -> Iterator[tuple[Phrase, int, int]]:
    known: dict[str, tuple[Phrase, ...]] = {}
    for position, word in zip(folded.starts, folded.words, strict=True):
        candidates = known.get(word)
        if candidates is None:
            candidates = known[word] = tuple(
                phrase for phrase in _beginning_with(word) if not phrase.where or where in phrase.where
            )
        for phrase in candidates:
            found = phrase.pattern.match(folded.line, position)
            if found:
                yield phrase, position, found.end()


def _beginning_with(word: str) -> Iterator[Phrase]:
    whole, begun = _index()
    if word[0].isdigit():
        yield from begun.get(DIGITS, ())
        return
    yield from whole.get(word, ())
    for length in range(1, min(len(word), _LONGEST_OPENING) + 1):
        yield from begun.get(word[:length], ())


@cache
def _index() -> tuple[Mapping[str, list[Phrase]], Mapping[str, list[Phrase]]]:
    """The phrases by the word they begin with: the whole word, or its first letters."""
    whole: dict[str, list[Phrase]] = {}
    begun: dict[str, list[Phrase]] = {}
    for phrase in phrases():
        for letters, is_whole in sorted(phrase.openings):
            (whole if is_whole else begun).setdefault(letters, []).append(phrase)
    return whole, begun


def _joined(stretches: list[Stretch]) -> list[Stretch]:
    joined: list[Stretch] = []
    for start, end in sorted(stretches):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _touches(answered: list[Stretch], start: int, end: int) -> bool:
    at = bisect_right(answered, (start, end)) - 1
    if at >= 0 and answered[at][1] > start:
        return True
    following = bisect_left(answered, (start, start))
    return following < len(answered) and answered[following][0] < end


def _overlapping(suspects: list[tuple[int, int, Phrase]]) -> Iterator[list[tuple[int, int, Phrase]]]:
    group: list[tuple[int, int, Phrase]] = []
    reach = -1
    for suspect in sorted(suspects, key=lambda each: (each[0], each[1])):
        if group and suspect[0] >= reach:
            yield group
            group = []
        group.append(suspect)
        reach = max(reach, suspect[1])
    if group:
        yield group


def _flag(rule: str, group: list[tuple[int, int, Phrase]], folded: Folded, passage: Passage) -> Flag:
    start, end = folded.place(group[0][0], max(each[1] for each in group))
    spoken = (passage.language or "").split("-")[0].lower()
    best = min(group, key=lambda each: (each[2].language != spoken, LANGUAGES.index(each[2].language)))[2]
    return Flag(
        rule=rule,
        where=passage.where,
        words=passage.text[start:end],
        start=start,
        end=end,
        why=best.why or WORDING_RULES[rule].why,
        language=best.language,
    )
