"""A whole match in words, for whoever reads it: headline, score and gates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from babel import Locale
from flask_babel import get_locale, gettext

from portal.availability.domain import AvailabilityRow, MaskedAvailability
from portal.matching.comparing import Comparison
from portal.matching.domain import DEFAULT_TOP, PairJudgement
from portal.matching.explanation import (
    FactorLine,
    GateLine,
    Headline,
    explain_gates,
    explain_score,
    headline,
    reason_in_words,
)
from portal.posts.words import form_words, shift_words
from portal.taxonomy.tickets import ticket_label
from portal.vacancies.domain import MaskedVacancy, VacancyRow

Lot = AvailabilityRow | MaskedAvailability
Vacancy = VacancyRow | MaskedVacancy


@dataclass(frozen=True)
class MatchInWords:
    """What a match's card and page say of the judgement."""

    headline: Headline
    percent: int
    factors: tuple[FactorLine, ...]
    gates: tuple[GateLine, ...]


def in_words(lot: Lot, vacancy: Vacancy, judgement: PairJudgement) -> MatchInWords:
    """The judgement of a pair in the reader's language; nothing in it is masked before an introduction."""
    label = skill_words(lot, vacancy)
    return MatchInWords(
        headline=headline(lot, vacancy, judgement),
        percent=round(judgement.score * 100),
        factors=explain_score(judgement, label),
        gates=explain_gates(judgement, label, words_for_codes()),
    )


def verdict(pair: Comparison) -> str:
    """In a sentence or two, whether two posts match, and why not or how well beside the others."""
    if pair.not_open:
        return gettext(
            "They do not match: %(why)s.",
            why=", ".join(reason_in_words(side) for side in pair.not_open),
        )
    if failed := pair.judgement.failed:
        reasons = ", ".join(reason_in_words(gate.value) for gate in failed)
        return gettext("They do not match: %(why)s.", why=reasons)
    places = gettext(
        "Of %(lots)s lots that fit the vacancy this one is number %(lot)s; "
        "of %(vacancies)s vacancies that fit the lot this one is number %(vacancy)s.",
        lots=pair.for_vacancy.of,
        lot=pair.for_vacancy.rank,
        vacancies=pair.for_lot.of,
        vacancy=pair.for_lot.rank,
    )
    if pair.for_vacancy.is_shown or pair.for_lot.is_shown:
        return gettext("They match.") + " " + places
    return (
        gettext("They fit, and are not shown: each has %(n)s others that fit better.", n=DEFAULT_TOP)
        + " "
        + places
    )


def skill_words(lot: Lot, vacancy: Vacancy) -> Callable[[str], str]:
    """Words for the keys by which the two posts' skills are compared."""
    labels = {
        skill.key: skill.label for skill in (*lot.skills, *vacancy.required_skills, *vacancy.desired_skills)
    }
    return lambda key: labels.get(key, key)


def words_for_codes() -> Mapping[str, Callable[[str], str]]:
    """How the codes in a gate's evidence are said."""
    return {
        "country": country_words,
        "language": language_words,
        "ticket": ticket_label,
        "shift": lambda code: shift_words([code]),
        "form": lambda code: form_words([code]),
    }


def country_words(code: str) -> str:
    """A country's name in the reader's language."""
    return str(_locale().territories.get(code, code))


def language_words(code: str) -> str:
    """ "en:B1" as "English B1"."""
    language, _, level = code.partition(":")
    return f"{_locale().languages.get(language, language)} {level}".strip()


def _locale() -> Locale:
    return get_locale() or Locale("en")
