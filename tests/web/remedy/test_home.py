"""A home says what cases ask: of compliance, and of the administrators of whoever was asked or pays."""

from datetime import timedelta

import time_machine
from flask import Flask

from portal.kernel.events import SYSTEM
from portal.kernel.viewer import MemberRole
from portal.organisations.service.registration import join
from portal.remedy.service import parties
from tests.builders.accounts import a_browser_of, a_person, an_operator, transactor_of
from tests.builders.placements import NOW, TODAY
from tests.builders.remedy import Crew, by_staff, case_of, planned, reported


def test_compliance_reads_of_the_next_step_and_operators_do_not(app: Flask, crew: Crew) -> None:
    number = case_of(crew, reported(crew)).number
    home = a_browser_of(app, crew.officer.person_id).get("/home")
    assert f"Triage: case {number}" in home.text
    assert "canteen" not in home.text
    assert number not in a_browser_of(app, an_operator(app)).get("/home").text


def test_whoever_pays_or_is_asked_reads_of_it_at_home_and_nobody_before(
    app: Flask, crew: Crew, clock: time_machine.Traveller
) -> None:
    case_id = planned(crew, reported(crew), first_due=TODAY)
    number = case_of(crew, case_id).number
    provider, employer = crew.at.provider, crew.at.employer
    assert f"Pay back 3 payments in case {number}" in a_browser_of(app, employer.person_id).get("/home").text
    assert number not in a_browser_of(app, provider.person_id).get("/home").text
    clock.move_to(NOW + timedelta(hours=5))
    by_staff(crew, parties.ask_for_word, case_id, provider.organisation_id)
    browser = a_browser_of(app, provider.person_id)
    page = browser.get(browser.get("/home").link(f"Give your word in case {number}"))
    given = browser.submit(page, to="/word", text="It was a deposit.")
    assert "It was a deposit." in given.text
    colleague = a_person(app, name="Mo Member")
    transactor_of(app).perform(join, SYSTEM, employer.organisation_id, colleague, MemberRole.MEMBER)
    member = a_browser_of(app, colleague)
    assert number not in member.get("/home").text
    assert member.get("/cases").status == 403
