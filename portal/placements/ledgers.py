"""The cost ledgers of matches, offers and placements: which posts they come from, and who may read what."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.costs.answers import CHANGEABLE
from portal.compliance.costs.ledger import CostLedger, Origin
from portal.compliance.costs.queries import ledger_of, ledger_of_pair
from portal.kernel.events import Ref
from portal.matching.queries import MatchRow
from portal.placements.rows import OfferRow


class OfTwoPosts(Protocol):
    """Something that came of a lot and a vacancy."""

    @property
    def availability_id(self) -> UUID: ...
    @property
    def availability_version(self) -> int: ...
    @property
    def vacancy_id(self) -> UUID: ...


def origin_of(row: OfTwoPosts, vacancy_version: int) -> Origin:
    """The versions of both posts whose costs count."""
    return Origin(
        vacancy_id=row.vacancy_id,
        vacancy_version=vacancy_version,
        availability_id=row.availability_id,
        availability_version=row.availability_version,
    )


def ledger_of_match(
    session: Session, match: MatchRow, *, seen_by_members_at: datetime | None = None
) -> CostLedger:
    """The costs of both posts as they were judged.

    Members see workers' answers only once those cannot be changed any more, so that nobody learns
    who changed one.
    """
    until = seen_by_members_at - CHANGEABLE if seen_by_members_at else None
    return ledger_of_pair(session, match.id, origin_of(match, match.vacancy_version), until=until)


def ledger_of_offer(
    session: Session, offer: OfferRow, of: OfTwoPosts, *, seen_by_members_at: datetime
) -> CostLedger:
    """The costs as they were when the offer was made; those of the posts where none were copied.

    The provider holds each offer's link, so that answers count as late as for members.
    """
    until = seen_by_members_at - CHANGEABLE
    kept = ledger_of(session, Ref("offer", offer.id), until=until)
    if kept.version:
        return kept
    return ledger_of_pair(session, offer.id, origin_of(of, offer.vacancy_version), until=until)
