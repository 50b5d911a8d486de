"""Organisations on a real database: members, licences, standing, trail."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

from flask import Flask

from portal.audit.queries import trail
from portal.infra import clock
from portal.kernel.events import ActorId, Ref
from portal.kernel.viewer import MemberRole
from portal.organisations import queries, service
from portal.organisations.domain import (
    LastAdministrator,
    LicenceStatus,
    Licensed,
    NotYours,
    Standing,
    StandingForbids,
    Unknown,
    Unlicensed,
)
from portal.organisations.service import InvitationSpent
from tests.builders.accounts import a_person, an_operator, last_mail, link_in, transactor_of
from tests.builders.organisations import (
    BOSTON,
    SignedUp,
    a_registered_organisation,
    an_approved_employer,
    an_approved_provider,
)


def another_administrator(app: Flask, who: SignedUp) -> UUID:
    perform = transactor_of(app).perform
    email = f"second-{uuid4().hex[:8]}@work.example"
    person = a_person(app, email=email)
    perform(
        service.invite_member, ActorId(who.person_id), who.organisation_id, email, MemberRole.ADMINISTRATOR
    )
    token = link_in(last_mail(app, "organisations/invitation")).rpartition("/")[2]
    perform(service.accept_invitation, ActorId(person), token, person)
    assert isinstance(perform(service.accept_invitation, ActorId(person), token, person), InvitationSpent)
    return person


def test_of_two_administrators_who_leave_at_once_one_stays(app: Flask) -> None:
    who = an_approved_provider(app)
    other = another_administrator(app, who)
    perform = transactor_of(app).perform

    def leave(person: UUID) -> object:
        with app.app_context():
            return perform(service.remove_member, ActorId(person), who.organisation_id, person)

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(leave, [who.person_id, other]))
    assert sum(isinstance(one, LastAdministrator) for one in outcomes) == 1
    with app.extensions["fairshift"].sessions() as session:
        assert len(queries.administrators_of(session, who.organisation_id)) == 1


def test_one_of_two_administrators_may_become_a_member(app: Flask) -> None:
    who = an_approved_provider(app)
    another_administrator(app, who)
    changed = transactor_of(app).perform(
        service.change_role,
        ActorId(who.person_id),
        who.organisation_id,
        who.person_id,
        MemberRole.MEMBER,
    )
    assert not isinstance(changed, LastAdministrator | NotYours)


def test_the_licence_verdict_names_the_authority_as_it_is_called_today(app: Flask) -> None:
    licensed, bare = an_approved_provider(app), an_approved_provider(app, licensed=False)
    today = clock.today()
    with app.extensions["fairshift"].sessions() as session:

        def verdict(who: SignedUp, country: str = "GB") -> object:
            provider = who.organisation_id
            return queries.licence_verdict(session, provider, country, "01.13", "agency", today)

        assert verdict(licensed) == Licensed("Fair Work Agency", "FEN0001", today + timedelta(days=365))
        assert verdict(bare) == Unlicensed("Fair Work Agency")
        assert verdict(licensed, "SE") == Unknown()


def test_a_withdrawn_licence_no_longer_counts(app: Flask) -> None:
    who = an_approved_provider(app)
    today = clock.today()
    with app.extensions["fairshift"].sessions() as session:
        licence = queries.licences_of(session, who.organisation_id)[0]
    transactor_of(app).perform(
        service.mark_licence, ActorId(an_operator(app)), licence.id, LicenceStatus.WITHDRAWN
    )
    with app.extensions["fairshift"].sessions() as session:
        verdict = queries.licence_verdict(session, who.organisation_id, "GB", "01", "agency", today)
    assert verdict == Unlicensed("Fair Work Agency")


def test_what_belongs_to_another_organisation_is_not_changed(app: Flask) -> None:
    mine, theirs = an_approved_provider(app), an_approved_employer(app)
    perform, me = transactor_of(app).perform, ActorId(mine.person_id)
    with app.extensions["fairshift"].sessions() as session:
        licence = queries.licences_of(session, mine.organisation_id)[0]
    own = mine.organisation_id
    assert perform(service.change_branch, me, own, theirs.branch_id, BOSTON) == NotYours()
    assert (
        perform(service.change_licence, me, theirs.organisation_id, licence.id, licence.licence) == NotYours()
    )
    assert perform(service.remove_member, me, own, theirs.person_id) == NotYours()
    assert perform(service.change_role, me, own, theirs.person_id, MemberRole.MEMBER) == NotYours()


def test_an_organisation_is_decided_on_once(app: Flask) -> None:
    who = an_approved_provider(app)
    operator = ActorId(an_operator(app))
    perform = transactor_of(app).perform
    refused = perform(service.refuse_organisation, operator, who.organisation_id, "too late")
    assert refused == StandingForbids(Standing.APPROVED)
    with app.extensions["fairshift"].sessions() as session:
        assert queries.approved(session, [who.organisation_id]) == {who.organisation_id}


def test_an_invitation_ends_after_seven_days(app: Flask) -> None:
    who = an_approved_provider(app)
    transactor = transactor_of(app)
    person = a_person(app, email="kim@work.example")
    transactor.perform(
        service.invite_member,
        ActorId(who.person_id),
        who.organisation_id,
        "kim@work.example",
        MemberRole.MEMBER,
    )
    token = link_in(last_mail(app, "organisations/invitation")).rpartition("/")[2]
    later = type(transactor)(transactor.sessions, lambda: clock.now() + timedelta(days=7))
    outcome = later.perform(service.accept_invitation, ActorId(person), token, person)
    assert isinstance(outcome, InvitationSpent)


def test_what_happens_to_an_organisation_is_on_its_trail(app: Flask) -> None:
    who = an_approved_provider(app)
    with app.extensions["fairshift"].sessions() as session:
        entries = trail(session, [Ref("organisation", who.organisation_id)])
    assert [entry.action for entry in entries] == [
        "organisations:organisation:register",
        "organisations:member:join",
        "organisations:branch:add",
        "organisations:licence:declare",
        "organisations:organisation:approve",
    ]


def test_an_express_application_is_due_an_hour_after_it_was_asked_for(app: Flask) -> None:
    who = a_registered_organisation(app, express=True)
    with app.extensions["fairshift"].sessions() as session:
        found = queries.organisation(session, who.organisation_id)
    assert found is not None
    assert found.decide_by == found.applied_at + timedelta(hours=1)


def test_a_person_belongs_to_several_organisations(app: Flask) -> None:
    first, second = an_approved_provider(app), an_approved_employer(app)
    perform = transactor_of(app).perform
    perform(
        service.invite_member,
        ActorId(first.person_id),
        first.organisation_id,
        second.email,
        MemberRole.MEMBER,
    )
    token = link_in(last_mail(app, "organisations/invitation")).rpartition("/")[2]
    perform(service.accept_invitation, ActorId(second.person_id), token, second.person_id)
    with app.extensions["fairshift"].sessions() as session:
        found = queries.memberships_of(session, second.person_id)
    assert {(one.organisation_id, one.role) for one in found} == {
        (first.organisation_id, MemberRole.MEMBER),
        (second.organisation_id, MemberRole.ADMINISTRATOR),
    }
