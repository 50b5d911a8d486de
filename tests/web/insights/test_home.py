"""What needs me now, for each kind of person."""

from collections.abc import Iterator

import pytest
import time_machine

from portal.kernel.events import Ref
from portal.kernel.viewer import StaffRole
from tests.builders.accounts import a_browser_of, a_person, a_staff_person
from tests.builders.organisations import a_registered_organisation
from tests.builders.placements import NOW, a_lot, a_match, a_party


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_a_stranger_is_sent_to_sign_in_and_keeps_the_way_home(client):
    page = client.get("/home")
    assert page.path == "/sign-in"
    assert page.response.request.args["next"] == "/home"


def test_the_first_page_leads_somebody_signed_in_home(app):
    first = a_browser_of(app, a_person(app)).get("/")
    assert first.link("Go to your home page") == "/home"


def test_the_first_page_counts_what_is_open(app, client):
    a_match(app, workers=40, places=20)
    assert "40 workers free now" in client.get("/").text
    assert "20 places open now" in client.get("/").text


def test_somebody_without_an_organisation_is_told_how_to_get_one(app):
    home = a_browser_of(app, a_person(app)).get("/home")
    assert "You belong to no organisation yet" in home.text
    assert home.link("Register an organisation") == "/organisations/new"


def test_an_empty_home_says_how_to_begin(app):
    party = a_party(app, "Fenland Labour", supplies=True)
    home = a_browser_of(app, party.person_id).get("/home")
    assert "No spare workers listed" in home.text
    assert "It takes about three minutes" in home.text


def test_an_employer_is_offered_vacancies_and_no_spare_workers(app):
    party = a_party(app, "Wash Logistics", supplies=False)
    home = a_browser_of(app, party.person_id).get("/home")
    assert "No vacancy posted" in home.text
    assert "spare workers" not in home.text.lower()


def test_an_organisation_that_waits_for_approval_is_told_what_it_can_do(app):
    who = a_registered_organisation(app, supplies=False, employs=True)
    home = a_browser_of(app, who.person_id).get("/home")
    assert "waits for approval" in home.text


def test_a_refused_organisation_reads_why_and_where_to_put_it_right(app):
    from portal.kernel.events import ActorId
    from portal.organisations.service import refuse_organisation
    from tests.builders.accounts import an_operator, transactor_of

    who = a_registered_organisation(app, supplies=False, employs=True)
    operator = ActorId(an_operator(app))
    transactor_of(app).perform(refuse_organisation, operator, who.organisation_id, "No such company.")
    home = a_browser_of(app, who.person_id).get("/home")
    assert "waits for approval" not in home.text
    assert "was not approved" in home.text
    assert "No such company." in home.text
    assert home.link("Put it right and apply again") == "/organisation"


def test_an_organisation_on_hold_reads_why_at_home_and_on_its_own_page(app):
    from portal.compliance.holds.service import hold
    from tests.builders.placements import act

    party = a_party(app, "Fenland Labour", supplies=True)
    act(app, hold, Ref("organisation", party.organisation_id), "Two fees were taken.", by=party.person_id)
    browser = a_browser_of(app, party.person_id)
    for path in ("/home", "/organisation"):
        page = browser.get(path)
        assert "on hold" in page.text.lower()
        assert "Two fees were taken." in page.text


def test_own_posts_are_shown_with_their_numbers_and_no_posts_of_others(app):
    at = a_match(app, workers=40, places=20)
    provider = a_browser_of(app, at.provider.person_id).get("/home")
    assert "40 / 40 workers free" in provider.text
    assert "1 match" in provider.text
    assert "warehouse forklift driver" not in provider.text
    employer = a_browser_of(app, at.employer.person_id).get("/home")
    assert "20 / 20 places open" in employer.text
    assert "Spalding" not in employer.text


def test_a_post_that_expires_soon_asks_whether_it_is_still_open(app):
    party = a_party(app, "Fenland Labour", supplies=True)
    a_lot(app, party)
    from datetime import timedelta

    with time_machine.travel(NOW + timedelta(days=24), tick=False):
        home = a_browser_of(app, party.person_id).get("/home")
        assert "Say whether this is still open: forklift operator, Spalding" in home.text
        assert "in 4 days" in home.text


def test_each_step_of_a_match_is_one_click_from_home(app):
    from tests.builders.placements import agreed, introduced

    at = a_match(app)
    introduction_id = introduced(at)
    home = a_browser_of(app, at.provider.person_id).get("/home")
    where = home.link("Propose the terms for warehouse forklift driver, Boston")
    assert where == f"/introductions/{introduction_id}/engagement"
    other = a_match(app)
    introduction_id = agreed(other, heads=5)
    home = a_browser_of(app, other.provider.person_id).get("/home")
    assert home.link("Name 5 workers for warehouse") == f"/introductions/{introduction_id}/workers"


def test_a_post_on_hold_says_so_at_home(app):
    from portal.compliance.holds.service import hold
    from tests.builders.placements import act

    at = a_match(app)
    act(app, hold, Ref("availability", at.availability_id), "Fees", by=at.provider.person_id)
    assert "On hold" in a_browser_of(app, at.provider.person_id).get("/home").text


def test_an_operator_sees_who_waits_for_approval_and_by_when(app):
    who = a_registered_organisation(app, name="Marsh Crews Ltd")
    operator = a_browser_of(app, a_staff_person(app, StaffRole.OPERATOR))
    home = operator.get("/home")
    assert home.link("Approve or refuse Marsh Crews Ltd") == f"/staff/organisations/{who.organisation_id}"
    assert "1 organisation to approve" in home.text


def test_compliance_staff_see_how_much_is_on_hold_and_no_approvals(app):
    a_registered_organisation(app, name="Marsh Crews Ltd")
    home = a_browser_of(app, a_staff_person(app, StaffRole.COMPLIANCE)).get("/home")
    assert "0 posts" in home.text
    assert "Marsh Crews Ltd" not in home.text


def test_signing_out_works_from_the_account_menu_of_any_page(app):
    browser = a_browser_of(app, a_person(app))
    browser.submit(browser.get("/terms"), to="/sign-out")
    assert browser.get("/home").path == "/sign-in"


def test_somebody_with_several_organisations_switches_between_them(app):
    from portal.organisations.service import register_for
    from tests.builders.organisations import BOSTON, organisation_terms
    from tests.builders.placements import act

    first = a_registered_organisation(app, name="Aaa Crews Ltd")
    second = act(
        app,
        register_for,
        first.person_id,
        organisation_terms(supplies=False, employs=True, name="Bbb Growers Ltd"),
        BOSTON,
        by=first.person_id,
    )
    browser = a_browser_of(app, first.person_id)
    home = browser.get("/home")
    assert "Your spare workers" in home.text
    page = browser.submit(home, to="/act-for", organisation_id=str(second.organisation_id))
    assert page.path == "/home"
    assert "Your vacancies" in page.text


def test_an_operator_goes_from_home_to_the_queue_and_to_mails_that_were_not_delivered(app):
    home = a_browser_of(app, a_staff_person(app, StaffRole.OPERATOR)).get("/home")
    assert home.link("Decide on registrations") == "/staff/organisations"
    assert home.link("0 mails not delivered") == "/staff/mail"


def test_the_local_mailbox_is_linked_in_development_and_never_in_production(app, client, monkeypatch):
    assert client.get("/terms").link("Local mailbox") == "/mailbox"
    monkeypatch.setitem(app.config, "PRODUCTION", True)
    assert "Local mailbox" not in client.get("/terms").text
