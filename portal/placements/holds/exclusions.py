"""Withholding contacts from a provider without the licence that the law asks for, and sharing them again."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select

from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.queries import open_hold
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.organisations import queries as organisations
from portal.organisations.domain.licences import Unlicensed
from portal.organisations.files import authority_name
from portal.organisations.licence_queries import chain_verdict
from portal.placements import queries
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.introductions.events import ContactsShared, ContactsWithheld
from portal.placements.introductions.service.pairs import PostPair, pair_of
from portal.placements.models import Introduction
from portal.placements.telling import of_introduction
from portal.posts.domain import EngagementForm


def excluding_authority(work: Work, pair: PostPair, forms: Iterable[EngagementForm], on: date) -> str | None:
    """The authority whose licence is lacking for each of these forms; none where one form is possible."""
    lacking = [_lacking(work, pair, form, on) for form in sorted(forms)]
    return lacking[0] if lacking and all(lacking) else None


def _lacking(work: Work, pair: PostPair, form: EngagementForm, on: date) -> str | None:
    """The authority whose licence the provider, or one of its sub-agents, lacks."""
    asked = (pair.vacancy.country, pair.vacancy.sector, form.value, on)
    verdict = organisations.licence_verdict(work.session, pair.match.provider_id, *asked)
    if isinstance(verdict, Unlicensed):
        return verdict.authority
    for link in chain_verdict(work.session, pair.lot.chain, *asked).unlicensed:
        if isinstance(link.verdict, Unlicensed):
            return authority_name(link.verdict.authority)
    return None


def judge_exclusion(work: Work, row: Introduction, pair: PostPair) -> None:
    """Withhold or share contacts, by the agreed form of engagement, or by those both posts accept."""
    agreed = queries.agreed_engagement(work.session, row.id)
    forms = {agreed.terms.form} if agreed else pair.shared_forms
    authority = excluding_authority(work, pair, forms, max(row.first, work.now.date()))
    before, row.excluded_by = row.excluded_by, authority
    if authority and authority != before:
        is_frozen = open_hold(work.session, Ref("match", row.match_id), HoldCause.LICENCE) is not None
        work.emit(ContactsWithheld(**of_introduction(work, row), authority=authority, is_frozen=is_frozen))
    elif before and authority is None:
        work.emit(ContactsShared(**of_introduction(work, row)))


def judge_exclusions_of(work: Work, provider_id: UUID) -> None:
    """A licence was declared, changed or revoked: look at all open introductions of the provider again."""
    wanted = select(Introduction).where(
        Introduction.provider_id == provider_id, Introduction.state == IntroductionState.OPEN
    )
    for row in work.session.scalars(wanted.order_by(Introduction.id).with_for_update()):
        pair = pair_of(work.session, row.match_id)
        if pair is not None:
            judge_exclusion(work, row, pair)


def withhold_where_licences_ended(work: Work) -> int:
    """Licences end by themselves: look at all open introductions again; of how many providers."""
    wanted = select(Introduction.provider_id).where(Introduction.state == IntroductionState.OPEN)
    providers = work.session.scalars(wanted.distinct().order_by(Introduction.provider_id)).all()
    for provider_id in providers:
        judge_exclusions_of(work, provider_id)
    return len(providers)
