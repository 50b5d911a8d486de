"""What parts two posts that is said alike to the owners of both.

Nothing is said of the other post that the page of a match does not show before both sides said yes: no pay
that is accepted, no distance that is travelled, no least group (ADR 16).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext, ngettext

from portal.availability.domain import AvailabilityRow
from portal.infra.web.mixed import listed
from portal.matching.comparing import Stops
from portal.matching.domain import Gate, GateResult, PairJudgement
from portal.matching.explanation import GateLine, missing_of
from portal.matching.words import language_words, skill_words
from portal.taxonomy.tickets import ticket_label
from portal.vacancies.domain import VacancyRow


@dataclass(frozen=True)
class Parted:
    """One gate that a pair does not pass, with all that its words need."""

    lot: AvailabilityRow
    vacancy: VacancyRow
    judgement: PairJudgement
    gate: GateResult
    stops: Stops

    @property
    def missing(self) -> tuple[str, ...]:
        return missing_of(self.gate)


Said = tuple[str, str, str]
"""What parts the posts; what could be changed, or nothing; the section of the form for it, or none."""


def own_hold(p: Parted) -> Said:
    return gettext("Your post or your organisation is on hold: the post’s own page says why"), "", ""


def too_few_days(p: Parted, none: str) -> str:
    if not p.judgement.covered_days:
        return none
    return ngettext(
        "Only %(num)s day in common, which is too few",
        "Only %(num)s days in common, which are too few",
        p.judgement.covered_days,
    )


def tickets_missing(p: Parted) -> str:
    return listed(ticket_label(one) for one in p.missing)


def languages_missing(p: Parted) -> str:
    return listed(language_words(one) for one in p.missing)


def skills_missing(p: Parted) -> str:
    label = skill_words(p.lot, p.vacancy)
    return listed(label(one) for one in p.missing)


def too_few(p: Parted, own_free: int, own_least: int) -> Said:
    """The least group of the other side is not told, only that it is larger."""
    together = min(p.judgement.free_availability, p.judgement.free_vacancy)
    if own_free == 0:
        return gettext("None are free on your side on these days"), "", ""
    if together == 0:
        return gettext("None are free on the other side on these days"), "", ""
    if together < own_least:
        words = gettext(
            "Only %(n)s can go together; your smallest group is %(least)s", n=together, least=own_least
        )
        return words, gettext("A smaller smallest group would let them."), "about-workers"
    return (
        gettext("Only %(n)s can go together, and the other side wants more at once", n=together),
        gettext("More on your side may open it.") if own_free == together else "",
        "about-workers",
    )


Sayings = Mapping[Gate, Callable[[Parted], Said]]


def line_of(parted: Parted, sayings: Sayings) -> GateLine:
    """The gate in words, by what is said of each."""
    words, mend, part = sayings[parted.gate.gate](parted)
    return GateLine(parted.gate.gate.value, words, passed=False, mend=mend, part=part if mend else "")
