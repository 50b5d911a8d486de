"""A sanction from its proposal to its end, with a right of reply and four eyes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask

from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.queries import held
from portal.compliance.holds.service import hold
from portal.compliance.sanctions.domain import (
    MayStillReply,
    NeedsAnotherPerson,
    NoSuchSanction,
    NothingWrong,
    ReplyIsOver,
    SanctionAct,
    SanctionState,
    Step,
)
from portal.compliance.sanctions.service import (
    Proposal,
    decide,
    propose_sanction,
    remind_of_conditions,
    reply,
)
from portal.kernel.events import SYSTEM, ActorId, Ref
from tests.builders.accounts import a_compliance_officer, last_mail, mails, transactor_of
from tests.builders.compliance import a_finding, mend
from tests.builders.organisations import SignedUp, an_approved_provider
from tests.builders.placements import NOW


@dataclass
class House:
    """An organisation, and two people of compliance."""

    app: Flask
    who: SignedUp
    anna: UUID
    ben: UUID
    ref: Ref = field(default_factory=lambda: Ref("vacancy", uuid4()))

    def do(self, use_case, *args, by: UUID | None = None):
        return transactor_of(self.app).perform(use_case, ActorId(by) if by else SYSTEM, *args)

    def propose(self, step: Step = Step.SUSPENSION, finding_id: UUID | None = None):
        grounds = finding_id or a_finding(self.app, ref=self.ref)
        proposal = Proposal(step=step, reason="A bond was asked for.")
        return self.do(propose_sanction, self.who.organisation_id, grounds, proposal, by=self.anna)

    @property
    def is_held(self) -> bool:
        with self.app.extensions["fairshift"].sessions() as session:
            return self.who.organisation_id in held(session, "organisation")


@pytest.fixture
def house(app: Flask) -> Iterator[House]:
    with time_machine.travel(NOW, tick=False):
        yield House(app, an_approved_provider(app), a_compliance_officer(app), a_compliance_officer(app))


def test_a_suspension_after_a_reply_holds_the_organisation_until_it_is_taken_back(house: House) -> None:
    made = house.propose()
    assert not house.is_held
    house.do(reply, house.who.organisation_id, made, "We gave it back.", by=house.who.person_id)
    assert house.do(decide, made, SanctionAct.IMPOSE, "It went on.", by=house.ben) is SanctionState.IMPOSED
    assert house.is_held
    house.do(decide, made, SanctionAct.REVERSE, "It was paid back.", by=house.ben)
    assert not house.is_held


def test_whoever_proposed_it_cannot_impose_it(house: House) -> None:
    made = house.propose()
    house.do(reply, house.who.organisation_id, made, "We gave it back.", by=house.who.person_id)
    assert house.do(decide, made, SanctionAct.IMPOSE, "It went on.", by=house.anna) == NeedsAnotherPerson()


def test_without_a_reply_nothing_is_imposed_before_the_time_is_over(house: House) -> None:
    made = house.propose()
    early = house.do(decide, made, SanctionAct.IMPOSE, "It went on.", by=house.ben)
    assert isinstance(early, MayStillReply)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert house.do(decide, made, SanctionAct.IMPOSE, "No reply.", by=house.ben) is SanctionState.IMPOSED


def test_none_on_what_was_mended_meanwhile(house: House) -> None:
    made = house.propose()
    house.do(reply, house.who.organisation_id, made, "We took it out.", by=house.who.person_id)
    mend(house.app, house.ref)
    assert house.do(decide, made, SanctionAct.IMPOSE, "It went on.", by=house.ben) == NothingWrong()


def test_none_on_a_finding_that_does_not_stand(house: House) -> None:
    grounds = a_finding(house.app, ref=house.ref)
    mend(house.app, house.ref)
    assert house.propose(finding_id=grounds) == NothingWrong()


def test_one_reply_is_taken_and_from_the_organisation_only(house: House) -> None:
    made = house.propose()
    stranger = an_approved_provider(house.app)
    assert (
        house.do(reply, stranger.organisation_id, made, "Not us.", by=stranger.person_id) == NoSuchSanction()
    )
    house.do(reply, house.who.organisation_id, made, "We gave it back.", by=house.who.person_id)
    again = house.do(reply, house.who.organisation_id, made, "And more.", by=house.who.person_id)
    assert again == ReplyIsOver()


def test_a_hold_by_a_person_stays_when_the_suspension_is_taken_back(house: House) -> None:
    made = house.propose()
    house.do(reply, house.who.organisation_id, made, "We gave it back.", by=house.who.person_id)
    house.do(decide, made, SanctionAct.IMPOSE, "It went on.", by=house.ben)
    house.do(hold, Ref("organisation", house.who.organisation_id), "papers", HoldCause.DECISION, by=house.ben)
    house.do(decide, made, SanctionAct.REVERSE, "It was paid back.", by=house.ben)
    assert house.is_held


def test_the_administrators_and_nobody_else_are_told_of_a_proposal(house: House) -> None:
    house.propose()
    told = last_mail(house.app, "compliance/sanction_propose")
    assert told["step"] == "suspension"
    assert mails(house.app).count("compliance/sanction_propose") == 1


def test_compliance_is_told_of_a_reply(house: House) -> None:
    made = house.propose()
    house.do(reply, house.who.organisation_id, made, "We gave it back.", by=house.who.person_id)
    assert mails(house.app).count("compliance/sanction_reply") >= 2


def test_what_is_to_be_mended_is_reminded_of_once_three_days_before(house: House) -> None:
    first = house.propose(Step.ADVICE)
    house.do(reply, house.who.organisation_id, first, "We see.", by=house.who.person_id)
    house.do(decide, first, SanctionAct.IMPOSE, "Do better.", by=house.ben)
    proposal = Proposal(
        step=Step.CONDITIONS,
        reason="It came again.",
        asked_for="Take it out.",
        deadline=NOW.date() + timedelta(days=10),
    )
    grounds = a_finding(house.app, ref=house.ref)
    made = house.do(propose_sanction, house.who.organisation_id, grounds, proposal, by=house.anna)
    house.do(reply, house.who.organisation_id, made, "We will.", by=house.who.person_id)
    house.do(decide, made, SanctionAct.IMPOSE, "Then do.", by=house.ben)
    assert house.do(remind_of_conditions) == 0
    with time_machine.travel(NOW + timedelta(days=7), tick=False):
        assert house.do(remind_of_conditions) == 1
        assert house.do(remind_of_conditions) == 0
