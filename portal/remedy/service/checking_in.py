"""A worker's answer on day 7 or 30 that opens a case: money was asked for, or the job is not as promised."""

from dataclasses import dataclass
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.kernel.outcomes import Refusal
from portal.placements.offers.domain.offers import NotOpened
from portal.placements.offers.service import NoSuchOffer
from portal.placements.work.domain.check_ins import AnsweredJustNow, CheckInAnswers
from portal.placements.work.domain.placements import NotStarted
from portal.placements.work.service.check_ins import check_in
from portal.remedy.domain.reporting import Complaint, Report
from portal.remedy.service.reports import CaseOpened, NoOfferWithThisCode, report_by_worker


@dataclass(frozen=True)
class AllIsWell:
    """The answer is kept; nothing in it needs a case."""

    check_in_id: UUID


def check_in_or_report(
    work: Work, code: str, answers: CheckInAnswers, language: str, word_hash: str
) -> AllIsWell | CaseOpened | NoOfferWithThisCode | NoSuchOffer | NotOpened | NotStarted | AnsweredJustNow:
    """Keep the answer; where it needs remedy, it is the report of the worker, who opened the offer."""
    kept = check_in(work, code, answers, language)
    if isinstance(kept, Refusal):
        return kept
    if not answers.needs_a_case:
        return AllIsWell(kept)
    return report_by_worker(work, report_of(answers, language), word_hash, offer_code=code, word_given=True)


def report_of(answers: CheckInAnswers, language: str) -> Report:
    """What staff read of it; which things differ stands before the worker's own words."""
    differs = ", ".join(one.value for one in answers.differs)
    said = [f"Not as promised: {differs}." if differs else "", answers.words]
    return Report(
        complaint=Complaint.ASKED_FOR_MONEY if answers.asked_for_money else Complaint.NOT_AS_PROMISED,
        words=" ".join(one for one in said if one),
        amount=answers.paid,
        currency=answers.currency if answers.paid is not None else None,
        to_whom=answers.to_whom,
        language=language,
    )
