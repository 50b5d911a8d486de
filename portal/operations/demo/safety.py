"""What workers of the demo get before their first shift, and confirm."""

from collections.abc import Callable, Sequence
from uuid import UUID

from portal.kernel.events import ANYBODY, ActorId
from portal.operations.demo.timeline import Moment
from portal.placements import queries
from portal.placements.offers.service import link_code
from portal.placements.rows import IntroductionRow, OfferRow
from portal.placements.work.domain.safety import SafetyAnswers, SafetyKind
from portal.placements.work.safety import safety_of
from portal.placements.work.service.safety import answer_safety, record_safety


def make_safe(
    moment: Moment,
    speaker: ActorId,
    row: IntroductionRow,
    placed: Sequence[UUID],
    open_offer: Callable[[Moment, OfferRow], None],
) -> None:
    """The employer records all three things for these placements; each worker says that it is so."""
    given = SafetyAnswers(
        given=tuple(SafetyKind), on=moment.now.date(), language="en", given_by="The shift leader"
    )
    moment.perform(record_safety, speaker, row.employer_id, row.id, placed, given)
    with moment.read() as session:
        recorded = safety_of(session, placed)
        people = {one.id: one.offer_id for one in queries.placements_of(session, row.id)}
        offers = {one.id: one for one in queries.offers_of(session, row.id)}
    for placement_id, things in recorded.items():
        offer = offers[people[placement_id]]
        open_offer(moment, offer)
        code = link_code(offer)
        for thing in things:
            if code:
                moment.perform(answer_safety, ANYBODY, code, thing.id, got=True, language="en")
