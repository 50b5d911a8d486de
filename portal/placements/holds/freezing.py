"""Freezing what needs a licence that is no longer good, and letting it go on when it is good again."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from portal.availability import queries as availability
from portal.availability.chains import chained_lots
from portal.availability.domain import AvailabilityRow
from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.queries import held
from portal.compliance.holds.service import hold, release
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.matching.domain import ALL_FORMS
from portal.matching.licensing import SuppliedMatch, supplied_matches
from portal.organisations import queries as organisations
from portal.organisations.domain.chains import ThroughAgents, judge_chain
from portal.organisations.domain.licences import Unlicensed, judge_licence
from portal.organisations.files import authority_name, licence_rules
from portal.organisations.licence_queries import licences_numbered, numbers_of
from portal.placements import queries
from portal.placements.holds.events import MatchesFrozen, MatchesThawed
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.rows import IntroductionRow
from portal.posts.domain import EngagementForm
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow

Asked = tuple[UUID, str, str, frozenset[EngagementForm], date]
"""A lot, and the country, sector, forms and day for which its provider needs a licence."""


def judge_freezes_of(work: Work, provider_id: UUID, *, licence_id: UUID | None = None) -> int:
    """Look at all live matches of a provider again: freeze those whose licence ended, let the others go on.

    `licence_id` names a licence that has just ended, so that the mails can name it. Returns how many wait
    from now on.
    """
    matches = supplied_matches(work.session, provider_id)
    judge = _Judge(work, provider_id, matches)
    lacking = {one.id: authority for one in matches if (authority := judge.lacking(one))}
    before = held(work.session, "match", HoldCause.LICENCE) & {one.id for one in matches}
    fresh = [one.id for one in matches if one.id in lacking and one.id not in before]
    for match_id in fresh:
        reason = f"A licence of {authority_name(lacking[match_id])} is needed and not good now."
        hold(work, Ref("match", match_id), reason, HoldCause.LICENCE)
    if fresh:
        work.emit(
            MatchesFrozen(
                at=work.now,
                by=work.actor,
                provider_id=provider_id,
                licence_id=licence_id,
                match_ids=tuple(fresh),
                authorities=tuple(sorted({lacking[one] for one in fresh})),
            )
        )
    _thaw(work, provider_id, [one.id for one in matches if one.id in before and one.id not in lacking])
    return len(fresh)


def judge_chained_freezes(work: Work) -> None:
    """Registers say something new: look at every provider whose workers come through sub-agents."""
    for provider_id in sorted({lot.organisation_id for lot in chained_lots(work.session)}):
        judge_freezes_of(work, provider_id)


def end_freeze(work: Work, match_id: UUID) -> None:
    """A match has lapsed: nothing is left that could wait."""
    release(work, Ref("match", match_id), "The match has ended.", HoldCause.LICENCE)


def _thaw(work: Work, provider_id: UUID, match_ids: Iterable[UUID]) -> None:
    thawed = tuple(match_ids)
    for match_id in thawed:
        release(work, Ref("match", match_id), "The licence is good again.", HoldCause.LICENCE)
    if thawed:
        work.emit(MatchesThawed(at=work.now, by=work.actor, provider_id=provider_id, match_ids=thawed))


class _Judge:
    """Which licence that a provider, or a sub-agent, once had is lacking for its matches today."""

    def __init__(self, work: Work, provider_id: UUID, matches: list[SuppliedMatch]) -> None:
        session = work.session
        self.work, self.today = work, work.now.date()
        self.held = [row.licence for row in organisations.licences_of(session, provider_id)]
        self.lots = availability.availabilities(session, {one.availability_id for one in matches})
        self.vacancies = vacancies.vacancies(session, {one.vacancy_id for one in matches})
        self.introductions = _live(work, [one.id for one in matches])
        self.answers: dict[Asked, str | None] = {}

    def lacking(self, match: SuppliedMatch) -> str | None:
        """The id of the authority whose licence is needed in every possible form, and has ended."""
        lot, vacancy = self.lots.get(match.availability_id), self.vacancies.get(match.vacancy_id)
        if lot is None or vacancy is None:
            return None
        shared = (lot.engagement or ALL_FORMS) & (vacancy.engagement or ALL_FORMS)
        live = self.introductions.get(match.id, [])
        needs = [(forms or shared, max(row.first, self.today)) for row, forms in live] or [
            (shared, self.today)
        ]
        found = (self._cached(lot, vacancy, forms, day) for forms, day in needs)
        return next((authority for authority in found if authority), None)

    def _cached(
        self, lot: AvailabilityRow, vacancy: VacancyRow, forms: frozenset[EngagementForm], day: date
    ) -> str | None:
        asked = (lot.id, vacancy.country, vacancy.sector, forms, day)
        if asked not in self.answers:
            self.answers[asked] = self._lacking(lot, vacancy, forms, day)
        return self.answers[asked]

    def _lacking(
        self, lot: AvailabilityRow, vacancy: VacancyRow, forms: frozenset[EngagementForm], day: date
    ) -> str | None:
        lacking = [self._ended(lot, vacancy, form, day) for form in sorted(forms)]
        return lacking[0] if lacking and all(lacking) else None

    def _ended(
        self, lot: AvailabilityRow, vacancy: VacancyRow, form: EngagementForm, day: date
    ) -> str | None:
        work = (vacancy.country, vacancy.sector, form.value, day)
        verdict = judge_licence(licence_rules(), self.held, *work)
        if isinstance(verdict, Unlicensed):
            had = any(one.authority == verdict.authority for one in self.held)
            return verdict.authority if had else None
        if lot.chain.through is not ThroughAgents.YES:
            return None
        known = licences_numbered(self.work.session, numbers_of(lot.chain), self.today)
        ended = {number for number, one in known.items() if not one.status.is_good}
        for link in judge_chain(licence_rules(), lot.chain, *work, known).unlicensed:
            if isinstance(link.verdict, Unlicensed) and any(
                link.verdict.authority == one for one, _ in ended
            ):
                return link.verdict.authority
        return None


def _live(
    work: Work, match_ids: list[UUID]
) -> dict[UUID, list[tuple[IntroductionRow, frozenset[EngagementForm]]]]:
    """Open introductions by match, each with its agreed form of engagement, or none."""
    found: dict[UUID, list[tuple[IntroductionRow, frozenset[EngagementForm]]]] = {}
    for match_id, rows in queries.introductions_of_matches(work.session, match_ids).items():
        for row in rows:
            if row.state is IntroductionState.OPEN:
                agreed = queries.agreed_engagement(work.session, row.id)
                forms = frozenset({agreed.terms.form}) if agreed else frozenset()
                found.setdefault(match_id, []).append((row, forms))
    return found
