"""Organisations for tests: registered, confirmed and decided on as they would be in life."""

from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask

from portal.accounts.secrets import hash_password
from portal.accounts.service import mark_email_confirmed
from portal.gazetteer.models import PlaceNameRow, PlaceRow
from portal.gazetteer.spelling import normalise
from portal.infra import clock
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, ActorId
from portal.organisations import service
from portal.organisations.domain import (
    Applicant,
    BranchTerms,
    OrganisationTerms,
    RegisteredAddress,
    SupplyLicence,
)
from portal.organisations.events import OrganisationApproved
from portal.organisations.service import RegistrationReceived
from tests.builders.accounts import PASSWORD, an_operator, transactor_of
from tests.slates import remembered

WISBECH = BranchTerms(
    name="Wisbech",
    place_id=None,
    town="Wisbech",
    region="Cambridgeshire",
    country="GB",
    latitude=52.6664,
    longitude=0.1594,
    desk_email="desk@wisbech.example",
    duty_phone="+441945555010",
)
BOSTON = replace(
    WISBECH,
    name="Boston",
    town="Boston",
    region="Lincolnshire",
    latitude=52.9787,
    longitude=-0.0255,
    desk_email="desk@boston.example",
    duty_phone="+441205555010",
)


@dataclass(frozen=True)
class SignedUp:
    """An organisation and its first administrator."""

    organisation_id: UUID
    person_id: UUID
    branch_id: UUID
    email: str
    password: str = PASSWORD


def organisation_terms(
    *, supplies: bool = True, employs: bool = False, email: str = "office@work.example", **changes: object
) -> OrganisationTerms:
    """What an organisation says about itself."""
    number = str(uuid4().int)[:8]
    plain = OrganisationTerms(
        name=f"Fenland Crews {number} Ltd",
        supplies=supplies,
        employs=employs,
        country="GB",
        register_number=number,
        sectors=("01", "10", "52"),
        contact_email=email,
        contact_phone=f"+4419455{number[:5]}",
        address=RegisteredAddress(f"{number} Marsh Road", "Wisbech", "PE13 2RN"),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def a_registered_organisation(
    app: Flask,
    *,
    supplies: bool = True,
    employs: bool = False,
    branch: BranchTerms = WISBECH,
    express: bool = False,
    confirmed: bool = True,
    email: str | None = None,
    **changes: object,
) -> SignedUp:
    """An organisation that waits to be decided on."""
    from portal.organisations import queries

    email = email or f"admin@{uuid4().hex[:12]}.work.example"
    perform = transactor_of(app).perform
    received = perform(
        service.register_organisation,
        SYSTEM,
        organisation_terms(supplies=supplies, employs=employs, email=email, **changes),
        branch,
        Applicant("Ada Marsh", email, hash_password(PASSWORD, "low")),
        express=express,
    )
    assert isinstance(received, RegistrationReceived)
    assert received.organisation_id is not None
    if confirmed:
        perform(mark_email_confirmed, SYSTEM, received.person_id)
    with app.extensions["fairshift"].sessions() as session:
        branch_id = queries.branches_of(session, received.organisation_id)[0].id
    return SignedUp(received.organisation_id, received.person_id, branch_id, email)


def approve(app: Flask, organisation_id: UUID) -> None:
    """An operator approves an organisation."""
    operator = ActorId(an_operator(app))
    approved = transactor_of(app).perform(service.approve_organisation, operator, organisation_id)
    assert isinstance(approved, OrganisationApproved)


def license_provider(app: Flask, who: SignedUp, authority: str = "gb-fwa", country: str = "GB") -> None:
    """A licence for every sector, good for a year."""
    today = clock.today()
    licence = SupplyLicence(
        authority=authority,
        number="FEN0001",
        country=country,
        sectors=(),
        valid_from=today - timedelta(days=365),
        valid_to=today + timedelta(days=365),
    )
    transactor_of(app).perform(service.declare_licence, ActorId(who.person_id), who.organisation_id, licence)


@remembered
def an_approved_provider(app: Flask, *, licensed: bool = True, branch: BranchTerms = WISBECH) -> SignedUp:
    """A labour provider that may be introduced, with a licence for the United Kingdom."""
    who = a_registered_organisation(app, branch=branch)
    if licensed:
        license_provider(app, who)
    approve(app, who.organisation_id)
    return who


@remembered
def an_approved_employer(app: Flask, *, branch: BranchTerms = BOSTON) -> SignedUp:
    """An employer that may be introduced."""
    who = a_registered_organisation(app, supplies=False, employs=True, branch=branch)
    approve(app, who.organisation_id)
    return who


def know_places(app: Flask, *branches: BranchTerms) -> None:
    """Teach the gazetteer the towns of these branches, so that they can be typed."""

    def learn(work: Work) -> None:
        for number, one in enumerate(branches or (WISBECH, BOSTON), start=1):
            place = PlaceRow(
                id=str(number),
                name=one.town,
                region=one.region,
                country=one.country,
                latitude=one.latitude,
                longitude=one.longitude,
                population=1000 * number,
            )
            work.session.add(place)
            work.session.flush()
            work.session.add(PlaceNameRow(normalised=normalise(one.town), place_id=place.id, is_primary=True))

    transactor_of(app).perform(learn, SYSTEM)
