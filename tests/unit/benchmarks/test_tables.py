"""A table of figures takes the place of the one before it, and touches nothing else of the document."""

from benchmarks.tables import Row, with_table

BEFORE = (
    "Words.\n\n<!-- cost: begin -->\n| old |\n<!-- cost: end -->\n\n"
    "<!-- other: begin -->\n<!-- other: end -->\n"
)


def test_a_table_is_renewed_between_its_marks() -> None:
    once = with_table(BEFORE, "cost", [Row("merging", "2 s")])
    assert once == BEFORE.replace("| old |", "| what | figure |\n|---|---|\n| merging | 2 s |")
    assert with_table(once, "cost", [Row("merging", "2 s")]) == once


def test_a_document_without_the_marks_stays_as_it_is() -> None:
    assert with_table(BEFORE, "nothing", [Row("merging", "2 s")]) == BEFORE
