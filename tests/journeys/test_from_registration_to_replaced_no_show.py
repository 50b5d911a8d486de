"""The whole road in a real browser: two organisations register, meet, agree, and a no-show is replaced."""

from datetime import UTC, datetime, timedelta

from playwright.sync_api import Browser

from tests.journeys.conftest import RunningPortal, link_in
from tests.journeys.people import Dispatcher, FarmManager, Inspector, Job, Lot, Operator, Worker
from tests.journeys.window import Inspection

PROVIDER = "Fenland Crews Ltd"
EMPLOYER = "Haven Cold Stores Ltd"


def test_two_organisations_meet_and_a_worker_who_did_not_come_is_replaced(
    browser: Browser, running_portal: RunningPortal, inspection: Inspection
) -> None:
    portal = running_portal
    today = datetime.now(UTC).date()
    last = today + timedelta(days=30)

    operator = Operator(browser, portal, inspection, "sam@portal.example")
    operator.arrive("operator")
    operator.go_home()

    dispatcher = Dispatcher(browser, portal, inspection, "dee@fenland-crews.example")
    dispatcher.register(
        PROVIDER, "Labour provider", "Spalding", ("Warehousing and handling of goods",), "Dee Marsh"
    )
    dispatcher.confirm_address()
    dispatcher.sign_in()
    dispatcher.declare_licence("FEN0001", today)
    dispatcher.go_home()
    dispatcher.list_workers(Lot(3, "forklift operator", "FLT", "Spalding"), today)
    dispatcher.window.reads("Nothing fits yet")

    manager = FarmManager(browser, portal, inspection, "max@haven-stores.example")
    manager.register(EMPLOYER, "Employer", "Boston", ("Warehousing and handling of goods",), "Max Quay")
    manager.confirm_address()
    manager.sign_in()
    manager.post_vacancy(
        Job(2, "Forklift driver in the cold store", "forklift operator", "forklift dri", "Boston"),
        today,
        last,
        training="The worker",
    )
    manager.window.reads("Workers must not pay this")
    assert manager.window.page.get_by_label("What do you call the job?").input_value() == (
        "Forklift driver in the cold store"
    )
    assert manager.window.page.locator("[name=cost_cost_training_amount]").input_value() == "85"
    manager.say_who_pays(training="The employer")
    manager.window.press("Continue to check your answers")
    manager.window.press("Publish")
    manager.window.reads("1 lot of workers fits")
    manager.window.reads("as soon as your organisation is approved")

    operator.approve(PROVIDER)
    operator.approve(EMPLOYER)

    manager.open_the_match()
    manager.say_yes(2)
    dispatcher.open_the_match()
    dispatcher.say_yes(3)
    dispatcher.open_the_introduction()
    dispatcher.window.reads(EMPLOYER)
    dispatcher.window.reads("max@haven-stores.example")
    dispatcher.propose_loan(last)

    manager.open_the_introduction()
    manager.window.reads("dee@fenland-crews.example")
    manager.window.press("Agree these terms")

    dispatcher.open_the_introduction()
    dispatcher.name_workers(
        "Ana Petrova, 07700 900123, ana@workers.example",
        "Ben Okoro, 07700 900124",
        "Cleo Marsh, 07700 900125, cleo@workers.example",
    )
    link_of_cleo = dispatcher.links()[2]

    ana = Worker.with_phone(browser, portal, inspection)
    ana.open_offer(link_in(portal.post.wait_for("ana@workers.example", ""), "/offer/"))
    ana.ask_for_time()
    ana.window.reads(PROVIDER)
    ana.window.reads("You must not pay to get this job")
    ana.accept()
    ana.window.reads("ACCEPTED")

    dispatcher.open_the_introduction()
    dispatcher.record_acceptance("Ben Okoro")
    dispatcher.window.reads("not confirmed by the worker")

    cleo = Worker.with_phone(browser, portal, inspection)
    cleo.open_offer(link_of_cleo)
    cleo.window.reads("ALL PLACES ARE TAKEN")

    manager.open_the_introduction()
    manager.record_safety(today)
    ana.confirm_safety()
    manager.open_the_introduction()
    manager.call_the_roll({"Ana": True, "Ben": False})
    manager.window.reads("1 started")

    cleo.open_offer(link_of_cleo)
    cleo.accept()
    cleo.window.reads("ACCEPTED")
    manager.open_the_introduction()
    manager.record_safety(today)
    cleo.confirm_safety()
    manager.open_the_introduction()
    manager.call_the_roll({"Cleo": True})
    manager.window.reads("2 started")
    manager.window.reads("Everybody is at work")

    inspector = Inspector(browser, portal, inspection, "ina@portal.example")
    inspector.arrive("compliance")
    inspector.look_up("Boston", "Boston")
    inspector.hold_match("A worker called: somebody asked for money.")
    inspector.window.reads("is held")
    manager.open_the_introduction()
    manager.window.reads("On hold")
    inspector.release_match("The employer paid it back; the worker confirmed.")

    assert inspection.problems == []
