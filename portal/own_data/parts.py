"""A part of a worker's record that can be folded open: label and words of each fact."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from flask_babel import lazy_gettext as _

from portal.infra.web.mixed import listed
from portal.placements.introductions.domain.answers import Side
from portal.placements.offers.domain.key_terms import DEDUCTION, DEDUCTIONS, ONCE, TERMS, KeyTerms
from portal.placements.offers.key_term_words import LABELS, value_words
from portal.posts.words import plain_money

Facts: TypeAlias = tuple[tuple[str, str], ...]
When: TypeAlias = Callable[[datetime | None], str]
"""A moment on the clocks of the place of work; empty for none."""

SIDES = {Side.PROVIDER: _("your agency"), Side.EMPLOYER: _("the workplace")}


@dataclass(frozen=True)
class Part:
    """One part under an offer.

    `file` is the name of a copy in the download; `is_here` says that the offer's own page gives it, too.
    """

    title: str
    facts: Facts
    text: str = ""
    file: str = ""
    is_here: bool = False


def said(*facts: tuple[object, object]) -> Facts:
    """Facts without those of which nothing is held."""
    return tuple((str(label), str(words)) for label, words in facts if words not in (None, ""))


def row(*words: object) -> str:
    """Words about one thing in a row."""
    return listed((str(one) for one in words if one), apart=True)


def term_facts(terms: KeyTerms) -> Facts:
    """All that a paper states."""
    named = ((name, getattr(terms, name)) for name in TERMS if name not in DEDUCTIONS)
    taken = {
        name: row(
            *(f"{label}: {plain_money(amount, terms.currency)}" for label, amount in getattr(terms, name))
        )
        for name in (DEDUCTION, ONCE)
    }
    return said(
        *(
            (LABELS[name], value_words(name, value, terms.currency))
            for name, value in named
            if _is_said(value)
        ),
        *((LABELS[name], words) for name, words in taken.items()),
    )


def _is_said(value: object) -> bool:
    return value not in (None, "")
