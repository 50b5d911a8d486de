"""The facts that workers ask for, kept as JSON and read back."""

from decimal import Decimal

from portal.vacancies.conditions import Conditions, HolidayPay, read, written

SAID = Conditions(
    guaranteed_hours=Decimal("32.50"),
    payday="every Friday",
    holiday_pay=HolidayPay.APART,
    holiday_percent=Decimal("12.07"),
    training_paid=False,
    heaviest_kg=0,
    contact_name="Ana",
    contact_phone="+441945555010",
    union="Unite at Fen Farm",
)


def test_what_was_said_is_read_back_as_it_was() -> None:
    assert read(written(SAID)) == SAID


def test_what_nobody_said_is_not_kept() -> None:
    assert written(Conditions()) == {}
    assert read({}) == Conditions()


def test_no_and_nothing_are_answers() -> None:
    assert {"training_paid", "heaviest_kg"} <= set(SAID.answered)
    assert "pace" not in SAID.answered


def test_a_fact_of_a_later_portal_does_not_break_reading() -> None:
    assert read({"pace": "fast", "moon": "full"}) == Conditions(pace="fast")


def test_before_both_said_yes_nothing_names_the_workplace() -> None:
    masked = SAID.without_contact()
    assert set(SAID.answered) - set(masked.answered) == {"contact_name", "contact_phone", "union"}
