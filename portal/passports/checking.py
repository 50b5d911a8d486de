"""What anybody may see of an offer by its passport's number: then and now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.infra import clock
from portal.kernel.events import Ref
from portal.organisations import queries as organisations
from portal.organisations.domain import LicenceVerdict
from portal.passports import queries
from portal.passports.domain import CheckedState, OfferPassport
from portal.passports.queries import IssuedPassport
from portal.placements import queries as placements
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.introductions.service.pairs import hold_among, refs_of
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import IntroductionRow, OfferRow
from portal.posts.domain import PostState
from portal.vacancies import queries as vacancies


@dataclass(frozen=True)
class CheckedOffer:
    """One offer as the check page shows it. Nothing of the worker, nor whether they accepted."""

    passport: OfferPassport
    state: CheckedState
    replaced_by: str | None
    agency_is_approved: bool
    employer_is_approved: bool
    vacancy_is_open: bool
    verdict: LicenceVerdict
    """The licence as it is now."""
    checked_at: datetime
    token: str

    @property
    def job_is_good(self) -> bool:
        return self.employer_is_approved and self.vacancy_is_open


def checked_offer(session: Session, number: str) -> CheckedOffer | None:
    """The offer behind a number; none where no passport has it."""
    found = queries.passport_numbered(session, number)
    return _checked(session, found) if found else None


def _checked(session: Session, found: IssuedPassport) -> CheckedOffer:
    offer = placements.offer(session, found.offer_id)
    row = placements.any_introduction(session, offer.introduction_id) if offer else None
    if offer is None or row is None:
        raise LookupError("a passport names an offer that does not exist")
    then = vacancies.vacancy_as_of(session, row.vacancy_id, offer.vacancy_version)
    now = vacancies.vacancy(session, row.vacancy_id)
    engagement = placements.engagement_version(session, row.id, offer.engagement_version)
    if then is None or now is None or engagement is None:
        raise LookupError("an offer names terms that were never kept")
    approved = organisations.approved(session, [row.provider_id, row.employer_id])
    at = clock.now()
    return CheckedOffer(
        passport=found.passport,
        state=_state(session, found, offer, row, at),
        replaced_by=found.replaced_by,
        agency_is_approved=row.provider_id in approved,
        employer_is_approved=row.employer_id in approved,
        vacancy_is_open=now.state is PostState.PUBLISHED,
        verdict=organisations.licence_verdict(
            session, row.provider_id, then.country, then.sector, engagement.terms.form.value, at.date()
        ),
        checked_at=at,
        token=found.token,
    )


def _state(
    session: Session, found: IssuedPassport, offer: OfferRow, row: IntroductionRow, at: datetime
) -> CheckedState:
    if found.replaced_by:
        return CheckedState.REPLACED
    match offer.state:
        case OfferState.ACCEPTED | OfferState.DECLINED:
            return CheckedState.ANSWERED
        case OfferState.WITHDRAWN:
            return CheckedState.WITHDRAWN
        case OfferState.EXPIRED:
            return CheckedState.EXPIRED
        case OfferState.OPEN:
            return _state_while_open(session, offer, row, at)


def _state_while_open(session: Session, offer: OfferRow, row: IntroductionRow, at: datetime) -> CheckedState:
    if at >= offer.answer_by:
        return CheckedState.EXPIRED
    if row.state is not IntroductionState.OPEN:
        return CheckedState.WITHDRAWN
    if row.excluded_by or hold_among(session, _parts(row)):
        return CheckedState.PAUSED
    return CheckedState.OPEN


def _parts(row: IntroductionRow) -> tuple[Ref, ...]:
    return refs_of(
        match_id=row.match_id,
        availability_id=row.availability_id,
        vacancy_id=row.vacancy_id,
        provider_id=row.provider_id,
        employer_id=row.employer_id,
    )
