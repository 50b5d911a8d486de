"""An employer of the demo asks workers who began whether they want to be its own."""

from collections.abc import Callable
from datetime import timedelta

from portal.kernel.events import ANYBODY, ActorId
from portal.operations.demo.timeline import Moment, Unexpected
from portal.placements import queries
from portal.placements.offers.service import link_code
from portal.placements.rows import IntroductionRow, OfferRow, PlacementRow
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.domain.transfers import TransferTerms
from portal.placements.work.service.transfers import answer_transfer, propose_transfer

_AHEAD = timedelta(days=7)
_ASKED = 3


def ask_some(moment: Moment, speaker: ActorId, row: IntroductionRow, pay: str) -> None:
    """The employer proposes the same terms to three of them."""
    terms = TransferTerms(
        from_day=moment.now.date() + _AHEAD,
        pay=pay,
        hours="40 hours a week, five days of eight",
        contract_form="Employed by us for a year, with a month of notice",
    )
    for placed, _offer in _started(moment, row)[:_ASKED]:
        moment.perform(propose_transfer, speaker, row.employer_id, row.id, placed.id, terms)


def some_answer(moment: Moment, row: IntroductionRow, open_offer: Callable[[Moment, OfferRow], None]) -> None:
    """One agrees, one says no; the third is still thinking."""
    for (_placed, offer), agreed in zip(_started(moment, row), (True, False), strict=False):
        open_offer(moment, offer)
        code = link_code(offer)
        if code is None:
            raise Unexpected("an offer's code cannot be made again")
        moment.perform(answer_transfer, ANYBODY, code, agreed=agreed)


def _started(moment: Moment, row: IntroductionRow) -> list[tuple[PlacementRow, OfferRow]]:
    """By number."""
    with moment.read() as session:
        offers = {one.id: one for one in queries.offers_of(session, row.id)}
        placed = queries.placements_of(session, row.id)
    return [(one, offers[one.offer_id]) for one in placed if one.state is PlacementState.STARTED]
