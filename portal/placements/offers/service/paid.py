"""A placed worker says whether they paid anything to get the job."""

from portal.compliance.costs.answers import AnswerStands, AnswerTaken, NoLedger, answer_costs
from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.queries import ledger_of
from portal.compliance.costs.service import freeze_costs
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref
from portal.placements import queries
from portal.placements.ledgers import origin_of
from portal.placements.offers.service import NoSuchOffer


def say_paid(
    work: Work, code: str, paid: CostLine | None
) -> AnswerTaken | AnswerStands | NoLedger | NoSuchOffer:
    """Whoever holds the code of an accepted offer says what they paid, or nothing."""
    offer = queries.offer_by_code(work.session, code)
    row = queries.any_introduction(work.session, offer.introduction_id) if offer else None
    placement = queries.placement_of_offer(work.session, offer.id) if offer else None
    if offer is None or row is None or placement is None:
        return NoSuchOffer()
    ref = Ref("placement", placement.id)
    if not ledger_of(work.session, ref).version:  # accepted before there were ledgers
        freeze_costs(work, ref, origin_of(row, offer.vacancy_version))
    return answer_costs(work, ref, paid)
