"""A judgement in words: why a pair fits, how well, and what is missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import format_decimal, gettext, ngettext

from portal.availability.domain import AvailabilityRow, MaskedAvailability
from portal.matching.domain import Evidence, Gate, GateOutcome, GateResult, PairJudgement
from portal.vacancies.domain import MaskedVacancy, VacancyRow

Words = Callable[[str], str]


@dataclass(frozen=True)
class FactorLine:
    """One part of the score: its share of what it could give, and its evidence in a sentence."""

    kind: str
    name: str
    share: float
    """In [0, 1]."""
    weight: float
    """What it counts in the score; the five weights add up to one."""
    sentence: str


@dataclass(frozen=True)
class GateLine:
    """One rule that is checked and not scored."""

    code: str
    words: str
    passed: bool | None
    """None where nothing was named to compare with."""
    detail: str = ""
    mend: str = ""
    """What would be needed, and who can see to it."""
    part: str = ""
    """The section of the own post's form in which that is changed, by its anchor."""


def explain_score(judgement: PairJudgement, label: Words) -> tuple[FactorLine, ...]:
    """The five parts of a score in the order of their weight. `label` names a skill by its key."""
    factors = judgement.factors
    return (
        FactorLine("skills", gettext("Skills"), factors.skills, 0.45, _skills(judgement, label)),
        FactorLine("occupation", gettext("Occupation"), factors.occupation, 0.20, _occupation(judgement)),
        FactorLine("distance", gettext("Distance"), factors.distance, 0.15, _distance(judgement)),
        FactorLine("dates", gettext("Dates"), factors.dates, 0.10, _dates(judgement)),
        FactorLine("heads", gettext("Workers"), factors.heads, 0.10, _heads(judgement)),
    )


def explain_gates(
    judgement: PairJudgement, label: Words, named: Mapping[str, Words], *, every: bool = False
) -> tuple[GateLine, ...]:
    """The gates in words. `named` has words for the codes of country, language, ticket, shift and form.

    That the work is related goes without saying, so that it is left out unless `every` gate is wanted.
    """
    return tuple(
        GateLine(
            one.gate.value,
            words=_place(judgement) if one.gate is Gate.PLACE else _gate(one, label, named),
            passed=None if one.outcome is GateOutcome.NOT_COMPARED else one.outcome is GateOutcome.PASSED,
        )
        for one in judgement.gates
        if every or one.gate is not Gate.RELEVANCE or one.outcome is GateOutcome.FAILED
    )


def reason_in_words(code: str) -> str:
    """Why a match lapsed, from its reason code."""
    words = {
        Gate.COMPLIANCE.value: gettext("one of the posts is held, or a supply licence is missing"),
        Gate.PERMISSION.value: gettext("the workers may not work in that country or sector"),
        Gate.ENGAGEMENT.value: gettext("no form of engagement suits both sides"),
        Gate.DATES.value: gettext("the dates no longer fit"),
        Gate.TICKETS.value: gettext("a licence or certificate is missing"),
        Gate.LANGUAGES.value: gettext("a language is missing"),
        Gate.SHIFTS.value: gettext("the shifts do not fit"),
        Gate.PAY.value: gettext("the pay is below what they accept"),
        Gate.SKILLS.value: gettext("a required skill is missing"),
        Gate.PLACE.value: gettext("the place is too far away"),
        Gate.GROUP.value: gettext("too few workers or places are left"),
        Gate.RELEVANCE.value: gettext("the work is too different"),
        "availability": gettext("the spare workers are no longer offered"),
        "vacancy": gettext("the vacancy is no longer open"),
        "introduction": gettext("the introduction ended"),
    }
    return words.get(code, code)


def _skills(j: PairJudgement, label: Words) -> str:
    held, related, missing = j.skills.held, j.skills.related, j.skills.missing
    asked = len(held) + len(related) + len(missing)
    if asked == 0:
        return gettext("No skills were asked for; the occupation decides.")
    said = [
        ngettext("Hold %(held)s of %(num)s skill", "Hold %(held)s of %(num)s skills", asked, held=len(held))
    ]
    if related:
        said.append(gettext("related: %(skills)s", skills=_list(map(label, related))))
    if missing:
        said.append(gettext("not: %(skills)s", skills=_list(map(label, missing))))
    sentence = "; ".join(said) + "."
    if j.skills.assumed:
        sentence += " " + gettext("Assumed from their occupation.")
    return sentence


def _occupation(j: PairJudgement) -> str:
    if j.step_reason:
        return j.step_reason
    match j.factors.occupation:
        case 1.0:
            return gettext("The same occupation.")
        case 0.75:
            return gettext("A closely related occupation.")
        case 0.5:
            return gettext("A related occupation, or training is given.")
        case _:
            return gettext("A different occupation.")


def _distance(j: PairJudgement) -> str:
    km = kilometres(j.distance_km)
    if Gate.PLACE in j.failed:
        return gettext("%(km)s in a straight line, out of reach.", km=km)
    if j.relocating:
        return gettext("%(km)s in a straight line; they would move, and housing is offered.", km=km)
    return gettext("%(km)s in a straight line, within the distance they travel.", km=km)


def _dates(j: PairJudgement) -> str:
    if j.factors.dates >= 1:
        return ngettext("Free on the one day.", "Free on all %(num)s days.", j.covered_days)
    return ngettext(
        "Free on %(num)s day of those asked for.", "Free on %(num)s days of those asked for.", j.covered_days
    )


def _heads(j: PairJudgement) -> str:
    return gettext("%(free)s free, %(places)s places open.", free=j.free_availability, places=j.free_vacancy)


def kilometres(distance: float) -> str:
    """A distance as people say it: "12 km", "0.8 km"."""
    shown = round(distance, 1) if distance < 10 else round(distance)
    return gettext("%(n)s\N{NO-BREAK SPACE}km", n=format_decimal(shown))


def _gate(one: GateResult, label: Words, named: Mapping[str, Words]) -> str:
    passed = one.outcome is not GateOutcome.FAILED
    match one.gate:
        case Gate.COMPLIANCE:
            return _compliance(passed=passed)
        case Gate.PERMISSION:
            return _permission(one, named["country"](str(one.asked[0])))
        case Gate.ENGAGEMENT:
            if passed:
                return gettext("Form both accept: %(forms)s", forms=_named(named["form"], one.found))
            return gettext("No form of engagement that both accept")
        case Gate.DATES:
            return gettext("Dates fit") if passed else gettext("Dates do not fit")
        case Gate.TICKETS:
            return _asked_and_missing(one, named["ticket"], gettext("No licence or certificate asked for"))
        case Gate.LANGUAGES:
            return _asked_and_missing(one, named["language"], gettext("No language asked for"))
        case Gate.SHIFTS:
            shifts = _named(named["shift"], one.asked)
            return gettext("Shifts: %(shifts)s", shifts=shifts)
        case Gate.PAY:
            if one.outcome is GateOutcome.NOT_COMPARED:
                return gettext("Pay not compared: no lowest pay was named in this currency")
            return gettext("Accepts the pay") if passed else gettext("Does not accept the pay")
        case Gate.SKILLS:
            return _asked_and_missing(one, label, gettext("No skill required"))
        case Gate.PLACE:
            raise LookupError("the place is said by _place, which knows whether they would move")
        case Gate.GROUP:
            return gettext("Enough workers and places") if passed else gettext("Too few workers or places")
        case Gate.RELEVANCE:
            return gettext("The work is related") if passed else gettext("The work is too different")


def _permission(one: GateResult, country: str) -> str:
    if one.outcome is not GateOutcome.FAILED:
        return gettext("May work in %(country)s in this sector", country=country)
    if one.asked[0] in one.found:
        return gettext("May work in %(country)s, but not in this sector", country=country)
    return gettext("May not work in %(country)s", country=country)


def _compliance(*, passed: bool) -> str:
    if passed:
        return gettext("No hold on either side; no supply licence is known to be missing")
    return gettext("A hold, or a supply licence is missing")


def _place(judgement: PairJudgement) -> str:
    if Gate.PLACE in judgement.failed:
        return gettext("Out of reach")
    if judgement.relocating:
        return gettext("They would move, and housing is offered")
    return gettext("Within the distance they travel")


def _asked_and_missing(one: GateResult, words: Words, nothing: str) -> str:
    if not one.asked:
        return nothing
    if one.outcome is GateOutcome.PASSED:
        return gettext("Hold what is required: %(things)s", things=_named(words, one.asked))
    return gettext("Missing: %(things)s", things=_named(words, missing_of(one)))


def missing_of(one: GateResult) -> tuple[str, ...]:
    """What the vacancy asks and the lot lacks, by its codes; a language spoken better than asked is held."""
    if one.gate is Gate.LANGUAGES:
        spoken = dict(str(each).split(":") for each in one.found)
        asked = (str(each).split(":") for each in one.asked)
        return tuple(f"{code}:{level}" for code, level in asked if spoken.get(code, "") < level)
    return tuple(str(each) for each in one.asked if each not in one.found)


def _named(words: Words, codes: Sequence[Evidence]) -> str:
    return _list(words(str(code)) for code in codes)


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


@dataclass(frozen=True)
class Headline:
    """What a match is, in the fewest facts: how many, what work, from where to where, how far."""

    heads: int
    occupation: str
    from_town: str
    work: str
    to_town: str
    distance: str

    def __str__(self) -> str:
        return gettext(
            "%(heads)s × %(occupation)s from %(from_town)s for %(work)s in %(to_town)s, %(distance)s",
            heads=self.heads,
            occupation=self.occupation,
            from_town=self.from_town,
            work=self.work,
            to_town=self.to_town,
            distance=self.distance,
        )


def headline(
    lot: AvailabilityRow | MaskedAvailability, vacancy: VacancyRow | MaskedVacancy, judgement: PairJudgement
) -> Headline:
    """The facts of a match's first line; nothing in it is masked before an introduction."""
    return Headline(
        heads=min(judgement.free_availability, judgement.free_vacancy),
        occupation=lot.occupation,
        from_town=lot.town,
        work=vacancy.title,
        to_town=vacancy.town,
        distance=kilometres(judgement.distance_km),
    )
