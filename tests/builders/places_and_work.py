"""The few places, occupations and skills that tests of forms type."""

from flask import Flask

from portal.gazetteer.models import PlaceNameRow, PlaceRow
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM
from portal.taxonomy.service import load_seed
from tests.builders.accounts import transactor_of
from tests.slates import remembered

PLACES = (
    ("1", "Spalding", "Lincolnshire", "GB", 52.787, -0.153, 28722),
    ("2", "Boston", "Lincolnshire", "GB", 52.9787, -0.0255, 41340),
    ("3", "Newport", "Wales", "GB", 51.588, -2.998, 117326),
    ("4", "Newport", "Shropshire", "GB", 52.769, -2.379, 117326),
    ("5", "Herning", "Central Jutland", "DK", 56.139, 8.974, 50332),
)


@remembered
def places_and_work(app: Flask) -> None:
    """Load the taxonomy's seed and a handful of places, two of them of the same name."""
    perform = transactor_of(app).perform
    perform(load_seed, SYSTEM)
    perform(_load_places, SYSTEM)


def _load_places(work: Work) -> None:
    for place_id, name, region, country, latitude, longitude, population in PLACES:
        work.session.add(
            PlaceRow(
                id=place_id,
                name=name,
                region=region,
                nation=None,
                country=country,
                latitude=latitude,
                longitude=longitude,
                population=population,
                timezone=None,
            )
        )
    work.session.flush()
    for place_id, name, *_rest in PLACES:
        work.session.add(PlaceNameRow(normalised=name.casefold(), place_id=place_id, is_primary=True))
