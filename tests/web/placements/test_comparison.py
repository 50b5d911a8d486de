"""The page on which staff ask why two posts match or not."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask

from portal.availability import queries as availability
from portal.vacancies import queries as vacancies
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.placements import NOW, Matched, a_lot, a_match


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def numbers(at: Matched, lot: object = None) -> tuple[str, str]:
    with at.reading() as session:
        one = availability.availability(session, lot or at.availability_id)  # type: ignore[arg-type]
        other = vacancies.vacancy(session, at.vacancy_id)
        assert one is not None
        assert other is not None
        return one.number, other.number


def test_two_posts_are_compared_by_their_references(app: Flask) -> None:
    at = a_match(app)
    officer = a_browser_of(app, a_compliance_officer(app))
    assert "Type the references of any two posts" in officer.get("/staff/compare").text
    lot, vacancy = numbers(at)
    page = officer.get(f"/staff/compare?lot={lot.lower()}&vacancy={vacancy}")
    assert "They match." in page.text
    assert "The match as it is kept" in page.text
    far, _vacancy = numbers(at, a_lot(app, at.provider, latitude=57.1, longitude=-2.1))
    page = officer.get(f"/staff/compare?lot={far}&vacancy={vacancy}")
    assert "They do not match: the place is too far away." in page.text


def test_a_reference_that_nobody_has_is_named_beside_its_field_and_kept(app: Flask) -> None:
    officer = a_browser_of(app, a_compliance_officer(app))
    assert officer.get("/staff/compare?lot=%00&vacancy=%00A").status == 200
    assert officer.get("/staff/matches?words=%00").status == 200
    page = officer.get("/staff/compare?lot=A-1&vacancy=")
    assert "No spare workers have this reference; it looks like A-123456" in page.text
    assert "No vacancy has this reference" in page.text
    assert 'value="A-1"' in page.html
