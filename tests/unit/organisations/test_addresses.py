"""How two registered addresses are compared."""

import pytest

from portal.organisations.domain.addresses import RegisteredAddress, address_key

HERE = RegisteredAddress("12 Station Road", "Wisbech", "PE13 2RN")


@pytest.mark.parametrize(
    ("street", "town", "postcode"),
    [
        ("12, STATION ROAD", "WISBECH", "pe13 2rn"),
        ("12 Station Rd.", "Wisbech", "PE132RN"),
        ("No. 12 Station  Rd", "Wisbech, Cambs", "PE13-2RN"),
    ],
)
def test_one_address_written_in_several_ways_is_one(street: str, town: str, postcode: str) -> None:
    assert address_key(RegisteredAddress(street, town, postcode)) == address_key(HERE)


@pytest.mark.parametrize(
    ("street", "postcode"),
    [
        ("14 Station Road", "PE13 2RN"),
        ("Unit 2, 12 Station Road", "PE13 2RN"),
        ("12 Station Lane", "PE13 2RN"),
        ("12 Station Road", "PE21 6QL"),
    ],
)
def test_neighbours_and_namesakes_are_others(street: str, postcode: str) -> None:
    assert address_key(RegisteredAddress(street, "Wisbech", postcode)) != address_key(HERE)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hauptstraße 5", "Hauptstr. 5"),
        ("Lange Straße 7", "lange str. 7"),
        ("Königsallee 1", "KONIGSALLEE 1"),
        ("8 King's Avenue", "8 Kings Ave"),
        ("3 St. Mary's Street", "3 Saint Marys St"),
        ("25 boulevard Haussmann", "25, bd Haussmann"),
        ("Avenida de la Paz, 4", "Avda. de la Paz 4"),
        ("North House, 1 High Street", "N. House 1 High St."),
    ],
)
def test_common_abbreviations_mean_the_same_street(one: str, other: str) -> None:
    assert address_key(RegisteredAddress(one, "X", "1")) == address_key(RegisteredAddress(other, "Y", "1"))


def test_where_there_are_no_postcodes_the_town_is_compared() -> None:
    kowloon, lagos = (RegisteredAddress("8 Nathan Road", town, "") for town in ("Kowloon", "Central"))
    assert address_key(kowloon) == address_key(RegisteredAddress("8 Nathan Rd", "KOWLOON", ""))
    assert address_key(kowloon) != address_key(lagos)


@pytest.mark.parametrize("street", ["", " – "])
def test_a_postcode_alone_is_no_address(street: str) -> None:
    assert address_key(RegisteredAddress(street, "Wisbech", "PE13 2RN")) is None


def test_no_address_is_like_no_other() -> None:
    assert address_key(None) is None
