"""Where the phrases of the lexicon stand in one folded text."""

from collections.abc import Callable, Iterator, Mapping, Set
from functools import lru_cache
from typing import NamedTuple

from portal.compliance.wording.folding import Folded
from portal.compliance.wording.lexicon import AGE, NUMBER, Lexicon, Phrase, Way

_LONGEST_BEGINNING = 24
_AGES = frozenset(str(age) for age in range(14, 70))
_ARABIC_OPENINGS = ("و", "ف", "ب", "ل", "ك", "ال", "وال", "بال", "فال", "كال", "لل", "ولل", "وب", "ول")
_NOWHERE: Mapping[int, tuple[int, ...]] = {}

Places = dict[int, tuple[int, ...]]


class Standing(NamedTuple):
    """A phrase in a text: the place of its first word, and of the word after its last."""

    phrase: Phrase
    start: int
    end: int


class Reading:
    """One folded text read with a lexicon: which phrases stand from which word to before which."""

    def __init__(self, folded: Folded, lexicon: Lexicon, where: str) -> None:
        self._words = folded.words
        self._lexicon = lexicon
        self._where = where
        self._meanings = self._found_meanings()
        self._elements = self._found_elements()

    def suspects(self) -> Iterator[Standing]:
        """Each suspicious phrase found."""
        return self._found(lambda phrase: not phrase.is_innocent)

    def innocents(self, rules: Set[str]) -> Iterator[Standing]:
        """Each innocent phrase found that answers to one of some rules."""
        return self._found(lambda phrase: phrase.is_innocent and not phrase.rules.isdisjoint(rules))

    def _found(self, is_sought: Callable[[Phrase], bool]) -> Iterator[Standing]:
        present = self._elements.keys()
        for element in sorted(present):
            for phrase, needed in self._lexicon.beginning.get(element, ()):
                if (
                    needed <= present
                    and is_sought(phrase)
                    and (not phrase.where or self._where in phrase.where)
                ):
                    yield from self._standing(phrase)

    def _standing(self, phrase: Phrase) -> Iterator[Standing]:
        turns = self._lexicon.turns[phrase.language]
        for start, ends in self._elements[phrase.steps[0].element].items():
            if phrase.at_start and start:
                continue
            for end in ends:
                reach = self._reach(phrase, 1, end, turns)
                if reach is not None:
                    yield Standing(phrase, start, reach)
                    break

    def _reach(self, phrase: Phrase, at: int, place: int, turns: frozenset[str]) -> int | None:
        """Where the phrase ends if its steps from `at` on can be taken from `place`; none if they cannot."""
        if at == len(phrase.steps):
            return place
        step = phrase.steps[at]
        if step.is_end:
            is_end = place == len(self._words) or self._words[place] in ".,"
            return self._reach(phrase, at + 1, place, turns) if is_end else None
        places = self._elements.get(step.element, _NOWHERE)
        if step.is_barred:
            return None if place in places else self._reach(phrase, at + 1, place, turns)
        for next_place in range(place, min(place + step.gap, len(self._words) - 1) + 1):
            for end in places.get(next_place, ()):
                reach = self._reach(phrase, at + 1, end, turns)
                if reach is not None:
                    return reach
            word = self._words[next_place]
            if word == "." or word in turns or (word == "," and not step.over_pauses):
                break
        return self._reach(phrase, at + 1, place, turns) if step.is_optional else None

    def _found_meanings(self) -> dict[int, Places]:
        found: dict[int, Places] = {}
        for place, word in enumerate(self._words):
            for way in _ways(self._lexicon, word):
                end = place + 1 + len(way.following)
                if not way.following or self._follows(way, place + 1):
                    places = found.setdefault(way.meaning, {})
                    ends = places.get(place)
                    if ends is None:
                        places[place] = (end,)
                    elif end not in ends:
                        places[place] = tuple(sorted((*ends, end), reverse=True))
        return found

    def _follows(self, way: Way, place: int) -> bool:
        if place + len(way.following) > len(self._words):
            return False
        for offset, (letters, is_whole) in enumerate(way.following, place):
            word = self._words[offset]
            if word != letters and (is_whole or not word.startswith(letters)):
                return False
        return True

    def _found_elements(self) -> dict[int, Places]:
        wanted = {
            number for meaning in self._meanings for number in self._lexicon.of_meaning.get(meaning, ())
        }
        return {number: self._joined(self._lexicon.elements[number]) for number in sorted(wanted)}

    def _joined(self, meanings: frozenset[int]) -> Places:
        found = [self._meanings[meaning] for meaning in sorted(meanings) if meaning in self._meanings]
        if len(found) == 1:
            return found[0]
        joined: Places = {}
        for places in found:
            for place, ends in places.items():
                known = joined.get(place)
                joined[place] = ends if known is None else tuple(sorted({*known, *ends}, reverse=True))
        return joined


@lru_cache(maxsize=16_384)
def _ways(lexicon: Lexicon, word: str) -> tuple[Way, ...]:
    """The ways of saying something that may begin with a word."""
    ways = []
    if word[0].isdigit():
        ways.append(Way(NUMBER, ()))
        if word in _AGES:
            ways.append(Way(AGE, ()))
    for form in _forms(word):
        ways += lexicon.whole.get(form, ())
        for length in range(1, min(len(form), _LONGEST_BEGINNING) + 1):
            ways += lexicon.begun.get(form[:length], ())
    return tuple(ways)


def _forms(word: str) -> Iterator[str]:
    """A word as it stands and, in Arabic, without the small words written onto it."""
    yield word
    if "؀" <= word[0] <= "ۿ":
        for opening in _ARABIC_OPENINGS:
            if word.startswith(opening) and len(word) > len(opening) + 1:
                yield word[len(opening) :]
