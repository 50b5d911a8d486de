"""What the answer of a register makes of a licence."""

from dataclasses import replace
from datetime import date

import pytest

from portal.organisations.domain.licences import LicenceStatus, SupplyLicence
from portal.organisations.domain.names import resemble
from portal.organisations.domain.registers import (
    Evidence,
    NotInRegister,
    RegisterEntry,
    RegisterSilent,
    RegisterStatus,
    SeenByHand,
    judge_answer,
)

TODAY = date(2027, 3, 3)
SEEN = Evidence(TODAY, "https://register.example/FEN0001")
LICENCE = SupplyLicence("gb-fwa", "FEN0001", "GB", ("01", "10"), date(2026, 1, 1), date(2027, 12, 31))
ENTRY = RegisterEntry("FEN0001", "FENLAND LABOUR LIMITED", RegisterStatus.ACTIVE, SEEN)


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (RegisterStatus.ACTIVE, LicenceStatus.CHECKED),
        (RegisterStatus.SUSPENDED, LicenceStatus.SUSPENDED),
        (RegisterStatus.LAPSED, LicenceStatus.LAPSED),
        (RegisterStatus.WITHDRAWN, LicenceStatus.WITHDRAWN),
    ],
)
def test_the_status_follows_the_register(said: RegisterStatus, status: LicenceStatus) -> None:
    result = judge_answer(replace(ENTRY, status=said), LICENCE, "Fenland Labour Ltd", TODAY)
    assert (result.register_status, result.licence.status) == (said, status)


def test_a_number_that_the_register_does_not_know_counts_as_withdrawn() -> None:
    result = judge_answer(NotInRegister(SEEN), LICENCE, "Fenland Labour Ltd", TODAY)
    assert result.register_status is RegisterStatus.NOT_FOUND
    assert result.licence.status is LicenceStatus.WITHDRAWN


def test_an_active_entry_of_somebody_else_leaves_the_licence_declared() -> None:
    result = judge_answer(replace(ENTRY, name="Wash Harvesters"), LICENCE, "Fenland Labour Ltd", TODAY)
    assert not result.fits_name
    assert result.licence.status is LicenceStatus.DECLARED


def test_a_person_may_find_that_two_names_mean_the_same_body() -> None:
    other = replace(ENTRY, name="Wash Harvesters", is_same_body=True)
    assert judge_answer(other, LICENCE, "Fenland Labour Ltd", TODAY).licence.status is LicenceStatus.CHECKED


def test_the_days_and_sectors_of_the_register_take_the_place_of_the_declared_ones() -> None:
    narrower = replace(ENTRY, sectors=("01",), valid_to=date(2027, 6, 30))
    found = judge_answer(narrower, LICENCE, "Fenland Labour Ltd", TODAY).licence
    assert (found.sectors, found.valid_from, found.valid_to) == (
        ("01",),
        LICENCE.valid_from,
        date(2027, 6, 30),
    )


def test_an_active_entry_whose_last_day_is_over_has_lapsed() -> None:
    over = replace(ENTRY, valid_to=date(2027, 3, 2))
    assert judge_answer(over, LICENCE, "Fenland Labour Ltd", TODAY).licence.status is LicenceStatus.LAPSED
    last = replace(ENTRY, valid_to=TODAY)
    assert judge_answer(last, LICENCE, "Fenland Labour Ltd", TODAY).licence.status is LicenceStatus.CHECKED


def test_what_was_seen_under_another_number_says_nothing_of_this_one() -> None:
    assert SeenByHand(ENTRY).look_up(" fen-0001 ") == ENTRY
    assert isinstance(SeenByHand(ENTRY).look_up("FEN0002"), RegisterSilent)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fenland Labour Ltd", "FENLAND LABOUR LIMITED"),
        ("Fenland Labour", "Fenland Labour (East Anglia) Ltd"),
        ("Müller Zeitarbeit GmbH", "Muller Zeitarbeit"),
        ("Fenland Harvest Labour", "Fenland Harvest Labor"),
    ],
)
def test_names_that_resemble_each_other(one: str, other: str) -> None:
    assert resemble(one, other)
    assert resemble(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fenland Labour Ltd", "Wash Harvesters Ltd"),
        ("Fenland Labour", "Fenland"),
        ("Fenland Labour", ""),
        ("Staff Ltd", "Staff Direct London"),
    ],
)
def test_names_that_do_not(one: str, other: str) -> None:
    assert not resemble(one, other)
