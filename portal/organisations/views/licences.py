"""The supply licences of an organisation, and what of them is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, page, reading, viewer
from portal.infra.web.pages import country_name, day, not_found
from portal.organisations import queries
from portal.organisations.domain.licences import (
    LicenceStatus,
    SupplyLicence,
    Unknown,
    Unlicensed,
    judge_licence,
)
from portal.organisations.domain.registers import RegisterStatus
from portal.organisations.files import authority_name, formerly, licence_rules, sector_words
from portal.organisations.licence_queries import KnownLicence, LicenceCheck, known_licences_of
from portal.organisations.register_words import (
    REGISTER_WORDS,
    SOURCE_WORDS,
    STATUS_COLOURS,
    STATUS_WORDS,
    licence_words,
)
from portal.organisations.views.member import member_pages

member_pages.add_app_template_filter(licence_words, "licence_words")

ENDS_SOON = timedelta(days=42)


@dataclass(frozen=True)
class ShownLicence:
    """A licence with its last check, in words."""

    id: UUID
    organisation_id: UUID
    organisation: str
    authority: str
    formerly: str
    number: str
    country: str
    sectors: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    status: LicenceStatus
    words: str
    colour: str
    last: str
    """When and how a register was asked last; "" where none was."""
    missing: tuple[str, ...]
    """What has to be done about it."""


@dataclass(frozen=True)
class Need:
    """Work of the organisation for which a needed licence is lacking, or the law is not known."""

    words: str
    is_known: bool


@dataclass(frozen=True)
class LicencesPage:
    """All licences, and what is missing."""

    licences: Sequence[ShownLicence]
    needs: Sequence[Need]
    may_manage: bool


@member_pages.route("/organisation/licences")
@allow(Audience.MEMBER)
def licences() -> ResponseReturnValue:
    """Where the licences stand, when a register was asked last, and what is missing."""
    own = queries.organisation(reading(), acting_for())
    if own is None:
        not_found()
    known, today = known_licences_of(reading(), own.id), clock.today()
    held = [one.licence for one in known]
    places = dict.fromkeys([own.country, *(one.country for one in held)])
    needs = (
        [need for place in places for need in _needs(held, place, own.sectors, today)] if own.supplies else []
    )
    shown = LicencesPage([shown_licence(one, today) for one in known], needs, viewer.is_administrator)
    return page("organisations/member/licences.html", shown)


def shown_licence(known: KnownLicence, today: date) -> ShownLicence:
    """A licence in words."""
    licence = known.licence
    return ShownLicence(
        id=known.id,
        organisation_id=known.organisation_id,
        organisation=known.organisation,
        authority=authority_name(licence.authority, today),
        formerly=formerly(licence.authority, today),
        number=licence.number,
        country=country_name(licence.country),
        sectors=tuple(sector_words(code) for code in licence.sectors),
        valid_from=licence.valid_from,
        valid_to=licence.valid_to,
        status=licence.status,
        words=str(STATUS_WORDS[licence.status]),
        colour=STATUS_COLOURS[licence.status],
        last=check_words(known.last) if known.last else "",
        missing=tuple(_missing(known, today)),
    )


def check_words(check: LicenceCheck) -> str:
    """ "Looked up by hand, 3 March 2027: Active"."""
    said = str(REGISTER_WORDS[check.register_status]) if check.register_status else ""
    how = str(SOURCE_WORDS[check.source])
    seen = day(check.seen_on)
    return gettext("%(how)s, %(day)s: %(said)s", said=said, day=seen, how=how) if said else how


def _missing(known: KnownLicence, today: date) -> Iterator[str]:
    licence, last = known.licence, known.last
    match licence.status:
        case LicenceStatus.SUSPENDED:
            yield gettext(
                "The authority has suspended it. Work that needs it waits until it is active again."
            )
        case LicenceStatus.LAPSED:
            yield gettext("Its last day is over. Enter the new last day when it is renewed.")
        case LicenceStatus.WITHDRAWN if last and last.register_status is RegisterStatus.NOT_FOUND:
            yield gettext("The register does not know this number. Check how it is written.")
        case LicenceStatus.WITHDRAWN:
            yield gettext("The authority has withdrawn it. Tell the operator if you see it differently.")
        case LicenceStatus.DECLARED | LicenceStatus.CHECKED:
            yield from _to_look_at(known, today)


def _to_look_at(known: KnownLicence, today: date) -> Iterator[str]:
    licence, last = known.licence, known.last
    if licence.awaits_register:
        yield gettext(
            "It was declared after a licence of the same authority had stopped:"
            " it counts as soon as we find it in the register."
        )
    if last is None:
        yield gettext("Nobody has looked it up in the register yet.")
    elif known.has_other_name:
        yield gettext(
            "The register has this number under another name: %(name)s.", name=last.name_in_register
        )
    elif known.is_stale(today):
        yield gettext("It was last looked up more than 30 days ago.")
    if licence.valid_to and licence.valid_to - today <= ENDS_SOON:
        yield gettext("It ends on %(day)s. Renew it in time.", day=day(licence.valid_to))


def _needs(
    held: Sequence[SupplyLicence], country: str, sectors: Sequence[str], today: date
) -> Iterator[Need]:
    """For supplying workers as an agency, by the sectors that the organisation works in."""
    for sector in sectors:
        where = {"sector": sector_words(sector), "country": country_name(country)}
        match judge_licence(licence_rules(), held, country, sector, "agency", today):
            case Unlicensed(authority):
                yield Need(
                    gettext(
                        "%(sector)s, %(country)s: a licence of %(authority)s is needed, and none is good.",
                        **where,
                        authority=authority_name(authority, today),
                    ),
                    is_known=True,
                )
            case Unknown():
                yield Need(
                    gettext("%(sector)s, %(country)s: we do not know what the law asks.", **where),
                    is_known=False,
                )
            case _:
                continue


__all__ = ["member_pages"]
