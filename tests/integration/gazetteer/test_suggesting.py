"""Places offered while a person types."""

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from portal.gazetteer.queries import is_loaded, suggest


def labels(session: Session, typed: str, country: str | None = None, limit: int = 10) -> list[str]:
    return [place.label for place in suggest(session, typed, country, limit)]


def test_an_exact_name_comes_first_then_longer_names_by_size_then_other_names(session: Session) -> None:
    offered = suggest(session, "newcastle", "GB")
    primary = [place for place in offered if place.name.lower().startswith("newcastle")]
    assert offered[0].name == "Newcastle"
    assert offered[1].label == "Newcastle upon Tyne, Tyne and Wear"
    assert [place.population for place in primary[1:]] == sorted(
        (place.population for place in primary[1:]), reverse=True
    )
    assert offered[: len(primary)] == primary


def test_a_smaller_exact_name_goes_before_a_larger_longer_one(session: Session) -> None:
    assert labels(session, "bath", "GB")[0] == "Bath, Somerset"
    assert labels(session, "lin", "GB")[0] == "Lincoln, Lincolnshire"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Wisb", "Wisbech, Cambridgeshire"),
        ("WISBÉCH", "Wisbech, Cambridgeshire"),
        ("kolozsv", "Cluj-Napoca, Cluj"),
        ("ош", "Osh"),
        ("Antep", "Gaziantep"),
    ],
)
def test_the_beginning_of_any_name_is_enough(session: Session, typed: str, first: str) -> None:
    assert labels(session, typed)[0] == first


def test_suggestions_stay_in_the_country_that_was_chosen(session: Session) -> None:
    assert {place.country for place in suggest(session, "bost", "GB")} == {"GB"}
    assert {place.country for place in suggest(session, "bost", "uk")} == {"GB"}


def test_each_place_is_offered_once_and_no_more_than_asked_for(session: Session) -> None:
    offered = suggest(session, "s", limit=25)
    assert len(offered) == 25
    assert len({place.id for place in offered}) == 25


def test_a_postcode_is_offered_first_in_the_united_kingdom_only(session: Session) -> None:
    assert labels(session, "pe13 2rn") == ["PE13 2"]
    assert labels(session, "pe13 2rn", "DK") == []


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "?"])
def test_nothing_typed_offers_nothing(session: Session, typed: str) -> None:
    assert suggest(session, typed) == []


def test_a_filled_gazetteer_is_loaded(session: Session) -> None:
    assert is_loaded(session)


def test_the_index_serves_the_beginning_of_a_name(session: Session) -> None:
    question = "SELECT place_id FROM place_name WHERE normalised >= 'wis' AND normalised < 'wit'"
    explain = "EXPLAIN QUERY PLAN " if session.get_bind().dialect.name == "sqlite" else "EXPLAIN "
    plan = " ".join(str(row) for row in session.connection().execute(text(explain + question)))
    assert "normalised>?" in plan or "Index Cond" in plan
