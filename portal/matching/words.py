"""A whole match in words, for whoever reads it: headline, score and gates."""

from collections.abc import Callable, Iterator, Mapping
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
    if pair.is_introduced:
        said = gettext("They match: both sides said yes, and that stays whatever the posts say since.")
    elif reasons := pair.not_open or pair.judgement.failed:
        why = ", ".join(reason_in_words(one.value) for one in reasons)
        return gettext("They do not match: %(why)s.", why=why)
    elif pair.barred_by_rules:
        said = gettext("They do not match: they pass every check, but rules of compliance bar the match.")
    elif pair.matched:
        said = gettext("They match.")
    elif pair.for_vacancy.rank is None or pair.for_lot.rank is None:
        said = gettext("They pass every check, and are being looked at again.")
    else:
        said = gettext("They fit, and are not shown: each has %(n)s others that fit better.", n=DEFAULT_TOP)
    return " ".join((said, *_places(pair)))


def _places(pair: Comparison) -> Iterator[str]:
    """The place among those that fit either post, where the pair has one."""
    if pair.for_vacancy.rank is not None:
        yield gettext(
            "Of %(lots)s lots that fit the vacancy this one is number %(lot)s.",
            lots=pair.for_vacancy.of,
            lot=pair.for_vacancy.rank,
        )
    if pair.for_lot.rank is not None:
        yield gettext(
            "Of %(vacancies)s vacancies that fit the lot this one is number %(vacancy)s.",
            vacancies=pair.for_lot.of,
            vacancy=pair.for_lot.rank,
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
