"""A case in a real browser: from a worker's anonymous report on a phone to every worker's own yes."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask
from playwright.sync_api import Browser

from portal.app import create_app
from tests.builders.accounts import PASSWORD
from tests.builders.organisations import SignedUp, an_approved_employer, an_approved_provider
from tests.builders.placements import (
    WORD,
    Matched,
    Party,
    a_lot,
    a_vacancy,
    accepted,
    agreed,
    code,
    the_match,
)
from tests.builders.remedy import NAMES as CREW
from tests.builders.remedy import STATEMENT
from tests.journeys.conftest import RunningPortal, link_in
from tests.journeys.people import Inspector, Member, Worker
from tests.journeys.window import Inspection, Window

SAID = "He wanted two hundred and fifty pounds behind the canteen"


def beside(portal: RunningPortal) -> Flask:
    """The same portal inside the test, to lay out what came before the case."""
    folder = Path(portal.environment["DATA_DIR"])
    return create_app(
        {
            "DATABASE_URL": portal.environment["DATABASE_URL"],
            "DATA_DIR": folder,
            "PUBLIC_URL": portal.url,
            "SECRET_KEY": (folder / "secret_key").read_text(),
            "PASSWORD_HASH_COST": "low",
        }
    )


def a_crew_of_three(app: Flask, today: date) -> tuple[SignedUp, SignedUp, list[str]]:
    """Three accepted the same work by the same provider; both organisations, and the three codes."""
    provider, employer = an_approved_provider(app), an_approved_employer(app)
    first, last = today + timedelta(days=7), today + timedelta(days=90)
    parties = [Party(one.organisation_id, one.person_id) for one in (provider, employer)]
    lot = a_lot(app, parties[0], available_from=today)
    job = a_vacancy(app, parties[1], starts=first, latest_start=first, ends=last)
    at = Matched(app, parties[0], parties[1], lot, job, the_match(app, lot, job))
    introduction_id = agreed(at, 3, insured_until=last, return_date=last + timedelta(days=1))
    return provider, employer, [code(one) for one in accepted(at, introduction_id, *CREW)]


def report(worker: Worker) -> tuple[str, str]:
    """From the offer, anonymously, with the own word first; the number and the word of the case."""
    window = worker.window
    window.follow("Someone asked you for money? Tell us")
    window.follow("Give my word first")
    window.write("Your secret word", WORD)
    window.press("Go on")
    window.answer("What happened?", "Someone asked me for money")
    window.press("Send the report")
    window.reads("Write down these two")
    number, word = (window.page.locator(one).inner_text() for one in ("#case-number", "#case-word"))
    window.follow("Tell us more")
    window.write("Tell us more (optional)", SAID)
    window.press("Send")
    window.press("Close, and clear this phone")
    return number.strip(), word.strip()


def look_up(worker: Worker, number: str, word: str) -> None:
    worker.window.open("/case")
    worker.window.write("Case number", number)
    worker.window.write("Your word", word)
    worker.window.press("Open the case")


def confirm_and_plan(inspector: Inspector, number: str, today: date) -> None:
    """Everything that staff do until the employer has to pay."""
    window = inspector.window
    window.open("/staff/cases")
    window.reads("by a real offer’s code")
    window.follow(number)
    window.reads("Only 3 people were offered work")
    window.reads(SAID)
    window.follow("Triage")
    window.answer("Is it critical?", "Yes")
    window.write("What do you make of it?", "It sounds right.")
    window.press("Triaged")
    window.follow("Confirm")
    window.write("Why?", "Two others say the same.")
    window.press("Go on")
    window.follow("Establish an amount")
    window.answer("Which workers?", "Worker 1", "Worker 2", "Worker 3")
    window.write("What for?", "fee for the place")
    window.write("How much did each lose?", "250")
    window.write("Interest of a loan taken for it (optional)", "12.50")
    window.pick("Currency", "GBP")
    window.pick("How is it known?", "The worker’s word")
    window.press("Establish the amount")
    window.follow("Settle the amounts")
    window.write("Why?", "All three were asked.")
    window.press("Go on")
    window.follow("Write the statement")
    window.write("The statement", STATEMENT)
    window.press("Keep the statement")
    window.reads("Read it again with each of them in mind")
    window.page.get_by_label("I read it with each person of the crew in mind").check()
    window.press("Keep the statement")
    window.follow("Agree the plan")
    window.answer("Who pays?", "employer")
    window.date("First payment by", today + timedelta(days=10))
    window.write("In how many parts?", 2)
    window.write("Days between two parts", 30)
    window.press("Agree the plan")
    window.reads("Plan agreed")


def pay_everybody(manager: Member, portal: RunningPortal, number: str, today: date) -> None:
    window = manager.window
    manager.sign_in(PASSWORD)
    window.open(link_in(portal.post.wait_for(manager.email, f"case {number}: first payment"), "/cases/"))
    window.reads(STATEMENT)
    window.does_not_read("canteen")
    boxes = window.page.get_by_role("group", name="Which payments have you made?").get_by_role("checkbox")
    for box in boxes.all():
        box.check()
    window.date("On which day?", today)
    window.write("Proof", "bank transfer 88213")
    window.press("Record the payment")
    window.reads("We wait for the workers’ own word")


def say_that_all_came(window: Window) -> None:
    """The secret word once, then a yes for each payment."""
    if window.page.get_by_label("Your secret word").count():
        window.write("Your secret word", WORD)
        window.press("Go on")
    while window.page.get_by_role("button", name="Yes, it came").count():
        window.press("Yes, it came")


def test_from_an_anonymous_report_on_a_phone_to_worker_confirmed(
    browser: Browser, running_portal: RunningPortal, inspection: Inspection
) -> None:
    portal = running_portal
    today = datetime.now(UTC).date()
    app = beside(portal)
    with app.app_context():
        provider, employer, codes = a_crew_of_three(app, today)
    inspector = Inspector(browser, portal, inspection, "ina@portal.example")
    inspector.arrive("compliance")

    ben = Worker.with_phone(browser, portal, inspection)
    ben.open_offer(f"/offer/{codes[1]}")
    number, word = report(ben)
    assert portal.post.wait_for("ina@portal.example", f"case {number}: triage by")
    look_up(ben, number, word)
    ben.window.reads("We have your report")
    ben.window.write("Write to us", "It was on a Friday.")
    ben.window.press("Send")

    confirm_and_plan(inspector, number, today)
    manager = Member(browser, portal, inspection, employer.email)
    pay_everybody(manager, portal, number, today)

    for name in ("ana", "cleo"):
        link = link_in(portal.post.wait_for(f"{name}@workers.example", "did the money from"), "/repayment/")
        phone = Worker.with_phone(browser, portal, inspection)
        phone.window.open(link)
        phone.window.reads("It counts only when you say that it came")
        say_that_all_came(phone.window)
        phone.window.reads("You said: it came")
    inspector.window.open("/staff/cases?state=paid")
    inspector.window.follow(number)
    inspector.window.reads("Paid, as the payer says")
    look_up(ben, number, word)
    ben.window.reads("They say that everything is paid back")
    ben.window.follow("Did the money come?")
    say_that_all_came(ben.window)
    ben.window.reads("You said: it came")
    look_up(ben, number, word)
    ben.window.reads("Every worker says that the money came")

    window = inspector.window
    window.open("/staff/cases?state=worker+confirmed")
    window.follow(number)
    money = window.page.locator("table", has_text="The money of the case")
    assert money.locator("tbody td").all_inner_texts() == ["GBP", *["£787.50"] * 4]
    window.follow("Close the case")
    window.write("Why did it happen?", "A sub-agent sold places.")
    window.write("What changes, so that it does not happen again?", "The sub-agent is gone.")
    window.write("For how many months is it watched?", 6)
    window.date("Next check", today + timedelta(days=60))
    window.press("Close the case")
    window.reads("Cause and monitoring")

    dispatcher = Member(browser, portal, inspection, provider.email)
    dispatcher.sign_in(PASSWORD)
    for path in ("/home", "/matches", "/introductions", "/cases", "/organisation"):
        dispatcher.window.open(path)
        for telling in (number, "canteen", "Friday", "report by"):
            dispatcher.window.does_not_read(telling)
    for to, mail in portal.post.mails:
        body = mail.get_body(("plain",))
        assert body is not None
        said = f"{mail['subject']} {body.get_content()}"
        assert "canteen" not in said
        if to in {provider.email, employer.email}:
            assert not [one for one in ("Ana", "Ben", "Cleo") if one in said.split()], said
    assert inspection.problems == []
