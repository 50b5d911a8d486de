"""The places of our corridors are found, in the shipped files and in the database alike."""

import pytest

from portal.gazetteer.domain import Place, PlaceAmbiguous, PlaceSource, PlaceUnknown, resolve
from portal.kernel.globe import Point, great_circle_km


@pytest.mark.parametrize(
    ("typed", "country", "label", "lies_in", "near"),
    [
        ("Wisbech", None, "Wisbech, Cambridgeshire", "GB", (52.666, 0.159)),
        ("Boston, Lincolnshire", None, "Boston, Lincolnshire", "GB", (52.976, -0.027)),
        ("Boston", "GB", "Boston, Lincolnshire", "GB", (52.976, -0.027)),
        ("Boston", None, "Boston, Massachusetts", "US", (42.358, -71.06)),
        ("Spalding", None, "Spalding, Lincolnshire", "GB", (52.787, -0.151)),
        ("Cluj-Napoca", None, "Cluj-Napoca, Cluj", "RO", (46.767, 23.6)),
        ("Kolozsvár", "RO", "Cluj-Napoca, Cluj", "RO", (46.767, 23.6)),
        ("Kolozsvár", None, "Cluj-Napoca, Cluj", "RO", (46.767, 23.6)),
        ("Osh", None, "Osh", "KG", (40.528, 72.799)),
        ("Ош", None, "Osh", "KG", (40.528, 72.799)),
        ("Gaziantep", None, "Gaziantep", "TR", (37.06, 37.38)),
        ("Antep", None, "Gaziantep", "TR", (37.06, 37.38)),
        ("Herning", None, "Herning, Midtjylland", "DK", (56.136, 8.977)),
        ("Peterborough, Cambridgeshire", None, "Peterborough, Cambridgeshire", "GB", (52.573, -0.243)),
        ("काठमाडौं", None, "Kathmandu, Bagmati", "NP", (27.702, 85.321)),
        ("PE13 2RN", "GB", "PE13 2", "GB", (52.66, 0.165)),
        ("pe132rn", None, "PE13 2", "GB", (52.66, 0.165)),
        ("  Pe13 2rN ", None, "PE13 2", "GB", (52.66, 0.165)),
        ("PE13", None, "PE13", "GB", (52.666, 0.15)),
        ("BT1 5GS", "GB", "BT1", "GB", (54.6, -5.93)),
        ("ZE1 0AA", "GB", "ZE1 0", "GB", (60.155, -1.145)),
    ],
)
def test_a_place_is_found_where_it_lies(
    source: PlaceSource, typed: str, country: str | None, label: str, lies_in: str, near: tuple[float, float]
) -> None:
    place = resolve(source, typed, country)
    assert isinstance(place, Place)
    assert (place.label, place.country) == (label, lies_in)
    assert great_circle_km(place.point, Point(*near)) < 2


def test_an_unknown_place_lists_the_closest_names(source: PlaceSource) -> None:
    unknown = resolve(source, "Wisbeech", "GB")
    assert isinstance(unknown, PlaceUnknown)
    assert unknown.candidates[0].label == "Wisbech, Cambridgeshire"


def test_two_villages_of_one_name_and_size_are_ambiguous(source: PlaceSource) -> None:
    ambiguous = resolve(source, "Stone, Kent", "GB")
    assert isinstance(ambiguous, PlaceAmbiguous)
    assert [place.label for place in ambiguous.candidates] == ["Stone, Kent", "Stone, Kent"]


def test_a_place_is_found_again_by_its_id(source: PlaceSource) -> None:
    for typed in ("Wisbech", "PE13 2RN", "BT1"):
        place = resolve(source, typed, "GB")
        assert isinstance(place, Place)
        assert source.place(place.id) == place
    assert source.place("no such id") is None


def test_a_place_has_its_time_zone_and_nation(source: PlaceSource) -> None:
    wisbech = resolve(source, "Wisbech", "GB")
    assert isinstance(wisbech, Place)
    assert (wisbech.timezone, wisbech.nation, wisbech.population) == ("Europe/London", "England", 32489)
