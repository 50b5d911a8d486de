"""Which place a person means."""

import pytest

from portal.gazetteer.domain import (
    MOST_SUGGESTIONS,
    Place,
    PlaceAmbiguous,
    PlaceUnknown,
    postcode_codes,
    resolve,
)
from tests.unit.gazetteer.atlas import Atlas, a_place

MASSACHUSETTS = a_place("Boston", "US", region="Massachusetts", population=650_000)
LINCOLNSHIRE = a_place("Boston", "GB", region="Lincolnshire", nation="England", population=45_000)
OSH = a_place("Osh", "KG", region="Osh", population=320_000)
AUCH = a_place("Auch", "FR", region="Occitanie", population=24_000)
CLUJ = a_place("Cluj-Napoca", "RO", region="Cluj", population=286_000)
NEWPORT = a_place("Newport", "GB", region="Newport", nation="Wales", population=160_000)
NEWPORT_WIGHT = a_place("Newport", "GB", region="Isle of Wight", nation="England", population=25_000)
SCUNTHORPE = a_place("Scunthorpe", "GB", region="Lincolnshire", population=80_000)
LEEDS = a_place("Leeds", "GB", region="West Yorkshire", population=500_000)

ATLAS = Atlas(
    entries=[
        (MASSACHUSETTS, ("Бостон",)),
        (LINCOLNSHIRE, ("Бостон", "St Botolph's Town")),
        (AUCH, ("Osh", "Ош")),
        (OSH, ("Ош",)),
        (CLUJ, ("Kolozsvár", "Klausenburg")),
        (NEWPORT, ()),
        (NEWPORT_WIGHT, ()),
        (SCUNTHORPE, ()),
        (LEEDS, ()),
    ],
    postcodes={"PE13 2", "PE13", "PE1 3", "BT1"},
)


@pytest.mark.parametrize(
    ("typed", "country", "meant"),
    [
        ("Boston", None, MASSACHUSETTS),
        ("Boston", "GB", LINCOLNSHIRE),
        ("Boston", "uk", LINCOLNSHIRE),
        ("Boston, Lincolnshire", None, LINCOLNSHIRE),
        ("boston,lincolnshire,england,UK", None, LINCOLNSHIRE),
        ("Boston (Lincolnshire)", None, LINCOLNSHIRE),
        ("Boston, United Kingdom", None, LINCOLNSHIRE),
        ("Boston, GB", None, LINCOLNSHIRE),
        ("Бостон", None, MASSACHUSETTS),
        ("KOLOZSVAR", None, CLUJ),
        ("Newport", "GB", NEWPORT),
        ("Newport, Wales", "GB", NEWPORT),
        ("Newport, England", "GB", NEWPORT_WIGHT),
        ("Leeds, Yorkshire", "GB", LEEDS),
        ("Scunthorpe, North Lincolnshire", "GB", SCUNTHORPE),
    ],
)
def test_a_name_means_the_place_that_people_expect(typed: str, country: str | None, meant: Place) -> None:
    assert resolve(ATLAS, typed, country) == meant


def test_a_primary_name_goes_before_another_place_s_other_name() -> None:
    big_auch = a_place("Auch", "FR", population=9_000_000)
    assert resolve(Atlas([(big_auch, ("Osh",)), (OSH, ())]), "Osh") == OSH


def test_among_other_names_the_larger_place_is_meant() -> None:
    assert resolve(ATLAS, "Ош") == OSH
    assert resolve(ATLAS, "Ош", "FR") == AUCH


def test_a_comma_inside_a_name_is_not_taken_for_a_region() -> None:
    capital = a_place("Washington, D.C.", "US")
    assert resolve(Atlas([(capital, ())]), "washington, d.c.") == capital


def test_a_tie_is_ambiguous_and_lists_the_places() -> None:
    east = a_place("Stone", "GB", region="East", latitude=52.0)
    west = a_place("Stone", "GB", region="West", latitude=51.0)
    assert resolve(Atlas([(west, ()), (east, ())]), "Stone", "GB") == PlaceAmbiguous("Stone", (east, west))
    assert resolve(Atlas([(west, ()), (east, ())]), "Stone, West", "GB") == west


def test_a_town_that_is_listed_twice_is_not_ambiguous() -> None:
    once = a_place("Stone", "GB", id="1", latitude=52.0)
    again = a_place("Stone", "GB", id="2", latitude=52.1)
    assert resolve(Atlas([(again, ()), (once, ())]), "Stone") == once


def test_an_unknown_place_comes_with_names_spelt_alike() -> None:
    assert resolve(ATLAS, "Scunthorp", "GB") == PlaceUnknown("Scunthorp", (SCUNTHORPE,))


def test_a_town_in_the_wrong_country_is_unknown_and_offered_where_it_is() -> None:
    assert resolve(ATLAS, "Leeds", "DK") == PlaceUnknown("Leeds", (LEEDS,))


def test_a_town_in_the_wrong_region_is_unknown_and_its_namesakes_are_offered() -> None:
    assert resolve(ATLAS, "Boston, Kent", "GB") == PlaceUnknown("Boston, Kent", (LINCOLNSHIRE, MASSACHUSETTS))


def test_no_more_places_are_offered_than_a_person_reads() -> None:
    many = Atlas([(a_place(f"Thorpe{n}", "GB"), ()) for n in range(20)])
    unknown = resolve(many, "Thorpe", "GB")
    assert isinstance(unknown, PlaceUnknown)
    assert len(unknown.candidates) == MOST_SUGGESTIONS


@pytest.mark.parametrize("typed", ["", "   ", "?!", ","])
def test_nothing_typed_is_an_unknown_place_without_suggestions(typed: str) -> None:
    assert resolve(ATLAS, typed) == PlaceUnknown(typed, ())


@pytest.mark.parametrize(
    "typed",
    ["PE13 2RN", "pe132rn", " pe13  2rn ", "PE 13 2RN", "pe13 2", "PE132", "1 High St, Wisbech, PE13 2RN"],
)
def test_a_postcode_is_read_however_it_is_spaced(typed: str) -> None:
    place = resolve(ATLAS, typed, "GB")
    assert isinstance(place, Place)
    assert place.id == "PE13 2"


@pytest.mark.parametrize(
    ("typed", "code"),
    [("PE13", "PE13"), ("pe 13", "PE13"), ("PE1 3", "PE1 3"), ("bt1 5gs", "BT1"), ("PE13 9ZZ", "PE13")],
)
def test_a_postcode_is_as_wide_as_what_was_typed_and_what_is_known(typed: str, code: str) -> None:
    place = resolve(ATLAS, typed)
    assert isinstance(place, Place)
    assert place.name == code


def test_a_postcode_is_british_and_means_nothing_elsewhere() -> None:
    assert isinstance(resolve(ATLAS, "PE13 2RN", "DK"), PlaceUnknown)


@pytest.mark.parametrize("typed", ["Wisbech", "7400 Herning", "12345", "A", "", "PE", "PE13 2RNX"])
def test_what_is_no_postcode_asks_for_none(typed: str) -> None:
    assert postcode_codes(typed) == ()


def test_a_label_names_the_region_unless_it_repeats_the_name() -> None:
    assert LINCOLNSHIRE.label == "Boston, Lincolnshire"
    assert OSH.label == "Osh"
    assert a_place("Herning", "DK").label == "Herning"
