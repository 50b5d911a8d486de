"""What two versions of a post tell differently, and how drafts of it are counted as unfinished."""

from portal.posts.pages import Difference, Fact, Section, differences


def said(**facts: str) -> list[Section]:
    return [Section("about", "About", tuple(Fact(label, text) for label, text in facts.items()))]


def test_only_facts_that_differ_are_shown_in_the_order_of_the_form() -> None:
    between = differences(
        said(workers="40", pay="12", town="Boston"), said(workers="30", pay="12", town="Ely")
    )

    assert between == (Difference("workers", "40", "30"), Difference("town", "Boston", "Ely"))


def test_a_fact_that_one_side_lacks_is_empty_there() -> None:
    assert differences(said(pay="12"), said(bed="45")) == (
        Difference("pay", "12", ""),
        Difference("bed", "", "45"),
    )
