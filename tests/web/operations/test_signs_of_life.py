"""Whoever watches over the portal is told whether it lives and whether it can work."""

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import insert

from portal.app import Services, create_app
from portal.infra import migrate
from portal.infra.database import Base
from portal.kernel.events import SYSTEM
from portal.operations.readiness import has_migrations
from portal.taxonomy.service import load_seed
from tests.web_client import ReviewingClient


def one_place(app: Flask) -> None:
    """Stands for the whole gazetteer, which takes seconds to load."""
    services: Services = app.extensions["fairshift"]
    place = {
        "id": "x1",
        "name": "Wisbech",
        "country": "GB",
        "latitude": 52.66,
        "longitude": 0.16,
        "population": 33933,
    }
    with services.engine.begin() as connection:
        connection.execute(insert(Base.metadata.tables["place"]).values(place))


def schema_is_new(app: Flask) -> None:
    """Say that the database is at the newest migration, however the test made it."""
    if has_migrations():
        services: Services = app.extensions["fairshift"]
        with services.engine.begin() as connection:
            command.stamp(migrate.settings_for(connection), "head")


def test_it_lives_before_anything_is_loaded(client: ReviewingClient) -> None:
    page = client.get("/livez")
    assert (page.status, page.html) == (200, "alive\n")


def test_it_is_ready_only_once_places_and_occupations_are_loaded(app: Flask, client: ReviewingClient) -> None:
    schema_is_new(app)
    page = client.get("/readyz")
    assert page.status == 503
    assert "No places are loaded" in page.html
    one_place(app)
    assert "No occupations are loaded" in client.get("/readyz").html
    services: Services = app.extensions["fairshift"]
    services.transactor.perform(load_seed, SYSTEM)
    page = client.get("/readyz")
    assert page.status == 200
    assert page.html == "ready\n"


def test_without_its_schema_it_is_not_ready(tmp_path_factory: pytest.TempPathFactory) -> None:
    data_dir = tmp_path_factory.mktemp("bare")
    bare = create_app(
        {"TESTING": True, "DATA_DIR": data_dir, "DATABASE_URL": f"sqlite:///{data_dir / 'bare.db'}"}
    )
    answer = bare.test_client().get("/readyz")
    bare.extensions["fairshift"].engine.dispose()
    assert answer.status_code == 503
    assert "flask db upgrade" in answer.get_data(as_text=True)
