"""Issuing passports: with each offer, and anew when its terms change."""

from uuid import UUID

from flask import current_app
from sqlalchemy import func, select

from portal.infra.unit_of_work import Work
from portal.organisations import queries as organisations
from portal.organisations.domain import Licensed
from portal.passports import verify_offer as form
from portal.passports.domain import OfferPassport, new_number, payload_of, public_bytes, shortened, sign
from portal.passports.keys import signing_key
from portal.passports.models import OfferPassportRow
from portal.placements import queries as placements
from portal.vacancies import queries as vacancies


def issue(work: Work, offer_id: UUID) -> str:
    """Issue the passport of an offer as its terms are now; an earlier one says from now on "replaced"."""
    number = _free_number(work)
    key = signing_key()
    name = form.key_id(public_bytes(key))
    payload = payload_of(_facts(work, offer_id, number), name)
    earlier = work.session.scalars(
        select(OfferPassportRow).where(
            OfferPassportRow.offer_id == offer_id, OfferPassportRow.replaced_by.is_(None)
        )
    ).all()
    for row in earlier:
        row.replaced_by = number
    last = select(func.max(OfferPassportRow.version)).where(OfferPassportRow.offer_id == offer_id)
    work.session.add(
        OfferPassportRow(
            id=work.new_id(),
            offer_id=offer_id,
            version=(work.session.scalar(last) or 0) + 1,
            number=number,
            payload=payload,
            signature=sign(payload, key),
            key_id=name,
            issued_at=work.now,
            replaced_by=None,
        )
    )
    work.session.flush()
    return number


def replace_earlier(work: Work, offer_ids: list[UUID], number: str) -> None:
    """Passports of offers that were taken back lead to the one that was made instead."""
    rows = work.session.scalars(
        select(OfferPassportRow).where(
            OfferPassportRow.offer_id.in_(offer_ids), OfferPassportRow.replaced_by.is_(None)
        )
    )
    for row in rows:
        row.replaced_by = number


def _free_number(work: Work) -> str:
    while True:
        number = new_number()
        taken = select(OfferPassportRow.id).where(OfferPassportRow.number == number)
        if work.session.scalar(taken) is None:
            return number


def _facts(work: Work, offer_id: UUID, number: str) -> OfferPassport:
    session = work.session
    offer = placements.offer(session, offer_id)
    row = placements.any_introduction(session, offer.introduction_id) if offer else None
    if offer is None or row is None:
        raise LookupError("a passport is issued for an offer that does not exist")
    vacancy = vacancies.vacancy_as_of(session, row.vacancy_id, offer.vacancy_version)
    engagement = placements.engagement_version(session, row.id, offer.engagement_version)
    if vacancy is None or engagement is None:
        raise LookupError("an offer names terms that were never kept")
    both = organisations.organisations(session, [row.provider_id, row.employer_id])
    licence = organisations.licence_verdict(
        session,
        row.provider_id,
        vacancy.country,
        vacancy.sector,
        engagement.terms.form.value,
        work.now.date(),
    )
    held = licence if isinstance(licence, Licensed) else None
    return OfferPassport(
        number=number,
        issuer=shortened(both[row.provider_id].name),
        licence_authority=shortened(held.authority) if held else None,
        licence_number=shortened(held.number) if held else None,
        licence_until=held.until if held else None,
        employer=shortened(both[row.employer_id].name),
        title=shortened(vacancy.title),
        town=shortened(vacancy.town),
        country=vacancy.country,
        first=row.first,
        last=row.last,
        pay=vacancy.pay,
        currency=vacancy.currency,
        hours=vacancy.hours_per_week,
        answer_by=offer.answer_by,
        issued_at=work.now,
        portal=current_app.config["PUBLIC_URL"],
    )
