"""The rules of matching, version 1, slow and obvious: what every faster path must agree with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from portal.kernel.globe import great_circle_km
from portal.matching.domain import (
    ALL_FORMS,
    ALL_SHIFTS,
    DEFAULT_TOP,
    AvailabilityFacts,
    EngagementForm,
    Evidence,
    Factors,
    Gate,
    GateOutcome,
    GateResult,
    Knowledge,
    Level,
    LicenceBar,
    PairJudgement,
    Shift,
    ShiftRule,
    SkillEvidence,
    StepKnowledge,
    VacancyFacts,
    free_on,
)


@dataclass(frozen=True)
class JudgedAvailability:
    """An availability that passes every gate of a vacancy."""

    availability: AvailabilityFacts
    judgement: PairJudgement


@dataclass(frozen=True)
class JudgedVacancy:
    """A vacancy whose every gate an availability passes."""

    vacancy: VacancyFacts
    judgement: PairJudgement


@dataclass(frozen=True)
class _Measures:
    """What gates and factors both look at."""

    distance_km: float
    within_radius: bool
    first: date
    last: date
    covered: int
    free_availability: int
    free_vacancy: int
    skills: SkillEvidence
    skills_factor: float
    occupation_factor: float
    step_reason: str | None


def judge(a: AvailabilityFacts, v: VacancyFacts, knowledge: Knowledge) -> PairJudgement:
    """Judge one pair: every gate, every factor, the score and the evidence for them."""
    m = _measure(a, v, knowledge)
    factors = Factors(
        skills=m.skills_factor,
        occupation=m.occupation_factor,
        distance=_distance_factor(m.distance_km, a.travel_km, within_radius=m.within_radius),
        dates=min(1.0, m.covered / v.length),
        heads=min(1.0, m.free_availability / m.free_vacancy) if m.free_vacancy > 0 else 0.0,
    )
    return PairJudgement(
        gates=_gates(a, v, m),
        factors=factors,
        score=round(factors.total(), 9),
        skills=m.skills,
        distance_km=m.distance_km,
        relocating=not m.within_radius,
        covered_days=m.covered,
        free_availability=m.free_availability,
        free_vacancy=m.free_vacancy,
        step_reason=m.step_reason,
    )


def best_for_vacancy(
    v: VacancyFacts,
    availabilities: Sequence[AvailabilityFacts],
    knowledge: Knowledge,
    top: int | None = DEFAULT_TOP,
) -> list[JudgedAvailability]:
    """The availabilities that pass every gate, best first; then the older, then by reference."""
    pairs = (JudgedAvailability(a, judge(a, v, knowledge)) for a in availabilities)
    return sorted(
        (p for p in pairs if p.judgement.passed),
        key=lambda p: (-p.judgement.score, p.availability.order, p.availability.reference),
    )[:top]


def best_for_availability(
    a: AvailabilityFacts,
    vacancies: Sequence[VacancyFacts],
    knowledge: Knowledge,
    top: int | None = DEFAULT_TOP,
) -> list[JudgedVacancy]:
    """The vacancies whose every gate passes, best first; then the older, then by reference."""
    pairs = (JudgedVacancy(v, judge(a, v, knowledge)) for v in vacancies)
    return sorted(
        (p for p in pairs if p.judgement.passed),
        key=lambda p: (-p.judgement.score, p.vacancy.order, p.vacancy.reference),
    )[:top]


def _measure(a: AvailabilityFacts, v: VacancyFacts, knowledge: Knowledge) -> _Measures:
    distance = great_circle_km(a.point, v.point)
    first = max(v.starts, a.available_from)
    last = min(v.ends, a.available_to) if a.available_to else v.ends
    occupation = nearness(a.occupation, v.occupation, knowledge.steps, entry_level=v.entry_level)
    skills = skill_evidence(a, v, knowledge)
    return _Measures(
        distance_km=distance,
        within_radius=distance <= a.travel_km,
        first=first,
        last=last,
        covered=max(0, (last - first).days + 1),
        free_availability=free_on(a.headcount, a.commitments, first, last),
        free_vacancy=free_on(v.headcount, v.commitments, first, last),
        skills=skills,
        skills_factor=_skills_factor(v, skills) if v.asks_skills else occupation,
        occupation_factor=occupation,
        step_reason=_step_reason(a, v, knowledge),
    )


def nearness(from_isco: str, to_isco: str, steps: StepKnowledge, *, entry_level: bool) -> float:
    """How near two occupations are, in [0, 1]: by their digits, by training given, or by a step."""
    step = steps.value(from_isco, to_isco)
    return max(_nearness_without_step(from_isco, to_isco, entry_level=entry_level), step or 0.0)


def _nearness_without_step(from_isco: str, to_isco: str, *, entry_level: bool) -> float:
    if from_isco == to_isco:
        return 1.0
    if from_isco[:3] == to_isco[:3]:
        return 0.75
    if from_isco[:2] == to_isco[:2] or entry_level:
        return 0.5
    return 0.0


def _step_reason(a: AvailabilityFacts, v: VacancyFacts, knowledge: Knowledge) -> str | None:
    """Why one occupation leads to the other, where nothing but the step makes them so near."""
    step = knowledge.steps.value(a.occupation, v.occupation)
    if step is None or step <= _nearness_without_step(a.occupation, v.occupation, entry_level=v.entry_level):
        return None
    return knowledge.steps.reason(a.occupation, v.occupation)


def skill_evidence(a: AvailabilityFacts, v: VacancyFacts, knowledge: Knowledge) -> SkillEvidence:
    """Which of the skills asked are held (through broader ones too), related to one held, or missing."""
    counted = set(a.skills)
    for skill in a.skills:
        counted |= knowledge.skills.broader_skills(skill)
    asked = v.required_skills | v.desired_skills
    held = asked & counted
    related = {
        wanted
        for wanted in asked - held
        if any(knowledge.skills.related(skill, wanted) for skill in a.skills)
    }
    return SkillEvidence(
        held=tuple(sorted(held)),
        related=tuple(sorted(related)),
        missing=tuple(sorted(asked - held - related)),
        assumed=a.skills_assumed,
    )


def _skills_factor(v: VacancyFacts, evidence: SkillEvidence) -> float:
    def weight(skill: str) -> int:
        return 2 if skill in v.required_skills else 1

    asked = sum(weight(s) for s in v.required_skills | v.desired_skills)
    covered = sum(weight(s) for s in evidence.held) + sum(0.5 * weight(s) for s in evidence.related)
    return covered / asked


def _distance_factor(distance_km: float, travel_km: float, *, within_radius: bool) -> float:
    if not within_radius:
        return 0.4 - 0.2 * min(distance_km, 3000.0) / 3000.0
    return 1.0 - 0.5 * distance_km / travel_km if travel_km else 1.0


def _gates(a: AvailabilityFacts, v: VacancyFacts, m: _Measures) -> tuple[GateResult, ...]:
    return (
        _compliance(a, v),
        _permission(a, v),
        _engagement(a, v),
        _dates(a, v, m),
        _tickets(a, v),
        _languages(a, v),
        _shifts(a, v),
        _pay(a, v),
        _skills(v, m),
        _place(a, v, m),
        _group(a, v, m),
        _gate(Gate.RELEVANCE, m.occupation_factor >= 0.5 or m.skills_factor > 0),
    )


def _gate(
    gate: Gate,
    passes: bool,
    asked: tuple[Evidence, ...] = (),
    found: tuple[Evidence, ...] = (),
) -> GateResult:
    return GateResult(gate, GateOutcome.PASSED if passes else GateOutcome.FAILED, asked, found)


def _compliance(a: AvailabilityFacts, v: VacancyFacts) -> GateResult:
    licensed = may_supply(a.licence_bars, _shared_forms(a, v), v.country, v.sector)
    return _gate(Gate.COMPLIANCE, licensed and not a.held and not v.held)


def _shared_forms(a: AvailabilityFacts, v: VacancyFacts) -> frozenset[EngagementForm]:
    return (a.engagement or ALL_FORMS) & (v.engagement or ALL_FORMS)


def may_supply(
    bars: frozenset[LicenceBar], shared: frozenset[EngagementForm], country: str, sector: str
) -> bool:
    """In some form that both accept, the provider holds the licence that the law asks for."""
    barred = {bar.form for bar in bars if (bar.country, bar.sector) == (country, sector)}
    return not shared or bool(shared - barred)


def _permission(a: AvailabilityFacts, v: VacancyFacts) -> GateResult:
    return _gate(
        Gate.PERMISSION,
        v.country in a.work_countries | a.open_corridors and serves_sector(a.work_sectors, v.sector),
        (v.country, v.sector),
        (*sorted(a.work_countries | a.open_corridors), *sorted(a.work_sectors)),
    )


def serves_sector(work_sectors: frozenset[str], sector: str) -> bool:
    """No sector is named, or the vacancy's begins with one of those that are."""
    return not work_sectors or sector.startswith(tuple(work_sectors))


def _engagement(a: AvailabilityFacts, v: VacancyFacts) -> GateResult:
    shared = _shared_forms(a, v)
    return _gate(
        Gate.ENGAGEMENT, bool(shared), tuple(sorted(v.engagement or ALL_FORMS)), tuple(sorted(shared))
    )


def _dates(a: AvailabilityFacts, v: VacancyFacts, m: _Measures) -> GateResult:
    least = min(v.length, v.min_days)
    return _gate(
        Gate.DATES,
        a.available_from <= v.latest_start and m.covered >= least,
        (v.latest_start, least),
        (a.available_from, m.covered),
    )


def _tickets(a: AvailabilityFacts, v: VacancyFacts) -> GateResult:
    return _gate(
        Gate.TICKETS,
        v.tickets <= a.tickets,
        tuple(sorted(v.tickets)),
        tuple(sorted(v.tickets & a.tickets)),
    )


def _languages(a: AvailabilityFacts, v: VacancyFacts) -> GateResult:
    return _gate(
        Gate.LANGUAGES,
        speaks(a.languages, v.languages),
        tuple(f"{language}:{level.name}" for language, level in sorted(v.languages.items())),
        tuple(
            f"{language}:{a.languages[language].name}"
            for language in sorted(v.languages)
            if language in a.languages
        ),
    )


def speaks(held: Mapping[str, Level], required: Mapping[str, Level]) -> bool:
    """Each language required is held, at its level or above."""
    return all(held.get(language, 0) >= level for language, level in required.items())


def _shifts(a: AvailabilityFacts, v: VacancyFacts) -> GateResult:
    ours, theirs = a.shifts or ALL_SHIFTS, v.shifts or ALL_SHIFTS
    return _gate(
        Gate.SHIFTS,
        works_shifts(a.shifts, v.shifts, v.shift_rule),
        tuple(sorted(theirs)),
        tuple(sorted(theirs & ours)),
    )


def works_shifts(worked: frozenset[Shift], asked: frozenset[Shift], rule: ShiftRule) -> bool:
    """All shifts asked are worked, or where the vacancy says so, any of them; none named means all."""
    ours, theirs = worked or ALL_SHIFTS, asked or ALL_SHIFTS
    return theirs <= ours if rule is ShiftRule.ALL else bool(theirs & ours)


def _pay(a: AvailabilityFacts, v: VacancyFacts) -> GateResult:
    lowest = a.min_pay.get(v.currency)
    if lowest is None:
        return GateResult(Gate.PAY, GateOutcome.NOT_COMPARED, (), (v.pay, v.currency))
    return _gate(Gate.PAY, v.pay >= lowest, (), (v.pay, v.currency))


def _skills(v: VacancyFacts, m: _Measures) -> GateResult:
    held = v.required_skills & set(m.skills.held)
    return _gate(
        Gate.SKILLS, held == v.required_skills, tuple(sorted(v.required_skills)), tuple(sorted(held))
    )


def _place(a: AvailabilityFacts, v: VacancyFacts, m: _Measures) -> GateResult:
    passes = m.within_radius or (
        a.relocates
        and v.accommodation
        and (bool(v.required_skills) or v.entry_level or a.occupation[:2] == v.occupation[:2])
    )
    return _gate(Gate.PLACE, passes, (a.travel_km,), (m.distance_km,))


def _group(a: AvailabilityFacts, v: VacancyFacts, m: _Measures) -> GateResult:
    least = max(a.min_group, v.min_group)
    free = min(m.free_availability, m.free_vacancy)
    return _gate(Gate.GROUP, free >= least, (least,), (free,))
