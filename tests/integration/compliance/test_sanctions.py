"""A sanction from its proposal to its end, with a right of reply and four eyes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import time_machine
from flask import Flask

from portal.audit.queries import trail
from portal.compliance.domain import Terms
from portal.compliance.findings.service import clear_finding, rest, uphold_finding
from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.queries import held
from portal.compliance.holds.service import hold
from portal.compliance.sanctions.domain import (
    SANCTION,
    EndProposed,
    MayStillReply,
    NoSuchSanction,
    NothingWrong,
    ReplyIsOver,
    SanctionAct,
    SanctionState,
    Step,
)
from portal.compliance.sanctions.queries import Grounds, grounds_of
from portal.compliance.sanctions.service import (
    Proposal,
    decide,
    propose_sanction,
    remind_of_conditions,
    reply,
)
from portal.compliance.wording.domain import Passage
from portal.kernel.events import SYSTEM, ActorId, Ref
from portal.kernel.outcomes import NeedsSecondPerson
from tests.builders.accounts import a_compliance_officer, last_mail, mails, transactor_of
from tests.builders.compliance import a_finding, mend
from tests.builders.organisations import SignedUp, an_approved_provider
from tests.builders.placements import NOW

IMPOSED = SanctionState.IMPOSED
FLAGGED = Terms(passages=(Passage("description", "Registration fee of £50 payable before the start."),))


def close(app: Flask, ref: Ref) -> None:
    """The post's life is over."""
    transactor_of(app).perform(rest, SYSTEM, ref)


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

    def impose(self) -> UUID:
        made = self.propose()
        self.do(reply, self.who.organisation_id, made, "We gave it back.", by=self.who.person_id)
        self.do(decide, made, SanctionAct.IMPOSE, "It went on.", by=self.ben)
        return made

    def end(self, made: UUID) -> None:
        for who in (self.anna, self.ben):
            self.do(decide, made, SanctionAct.REVERSE, "It was paid back.", by=who)

    def grounds(self, made: UUID) -> Grounds:
        with self.app.extensions["fairshift"].sessions() as session:
            return grounds_of(session, made)

    @property
    def trail(self) -> list[str]:
        """What was done to the organisation, oldest first."""
        with self.app.extensions["fairshift"].sessions() as session:
            acts = trail(session, [Ref("organisation", self.who.organisation_id)])
        return [one.action for one in acts if one.action.startswith("compliance:sanction")]

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
    house.end(made)
    assert not house.is_held


@pytest.mark.parametrize("act", [SanctionAct.MEET, SanctionAct.REVERSE])
def test_one_person_alone_does_not_lift_a_suspension(house: House, act: SanctionAct) -> None:
    made = house.impose()
    assert house.do(decide, made, act, "It was paid back.", by=house.ben) == EndProposed(act)
    assert house.is_held
    assert house.do(decide, made, act, "It was paid back.", by=house.ben) == NeedsSecondPerson()
    assert house.is_held
    assert house.do(decide, made, act, "I saw the receipts.", by=house.anna) is SANCTION[IMPOSED, act]
    assert not house.is_held
    assert house.trail[-2:] == ["compliance:sanction:propose-end", f"compliance:sanction:{act}"]


def test_a_second_person_may_let_it_stand(house: House) -> None:
    made = house.impose()
    house.do(decide, made, SanctionAct.MEET, "It was paid back.", by=house.ben)
    kept = house.do(decide, made, SanctionAct.KEEP, "No receipt was seen.", by=house.anna)
    assert kept is SanctionState.IMPOSED
    assert house.is_held
    assert house.trail[-1] == "compliance:sanction:keep"
    assert house.do(decide, made, SanctionAct.MEET, "Now seen.", by=house.anna) == EndProposed(
        SanctionAct.MEET
    )


def test_whoever_proposed_it_cannot_impose_it(house: House) -> None:
    made = house.propose()
    house.do(reply, house.who.organisation_id, made, "We gave it back.", by=house.who.person_id)
    assert house.do(decide, made, SanctionAct.IMPOSE, "It went on.", by=house.anna) == NeedsSecondPerson()


def test_without_a_reply_nothing_is_imposed_before_the_time_is_over(house: House) -> None:
    made = house.propose()
    early = house.do(decide, made, SanctionAct.IMPOSE, "It went on.", by=house.ben)
    assert isinstance(early, MayStillReply)
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        assert house.do(decide, made, SanctionAct.IMPOSE, "No reply.", by=house.ben) is SanctionState.IMPOSED


@pytest.mark.parametrize("escape", [mend, close], ids=["mended", "closed"])
def test_mending_or_closing_the_post_is_no_escape_but_speaks_for_the_organisation(
    house: House, escape: Callable[[Flask, Ref], None]
) -> None:
    made = house.propose()
    before = house.grounds(made)
    assert not before.is_mended
    escape(house.app, house.ref)
    after = house.grounds(made)
    assert (after.finding, after.evidence) == (before.finding, before.evidence)
    assert (after.is_mended, after.mended_at) == (True, NOW)
    house.do(reply, house.who.organisation_id, made, "We took it out.", by=house.who.person_id)
    done = house.do(decide, made, SanctionAct.IMPOSE, "Ten had paid.", by=house.ben)
    assert done is SanctionState.IMPOSED


def test_none_on_what_a_person_cleared_meanwhile(house: House) -> None:
    flagged = a_finding(house.app, FLAGGED, ref=house.ref)
    house.do(uphold_finding, flagged, "It is a fee.", by=house.anna)
    made = house.propose(Step.ADVICE, flagged)
    house.do(reply, house.who.organisation_id, made, "It is the client's.", by=house.who.person_id)
    house.do(clear_finding, flagged, "The client pays it.", by=house.ben)
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
    house.end(made)
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
