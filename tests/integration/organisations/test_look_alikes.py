"""What two organisations share that two strangers would not."""

from flask import Flask

from portal.organisations.domain import RegisteredAddress
from portal.organisations.look_alikes import marks_of
from tests.builders.organisations import BOSTON, SignedUp, a_registered_organisation


def shared(app: Flask, one: SignedUp, other: SignedUp) -> frozenset[str]:
    with app.extensions["fairshift"].sessions() as session:
        marks = marks_of(session, {one.organisation_id, other.organisation_id})
    return marks[one.organisation_id].shared_with(marks[other.organisation_id])


def an_employer(app: Flask, **changes: object) -> SignedUp:
    return a_registered_organisation(app, supplies=False, employs=True, branch=BOSTON, **changes)


def test_strangers_share_nothing(app: Flask) -> None:
    assert shared(app, a_registered_organisation(app), an_employer(app)) == frozenset()


def test_one_phone_written_in_two_ways_is_seen(app: Flask) -> None:
    provider = a_registered_organisation(app, contact_phone="+441945555123")
    assert shared(app, provider, an_employer(app, contact_phone="01945 555123")) == {"phone"}


def test_one_mail_domain_is_seen(app: Flask) -> None:
    provider = a_registered_organisation(app, email="ada@fen.example")
    assert shared(app, provider, an_employer(app, email="bob@FEN.example")) == {"mail domain"}


def test_a_mail_domain_that_anybody_can_have_is_not(app: Flask) -> None:
    provider = a_registered_organisation(app, email="ada@gmail.com")
    assert shared(app, provider, an_employer(app, email="bob@gmail.com")) == frozenset()


def test_one_register_number_is_seen_in_one_country_only(app: Flask) -> None:
    provider = a_registered_organisation(app, register_number="0991 0417")
    assert shared(app, provider, an_employer(app, register_number="09910417")) == {"register number"}
    abroad = an_employer(app, register_number="09910417", country="IE")
    assert "register number" not in shared(app, provider, abroad)


HERE = RegisteredAddress("12 Station Road", "Wisbech", "PE13 2RN")


def test_one_registered_address_written_in_two_ways_is_seen_in_one_country_only(app: Flask) -> None:
    provider = a_registered_organisation(app, address=HERE)
    same = RegisteredAddress("12, station rd", "WISBECH", "PE132RN")
    assert shared(app, provider, an_employer(app, address=same)) == {"address"}
    assert shared(app, provider, an_employer(app, address=same, country="IE")) == frozenset()


def test_a_postcode_is_shared_by_strangers(app: Flask) -> None:
    provider = a_registered_organisation(app, address=HERE)
    neighbour = RegisteredAddress("14 Station Road", "Wisbech", "PE13 2RN")
    assert shared(app, provider, an_employer(app, address=neighbour)) == frozenset()


def test_those_who_have_given_no_address_share_none(app: Flask) -> None:
    provider = a_registered_organisation(app, address=None)
    assert shared(app, provider, an_employer(app, address=None)) == frozenset()
