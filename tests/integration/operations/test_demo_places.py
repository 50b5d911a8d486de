"""The demo's world lies where people would look for it."""

from portal.gazetteer.domain import Place, resolve
from portal.gazetteer.files import places_from_files
from portal.operations.demo.files import demo_world

WORLD = demo_world()
POSTS = (*WORLD.lots, *WORLD.vacancies)


def test_every_town_is_known_in_its_country() -> None:
    named = {(one.town, one.country) for one in POSTS}
    named |= {(town, one.country) for one in WORLD.organisations for town in one.towns}
    places = places_from_files()
    assert [pair for pair in sorted(named) if not isinstance(resolve(places, *pair), Place)] == []
