"""The gazetteer from the command line, once it is filled."""

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from portal.gazetteer.cli import gazetteer_cli
from portal.gazetteer.models import PostcodeRow
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM

pytestmark = pytest.mark.by_turns


@pytest.fixture
def app(app: Flask, filled: sessionmaker[Session]) -> Flask:
    """The portal on the filled database."""
    services = app.extensions["fairshift"]
    services.engine = filled.kw["bind"]
    services.sessions.configure(bind=services.engine)
    return app


def lose_a_postcode(work: Work) -> None:
    work.session.delete(work.session.get_one(PostcodeRow, "PE13 2"))


def test_loading_brings_back_what_is_missing_and_says_how_much_there_is(app: Flask) -> None:
    services = app.extensions["fairshift"]
    services.transactor.perform(lose_a_postcode, SYSTEM)
    result = app.test_cli_runner().invoke(gazetteer_cli, ["load"])
    assert (result.exit_code, result.output) == (0, "The gazetteer knows 39,054 places.\n")
    with services.sessions() as session:
        assert session.scalar(select(func.count()).select_from(PostcodeRow)) == 15_096


def test_finding_nothing_offers_what_is_close_and_fails(app: Flask) -> None:
    result = app.test_cli_runner().invoke(gazetteer_cli, ["find", "Wisbeech", "--country", "gb"])
    assert result.exit_code == 1
    assert "No place is called “Wisbeech” in GB." in result.output
    assert "Wisbech, Cambridgeshire, GB" in result.output


def test_finding_one_of_several_asks_for_more(app: Flask) -> None:
    result = app.test_cli_runner().invoke(gazetteer_cli, ["find", "Stone, Kent"])
    assert result.exit_code == 1
    assert "Several places are called “Stone, Kent”" in result.output
    assert result.output.count("Stone, Kent, GB") == 2
