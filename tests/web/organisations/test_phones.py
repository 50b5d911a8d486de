"""Phone numbers as people read them."""

import pytest

from portal.organisations.forms.choices import readable_phone


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("+441945555010", "+44 1945 555010"),
        ("+48123456789", "+48 12 345 67 89"),
        ("01632 960000", "01632 960000"),
        ("ask at the gate", "ask at the gate"),
    ],
)
def test_a_stored_number_is_shown_in_groups_and_anything_else_as_it_is(stored: str, shown: str) -> None:
    assert readable_phone(stored) == shown
