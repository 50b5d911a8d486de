"""What is checked for the operator."""

from dataclasses import replace
from uuid import UUID

import pytest

from portal.organisations.application import (
    Application,
    CheckKind,
    Look,
    review,
)
from portal.organisations.domain.names import name_key, register_key

OTHER = UUID(int=7)
GOOD = Application(
    name="Fenland Harvest Labour Ltd",
    supplies=True,
    country="GB",
    register_number="0991 0417",
    website=None,
    applicant_email="maya@fenland-harvest.example",
    is_email_confirmed=True,
    licences=1,
)


def look(application: Application, kind: CheckKind) -> Look:
    return next(one.look for one in review(application) if one.kind is kind)


def test_a_good_application_passes_every_check() -> None:
    assert {one.look for one in review(GOOD)} == {Look.GOOD}


def test_an_address_that_nobody_confirmed_is_wrong() -> None:
    assert look(replace(GOOD, is_email_confirmed=False), CheckKind.EMAIL_CONFIRMED) is Look.WRONG


@pytest.mark.parametrize("email", ["maya@gmail.com", "maya@elsewhere.example"])
def test_a_mail_domain_that_says_nothing_of_the_organisation_asks_for_a_look(email: str) -> None:
    assert look(replace(GOOD, applicant_email=email), CheckKind.MAIL_DOMAIN) is Look.LOOK


def test_a_mail_domain_that_is_the_websites_fits() -> None:
    fits = replace(GOOD, applicant_email="m@fhl.example", website="https://www.fhl.example/about")
    assert look(fits, CheckKind.MAIL_DOMAIN) is Look.GOOD


@pytest.mark.parametrize(
    ("country", "number", "expected"),
    [
        ("GB", "SC123456", Look.GOOD),
        ("GB", "123", Look.WRONG),
        ("DE", "HRB 12345", Look.GOOD),
        ("FR", "552 100 554", Look.GOOD),
        ("FR", "55210055", Look.WRONG),
        ("PH", "CS2019-1234", Look.LOOK),
        ("GB", None, Look.LOOK),
    ],
)
def test_a_register_number_has_the_form_of_its_country(
    country: str, number: str | None, expected: Look
) -> None:
    assert look(replace(GOOD, country=country, register_number=number), CheckKind.REGISTER_NUMBER) is expected


def test_the_same_register_number_twice_is_wrong_and_the_same_name_asks_for_a_look() -> None:
    twin = replace(GOOD, same_register_number=(OTHER,), same_name=(OTHER,))
    assert look(twin, CheckKind.SAME_REGISTER_NUMBER) is Look.WRONG
    assert look(twin, CheckKind.SAME_NAME) is Look.LOOK


def test_an_employer_is_not_asked_for_licences() -> None:
    kinds = {one.kind for one in review(replace(GOOD, supplies=False, licences=0))}
    assert CheckKind.LICENCES not in kinds
    assert look(replace(GOOD, licences=0), CheckKind.LICENCES) is Look.LOOK


@pytest.mark.parametrize("name", ["Vale Crews Ltd", "VALE CREWS LIMITED", "The Vale-Crews Ltd."])
def test_names_are_compared_without_case_marks_and_legal_form(name: str) -> None:
    assert name_key(name) == "vale crews"


def test_a_name_of_nothing_but_a_legal_form_keeps_itself() -> None:
    assert name_key("AG") == "ag"


def test_register_numbers_are_compared_without_spaces_and_marks() -> None:
    assert register_key("hrb 12.345-b") == "HRB12345B"
    assert register_key("--") is None
