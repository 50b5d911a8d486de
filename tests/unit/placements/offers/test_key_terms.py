"""Key terms compared field by field: what is worse for the worker comes first."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.placements.offers.domain.key_terms import (
    ORDER,
    TERMS,
    KeyTerms,
    Turn,
    Worse,
    differences,
    read,
    stated_differences,
    written,
)

_MONEY = st.none() | st.decimals(0, 999, places=2)
_WORDS = st.sampled_from(["", "one", "two"])
_DAY = st.none() | st.dates(date(2027, 1, 1), date(2027, 3, 1))
_COUNT = st.none() | st.integers(0, 60)
_YES = st.none() | st.booleans()
_DEDUCTIONS = st.dictionaries(st.sampled_from(["Bed", "Bus", "Tax"]), st.decimals(1, 90, places=2)).map(
    lambda one: tuple(sorted(one.items()))
)
_OF = {
    "Decimal | None": _MONEY,
    "str": _WORDS,
    "date | None": _DAY,
    "int | None": _COUNT,
    "bool | None": _YES,
}


def _strategy(kind: object) -> st.SearchStrategy[object]:
    name = (
        kind.__name__
        if isinstance(kind, type)
        else str(kind).replace("decimal.", "").replace("datetime.", "")
    )
    return _OF.get(name, _DEDUCTIONS)


TERMS_OF_ANY_KIND = st.builds(KeyTerms, **{one.name: _strategy(one.type) for one in fields(KeyTerms)})
PROMISED = KeyTerms(
    currency="GBP",
    pay=Decimal("12.80"),
    hours=Decimal(40),
    housing_price=Decimal(45),
    last=date(2027, 5, 31),
    deductions=(("Bed", Decimal(45)),),
    payday="Friday",
    holiday_apart=True,
)


@given(TERMS_OF_ANY_KIND)
def test_nothing_differs_from_itself_and_what_is_kept_is_read_back(terms: KeyTerms) -> None:
    assert differences(terms, terms) == ()
    assert read(written(terms)) == terms


@given(TERMS_OF_ANY_KIND, TERMS_OF_ANY_KIND)
def test_what_is_worse_comes_first_and_better_last(before: KeyTerms, after: KeyTerms) -> None:
    turns = [ORDER.index(one.turn) for one in differences(before, after)]
    assert turns == sorted(turns)


@given(TERMS_OF_ANY_KIND, TERMS_OF_ANY_KIND)
def test_what_is_worse_one_way_is_not_worse_the_other_way(before: KeyTerms, after: KeyTerms) -> None:
    there = {(one.name, one.label): one for one in differences(before, after)}
    back = {(one.name, one.label): one for one in differences(after, before)}
    assert set(there) == set(back)
    for key, one in there.items():
        assert (one.before, one.after) == (back[key].after, back[key].before)
        stated = None not in (one.before, one.after)
        if stated:
            mirrored = {Turn.WORSE: Turn.BETTER, Turn.BETTER: Turn.WORSE, Turn.UNCLEAR: Turn.UNCLEAR}
            assert back[key].turn is mirrored[one.turn]
        elif one.turn is Turn.WORSE:
            assert back[key].turn is not Turn.WORSE


@pytest.mark.parametrize(
    ("change", "turn"),
    [
        ({"pay": Decimal("12.79")}, Turn.WORSE),
        ({"pay": Decimal("12.81")}, Turn.BETTER),
        ({"pay": None}, Turn.WORSE),
        ({"hours": Decimal(32)}, Turn.WORSE),
        ({"housing_price": Decimal(60)}, Turn.WORSE),
        ({"housing_price": None}, Turn.UNCLEAR),
        ({"transport_price": Decimal(20)}, Turn.WORSE),
        ({"deductions": (("Bed", Decimal(45)), ("Laundry", Decimal(5)))}, Turn.WORSE),
        ({"deductions": ()}, Turn.BETTER),
        ({"last": date(2027, 5, 1)}, Turn.WORSE),
        ({"last": None}, Turn.UNCLEAR),
        ({"payday": "the 10th"}, Turn.UNCLEAR),
        ({"holiday_apart": False}, Turn.WORSE),
        ({"holiday_apart": None}, Turn.WORSE),
    ],
)
def test_each_change_is_judged_for_the_worker(change: dict[str, object], turn: Turn) -> None:
    [found] = differences(PROMISED, replace(PROMISED, **change))
    assert found.turn is turn


def test_sums_in_another_currency_cannot_be_compared() -> None:
    found = differences(PROMISED, replace(PROMISED, currency="EUR", pay=Decimal(10)))
    assert {one.name: one.turn for one in found} == {"currency": Turn.UNCLEAR, "pay": Turn.UNCLEAR}


def test_a_later_paper_that_is_silent_on_a_term_keeps_it() -> None:
    contract = KeyTerms(currency="GBP", pay=Decimal("12.50"))
    assert [one.name for one in stated_differences(PROMISED, contract)] == ["pay"]


def test_every_term_says_in_which_direction_it_is_worse() -> None:
    assert set(TERMS) == {one.name for one in fields(KeyTerms)}
    assert {TERMS["pay"], TERMS["housing_price"], TERMS["payday"]} == {Worse.LESS, Worse.MORE, Worse.UNKNOWN}
