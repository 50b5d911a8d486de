"""What is offered while a person types."""

import pytest
from sqlalchemy.orm import Session

from portal.taxonomy.domain import ConceptKind
from portal.taxonomy.files import isco_address
from portal.taxonomy.queries import concepts, search_occupations, search_skills, usual_skills


def test_flt_offers_the_forklift_operator_first_with_its_unit_group_in_words(session: Session) -> None:
    first = search_occupations(session, "FLT")[0]
    assert first.concept.label == "forklift operator"
    assert (first.matched_label, first.isco_label) == ("FLT", "Lifting truck operators")
    assert first.concept.isco == "8344"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("forkl", "forklift operator"),
        ("hgv dr", "cargo vehicle driver"),
        ("forklfit", "forklift operator"),
        ("brikie", "bricklayer"),
        ("VEG PACK", "hand packer"),
        ("nurse", "nurse responsible for general care"),
        ("collector refuse", "refuse collector"),
    ],
)
def test_beginnings_misspellings_and_turned_words_find_the_occupation(
    session: Session, typed: str, label: str
) -> None:
    assert search_occupations(session, typed)[0].concept.label == label


@pytest.mark.parametrize("typed", ["", "  ", "%", "_", "100%", "'; drop table concept", "xyzzy", "\\"])
def test_nothing_is_offered_for_nothing_or_nonsense(session: Session, typed: str) -> None:
    assert search_occupations(session, typed) == []


def test_each_occupation_is_offered_once_and_no_more_than_asked(session: Session) -> None:
    hits = search_occupations(session, "o", limit=7)
    assert len({hit.concept.uri for hit in hits}) == len(hits) == 7


def test_skills_are_searched_apart_from_occupations(session: Session) -> None:
    hits = search_skills(session, "forklift")
    assert hits[0].concept.label == "operate forklift"
    assert all(hit.concept.kind is ConceptKind.SKILL for hit in hits)
    assert search_skills(session, "operate forklfit")[0].concept.label == "operate forklift"


def test_a_language_that_is_not_loaded_falls_back_to_english(session: Session) -> None:
    assert search_occupations(session, "FLT", language="ro")[0].concept.label == "forklift operator"


def test_concepts_come_in_the_order_asked_and_unknown_ones_are_left_out(session: Session) -> None:
    asked = [isco_address("8344"), "http://example.org/none", isco_address("0110"), isco_address("8344")]
    assert list(concepts(session, asked)) == [isco_address("8344"), isco_address("0110")]
    assert concepts(session, []) == {}


def test_a_bare_unit_group_has_no_usual_skills(session: Session) -> None:
    assert usual_skills(session, isco_address("8344")).essential == ()
