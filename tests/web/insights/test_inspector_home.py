"""The home of compliance staff: what needs me now, in a handful of lines."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from flask import Flask

from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.service import hold
from portal.compliance.sanctions.domain import Step
from portal.compliance.sanctions.service import Proposal, propose_sanction, reply
from portal.kernel.events import Ref
from portal.remedy.service import scope, steps
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.compliance import A_BOND, LONG_WEEKS, a_finding
from tests.builders.organisations import an_approved_provider
from tests.builders.placements import NOW, a_match, act, agreed
from tests.builders.remedy import Crew, a_colleague, a_crew, by_staff, confirmed, loss, reported
from tests.web_client import Page, ReviewingClient


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def officer(app: Flask) -> ReviewingClient:
    return a_browser_of(app, a_compliance_officer(app))


def lines(page: Page) -> list[str]:
    return ["".join(one.itertext()) for one in page.all("li") if "needs__line" in one.attrib.get("class", "")]


def test_nothing_to_do_is_said_so(officer: ReviewingClient) -> None:
    assert "Nothing. We tell you by mail when something does." in officer.get("/home").text


def test_many_findings_of_one_rule_are_one_line_that_leads_to_just_these(
    app: Flask, officer: ReviewingClient
) -> None:
    for _ in range(30):
        a_finding(app, LONG_WEEKS)
    a_finding(app, A_BOND)
    home = officer.get("/home")
    assert len(lines(home)) == len(set(lines(home)))
    [long_weeks] = [one for one in lines(home) if "Judge 30 findings" in one]
    assert "first by" in long_weeks
    narrowed = officer.get(home.link("Judge 30 findings"))
    assert "30 findings" in narrowed.text
    assert "Show all" in narrowed.text


def test_what_stops_something_stands_before_what_has_a_deadline(app: Flask, officer: ReviewingClient) -> None:
    a_finding(app, LONG_WEEKS)
    a_finding(app, A_BOND)
    first, *_others = lines(officer.get("/home"))
    assert "now: something waits for it" in first


def test_the_earliest_deadline_of_a_rule_counts(app: Flask, officer: ReviewingClient) -> None:
    with time_machine.travel(NOW - timedelta(days=20), tick=False):
        a_finding(app, LONG_WEEKS)
    a_finding(app, LONG_WEEKS)
    [line] = [one for one in lines(officer.get("/home")) if "Judge 2 findings" in one]
    assert "overdue since" in line


def test_a_proposed_sanction_waits_for_the_second_person_and_not_for_the_first(app: Flask) -> None:
    who = an_approved_provider(app)
    anna, ben = a_compliance_officer(app), a_compliance_officer(app)
    proposal = Proposal(step=Step.ADVICE, reason="A bond was asked for.")
    made = act(app, propose_sanction, who.organisation_id, a_finding(app), proposal, by=anna)
    second = a_browser_of(app, ben)
    assert "Decide as the second person" not in second.get("/home").text  # it may still reply
    act(app, reply, who.organisation_id, made, "We gave it back.", by=who.person_id)
    home = second.get("/home")
    assert home.link("Decide as the second person: Advice against") == f"/staff/sanctions/{made}"
    assert "Decide as the second person" not in a_browser_of(app, anna).get("/home").text


def test_holds_that_a_person_lifts_are_to_be_reviewed_and_those_for_a_licence_are_not(
    app: Flask, officer: ReviewingClient
) -> None:
    at = a_match(app)
    act(app, hold, Ref("vacancy", at.vacancy_id), "A deposit was asked for.", by=at.employer.person_id)
    act(app, hold, Ref("match", at.match_id), "The licence ended.", HoldCause.LICENCE)
    home = officer.get("/home")
    listed = officer.get(home.link("Review 1 hold"))
    assert "A deposit was asked for." in listed.text
    assert "The licence ended." not in listed.text
    assert "The licence ended." in officer.get(listed.link("All")).text


def test_checks_on_an_introduction_are_one_line_that_leads_to_its_match(
    app: Flask, officer: ReviewingClient
) -> None:
    at = a_match(app)
    assert "checks on introductions" not in officer.get("/home").text
    agreed(at)
    home = officer.get("/home")
    shown = officer.get(home.link("Make 4 checks on introductions"))
    assert "1 match" in shown.text
    assert "Only with checks to make" in shown.text


def test_what_a_colleague_proposed_in_a_case_waits_on_the_home_of_the_others(app: Flask) -> None:
    crew = a_crew(app)
    case_id = confirmed(crew, reported(crew))
    by_staff(crew, scope.establish, case_id, [1], loss())
    by_staff(crew, steps.find_unfounded, disputed_of(crew, case_id), "Nobody can show it.")
    mine = a_browser_of(app, crew.officer.person_id).get("/home")
    assert "Decide as the second person" not in mine.text
    home = a_browser_of(app, a_colleague(crew).person_id).get("/home")
    assert home.link("Decide as the second person: case C-") == f"/staff/cases/{case_id}/second"


def disputed_of(crew: Crew, case_id: UUID) -> UUID:
    by_staff(crew, steps.dispute, case_id, "They say otherwise.")
    return case_id
