"""What compliance, licences and the taxonomy say of posts, read for many of them at once."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.availability.domain import AvailabilityRow
from portal.compliance.findings import queries as findings
from portal.compliance.holds import queries as holds
from portal.matching.facts import Standing
from portal.matching.licensing import Work, chain_bars, licence_bars
from portal.taxonomy.tickets import implied_tickets

POST_KINDS = ("availability", "vacancy")


def standing_of(
    session: Session, lots: Collection[AvailabilityRow], work: Collection[Work], today: date
) -> Standing:
    """All holds, and of these lots which of the work their providers and sub-agents may not supply."""
    return Standing(
        held_posts=frozenset(_stopped(session)),
        held_organisations=frozenset(holds.held(session, "organisation")),
        licence_bars=licence_bars(session, {row.organisation_id for row in lots}, work, today),
        chain_bars=chain_bars(session, lots, work, today),
        implied_tickets=implied_tickets(),
    )


def _stopped(session: Session) -> Iterable[UUID]:
    for kind in POST_KINDS:
        yield from holds.held(session, kind)
        yield from findings.blocked(session, kind)
