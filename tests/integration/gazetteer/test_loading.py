"""Filling the gazetteer."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select, update
from sqlalchemy.orm import Session, sessionmaker

from portal.gazetteer.domain import Place, resolve
from portal.gazetteer.models import PlaceNameRow, PlaceRow, PostcodeRow
from portal.gazetteer.queries import DatabasePlaces, is_loaded
from portal.gazetteer.service import load_gazetteer
from portal.infra.clock import now
from portal.infra.database import new_sessions
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM


@pytest.fixture
def work(filled: sessionmaker[Session]) -> Iterator[Work]:
    """Work on the filled gazetteer; nothing of it lasts."""
    with filled(info={"writable": True}) as session:
        yield Work(session, now(), SYSTEM)
        session.rollback()


def counts(session: Session) -> list[int | None]:
    kinds = (PlaceRow, PlaceNameRow, PostcodeRow)
    return [session.scalar(select(func.count()).select_from(kind)) for kind in kinds]


def test_an_empty_gazetteer_is_not_loaded_and_knows_no_place(engine: Engine) -> None:
    with new_sessions(engine)() as session:
        assert not is_loaded(session)
        assert DatabasePlaces(session).named("wisbech", None) == []


def test_loading_stores_every_place_name_and_postcode(session: Session) -> None:
    assert counts(session) == [39_054, 39_054 + 178_833, 15_096]


def test_loading_again_repairs_what_differs(work: Work) -> None:
    session = work.session
    moved = update(PlaceRow).where(PlaceRow.id == "2633771").values(latitude=0.0, name="Elsewhere")
    session.execute(moved)
    session.execute(update(PostcodeRow).where(PostcodeRow.code == "PE13 2").values(code="QQ1 1"))
    assert load_gazetteer(work) == 39_054
    places = DatabasePlaces(session)
    wisbech = resolve(places, "Wisbech", "GB")
    assert isinstance(wisbech, Place)
    assert (wisbech.name, wisbech.latitude) == ("Wisbech", 52.6662)
    assert places.postcode("PE13 2") is not None
    assert places.postcode("QQ1 1") is None


def test_a_place_that_the_files_no_longer_know_stays_but_is_not_found_by_name(work: Work) -> None:
    session = work.session
    session.add(PlaceRow(id="1", name="Lost", country="GB", latitude=52.0, longitude=0.0, population=1))
    session.flush()
    session.add(PlaceNameRow(normalised="lost", place_id="1", is_primary=True))
    session.flush()
    load_gazetteer(work)
    places = DatabasePlaces(session)
    assert places.place("1") is not None
    assert places.named("lost", None) == []
    assert counts(session) == [39_055, 39_054 + 178_833, 15_096]
