"""A farm manager posts a vacancy and says who pays for what."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask

from portal.compliance.costs.domain import Payer
from portal.compliance.costs.forms.schedule import field_name, typed_categories
from portal.compliance.costs.queries import costs_of
from portal.infra import clock
from portal.kernel.events import Ref
from portal.posts.domain import ShiftRule
from portal.vacancies import queries
from portal.vacancies.domain import VacancyRow
from tests.builders.accounts import a_browser_of
from tests.builders.organisations import SignedUp, an_approved_employer
from tests.builders.places_and_work import places_and_work
from tests.builders.vacancies import a_vacancy
from tests.web.availability.forms import day_boxes
from tests.web_client import XHTML, Page, ReviewingClient

ABSENT = {field_name(one.code, "payer"): "none" for one in typed_categories()}


def answers(**changes: Any) -> dict[str, Any]:
    plain = {
        "title": "Strawberry picker",
        "occupation": "fruit picker",
        "sector": "01",
        "description": "Picking in tunnels, bent over, hot in June",
        "entry_level": "yes",
        "headcount": "40",
        "place": "Boston",
        "country": "GB",
        "accommodation": "yes",
        "housing_cost_week": "45",
        "transport": "Our bus from the market place",
        "transport_cost_week": "5",
        "starts": day_boxes(clock.today() + timedelta(days=3)),
        "pay": "14.60",
        "currency": "GBP",
        "hours_per_week": "40",
        "pay_interval": "week",
        "do": "continue",
    }
    return {**plain, **ABSENT, **changes}


@pytest.fixture
def employer(app: Flask) -> SignedUp:
    places_and_work(app)
    return an_approved_employer(app)


@pytest.fixture
def browser(app: Flask, employer: SignedUp) -> ReviewingClient:
    return a_browser_of(app, employer.person_id)


def send(browser: ReviewingClient, **changes: Any) -> Page:
    return browser.submit(browser.get("/vacancies/new"), to="/vacancies/new", **answers(**changes))


def vacancies_of(app: Flask, who: SignedUp) -> list[VacancyRow]:
    with app.extensions["fairshift"].sessions() as session:
        return queries.own_vacancies(session, who.organisation_id)


def test_a_vacancy_is_read_back_with_payslip_and_costs_and_published(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    boots = field_name("COST-EQUIPMENT", "payer")[: -len("payer")]
    check = send(
        browser,
        shifts=["day", "weekend"],
        shift_rule="any",
        **{f"{boots}payer": "employer", f"{boots}amount": "60.50", f"{boots}why": "boots"},
    )
    assert check.path.endswith("/check")
    for words in ("£584.00", "£534.00", "£2,420.00", "Tools, uniform, safety gear"):
        assert words in check.text, words

    browser.submit(check, button="Publish")

    [vacancy] = vacancies_of(app, employer)
    assert (vacancy.title, vacancy.isco, vacancy.pay) == ("Strawberry picker", "9211", Decimal("14.60"))
    assert (vacancy.latest_start - vacancy.starts).days == 2
    assert (vacancy.ends, vacancy.min_days, vacancy.shift_rule) == (None, 5, ShiftRule.ANY)
    with app.extensions["fairshift"].sessions() as session:
        [line, bed, bus] = costs_of(session, Ref("vacancy", vacancy.id))
    assert (line.category, line.payer, line.amount) == ("COST-EQUIPMENT", Payer.EMPLOYER, Decimal("60.50"))
    assert [(one.category, one.payer, one.label, one.amount) for one in (bed, bus)] == [
        ("OUT-VOLUNTARY", Payer.WORKER, "Bed", Decimal(45)),
        ("OUT-VOLUNTARY", Payer.WORKER, "Bus", Decimal(5)),
    ]


def test_a_cost_on_the_worker_is_refused_beside_its_line_with_rule_and_remedy(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    payer = field_name("COST-TRAVEL", "payer")

    page = send(browser, **{payer: "worker", field_name("COST-TRAVEL", "amount"): "250"})

    assert page.status == 422
    [line] = [one for one in page.all("fieldset") if one.get("data-cost") == "COST-TRAVEL"]
    assert "cost-line--refused" in line.get("class")
    errors = [p for p in line.iter(f"{XHTML}p") if "govuk-error-message" in (p.get("class") or "")]
    said = " ".join("".join(errors[0].itertext()).split())
    assert "Workers must not pay this: Travel" in said
    assert "paragraph 12(vi)" in said
    assert "The employer pays it, there and back" in said
    kept = page.form("/vacancies/new")["data"]
    assert (kept[payer], kept[field_name("COST-TRAVEL", "amount")]) == ("worker", "250")
    assert kept["description"].startswith("Picking in tunnels")
    assert vacancies_of(app, employer) == []


def test_what_nobody_may_pay_is_refused_even_if_the_employer_would(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    page = send(browser, extra_1_category="ILL-BOND", extra_1_payer="employer", extra_1_label="Runaway bond")

    assert page.status == 422
    assert "Nobody may pay this: Bonds" in page.text
    assert vacancies_of(app, employer) == []


def test_a_draft_with_a_forbidden_cost_can_be_saved_but_not_published(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    saved = send(browser, **{field_name("FEE-MATCH", "payer"): "worker", "do": "save"})
    assert saved.status == 200

    page = browser.get(saved.path.replace("/edit", "/check"))

    assert page.path.endswith("/edit")
    assert "Workers must not pay this" in page.text
    assert vacancies_of(app, employer) == []


def test_every_cost_of_which_nothing_was_said_is_named(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    page = send(browser, **dict.fromkeys(ABSENT, ""))

    assert page.status == 422
    assert page.text.count("Or that it does not arise") == 2 * len(ABSENT)
    assert all(value == "" for name, value in _fresh(browser).items() if name in ABSENT)


def test_one_answer_holds_for_lines_left_open_but_never_for_those_that_need_their_own(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    own = ("FEE-RECOVER", "OUT-STATUTORY")
    agency = field_name("FEE-MATCH", "payer")
    nothing_else = dict.fromkeys(ABSENT, "")

    page = send(browser, **nothing_else, rest="employer")

    assert page.status == 422
    assert page.text.count("Or that it does not arise") == 2 * len(own)

    answered = {field_name(code, "payer"): "none" for code in own} | {agency: "agency"}
    checked = send(browser, **{**nothing_else, **answered}, rest="employer")
    browser.submit(checked, button="Publish")

    [vacancy] = vacancies_of(app, employer)
    with app.extensions["fairshift"].sessions() as session:
        payers = {line.category: line.payer.value for line in costs_of(session, Ref("vacancy", vacancy.id))}
    assert payers.pop("FEE-MATCH") == "agency"
    assert payers.pop("OUT-VOLUNTARY") == "worker"  # the bed and the bus have a price
    assert set(payers.values()) == {"employer"}
    assert len(payers) == len(ABSENT) - len(own) - 1


def _fresh(browser: ReviewingClient) -> dict[str, Any]:
    fields: dict[str, Any] = browser.get("/vacancies/new").form("/vacancies/new")["data"]
    return fields


BAD = [
    ({"title": ""}, "Enter a title"),
    ({"title": "<script>" + "x" * 200}, "Use 120 characters or fewer"),
    ({"sector": "zz"}, "Not a valid choice"),
    ({"pay": "0"}, "Enter a number from 0.01 to 10,000"),
    ({"pay": "1e400"}, "Enter a number from 0.01 to 10,000"),
    ({"pay": "9" * 400}, "Enter a number from 0.01 to 10,000"),
    ({"hours_per_week": "300"}, "Enter a number from 1 to 100"),
    ({"housing_cost_week": ""}, "Enter what a bed costs the worker a week"),
    ({"start_time": "25:00"}, "Enter a time of day, like 06:00"),
    ({"start_time": "٠٦:٠٠"}, "Enter a time of day, like 06:00"),
    ({"min_days": "0"}, "Enter a whole number from 1 to 3,660"),
    ({"starts": ["1", "1", "2020"]}, "Enter today or a later day"),
    ({"ends": ["1", "1", "2020"]}, "Enter a day on or after the first day"),
    ({"latest_start": ["1", "1", "2020"]}, "Enter a day on or after the first day"),
    ({"priority": "7"}, "Not a valid choice"),
    ({"extra_1_payer": "employer"}, "Choose the kind of this cost and who pays it"),
    ({"housing_optional": "no"}, "A worker must be able to refuse it and still have the job"),
    ({"transport_itemised": "no"}, "What a worker pays for must stand on its own line of the payslip"),
    ({"housing_at_cost": "no"}, "Charge no more than it costs you"),
    (
        {"housing_cost_week": "90"},
        "Enter at most £77.70 a week, the most that may be charged in United Kingdom",
    ),
    (
        {"hours_per_week": "20", "transport_cost_week": "45"},
        "is left of the pay after bed and bus, less than the minimum of £12.71",
    ),
    ({field_name("COST-ADMIN", "amount"): "12"}, "Clear the amount, or say who pays it"),
    ({field_name("COST-ADMIN", "amount"): "twelve"}, "Enter a number from 0 to 1,000,000"),
]


@pytest.mark.parametrize(("changes", "said"), BAD, ids=[str(n) for n in range(len(BAD))])
def test_bad_input_is_answered_and_kept(
    app: Flask, browser: ReviewingClient, employer: SignedUp, changes: dict[str, Any], said: str
) -> None:
    page = send(browser, **changes)

    assert page.status == 422
    assert said in page.text
    kept = page.form("/vacancies/new")["data"]
    name, value = next(iter(changes.items()))
    if name not in {"sector", "priority"}:
        assert kept[name] == value
    assert kept["transport"] == "Our bus from the market place"
    assert vacancies_of(app, employer) == []


def test_a_bed_within_the_offset_may_go_with_pay_at_the_minimum(browser: ReviewingClient) -> None:
    page = send(browser, pay="12.71", housing_cost_week="77.70", transport_cost_week="0")
    assert page.path.endswith("/check"), page.text


def test_an_edit_keeps_what_it_does_not_touch_and_a_stale_one_shows_both(
    app: Flask, browser: ReviewingClient, employer: SignedUp
) -> None:
    extra = {"extra_1_category": "COST-ADMIN", "extra_1_payer": "agency", "extra_1_amount": "9"}
    browser.submit(send(browser, **extra, extra_1_label="Bank card"), button="Publish")
    [before] = vacancies_of(app, employer)
    mine = browser.get(f"/vacancies/{before.id}/edit")
    browser.submit(browser.get(f"/vacancies/{before.id}/edit"), to="/edit", pay="15", do="continue")
    [after] = vacancies_of(app, employer)
    assert (after.version, after.pay) == (2, Decimal(15))
    for name in type(before).__dataclass_fields__.keys() - {"version", "pay"}:
        assert getattr(after, name) == getattr(before, name), name
    with app.extensions["fairshift"].sessions() as session:
        ref = Ref("vacancy", before.id)
        assert costs_of(session, ref) == costs_of(session, ref, version=1)

    page = browser.submit(mine, to="/edit", pay="16", do="continue")

    assert page.status == 409
    rows = [" ".join("".join(row.itertext()).split()) for row in page.all("tr")]
    assert "Pay per hour £15.00 £16.00" in rows
    assert page.form("/edit")["data"]["pay"] == "16"


def test_a_vacancy_is_copied_with_its_costs(app: Flask, browser: ReviewingClient, employer: SignedUp) -> None:
    vacancy_id = a_vacancy(app, employer)

    copy = browser.submit(browser.get(f"/vacancies/{vacancy_id}"), to="/copy")

    data = copy.form("/edit")["data"]
    assert data["title"] == "Forklift driver"
    assert data[field_name("COST-EQUIPMENT", "payer")] == "employer"
    assert data[field_name("COST-TRAVEL", "payer")] == "none"


def test_pages_of_another_organisation_are_not_found(app: Flask, browser: ReviewingClient) -> None:
    theirs = a_vacancy(app, an_approved_employer(app))

    for view in ("", "/edit", "/check", "/prolong", "/close"):
        assert browser.get(f"/vacancies/{theirs}{view}").status == 404, view
