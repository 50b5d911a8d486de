"""Where a supply licence is needed, and who holds one."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from portal.organisations.domain import (
    LicenceRule,
    LicenceStatus,
    Licensed,
    NotNeeded,
    SupplyLicence,
    Unknown,
    Unlicensed,
    judge_licence,
)
from portal.organisations.files import (
    authorities,
    authority_name,
    authority_named,
    formerly,
    licence_rules,
    sector_words,
    sectors,
)

DAY = date(2027, 3, 3)
RULE = LicenceRule(
    country="GB",
    sector="01",
    form="agency",
    is_needed=True,
    authority="gb-fwa",
    since=date(2006, 10, 1),
    until=None,
    source="Gangmasters (Licensing) Act 2004",
    is_verified=True,
)
ELSE = replace(RULE, sector="", form="", is_needed=False, authority="", source="none asked")
LICENCE = SupplyLicence(
    authority="gb-fwa",
    number="FEN0001",
    country="GB",
    sectors=("01",),
    valid_from=date(2026, 1, 1),
    valid_to=date(2027, 3, 3),
)


def judge(*licences: SupplyLicence, country: str = "GB", sector: str = "01.13", on: date = DAY) -> object:
    return judge_licence([ELSE, RULE], licences, country, sector, "agency", on)


def test_a_good_licence_is_named_with_its_last_day() -> None:
    assert judge(LICENCE) == Licensed("gb-fwa", "FEN0001", date(2027, 3, 3))


def test_a_licence_that_awaits_the_register_does_not_count() -> None:
    assert judge(replace(LICENCE, awaits_register=True)) == Unlicensed("gb-fwa")


def test_a_licence_is_good_on_its_last_day_and_not_after() -> None:
    assert isinstance(judge(LICENCE, on=date(2027, 3, 3)), Licensed)
    assert judge(LICENCE, on=date(2027, 3, 4)) == Unlicensed("gb-fwa")


def test_a_licence_is_not_good_before_its_first_day() -> None:
    assert judge(LICENCE, on=date(2025, 12, 31)) == Unlicensed("gb-fwa")


@pytest.mark.parametrize(
    "other",
    [
        replace(LICENCE, status=LicenceStatus.WITHDRAWN),
        replace(LICENCE, country="IE"),
        replace(LICENCE, authority="de-ba"),
        replace(LICENCE, sectors=("10",)),
    ],
)
def test_a_licence_that_does_not_fit_is_none(other: SupplyLicence) -> None:
    assert judge(other) == Unlicensed("gb-fwa")


def test_a_licence_without_sectors_covers_every_sector() -> None:
    assert isinstance(judge(replace(LICENCE, sectors=())), Licensed)


def test_the_licence_that_lasts_longest_is_named() -> None:
    longer = replace(LICENCE, number="FEN0002", valid_to=None)
    assert judge(LICENCE, longer) == Licensed("gb-fwa", "FEN0002", None)


def test_what_staff_found_in_the_register_is_told_from_what_is_only_declared() -> None:
    checked = judge(replace(LICENCE, status=LicenceStatus.CHECKED))
    assert isinstance(checked, Licensed)
    assert checked.is_checked


def test_the_most_exact_rule_decides() -> None:
    assert judge(sector="52.10") == NotNeeded("none asked")
    assert judge(sector="01.13") == Unlicensed("gb-fwa")


def test_a_country_that_nobody_entered_is_unknown_never_licensed() -> None:
    assert judge(LICENCE, country="XK") == Unknown()


def test_a_rule_counts_from_its_first_to_its_last_day() -> None:
    ended = replace(RULE, until=date(2027, 3, 2))
    assert judge_licence([ended], [], "GB", "01", "agency", DAY) == Unknown()
    assert judge_licence([RULE], [], "GB", "01", "agency", date(2006, 9, 30)) == Unknown()


@pytest.mark.parametrize(
    ("country", "sector", "form", "expected"),
    [
        ("GB", "01.13", "agency", Unlicensed("gb-fwa")),
        ("GB", "03", "agency", Unlicensed("gb-fwa")),
        ("GB", "10.39", "agency", Unlicensed("gb-fwa")),
        ("DE", "52", "agency", Unlicensed("de-ba")),
        ("PL", "10", "agency", Unlicensed("pl-kraz")),
        ("PH", "87", "agency", Unlicensed("ph-dmw")),
        ("SE", "10", "agency", Unknown()),
    ],
)
def test_the_shipped_table_says(country: str, sector: str, form: str, expected: object) -> None:
    assert judge_licence(licence_rules(), [], country, sector, form, DAY) == expected


def test_in_the_shipped_table_warehouse_work_in_the_uk_needs_no_licence() -> None:
    assert isinstance(judge_licence(licence_rules(), [], "GB", "52.10", "agency", DAY), NotNeeded)


def test_every_shipped_rule_has_a_source_and_a_known_authority() -> None:
    known = {one.id for one in authorities()}
    for rule in licence_rules():
        assert rule.source
        assert (rule.authority in known) if rule.is_needed else not rule.authority


@pytest.mark.parametrize(
    ("name", "now"),
    [("GLAA", "Fair Work Agency"), ("POEA", "Department of Migrant Workers"), ("gb-fwa", "Fair Work Agency")],
)
def test_an_earlier_name_of_an_authority_leads_to_its_successor(name: str, now: str) -> None:
    found = authority_named(name)
    assert found is not None
    assert found.name == now


def test_no_two_authorities_share_a_name() -> None:
    names = [name.casefold() for one in authorities() for name in one.all_names]
    assert len(names) == len(set(names))


def test_sectors_are_told_by_the_beginning_of_a_code() -> None:
    assert sector_words("01.13") == "Farming and horticulture"
    assert sector_words("99") == "99"
    assert len({one.code for one in sectors()}) == len(sectors())


@pytest.mark.parametrize(
    ("authority", "on", "name", "before"),
    [
        ("gb-fwa", date(2010, 1, 1), "Gangmasters Licensing Authority", ""),
        (
            "gb-fwa",
            date(2020, 1, 1),
            "Gangmasters and Labour Abuse Authority",
            "Gangmasters Licensing Authority, GLA",
        ),
        ("gb-fwa", date(2027, 1, 1), "Fair Work Agency", "Gangmasters and Labour Abuse Authority, GLAA"),
        ("ph-dmw", date(2022, 2, 2), "Philippine Overseas Employment Administration", ""),
        (
            "ph-dmw",
            date(2022, 2, 3),
            "Department of Migrant Workers",
            "Philippine Overseas Employment Administration, POEA",
        ),
        ("pl-kraz", date(1990, 1, 1), "KRAZ", ""),
    ],
)
def test_an_authority_bears_the_name_of_the_day(authority: str, on: date, name: str, before: str) -> None:
    assert authority_name(authority, on) == name
    assert formerly(authority, on) == before


def test_the_names_of_an_authority_follow_each_other_without_overlap() -> None:
    for one in authorities():
        for earlier, later in pairwise(one.names):
            assert earlier.until is not None
            assert later.since is not None
            assert earlier.until < later.since
        assert one.names[-1].until is None
