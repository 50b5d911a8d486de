"""Workers who got what they need before the first shift, and say so."""

from datetime import date
from uuid import UUID

from portal.infra import clock
from portal.placements import queries
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.domain.safety import SafetyAnswers, SafetyKind
from portal.placements.work.safety import safety_of
from portal.placements.work.service.safety import answer_safety, record_safety
from tests.builders.placements import Matched, code, opened


def given(on: date, **changes: object) -> SafetyAnswers:
    """All three things, given on one day in English."""
    told = {"given": tuple(SafetyKind), "on": on, "language": "en", "given_by": "Jo Hall, shift leader"}
    return SafetyAnswers(**{**told, **changes})  # type: ignore[arg-type]


def recorded_safe(at: Matched, introduction_id: UUID, on: date | None = None) -> list[UUID]:
    """The employer records all three for everybody expected, today unless said otherwise; who they are."""
    with at.reading() as session:
        placed = queries.placements_of(session, introduction_id)
    expected = [one.id for one in placed if one.state is PlacementState.EXPECTED]
    day = on or clock.today()
    done = at.do(
        record_safety, at.employer.organisation_id, introduction_id, expected, given(day), by=at.employer
    )
    assert done == len(expected), done
    return expected


def made_safe(at: Matched, introduction_id: UUID, on: date | None = None) -> None:
    """Recorded for everybody expected, and confirmed by each worker on the page of their offer."""
    for placement_id in recorded_safe(at, introduction_id, on):
        confirmed(at, placement_id)


def confirmed(at: Matched, placement_id: UUID, *, got: bool = True) -> None:
    """The worker answers everything that is recorded."""
    with at.reading() as session:
        placed = queries.placement(session, placement_id)
        assert placed
        offer = queries.offer(session, placed.offer_id)
        assert offer
        rows = safety_of(session, [placement_id])[placement_id]
    opened(at, offer)
    for row in rows:
        done = at.do(answer_safety, code(offer), row.id, got=got, language="en")
        assert isinstance(done, PlacementState), done
