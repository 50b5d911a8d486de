"""Compliance staff walk a case by its pages, from the queue to closed."""

import json
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask

from portal.kernel.outcomes import Refusal
from portal.placements import queries as placements
from portal.placements.work.service.placements import call_roll
from portal.remedy import queries
from portal.remedy.domain.reporting import Complaint, Report
from portal.remedy.domain.states import CaseState
from portal.remedy.service import repaying
from portal.remedy.views.steps import STEPS
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.placements import FIRST, NOW, TODAY, VACANCY, accepts, code, offered
from tests.builders.remedy import STATEMENT, Crew, affected, case_of, confirmed, paid, reported, triaged
from tests.builders.safety import made_safe
from tests.web_client import Page, ReviewingClient

QUIET = Report(complaint=Complaint.NOT_AS_PROMISED)
"""Holds nothing."""


@pytest.fixture
def officer(app: Flask, crew: Crew) -> ReviewingClient:
    return a_browser_of(app, crew.officer.person_id)


def take(officer: ReviewingClient, case_id: UUID, step: str, **typed: Any) -> Page:
    path = f"/staff/cases/{case_id}/{step}"
    return officer.submit(officer.get(path), to=path, **typed)


def day(name: str, after: int) -> dict[str, list[str]]:
    when = TODAY + timedelta(days=after)
    return {name: [str(when.day), str(when.month), str(when.year)]}


def test_the_queue_has_what_is_due_first_on_top_and_can_be_narrowed(
    crew: Crew, officer: ReviewingClient
) -> None:
    quiet = triaged(crew, reported(crew, by=None))
    urgent = reported(crew)
    page = officer.get("/staff/cases")
    numbers = [case_of(crew, one).number for one in (urgent, quiet)]
    assert page.text.index(numbers[0]) < page.text.index(numbers[1])
    assert "2 cases" in page.text
    assert "1 case," in officer.get("/staff/cases?state=reported").text
    assert "No case here" in officer.get("/staff/cases?state=closed").text
    assert "1 case," in officer.get(f"/staff/cases?number={numbers[0]}").text
    assert officer.get("/staff/cases?state=nonsense&number=%25").status == 200


def test_a_case_walks_by_its_pages_to_closed_and_the_money_adds_up(
    crew: Crew, officer: ReviewingClient
) -> None:
    case_id = reported(crew)
    assert "Only 3 people were offered work" in officer.get(f"/staff/cases/{case_id}").text
    take(officer, case_id, "triage", is_critical="yes", note="It sounds right")
    take(officer, case_id, "confirm", reason="Two say the same")
    page = take(
        officer,
        case_id,
        "amount",
        workers=["1", "2", "3"],
        what="fee for the place",
        amount="250",
        interest="12.50",
        currency="GBP",
        method="worker's word",
    )
    assert "The worker’s word" in page.text
    take(officer, case_id, "quantify", reason="All were asked")
    refused = take(officer, case_id, "statement", text=STATEMENT)
    assert refused.status == 422
    assert "Read it again" in refused.text
    take(officer, case_id, "statement", text=STATEMENT, is_confirmed="y")
    take(
        officer,
        case_id,
        "plan",
        payer=str(crew.at.employer.organisation_id),
        parts="2",
        days_between="30",
        **day("first_due", 10),
    )
    page = officer.get(f"/staff/cases/{case_id}")
    assert page.text.count("£787.50") >= 2
    manager = a_browser_of(crew.at.app, crew.at.employer.person_id)
    shown = manager.get(f"/cases/{case_id}")
    choices = [one.get("value") for one in shown.all("input") if one.get("name") == "instalments"]
    assert len(choices) == 6
    manager.submit(
        shown, to=f"/cases/{case_id}", instalments=choices, proof="transfer 1", **day("paid_on", 0)
    )
    assert case_of(crew, case_id).state is CaseState.PAID
    with crew.at.reading() as session:
        owner = {one.id: one.affected_id for one in queries.instalments(session, case_id)}
        waiting = queries.payments(session, case_id)
    for one in waiting:
        crew.at.do(repaying.answer_payment, owner[one.instalment_id], one.id, came=True)
    page = officer.get(f"/staff/cases/{case_id}")
    assert "Confirmed by the workers" in page.text
    assert page.text.count("£787.50") == 4
    closed = take(
        officer,
        case_id,
        "close",
        root_cause="A list for sale",
        change="It is gone",
        months="6",
        **day("next_check", 60),
    )
    assert "A list for sale" in closed.text
    checked = take(officer, case_id, "check", finding="Nobody pays")
    assert "Nobody pays" in checked.text


def test_the_page_of_a_case_does_not_say_who_reported_and_the_seal_asks_why(
    crew: Crew, officer: ReviewingClient
) -> None:
    case_id = reported(crew, name="Zebedee", contact="zeb@finch.example")
    page = officer.get(f"/staff/cases/{case_id}")
    for telling in ("Zebedee", "finch.example", "Ana", str(crew.offers[0].id), code(crew.offers[0])):
        assert telling not in page.html
    assert "who it was is sealed" in page.text
    assert take(officer, case_id, "unmask", reason=" ").status == 422
    opened = take(officer, case_id, "unmask", reason="In danger")
    assert "Zebedee" in opened.text
    assert "Ana Petrova" in opened.text
    trail = officer.get(f"/staff/cases/{case_id}").text
    assert "Seal over a reporter opened" in trail
    assert "In danger" in trail


def test_an_anonymous_seal_says_so(crew: Crew, officer: ReviewingClient) -> None:
    case_id = reported(crew, by=None)
    assert "They stayed anonymous" in take(officer, case_id, "unmask", reason="why").text


def test_only_steps_that_fit_are_offered_and_others_lead_back(crew: Crew, officer: ReviewingClient) -> None:
    case_id = reported(crew, by=None)
    page = officer.get(f"/staff/cases/{case_id}")
    offered = {
        one.get("href").rpartition("/")[2] for one in page.all("a") if str(case_id) in one.get("href", "")
    }
    assert offered == {"triage", "write", "unmask"}
    for slug in set(STEPS) - offered:
        assert officer.get(f"/staff/cases/{case_id}/{slug}").path == f"/staff/cases/{case_id}"
    assert officer.get(f"/staff/cases/{case_id}/nonsense").status == 404
    assert officer.get(f"/staff/cases/{uuid4()}/triage").status == 404
    assert officer.get(f"/staff/cases/{uuid4()}").status == 404


def test_an_unknown_vacancy_is_said_beside_its_field(crew: Crew, officer: ReviewingClient) -> None:
    case_id = reported(crew, by=None)
    refused = take(officer, case_id, "triage", is_critical="no", note="?", vacancy="V-1")
    assert refused.status == 422
    assert "no vacancy with this number" in refused.text
    assert case_of(crew, case_id).state is CaseState.REPORTED


def test_a_hold_waits_for_the_silent_time(
    app: Flask, crew: Crew, officer: ReviewingClient, clock: Any
) -> None:
    case_id = triaged(crew, reported(crew, report=QUIET))
    refused = take(officer, case_id, "hold", what="vacancy")
    assert refused.status == 422
    assert "would point at whoever reported" in refused.text
    clock.move_to(NOW + timedelta(hours=5))
    officer = a_browser_of(app, crew.officer.person_id)
    assert "On hold" in take(officer, case_id, "hold", what="vacancy").text
    assert "Compliance check in progress" in officer.get("/staff/holds").text


def test_staff_write_down_what_they_were_told_and_get_the_word(crew: Crew, officer: ReviewingClient) -> None:
    done = officer.submit(
        officer.get("/staff/cases/new"),
        to="/staff/cases/new",
        complaint="threatened",
        reach="contact",
        contact="07700 900999",
        words="By phone",
    )
    assert "Its word is" in done.text
    assert "07700 900999" not in done.html


def test_an_amount_is_taken_back(crew: Crew, officer: ReviewingClient) -> None:
    case_id = confirmed(crew, reported(crew))
    typed = {"workers": ["1"], "what": "fee", "amount": "25", "currency": "GBP", "method": "estimate"}
    page = take(officer, case_id, "amount", **typed)
    assert "£25.00" in page.text
    path = page.link("Take back fee")
    assert "Enter why" in officer.submit(officer.get(path), to="/remove").text
    waits = officer.submit(officer.get(path), to="/remove", reason="Typed twice.")
    assert "Take back an amount: £25.00, fee" in waits.text
    assert "you proposed it" in waits.text
    assert "1 case" in officer.get("/staff/cases").text
    assert "Second person" in officer.get("/staff/cases").text
    own = take(officer, case_id, "second", agrees="yes", reason="I agree with myself.")
    assert "Somebody else of compliance has to decide" in own.text
    colleague = a_browser_of(crew.at.app, a_compliance_officer(crew.at.app))
    assert "It waits for you" in colleague.get(f"/staff/cases/{case_id}").text
    gone = take(colleague, case_id, "second", agrees="yes", reason="The receipt says so.")
    assert "£25.00" not in gone.text
    assert "Agreed: Take back an amount" in gone.text
    assert officer.get(f"/staff/cases/{case_id}/amounts/{uuid4()}/remove").status == 404


def start(crew: Crew, *numbers: int) -> None:
    """On day one the employer says that these came."""
    made_safe(crew.at, crew.introduction_id)
    with crew.at.reading() as session:
        people = placements.placements_of(session, crew.introduction_id)
    came = {one.id: True for one in people if one.number in numbers}
    employer = crew.at.employer
    done = crew.at.do(call_roll, employer.organisation_id, crew.introduction_id, came, by=employer)
    assert not isinstance(done, Refusal), done


def test_the_indicator_hides_small_groups_and_shows_larger_ones(
    app: Flask, crew: Crew, officer: ReviewingClient, clock: Any
) -> None:
    assert "Nobody was placed yet" in officer.get("/staff/indicator").text
    case_id = paid(crew, reported(crew, report=QUIET), TODAY, first_due=TODAY)
    assert len(affected(crew, case_id)) == 3
    later = offered(crew.at, crew.introduction_id, "Dan Fenn, 07700 900126", "Eva Fenn, 07700 900127")[3:]
    for one in later:
        accepts(crew.at, one)
    clock.move_to(datetime.combine(FIRST, time(9), UTC))
    officer = a_browser_of(app, crew.officer.person_id)
    start(crew, 1, 2, 3, 4)
    assert "too few to show" in officer.get("/staff/indicator").text
    start(crew, 5)
    shown = officer.get("/staff/indicator").text
    assert "United Kingdom to United Kingdom" in shown
    months = Decimal(250) * 3 / (VACANCY.pay * 40 * 52 / 12) / 5
    assert f" {months:.2f} 5 3" in shown


def test_the_indicator_is_printed_as_json_lines(app: Flask, crew: Crew, clock: Any) -> None:
    clock.move_to(datetime.combine(FIRST, time(9), UTC))
    start(crew, 1, 2, 3)
    result = app.test_cli_runner().invoke(args=["remedy", "indicator", "--json"])
    assert result.exit_code == 0, result.output
    [line] = [json.loads(one) for one in result.output.splitlines()]
    assert (line["origin"], line["destination"], line["sector"], line["quarter"]) == (
        "GB",
        "GB",
        "52",
        "2027-Q1",
    )
    assert line["suppressed"]
    assert line["months"] is None
