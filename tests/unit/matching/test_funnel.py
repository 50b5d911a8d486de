"""The funnel of gates, and what it does not tell."""

from decimal import Decimal

import pytest

from portal.matching.domain import AvailabilityFacts, Gate
from portal.matching.funnel import STAGES, Band, Widening, band_of, funnel
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.reference import judge
from tests.unit.matching.pairs import HERE, KNOWLEDGE, availability, north_of, vacancy
from tests.unit.matching.worlds import world

FAR = north_of(HERE, 400.0)
DEAR = {"GBP": Decimal(99)}


def lots(number: int, **given: object) -> list[AvailabilityFacts]:
    return [availability(reference=f"A{n}", **given) for n in range(number)]


@pytest.mark.parametrize(
    ("organisations", "band"),
    [
        (0, "0"),
        (1, "fewer than 5"),
        (4, "fewer than 5"),
        (5, "5-9"),
        (9, "5-9"),
        (10, "10-19"),
        (49, "20-49"),
        (50, "50-99"),
        (199, "100-199"),
        (200, "200+"),
        (10**6, "200+"),
    ],
)
def test_organisations_are_told_in_bands(organisations: int, band: str) -> None:
    assert band_of(organisations) == band


def test_each_stage_counts_what_is_left_and_the_widest_change_comes_first() -> None:
    supply = [
        *lots(12, point=FAR),
        *lots(6, tickets=frozenset({"C"}), min_pay=DEAR),
        *lots(2),
        *lots(3, held=True),
    ]
    index = AvailabilityIndex(supply, KNOWLEDGE)
    found = funnel(index, vacancy(tickets=frozenset({"C"})), range(len(supply)))
    assert found.everyone is Band.FROM_20
    assert [stage.left for stage in found.stages] == [
        Band.FROM_5,
        Band.FROM_5,
        *[Band.FROM_5] * 2,
        *[Band.NONE] * 4,
    ]
    assert found.widest == Widening(Gate.PAY, Band.FROM_5)
    assert found.widenings[1:] == (Widening(Gate.TICKETS, Band.FEWER_THAN_5),)


def test_organisations_are_counted_and_not_their_lots() -> None:
    index = AvailabilityIndex(lots(30), KNOWLEDGE)
    assert funnel(index, vacancy(), ["one"] * 30).stages[-1].left is Band.FEWER_THAN_5


def test_the_pay_floor_of_a_few_organisations_cannot_be_felt_out() -> None:
    index = AvailabilityIndex(lots(4, min_pay=DEAR), KNOWLEDGE)
    assert funnel(index, vacancy(), range(4)).widest is None
    more = AvailabilityIndex(lots(5, min_pay=DEAR), KNOWLEDGE)
    assert funnel(more, vacancy(), range(5)).widest == Widening(Gate.PAY, Band.FROM_5)


def test_the_other_direction_is_told_alike() -> None:
    index = VacancyIndex([vacancy(reference=f"V{n}", point=FAR) for n in range(7)], KNOWLEDGE)
    found = funnel(index, availability(), range(7))
    assert found.widest == Widening(Gate.PLACE, Band.FROM_5)
    assert found.stages[0].left is Band.NONE


def test_the_last_stage_holds_just_those_that_match() -> None:
    supply, posts = world(5, 60, 12)
    index = AvailabilityIndex(supply, KNOWLEDGE)
    for v in posts:
        matching = sum(judge(a, v, KNOWLEDGE).passed for a in supply)
        assert funnel(index, v, range(len(supply))).stages[-1].left is band_of(matching)


def test_every_gate_but_compliance_has_its_stage() -> None:
    assert {gate for stage in STAGES for gate in stage} == set(Gate) - {Gate.COMPLIANCE}
