"""Which of all that is held is given to the worker in words: on their own page, and in the download."""

from collections.abc import Iterator

from portal.own_data.held import HELD, Held, Sees, Why

MARKS = frozenset(
    {
        ("worker", "removed_at"),  # then there is no page any more
        ("listing_notice", "text_version"),
        ("offer", "code_hash"),
        ("offer", "engagement_version"),
        ("offer", "vacancy_version"),
        ("answer_record", "shown_hash"),
        ("offer_passport", "version"),
        ("offer_passport", "payload"),
        ("offer_passport", "signature"),
        ("offer_passport", "key_id"),
        ("offer_terms", "engagement_version"),
        ("offer_terms", "vacancy_version"),
        ("errand", "done_by"),
        ("case_affected", "code_hash"),
    }
)
"""By these the portal finds or proves what is given in words beside them; they tell nothing more."""


def given() -> Iterator[tuple[str, str]]:
    """Table and column of each value that the worker gets to read."""
    for table, columns in HELD.items():
        for column, held in columns.items():
            if _is_readable(held) and (table, column) not in MARKS:
                yield table, column


def _is_readable(held: Held) -> bool:
    """Neither a number that joins records nor something scrambled."""
    return held.why is not Why.LINK and held.seen_by != (Sees.NOBODY,)
