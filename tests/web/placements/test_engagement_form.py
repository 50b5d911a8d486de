"""The form of the engagement remembers what an organisation agreed last."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from tests.builders.accounts import a_browser_of
from tests.builders.placements import LAST, Matched, a_party, a_vacancy, agreed, introduced, the_match
from tests.web_client import Page

AGAIN = ("insured_until", "return_date", "transfer_applies")


def second(at: Matched, **changes: Any) -> Matched:
    """Another employer's vacancy with the same lot."""
    employer = a_party(at.app, "Haven Cold Store", supplies=False)
    vacancy = a_vacancy(at.app, employer, **changes)
    return replace(
        at, employer=employer, vacancy_id=vacancy, match_id=the_match(at.app, at.availability_id, vacancy)
    )


def the_form(at: Matched, who: str) -> Page:
    made = introduced(at)
    party = at.provider if who == "provider" else at.employer
    return a_browser_of(at.app, party.person_id).get(f"/introductions/{made}/engagement")


def values(page: Page) -> dict[str, str]:
    return {one.get("name"): one.get("value") or "" for one in page.all("input") if one.get("type") == "text"}


def test_it_is_filled_in_from_what_was_agreed_last(at: Matched) -> None:
    agreed(at, insurer="Mutual of the Fens", charge_basis="hourly rate plus 12 %")
    page = the_form(second(at), "provider")
    assert "what your organisation agreed last" in page.text
    assert values(page)["insurer"] == "Mutual of the Fens"
    assert values(page)["wages_paid_when"] == "every Friday"


def test_what_depends_on_the_work_is_asked_again(at: Matched) -> None:
    agreed(at, insured_until=LAST, return_date=LAST + timedelta(days=1))
    page = the_form(second(at), "provider")
    asked = {name: [one for one in page.all("input") if one.get("name") == name] for name in AGAIN}
    assert [one.get("value") for one in asked["insured_until"]] == ["31", "05", "2027"]
    assert not any(one.get("value") for one in asked["return_date"])
    assert not any(one.get("checked") is not None for one in asked["transfer_applies"])


def test_cover_that_ends_before_the_work_is_asked_for_again(at: Matched) -> None:
    agreed(at, insured_until=LAST)
    later = second(at, ends=LAST + timedelta(days=30))
    asked = [one for one in the_form(later, "provider").all("input") if one.get("name") == "insured_until"]
    assert [one.get("value") or "" for one in asked] == ["", "", ""]


def test_another_organisations_terms_are_not_shown(at: Matched) -> None:
    agreed(at, charge_basis="a secret between two")
    page = the_form(second(at), "employer")
    assert "what your organisation agreed last" not in page.text
    assert "a secret between two" not in page.text
