"""A text folded to plain words, so that accents, look-alike letters and spaced-out letters hide nothing."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = {
    "ł": "l", "đ": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ґ": "г",
    "ة": "ه", "ى": "ي", "ٱ": "ا", "ک": "ك", "ی": "ي", "ـ": "",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'",
    "α": "a", "ο": "o", "ε": "e", "ι": "i", "ρ": "p", "τ": "t", "υ": "u", "ν": "v", "κ": "k", "χ": "x",
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢƒɡ", "abcdefghijklmnoprstuvwyzfg", strict=True)),
}  # fmt: skip
_CYRILLIC_OF = str.maketrans("aceijkmopstxyhbr", "асеіјкморѕтхунвг")
_LATIN_OF = str.maketrans("асеіјкморѕтхунвгһьғ", "aceijkmopstxyhbrhbf")
_DIGITS_AS_LETTERS = str.maketrans("01345", "oieas")
_UNFINISHED = frozenset(
    {"лв", "руб", "грн", "гр", "тыс", "тис", "ст", "тел", "dvs", "max", "min", "maks", "approx", "nr", "tel"}
    | {"ul", "str", "incl", "ca", "zl", "bzw"}
)
_TOKEN = re.compile(
    r"(?P<spaced>(?<![^\W_])(?:[^\W\d_][ .\-_*·]){2,}[^\W\d_](?![^\W_]))"
    r"|(?P<number>\d++(?:[.,]\d++)*+)"
    r"|(?P<word>[^\W\d_](?:[^\W_]|'(?=[^\W_]))*+)"
    r"|(?P<sign>[€£$₺₽₴%])"
    r"|(?P<stop>[.!?;\n\r•|؟؛])"
    r"|(?P<pause>[,،–—]|(?<= )-(?= ))"
)
_ELISION = re.compile(r"(?:[cdjlmnst]|qu)'")


@dataclass(frozen=True)
class Folded:
    """The plain words of a text, and from where to before where each stood in the text as written."""

    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]

    def place(self, first: int, after: int) -> tuple[int, int]:
        """Where the words from `first` to before `after` stand in the text as written."""
        last = after - 1
        while last > first and self.words[last] in ".,":
            last -= 1
        return self.spans[first][0], self.spans[last][1]


def fold(text: str) -> Folded:
    """Fold a text to words, "." where a sentence ends and "," where it pauses."""
    plain, origins = _plain_letters(text)
    words: list[str] = []
    spans: list[tuple[int, int]] = []
    for found in _TOKEN.finditer(plain):
        for word, start, end in _words_of(found, words):
            words.append(word)
            spans.append((origins[start], origins[end - 1] + 1))
    return Folded(tuple(words), tuple(spans))


@lru_cache(maxsize=4096)
def fold_letter(letter: str) -> str:
    """One letter without its accents, width, case or vowel marks; nothing for what cannot be seen."""
    whole = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", letter).casefold())
    kept = (c for c in whole if unicodedata.category(c) not in {"Mn", "Cf", "Me"})
    return "".join(_as_ascii_digit(_PLAIN.get(c, c)) for c in kept)


def _as_ascii_digit(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdecimal() else character


def _plain_letters(text: str) -> tuple[str, list[int]]:
    if text.isascii():
        return text.lower(), list(range(len(text)))
    pieces: list[str] = []
    origins: list[int] = []
    for at, letter in enumerate(text):
        piece = fold_letter(letter)
        pieces.append(piece)
        origins.extend([at] * len(piece))
    return "".join(pieces), origins


def _words_of(found: re.Match[str], before: list[str]) -> list[tuple[str, int, int]]:
    start, end, raw = found.start(), found.end(), found.group()
    match found.lastgroup:
        case "spaced":
            return _spaced(raw, start, end)
        case "word":
            return _word(raw, start, end)
        case "stop":
            unfinished = raw == "." and before and (before[-1] in _UNFINISHED or _is_initial(before[-1]))
            return [] if unfinished else [(".", start, end)]
        case "pause":
            return [(",", start, end)]
        case _:
            return [(raw, start, end)]


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha()


def _spaced(raw: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """A word written l i k e this; an English article before it stands alone."""
    letters = one_alphabet("".join(c for c in raw if c.isalpha()))
    if letters.startswith("a") and len(letters) > 3:
        return [("a", start, start + 1), (letters[1:], start + 2, end)]
    return [(letters, start, end)]


def _word(raw: str, start: int, end: int) -> list[tuple[str, int, int]]:
    elision = _ELISION.match(raw)
    if elision and elision.end() < len(raw):
        middle = start + elision.end()
        return [
            (raw[: elision.end() - 1], start, middle - 1),
            *_whole_word(raw[elision.end() :], middle, end),
        ]
    return _whole_word(raw, start, end)


def _whole_word(raw: str, start: int, end: int) -> list[tuple[str, int, int]]:
    stem = raw.rstrip("0123456789")
    if stem != raw and "'" not in raw and stem.isalpha():
        return [(one_alphabet(stem), start, start + len(stem)), (raw[len(stem) :], start + len(stem), end)]
    word = raw.replace("'", "")
    if not word.isalpha():
        word = word.translate(_DIGITS_AS_LETTERS)
    return [(one_alphabet(word), start, end)]


def one_alphabet(word: str) -> str:
    """A word that mixes Latin and Cyrillic letters, in the alphabet most of it is written in.

    Where some letter has no look-alike there, as the f of a fee, in the other.
    """
    if word.isascii():
        return word
    cyrillic, latin = _counted(word)
    if not cyrillic or not latin:
        return word
    ways = (_CYRILLIC_OF, _LATIN_OF) if cyrillic >= latin else (_LATIN_OF, _CYRILLIC_OF)
    written = [word.translate(way) for way in ways]
    return next((one for one in written if not all(_counted(one))), written[0])


def _counted(word: str) -> tuple[int, int]:
    """How many letters of a word are Cyrillic, and how many Latin."""
    return sum("Ѐ" <= c <= "ӿ" for c in word), sum("a" <= c <= "z" for c in word)
