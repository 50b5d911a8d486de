"""A passage of a post, and the words in it that a person should look at."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """One text of a post as its author wrote it; `where` is its field (title, description, terms, deduction).

    `language` is BCP 47 if the author said it. Every lexicon is tried in any case: posts mix languages.
    """

    where: str
    text: str
    language: str | None = None


@dataclass(frozen=True)
class Flag:
    """Words that look like a breach of a rule; `start` and `end` count characters of the passage's text.

    A flag decides nothing: a person reads the words in their place and decides. `language` is the lexicon's.
    """

    rule: str
    where: str
    words: str
    start: int
    end: int
    why: str
    language: str


@dataclass(frozen=True)
class WordingRule:
    """What kind of wording is looked for, why, on whose authority, and one text on either side of the line.

    `passing` is an innocent text that resembles `failing`. `verified` says whether its number in
    the source was read.
    """

    id: str
    title: str
    why: str
    source: str
    verified: bool
    passing: str
    failing: str
