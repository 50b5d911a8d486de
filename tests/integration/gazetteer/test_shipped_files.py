"""What the shipped files hold."""

from collections import Counter
from zoneinfo import available_timezones

from portal.gazetteer.files import DATA, read_other_names, read_places, read_postcode_areas
from portal.gazetteer.spelling import normalise


def test_every_place_is_on_the_globe_with_a_country_and_a_time_zone() -> None:
    places = list(read_places())
    assert len(places) > 39_000
    assert len({place.id for place in places}) == len(places)
    known = available_timezones()
    for place in places:
        assert -90 <= place.latitude <= 90
        assert -180 <= place.longitude <= 180
        assert len(place.country) == 2
        assert place.population >= 0
        assert normalise(place.name)
        assert place.timezone in known


def test_other_names_are_normalised_and_stand_for_known_places_once() -> None:
    ids = {place.id for place in read_places()}
    rows = list(read_other_names())
    assert len(set(rows)) == len(rows) > 170_000
    assert {place_id for place_id, _ in rows} <= ids
    assert [name for _, name in rows if normalise(name) != name] == []


def test_postcodes_are_in_the_united_kingdom_and_northern_ireland_has_no_sectors() -> None:
    areas = list(read_postcode_areas())
    kinds = Counter(" " in area.id for area in areas)
    assert kinds == {True: 12_018, False: 3_078}
    for area in areas:
        assert 49 < area.latitude < 61
        assert -9 < area.longitude < 2
    assert not [area.id for area in areas if area.id.startswith("BT") and " " in area.id]


def test_the_files_carry_no_moment_so_that_the_same_data_gives_the_same_bytes() -> None:
    for file in DATA.glob("*.csv.gz"):
        assert file.read_bytes()[4:8] == b"\0\0\0\0"
