"""Finds the words of a post that a person should look at; it decides nothing and learns nothing."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping

from portal.compliance.wording.domain import Flag, Passage, WordingRule
from portal.compliance.wording.folding import Folded, fold
from portal.compliance.wording.lexicon import LANGUAGES, NEWEST, lexicon, wording_rules
from portal.compliance.wording.mending import mended
from portal.compliance.wording.reading import Reading, Standing

WORDING_RULES: Mapping[str, WordingRule] = wording_rules()

Stretch = tuple[int, int]


def flags_in(passages: Iterable[Passage], edition: int = NEWEST) -> tuple[Flag, ...]:
    """The flags of some passages, in the order of the texts; the same passages always give the same flags.

    Overlapping words of one rule are one flag. An innocent phrase ("no fees", "we pay") answers only for the
    words it overlaps. What is broken over lines, run together or spelt with digits is read once more as it
    was meant, from the second edition of the lexicon on.
    """
    return tuple(flag for passage in passages for flag in _flags_of(passage, edition))


def _flags_of(passage: Passage, edition: int) -> list[Flag]:
    folded = fold(passage.text)
    flags = [_flag(rule, group, folded, passage) for rule, group in _found(folded, passage.where, edition)]
    meant = mended(passage.text, folded) if edition > 1 else None
    if meant is not None:
        found = [
            _flag(rule, group, meant.folded, passage)
            for rule, group in _found(meant.folded, passage.where, edition)
            if meant.holds_seam(group[0].start, max(each.end for each in group))
        ]
        flags += [one for one in found if not any(_is_same(one, known) for known in flags)]
    return sorted(flags, key=lambda flag: (flag.start, flag.end, flag.rule))


def _is_same(one: Flag, known: Flag) -> bool:
    return one.rule == known.rule and one.start < known.end and known.start < one.end


def _found(folded: Folded, where: str, edition: int) -> Iterator[tuple[str, list[Standing]]]:
    """By rule, the phrases found that overlap each other and that no innocent phrase answers for."""
    reading = Reading(folded, lexicon(edition), where)
    suspects: dict[str, list[Standing]] = {}
    for standing in reading.suspects():
        for rule in standing.phrase.rules:
            suspects.setdefault(rule, []).append(standing)
    answers: dict[str, list[Stretch]] = {rule: [] for rule in suspects}
    for phrase, start, end in reading.innocents(suspects.keys()) if suspects else ():
        for rule in phrase.rules & suspects.keys():
            answers[rule].append((start, end))
    for rule, found in suspects.items():
        answered = _joined(answers[rule])
        kept = [standing for standing in found if not _touches(answered, standing.start, standing.end)]
        for group in _overlapping(kept):
            yield rule, group


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


def _overlapping(suspects: list[Standing]) -> Iterator[list[Standing]]:
    group: list[Standing] = []
    reach = -1
    for standing in sorted(suspects, key=lambda each: (each.start, each.end)):
        if group and standing.start >= reach:
            yield group
            group = []
        group.append(standing)
        reach = max(reach, standing.end)
    if group:
        yield group


def _flag(rule: str, group: list[Standing], folded: Folded, passage: Passage) -> Flag:
    start, end = folded.place(group[0].start, max(each.end for each in group))
    spoken = (passage.language or "").split("-")[0].lower()
    best = min(
        (each.phrase for each in group),
        key=lambda phrase: (phrase.language != spoken, LANGUAGES.index(phrase.language), not phrase.why),
    )
    return Flag(
        rule=rule,
        where=passage.where,
        words=passage.text[start:end],
        start=start,
        end=end,
        why=best.why or WORDING_RULES[rule].why,
        language=best.language,
    )
