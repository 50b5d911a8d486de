"""Agreeing the engagement: one side proposes or changes, the other agrees."""

from uuid import UUID

from sqlalchemy import select

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements.holds.exclusions import judge_exclusion
from portal.placements.introductions.domain import engagement as domain
from portal.placements.introductions.domain.answers import NotYours, OnHold
from portal.placements.introductions.domain.engagement import (
    ENGAGEMENT,
    EngagementAct,
    EngagementIncomplete,
    EngagementState,
    EngagementTerms,
    NotTheirs,
    ProposalReplaced,
)
from portal.placements.introductions.domain.introductions import IntroductionOver
from portal.placements.introductions.events import EngagementAgreed, EngagementProposed
from portal.placements.introductions.service.introductions import hold_of, open_introduction
from portal.placements.introductions.service.pairs import pair_of
from portal.placements.models import Engagement, Introduction
from portal.placements.offers.domain.terms import WhyTerms
from portal.placements.offers.service.terms import renew_terms
from portal.placements.telling import of_introduction
from portal.posts.domain import EngagementForm


def propose_engagement(
    work: Work, organisation_id: UUID, introduction_id: UUID, terms: EngagementTerms
) -> int | NotYours | IntroductionOver | OnHold | EngagementIncomplete:
    """Propose the terms of the move, or change them; returns the number of the new version."""
    own = open_introduction(work, organisation_id, introduction_id)
    if isinstance(own, Refusal):
        return own
    row, side = own
    if held := hold_of(work, row):
        return held
    if flaws := domain.flaws_of(terms, last=row.last, shared_forms=shared_forms(work, row)):
        return EngagementIncomplete(flaws)
    versions = _versions(work, row)
    for earlier in versions:
        if earlier.state is EngagementState.PROPOSED:
            earlier.state = ENGAGEMENT[earlier.state, EngagementAct.CHANGE]
    newest = len(versions) + 1
    work.session.add(
        Engagement(
            id=work.new_id(),
            introduction_id=row.id,
            version=newest,
            state=EngagementState.PROPOSED,
            proposed_by=side,
            proposed_at=work.now,
            **{name: getattr(terms, name) for name in terms.__dataclass_fields__},
        )
    )
    work.emit(EngagementProposed(**of_introduction(work, row), side=side, version=newest))
    return newest


def agree_engagement(
    work: Work, organisation_id: UUID, introduction_id: UUID, version: int
) -> EngagementState | NotYours | IntroductionOver | OnHold | NotTheirs | ProposalReplaced:
    """Agree to the version that the other side proposed; offers under an earlier one say so."""
    own = open_introduction(work, organisation_id, introduction_id)
    if isinstance(own, Refusal):
        return own
    row, side = own
    if held := hold_of(work, row):
        return held
    versions = _versions(work, row)
    wanted = next((one for one in versions if one.version == version), None)
    if wanted is None:
        return ProposalReplaced(len(versions))
    decided = domain.agree(
        wanted.state, version=version, newest=len(versions), proposed_by=wanted.proposed_by, side=side
    )
    if isinstance(decided, Refusal):
        return decided
    for earlier in versions:
        if earlier.state is EngagementState.AGREED:
            earlier.state = ENGAGEMENT[earlier.state, EngagementAct.CHANGE]
    wanted.state, wanted.agreed_at = decided, work.now
    work.session.flush()
    if pair := pair_of(work.session, row.match_id):
        row.vacancy_version = pair.vacancy.version  # what both sides agree on includes the work as it is now
        judge_exclusion(work, row, pair)
        renew_terms(work, row, WhyTerms.AGREEMENT_CHANGED)
    work.emit(EngagementAgreed(**of_introduction(work, row), side=side, version=version))
    return decided


def shared_forms(work: Work, row: Introduction) -> frozenset[EngagementForm]:
    """The legal forms that both posts accept now."""
    pair = pair_of(work.session, row.match_id)
    return pair.shared_forms if pair else frozenset()


def _versions(work: Work, row: Introduction) -> list[Engagement]:
    wanted = select(Engagement).where(Engagement.introduction_id == row.id).order_by(Engagement.version)
    return list(work.session.scalars(wanted))
