"""The slip that a worker takes home: the offer in short, in the worker's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.availability import queries as availability
from portal.availability.domain import AvailabilityRow
from portal.infra.seal import portal_secrets
from portal.infra.web import public_url
from portal.infra.web.languages import speaking
from portal.infra.web.mixed import listed
from portal.infra.web.pages import country_name, day
from portal.organisations import queries as organisations
from portal.passports import queries
from portal.passports.domain import OfferPassport
from portal.passports.helpers import Helpers, Line, helpers_between
from portal.placements import queries as placements
from portal.placements.local_time import local_moment
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.domain.slip_codes import slip_code_of
from portal.placements.offers.service import link_code
from portal.placements.rows import IntroductionRow, OfferRow
from portal.posts.words import plain_amount, plain_money
from portal.workers.queries import address_of


@dataclass(frozen=True)
class Slip:
    """One worker's slip, every word of it as it is printed."""

    language: str
    direction: str
    greeting: str
    title: str
    lines: tuple[Line, ...]
    must_not_pay: str
    own_link: str
    own_words: str
    check_link: str
    check_words: str
    number: str
    phone_words: str
    slip_code: str
    """Empty where it is not to be shown."""
    notice: tuple[Line, ...]
    """For a worker whom no mail reaches: that the agency listed them, and how to refuse."""
    complaint: tuple[Line, ...]
    helpers: Helpers
    token: str
    """The signed passport, kept inside the file."""


SPOKEN_IN = {"bg": "BG", "pl": "PL", "ro": "RO", "tr": "TR", "uk": "UA"}
"""Languages that tell where else a worker may want to ask; of those of many countries none does."""

LIVE = frozenset({OfferState.OPEN, OfferState.ACCEPTED})


def slips_of(session: Session, row: IntroductionRow, language: str) -> list[Slip]:
    """A slip for each worker of an introduction whose offer stands."""
    offers = [one for one in placements.offers_of(session, row.id) if one.state in LIVE]
    made = (slip_of(session, one, language) for one in offers)
    return [one for one in made if one is not None]


def slip_of(session: Session, offer: OfferRow, language: str) -> Slip | None:
    """One worker's slip; none for an offer from before there were passports."""
    found = queries.passport_of_offer(session, offer.id)
    code = link_code(offer)
    if found is None or code is None:
        return None
    desk_phone = _phone(session, offer)
    with speaking(language) as spoken:
        passport = found.passport
        return Slip(
            language=spoken.code,
            direction=spoken.direction,
            greeting=gettext("You are worker number %(number)s on the agency’s list.", number=offer.number),
            title=passport.title,
            lines=tuple(_lines(passport, desk_phone)),
            must_not_pay=gettext("You must not pay to get this job."),
            own_link=public_url("placements_worker.offer", code=code),
            own_words=gettext("Your own offer: read it and answer. For you only."),
            check_link=public_url("passports_public.passport", number=passport.number),
            check_words=gettext("Is it real? Anybody can check this number:"),
            number=passport.number,
            phone_words=gettext("To answer by phone, say this code:"),
            slip_code=slip_code_of(portal_secrets()[0], offer.id),
            notice=tuple(_notice(session, offer, passport.issuer)),
            complaint=tuple(_complaint()),
            helpers=helpers_between(_home(session, offer, spoken.code, passport.country), passport.country),
            token=found.token,
        )


def _lines(passport: OfferPassport, phone: str) -> Iterable[Line]:
    days = gettext("%(first)s to %(last)s", first=day(passport.first), last=day(passport.last))
    yield Line(gettext("Where"), listed((passport.employer, passport.town, country_name(passport.country))))
    yield Line(gettext("When"), days)
    yield Line(gettext("Pay per hour"), plain_money(passport.pay, passport.currency), is_latin=True)
    if passport.hours:
        yield Line(gettext("Hours a week"), plain_amount(passport.hours))
    yield Line(gettext("Answer by"), local_moment(passport.answer_by, passport.country))
    yield Line(gettext("The agency"), passport.issuer)
    yield Line(gettext("Phone"), phone, is_latin=True)


def _notice(session: Session, offer: OfferRow, provider: str) -> Iterable[Line]:
    """Whoever has an e-mail address was told by mail."""
    if address_of(session, offer.worker_id) is not None:
        return
    told = gettext("%(provider)s put you on its list of workers here.", provider=provider)
    if phone := current_app.config["OPERATOR_PHONE"]:
        how = gettext("You may refuse, now or later, without a reason: call this number and say your code.")
        yield Line(f"{told} {how}", phone, is_latin=True)
    else:
        how = gettext("You may refuse, now or later, without a reason, on the page of your own offer.")
        yield Line(f"{told} {how}", "")


def _complaint() -> Iterable[Line]:
    report = public_url("remedy_public.report").partition("://")[2]
    phone = current_app.config["OPERATOR_PHONE"]
    words = f"{report} · " + phone.replace(" ", "\xa0") if phone else report
    yield Line(gettext("Someone asked you for money? Tell us"), words, is_latin=True)


def _home(session: Session, offer: OfferRow, language: str, work_country: str) -> str:
    """The other end of the corridor: where the crew is, else where the slip's language is spoken.

    Nobody's nationality is known here. Empty where neither says anything.
    """
    lot = _lot(session, offer)
    return lot.country if lot and lot.country != work_country else SPOKEN_IN.get(language, "")


def _lot(session: Session, offer: OfferRow) -> AvailabilityRow | None:
    row = placements.any_introduction(session, offer.introduction_id)
    return availability.availability(session, row.availability_id) if row else None


def _phone(session: Session, offer: OfferRow) -> str:
    """The number that answers: of the lot's branch, else of the provider's first, else its own."""
    lot = _lot(session, offer)
    named = organisations.branch(session, lot.branch_id) if lot and lot.branch_id else None
    desk = named or next(iter(organisations.branches_of(session, offer.provider_id)), None)
    provider = organisations.organisation(session, offer.provider_id)
    return desk.duty_phone if desk else provider.contact_phone if provider else ""
