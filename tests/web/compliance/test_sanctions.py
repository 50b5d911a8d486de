"""The pages of a sanction: the second person decides, the organisation replies."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
import time_machine

from portal.compliance.sanctions.domain import Step
from portal.compliance.sanctions.service import Proposal, propose_sanction
from portal.kernel.events import ActorId, Ref
from tests.builders.accounts import a_browser_of, a_compliance_officer, transactor_of
from tests.builders.compliance import a_finding, mend
from tests.builders.organisations import SignedUp, an_approved_provider
from tests.builders.placements import NOW


@pytest.fixture(autouse=True)
def _then() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def who(app) -> SignedUp:
    return an_approved_provider(app)


@pytest.fixture
def anna(app) -> UUID:
    return a_compliance_officer(app)


@pytest.fixture
def proposed(app, who: SignedUp, anna: UUID) -> UUID:
    proposal = Proposal(step=Step.SUSPENSION, reason="A bond was asked for.")
    made = transactor_of(app).perform(
        propose_sanction, ActorId(anna), who.organisation_id, a_finding(app), proposal
    )
    assert isinstance(made, UUID)
    return made


def test_an_empty_list_says_where_sanctions_come_from(app):
    page = a_browser_of(app, a_compliance_officer(app)).get("/staff/sanctions")
    assert "No sanction waits or stands" in page.text
    assert (
        "None is over" in a_browser_of(app, a_compliance_officer(app)).get("/staff/sanctions?show=over").text
    )


def test_whoever_proposed_it_sees_that_another_has_to_decide(app, anna, proposed):
    page = a_browser_of(app, anna).get(f"/staff/sanctions/{proposed}")
    assert "another person has to decide" in page.text


def test_the_organisation_replies_once_and_the_second_person_imposes(app, who, proposed):
    own = a_browser_of(app, who.person_id)
    page = own.get(f"/sanctions/{proposed}")
    assert "Nothing is decided yet" in page.text
    done = own.submit(page, to=f"/sanctions/{proposed}", words="We gave it back.")
    assert "Your reply is with compliance" in done.text
    ben = a_browser_of(app, a_compliance_officer(app))
    listed = ben.get("/staff/sanctions")
    assert "It has replied" in listed.text
    page = ben.get(f"/staff/sanctions/{proposed}")
    assert "We gave it back." in page.text
    done = ben.submit(page, to=f"/staff/sanctions/{proposed}", act="impose", reason="It went on.")
    assert "It is decided" in done.text
    assert "Stands" in done.text


def test_lifting_a_suspension_waits_for_a_second_person(app, who, anna, proposed):
    own, ben = a_browser_of(app, who.person_id), a_browser_of(app, a_compliance_officer(app))
    there = f"/staff/sanctions/{proposed}"
    own.submit(own.get(f"/sanctions/{proposed}"), to=f"/sanctions/{proposed}", words="We gave it back.")
    stands = ben.submit(ben.get(there), to=there, act="impose", reason="It went on.")
    assert "It takes two people" in stands.text
    waiting = ben.submit(stands, to=there, act="meet", reason="It was paid back.")
    assert "It stands until a second person decides" in waiting.text
    assert "another person has to decide" in waiting.text
    assert "a second person can decide" in ben.get("/staff/sanctions").text
    second = a_browser_of(app, anna)
    page = second.get(there)
    assert "would end it (What was asked for has been done): It was paid back." in page.text
    done = second.submit(page, to=there, act="meet", reason="I saw the receipts.")
    assert "the organisation is told" in done.text
    assert "Done" in done.text


def test_both_sides_read_that_what_was_found_was_mended_since(app, who, anna):
    ref = Ref("vacancy", uuid4())
    proposal = Proposal(step=Step.SUSPENSION, reason="A bond was asked for.")
    grounds = a_finding(app, ref=ref)
    made = transactor_of(app).perform(propose_sanction, ActorId(anna), who.organisation_id, grounds, proposal)
    assert "In its favour" not in a_browser_of(app, anna).get(f"/staff/sanctions/{made}").text
    mend(app, ref)
    staff = a_browser_of(app, anna).get(f"/staff/sanctions/{made}").text
    assert "Productivity bond" in staff
    assert "In its favour" in staff
    assert "In its favour" in a_browser_of(app, who.person_id).get(f"/sanctions/{made}").text


def test_a_reply_without_words_is_asked_for(app, who, proposed):
    own = a_browser_of(app, who.person_id)
    page = own.submit(own.get(f"/sanctions/{proposed}"), to=f"/sanctions/{proposed}", words="")
    assert "Enter your reply" in page.text


def test_another_organisation_finds_nothing(app, proposed):
    stranger = an_approved_provider(app)
    assert a_browser_of(app, stranger.person_id).get(f"/sanctions/{proposed}").status == 404


def test_a_step_is_proposed_from_a_finding_against_the_organisation_that_it_concerns(app, who):
    grounds = a_finding(app, ref=Ref("organisation", who.organisation_id))
    browser = a_browser_of(app, a_compliance_officer(app))
    page = browser.get(f"/staff/findings/{grounds}/sanction")
    done = browser.submit(page, to=f"/staff/findings/{grounds}/sanction", step="suspension", reason="A bond.")
    assert "The step is proposed" in done.text


def test_conditions_ask_for_what_and_by_when_beside_the_fields(app, who):
    grounds = a_finding(app, ref=Ref("organisation", who.organisation_id))
    browser = a_browser_of(app, a_compliance_officer(app))
    page = browser.get(f"/staff/findings/{grounds}/sanction")
    done = browser.submit(page, to=f"/staff/findings/{grounds}/sanction", step="conditions", reason="A bond.")
    assert "Enter what has to be mended" in done.text
    assert "Enter the day by which it has to be mended" in done.text
    assert "A bond." in done.html


def test_removal_does_not_come_first(app, who):
    grounds = a_finding(app, ref=Ref("organisation", who.organisation_id))
    browser = a_browser_of(app, a_compliance_officer(app))
    page = browser.get(f"/staff/findings/{grounds}/sanction")
    done = browser.submit(page, to=f"/staff/findings/{grounds}/sanction", step="removal", reason="A bond.")
    assert "Milder steps come first. The next one is: Suspension" in done.text
