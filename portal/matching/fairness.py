"""A pair of posts as rules look at it: the vacancy, the lot, the two organisations, and why they match."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability import fairness as lots
from portal.availability.domain import AvailabilityRow
from portal.compliance.domain import Parties, Reasons, Stage, Terms
from portal.compliance.findings.domain import Decision
from portal.compliance.findings.queries import current_terms
from portal.compliance.findings.service import Case, judge_all
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.matching.domain import ALL_FORMS, WEIGHTS, PairJudgement
from portal.organisations import queries as organisations
from portal.organisations.domain import (
    LicenceVerdict,
    Licensed,
    NotNeeded,
    SupplyLicence,
    Unknown,
    Unlicensed,
)
from portal.organisations.domain.chains import ThroughAgents
from portal.organisations.licence_queries import chain_verdict
from portal.organisations.look_alikes import Marks, marks_of
from portal.organisations.queries import OrganisationRow
from portal.posts.domain import EngagementForm
from portal.vacancies import fairness as vacancies
from portal.vacancies.domain import VacancyRow

INPUTS = frozenset(
    {"occupation", "skills", "languages", "tickets", "place", "dates", "heads", "pay", "shifts", "engagement"}
)
"""What the matcher looks at; names, sex, age and nationality never reach it."""
_ORDER = (Licensed, NotNeeded, Unknown, Unlicensed)


@dataclass(frozen=True)
class PairToJudge:
    """A match with its two posts and what the matcher said of them."""

    match_id: UUID
    lot: AvailabilityRow
    vacancy: VacancyRow
    judgement: PairJudgement

    @property
    def ref(self) -> Ref:
        return Ref("match", self.match_id)

    @property
    def forms(self) -> frozenset[EngagementForm]:
        """The forms of engagement that both sides accept."""
        return (self.lot.engagement or ALL_FORMS) & (self.vacancy.engagement or ALL_FORMS)

    @property
    def versions(self) -> dict[str, int]:
        return {"availability": self.lot.version, "vacancy": self.vacancy.version}


def terms_of_pair(lot: Terms, vacancy: Terms, *, on: date, parties: Parties, reasons: Reasons) -> Terms:
    """The vacancy's terms, the costs of both sides, and what can only be said of the two together.

    What was written freely is left with the posts: it was judged there.
    """
    return replace(
        vacancy,
        on=on,
        origin=lot.origin,
        costs=(*vacancy.costs, *lot.costs),
        passages=(),
        parties=parties,
        reasons=reasons,
    )


def reasons_of(pair: PairToJudge) -> Reasons:
    """What the match rests on."""
    return Reasons(
        inputs=INPUTS,
        weights=tuple((name, Decimal(str(weight))) for name, weight in sorted(WEIGHTS.items())),
        rules_version=pair.judgement.rules_version,
        availability_version=pair.lot.version,
        vacancy_version=pair.vacancy.version,
    )


@dataclass
class PairFacts:
    """What rules need to know of pairs on one day, each thing read once."""

    session: Session
    today: date
    _posts: dict[Ref, Terms] = field(default_factory=dict)
    _organisations: dict[UUID, OrganisationRow] = field(default_factory=dict)
    _marks: dict[UUID, Marks] = field(default_factory=dict)
    _licences: dict[UUID, tuple[SupplyLicence, ...]] = field(default_factory=dict)
    _verdicts: dict[tuple[UUID, str, str, str], LicenceVerdict] = field(default_factory=dict)
    _decisions: dict[tuple[Stage, Ref], Decision] = field(default_factory=dict)
    """A pair whose two posts are both matched again is judged once."""

    def judge(self, work: Work, stage: Stage, pairs: Sequence[PairToJudge]) -> dict[Ref, Decision]:
        """Judge pairs at a stage and keep what rules said, by match."""
        new = [one for one in pairs if (stage, one.ref) not in self._decisions]
        self._read(new)
        decided = judge_all(work, stage, [Case(one.ref, self._terms(one), one.versions) for one in new])
        self._decisions |= {(stage, ref): decision for ref, decision in decided.items()}
        return {one.ref: self._decisions[stage, one.ref] for one in pairs}

    def terms_of(self, pair: PairToJudge, forms: Iterable[EngagementForm] | None = None) -> Terms:
        """The terms of one pair; in the agreed form of engagement where one is given."""
        self._read([pair])
        return self._terms(pair, forms)

    def _terms(self, pair: PairToJudge, forms: Iterable[EngagementForm] | None = None) -> Terms:
        form, licence, chain = self._supply(pair, forms or pair.forms)
        terms = terms_of_pair(
            self._posts[Ref("availability", pair.lot.id)],
            self._posts[Ref("vacancy", pair.vacancy.id)],
            on=self.today,
            parties=self._parties(pair),
            reasons=reasons_of(pair),
        )
        return replace(terms, form=form, licence=licence, chain=chain)

    def _supply(
        self, pair: PairToJudge, forms: Iterable[EngagementForm]
    ) -> tuple[str | None, LicenceVerdict | None, tuple[LicenceVerdict, ...] | None]:
        """The form in which the provider may supply, with its licence and its chain; the best of several."""
        found = [
            (form.value, self._licence(pair, form.value), self._chain(pair, form.value))
            for form in sorted(forms)
        ]
        return min(
            found, key=lambda one: max(map(_rank, (one[1], *(one[2] or ())))), default=(None, None, None)
        )

    def _licence(self, pair: PairToJudge, form: str) -> LicenceVerdict:
        provider, where = pair.lot.organisation_id, (pair.vacancy.country, pair.vacancy.sector or "", form)
        if (provider, *where) not in self._verdicts:
            held = self._licences.get(provider, ())
            self._verdicts[provider, *where] = organisations.verdict_on(held, *where, self.today)
        return self._verdicts[provider, *where]

    def _chain(self, pair: PairToJudge, form: str) -> tuple[LicenceVerdict, ...] | None:
        """Empty where workers come without sub-agents; none where nobody has said."""
        declared = pair.lot.chain
        if declared.through is not ThroughAgents.YES:
            return () if declared.is_declared else None
        where = (pair.vacancy.country, pair.vacancy.sector or "")
        verdict = chain_verdict(self.session, declared, *where, form, self.today)
        return tuple(one.verdict for one in verdict.links) if verdict.is_declared else None

    def _parties(self, pair: PairToJudge) -> Parties:
        employer = self._organisations[pair.vacancy.organisation_id]
        return Parties(
            employer_register_number=employer.register_number,
            employer_approved=employer.is_approved if employer.decided_at else None,
            shared=self._shared(pair.lot.organisation_id, employer.id),
        )

    def _shared(self, provider_id: UUID, employer_id: UUID) -> frozenset[str]:
        """What both have in common; nothing for an organisation that does both."""
        if provider_id == employer_id:
            return frozenset()
        return self._marks[provider_id].shared_with(self._marks[employer_id])

    def _read(self, pairs: Sequence[PairToJudge]) -> None:
        """What is not known yet of these pairs' posts and organisations, in few queries."""
        self._read_posts("availability", {one.lot.id: one.lot for one in pairs}.values())
        self._read_posts("vacancy", {one.vacancy.id: one.vacancy for one in pairs}.values())
        both = {side for one in pairs for side in (one.lot.organisation_id, one.vacancy.organisation_id)}
        if new := both - set(self._organisations):
            self._organisations |= organisations.organisations(self.session, new)
            self._licences |= organisations.licences_held(self.session, new)
            self._marks |= marks_of(self.session, new)

    def _read_posts(self, kind: str, rows: Collection[AvailabilityRow] | Collection[VacancyRow]) -> None:
        """A post's terms as they were judged last; worked out anew for one that never was."""
        wanted = {Ref(kind, row.id): row for row in rows if Ref(kind, row.id) not in self._posts}
        if not wanted:
            return
        found = current_terms(self.session, kind, Stage.PUBLISH, [ref.id for ref in wanted])
        self._posts |= {Ref(kind, one): terms for one, terms in found.items()}
        for ref, row in wanted.items():
            if ref not in self._posts:
                self._posts[ref] = self._terms_now(row)

    def _terms_now(self, row: AvailabilityRow | VacancyRow) -> Terms:
        if isinstance(row, VacancyRow):
            return vacancies.terms_now(self.session, [row], self.today)[row.id]
        return lots.terms_now(self.session, row, self.today)


def _rank(verdict: LicenceVerdict) -> int:
    return next(place for place, kind in enumerate(_ORDER) if isinstance(verdict, kind))
