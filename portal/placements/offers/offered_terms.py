"""The key terms of offers: read off what both sides agreed on, and as they were kept."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.compliance.costs.domain import CostLine
from portal.compliance.costs.ledger import Origin
from portal.compliance.costs.queries import ledger_of
from portal.compliance.pay.payslip import example_payslip
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.domain.engagement import EngagementTerms
from portal.placements.ledgers import OfTwoPosts, origin_of
from portal.placements.models import OfferTerms
from portal.placements.offers.domain.key_terms import KeyTerms, read
from portal.placements.offers.domain.terms import KeptTerms
from portal.placements.rows import IntroductionRow
from portal.vacancies import queries as vacancies
from portal.vacancies.conditions import HolidayPay
from portal.vacancies.domain import PayInterval, VacancyTerms

DAYS_BETWEEN_PAY = {PayInterval.DAY: 1, PayInterval.WEEK: 7, PayInterval.TWO_WEEKS: 14, PayInterval.MONTH: 30}


def kept_terms(session: Session, offer_id: UUID) -> tuple[KeptTerms, ...]:
    """Every version of an offer's terms, the first one first."""
    wanted = select(OfferTerms).where(OfferTerms.offer_id == offer_id).order_by(OfferTerms.version)
    return tuple(
        KeptTerms(
            version=one.version,
            engagement_version=one.engagement_version,
            vacancy_version=one.vacancy_version,
            terms=read(one.terms),
            why=one.why,
            made_at=one.made_at,
            answered_at=one.answered_at,
            agreed=one.agreed,
        )
        for one in session.scalars(wanted)
    )


def terms_as_agreed(
    session: Session, row: IntroductionRow, *, vacancy_version: int, engagement_version: int
) -> KeyTerms:
    """The key terms of an introduction's work under these versions of the vacancy and the engagement."""
    vacancy = vacancies.vacancy_as_of(session, row.vacancy_id, vacancy_version)
    agreed = queries.engagement_version(session, row.id, engagement_version)
    if vacancy is None or agreed is None:
        raise LookupError("an offer names terms that were never kept")
    both = organisations.organisations(session, [row.provider_id, row.employer_id])
    names = {Side.PROVIDER: both[row.provider_id].name, Side.EMPLOYER: both[row.employer_id].name}
    lines = _lines(session, row, vacancy_version)
    return key_terms(vacancy, agreed.terms, lines, first=row.first, last=row.last, names=names)


def _lines(session: Session, row: OfTwoPosts, vacancy_version: int) -> tuple[CostLine, ...]:
    origin: Origin = origin_of(row, vacancy_version)
    return ledger_of(session, origin.vacancy, origin.vacancy_version).schedule.lines


def key_terms(
    vacancy: VacancyTerms,
    agreed: EngagementTerms,
    lines: Iterable[CostLine],
    *,
    first: date,
    last: date,
    names: dict[Side, str],
) -> KeyTerms:
    """All that a worker is shown of one job, flat; `names` of the two organisations."""
    c = vacancy.conditions
    slip = example_payslip(vacancy.pay, vacancy.hours_per_week, vacancy.currency, lines)
    return KeyTerms(
        currency=vacancy.currency,
        pay=vacancy.pay,
        guaranteed_hours=c.guaranteed_hours,
        hours=vacancy.hours_per_week,
        days_between_pay=DAYS_BETWEEN_PAY[vacancy.pay_interval] if vacancy.pay_interval else None,
        payday=c.payday,
        gross=slip.gross if slip else None,
        deductions=tuple(sorted(slip.deductions)) if slip else (),
        net=slip.net if slip else None,
        holiday_apart=c.holiday_pay is HolidayPay.APART if c.holiday_pay else None,
        holiday_percent=c.holiday_percent,
        sick_pay=c.sick_pay,
        housing=vacancy.accommodation,
        housing_price=vacancy.housing_cost_week,
        people_per_room=c.people_per_room,
        housing_minutes=c.housing_minutes,
        housing_optional=True if vacancy.housing_cost_week else None,
        transport=vacancy.transport,
        transport_price=vacancy.transport_cost_week,
        transport_minutes=c.transport_minutes,
        first=first,
        last=last,
        title=vacancy.title,
        place=", ".join(filter(None, (vacancy.town, vacancy.country))),
        shifts=" ".join(sorted(vacancy.shifts)),
        start_time=vacancy.start_time or "",
        description=vacancy.description,
        pace=c.pace,
        weather=c.weather,
        heaviest_kg=c.heaviest_kg,
        protection=c.protection,
        training=c.training,
        training_language=c.training_language,
        training_paid=c.training_paid,
        breaks=c.breaks,
        form=agreed.form.value,
        employer_of_record=names[agreed.employer_of_record],
        paid_by=names[agreed.wages_paid_by],
        paid_when=agreed.wages_paid_when,
        directed_by=names[agreed.directed_by],
        safety_by=names[agreed.safety_by],
        insurer=agreed.insurer,
        insured_until=agreed.insured_until,
        recall_days=agreed.recall_notice_days,
        return_date=agreed.return_date,
        equal_from=agreed.equal_treatment_from,
        notice_days=c.notice_days,
        if_work_stops=c.if_work_stops,
        union=c.union,
        contact=", ".join(filter(None, (c.contact_name, c.contact_phone))),
        may_refuse_hours=c.may_refuse_hours,
    )
