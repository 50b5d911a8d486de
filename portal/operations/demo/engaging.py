"""On which terms workers of the demo move."""

from datetime import timedelta
from decimal import Decimal

from portal.operations.demo.world import DemoVacancy
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.domain.engagement import (
    EngagementTerms,
    Transfer,
    equal_treatment_suggested,
)
from portal.placements.rows import IntroductionRow
from portal.posts.domain import EngagementForm

NOTICE_DAYS = 5


def engagement_terms(form: EngagementForm, job: DemoVacancy, row: IntroductionRow) -> EngagementTerms:
    """Terms that fit the form: the provider stays the employer on loan and in agency work."""
    stays = form in {EngagementForm.LOAN, EngagementForm.AGENCY}
    returns = form in {EngagementForm.LOAN, EngagementForm.SUSPENSION}
    is_agency = form is EngagementForm.AGENCY
    pays = Side.PROVIDER if stays else Side.EMPLOYER
    return EngagementTerms(
        form=form,
        employer_of_record=pays,
        wages_paid_by=pays,
        wages_paid_when="Every Friday, for the week before" if stays else "On the last working day",
        directed_by=Side.EMPLOYER,
        safety_by=Side.EMPLOYER,
        insurer="Wash and Wolds Mutual",
        insured_until=row.last + timedelta(days=60),
        charge_basis="Pay, employer's contributions and 9 % margin" if stays else "No charge after the start",
        recall_notice_days=NOTICE_DAYS,
        return_date=row.last + timedelta(days=1) if returns else None,
        comparator_pay=job.pay + Decimal("0.20") if is_agency else None,
        comparator_currency=job.currency if is_agency else None,
        equal_treatment_from=equal_treatment_suggested(job.country, row.first) if is_agency else None,
        transfer_applies=Transfer.POSSIBLY if form is EngagementForm.TRANSFER else Transfer.NO,
    )
