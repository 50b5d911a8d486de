"""Making an introduction: the pair is checked again on its rows and heads are reserved on both posts."""

from sqlalchemy import select

from portal.availability import service as availability
from portal.compliance.domain import RulesForbid
from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import Period
from portal.matching import service as matching
from portal.placements.fairness import judge_introduction
from portal.placements.holds.exclusions import judge_exclusion
from portal.placements.introductions.domain.answers import (
    Answers,
    GroupTooSmall,
    MatchGone,
    NoHeadsLeft,
    NoLongerFits,
    Side,
)
from portal.placements.introductions.domain.introductions import (
    IntroductionState,
    NoDaysInCommon,
    heads_introduced,
)
from portal.placements.introductions.events import Introduced
from portal.placements.introductions.service.pairs import PostPair
from portal.placements.models import Introduction
from portal.posts.domain import Reserved
from portal.vacancies import service as vacancies

NotIntroduced = NoLongerFits | NoDaysInCommon | NoHeadsLeft | GroupTooSmall | MatchGone | RulesForbid


def introduce(
    work: Work, pair: PostPair, answers: Answers, *, provider_standing: bool, employer_standing: bool
) -> Introduction | NotIntroduced:
    """Introduce both sides for the least of their heads and of what is free on both posts."""
    judged = matching.check_again(work, pair.match.id)
    if isinstance(judged, Refusal):
        return MatchGone(None)
    if not judged.passed:
        return NoLongerFits(tuple(gate.value for gate in judged.failed))
    days = pair.days(work.now.date())
    if isinstance(days, NoDaysInCommon):
        return days
    heads = heads_introduced(
        answers.provider_heads or 0,
        answers.employer_heads or 0,
        pair.lot.free_heads(days),
        pair.vacancy.free_heads(days),
    )
    if heads < 1:
        return NoHeadsLeft(Side.PROVIDER if not pair.lot.free_heads(days) else Side.EMPLOYER)
    if heads < pair.least_group:
        return GroupTooSmall(pair.least_group)
    row = _row(work, pair, heads, days)
    row.provider_standing, row.employer_standing = provider_standing, employer_standing
    if refused := _reserve(work, pair, row):
        return refused
    work.session.add(row)
    work.session.flush()
    if forbidden := judge_introduction(work, row, pair).blocking:
        return RulesForbid(forbidden)
    matching.introduce(work, pair.match.id)
    _tell(work, row)
    judge_exclusion(work, row, pair)
    return row


def _row(work: Work, pair: PostPair, heads: int, days: Period) -> Introduction:
    return Introduction(
        id=work.new_id(),
        number=_new_number(work),
        match_id=pair.match.id,
        availability_id=pair.lot.id,
        availability_version=pair.lot.version,
        vacancy_id=pair.vacancy.id,
        vacancy_version=pair.vacancy.version,
        provider_id=pair.match.provider_id,
        employer_id=pair.match.employer_id,
        heads=heads,
        places=heads,
        first=days.first,
        last=days.last,
        state=IntroductionState.OPEN,
        introduced_at=work.now,
        offers_made=0,
    )


def _reserve(work: Work, pair: PostPair, row: Introduction) -> NoHeadsLeft | None:
    """The availability first, always, so that two introductions never wait for each other."""
    days = Period(row.first, row.last)
    if not isinstance(availability.reserve(work, pair.lot.id, row.id, row.heads, days), Reserved):
        return NoHeadsLeft(Side.PROVIDER)
    if not isinstance(vacancies.reserve(work, pair.vacancy.id, row.id, row.heads, days), Reserved):
        return NoHeadsLeft(Side.EMPLOYER)
    return None


def _new_number(work: Work) -> str:
    """A short reference that tells nothing of how many there are."""
    while True:
        number = f"M-{work.new_id().int % 900_000 + 100_000}"
        if work.session.scalar(select(Introduction.id).where(Introduction.number == number)) is None:
            return number


def _tell(work: Work, row: Introduction) -> None:
    work.emit(
        Introduced(
            at=work.now,
            by=work.actor,
            introduction_id=row.id,
            provider_id=row.provider_id,
            employer_id=row.employer_id,
            match_id=row.match_id,
            availability_id=row.availability_id,
            vacancy_id=row.vacancy_id,
            heads=row.heads,
            first=row.first,
            last=row.last,
        )
    )
