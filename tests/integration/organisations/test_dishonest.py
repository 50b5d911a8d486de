"""What somebody dishonest tries with an organisation, its licences and its mails."""

from dataclasses import replace
from datetime import date
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import select

from portal.accounts.secrets import hash_password
from portal.infra import clock
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, ActorId
from portal.kernel.viewer import MemberRole
from portal.notifications.domain import Category, MailState, Message, ToPerson
from portal.notifications.models import Mail
from portal.notifications.service import queue
from portal.organisations import queries, service
from portal.organisations.domain import Applicant, LicenceStatus, OrganisationTerms, SupplyLicence
from portal.organisations.domain.registers import Evidence, RegisterEntry, RegisterStatus, SeenByHand
from portal.organisations.service import InvitationSpent
from tests.builders.accounts import a_person, an_operator, last_mail, link_in, mails, transactor_of
from tests.builders.organisations import WISBECH, SignedUp, an_approved_provider


def _withdrawn(app: Flask, who: SignedUp) -> tuple[UUID, SupplyLicence]:
    with app.extensions["fairshift"].sessions() as session:
        [held] = queries.licences_of(session, who.organisation_id)
    transactor_of(app).perform(
        service.mark_licence, ActorId(an_operator(app)), held.id, LicenceStatus.WITHDRAWN
    )
    return held.id, held.licence


def _standings(app: Flask, who: SignedUp) -> set[LicenceStatus]:
    with app.extensions["fairshift"].sessions() as session:
        return {one.licence.status for one in queries.licences_of(session, who.organisation_id)}


def test_a_withdrawn_licence_is_not_washed_clean_by_saving_it_again(app: Flask) -> None:
    who = an_approved_provider(app)
    licence_id, licence = _withdrawn(app, who)
    for told in (licence, replace(licence, number="NEW0002")):
        transactor_of(app).perform(
            service.change_licence, ActorId(who.person_id), who.organisation_id, licence_id, told
        )
        assert _standings(app, who) == {LicenceStatus.WITHDRAWN}


def test_a_withdrawn_licence_stays_withdrawn_when_it_is_declared_once_more(app: Flask) -> None:
    who = an_approved_provider(app)
    _, licence = _withdrawn(app, who)
    same = replace(licence, number=f" {licence.number.lower()[:3]}-{licence.number[3:]}")
    transactor_of(app).perform(service.declare_licence, ActorId(who.person_id), who.organisation_id, same)
    assert _standings(app, who) == {LicenceStatus.WITHDRAWN}


def test_another_licence_can_be_declared_beside_a_withdrawn_one(app: Flask) -> None:
    who = an_approved_provider(app)
    _, licence = _withdrawn(app, who)
    another = replace(licence, number="NEW0002")
    transactor_of(app).perform(service.declare_licence, ActorId(who.person_id), who.organisation_id, another)
    assert _standings(app, who) == {LicenceStatus.WITHDRAWN, LicenceStatus.DECLARED}


def _declare(app: Flask, who: SignedUp, licence: SupplyLicence) -> UUID:
    perform, me = transactor_of(app).perform, ActorId(who.person_id)
    done: UUID = perform(service.declare_licence, me, who.organisation_id, licence).licence_id
    return done


def _that_count(app: Flask, who: SignedUp) -> set[str]:
    with app.extensions["fairshift"].sessions() as session:
        held = [row.licence for row in queries.licences_of(session, who.organisation_id)]
    return {one.number for one in held if one.covers("GB", "01", clock.today())}


def test_a_number_declared_after_a_stop_counts_once_the_register_has_it_under_the_same_name(
    app: Flask,
) -> None:
    who = an_approved_provider(app)
    _, licence = _withdrawn(app, who)
    another = _declare(app, who, replace(licence, number="NEW0002"))
    assert _that_count(app, who) == set()
    stranger = RegisterEntry("NEW0002", "Quite Another", RegisterStatus.ACTIVE, Evidence(clock.today()))
    transactor_of(app).perform(service.check_licence, SYSTEM, another, SeenByHand(stranger))
    assert _that_count(app, who) == set()
    transactor_of(app).perform(service.mark_licence, SYSTEM, another, LicenceStatus.CHECKED)
    assert _that_count(app, who) == {"NEW0002"}


def test_a_licence_declared_before_the_stop_counts_until_it_is_changed(app: Flask) -> None:
    who = an_approved_provider(app)
    before = SupplyLicence("gb-fwa", "OLD0002", "GB", (), date(2020, 1, 1), None)
    old = _declare(app, who, before)
    with app.extensions["fairshift"].sessions() as session:
        first = queries.licences_of(session, who.organisation_id)[0]
    transactor_of(app).perform(service.mark_licence, SYSTEM, first.id, LicenceStatus.SUSPENDED)
    assert _that_count(app, who) == {"OLD0002"}
    me, told = ActorId(who.person_id), replace(before, number="NEW0003")
    transactor_of(app).perform(service.change_licence, me, who.organisation_id, old, told)
    assert _that_count(app, who) == set()


def test_what_one_authority_stopped_says_nothing_of_another_authoritys_licence(app: Flask) -> None:
    who = an_approved_provider(app)
    _withdrawn(app, who)
    _declare(app, who, SupplyLicence("gb-gangs", "SCO0001", "GB", (), date(2020, 1, 1), None))
    assert _that_count(app, who) == {"SCO0001"}


def test_an_address_that_somebody_else_took_but_never_proved_can_be_claimed(app: Flask) -> None:
    terms = OrganisationTerms(
        name="Fenland Labour",
        supplies=True,
        employs=False,
        country="GB",
        register_number="12345678",
        sectors=("01",),
        contact_email="ada@work.example",
        contact_phone="+441945555010",
    )
    for word in ("the squatter's phrase", "the owner's own phrase"):
        applicant = Applicant("Ada Marsh", "ada@work.example", hash_password(word, "low"))
        transactor_of(app).perform(service.register_organisation, SYSTEM, terms, WISBECH, applicant)
    assert last_mail(app, "accounts/choose_password")["to"] == "address:ada@work.example"
    assert link_in(last_mail(app, "accounts/choose_password"))
    assert "organisations/already_registered" not in mails(app)


def test_whoever_was_removed_does_not_come_back_by_their_own_invitation(app: Flask) -> None:
    who, perform = an_approved_provider(app), transactor_of(app).perform
    crook = _another_administrator(app, who)
    second_self = f"second-{uuid4().hex[:8]}@elsewhere.example"
    perform(service.invite_member, ActorId(crook), who.organisation_id, second_self, MemberRole.ADMINISTRATOR)
    token = link_in(last_mail(app, "organisations/invitation")).rpartition("/")[2]
    perform(service.remove_member, ActorId(who.person_id), who.organisation_id, crook)
    joined = perform(service.join_as_new_person, SYSTEM, token, name="Second Self", password_hash="x")
    assert isinstance(joined, InvitationSpent)


def _another_administrator(app: Flask, who: SignedUp) -> UUID:
    perform, email = transactor_of(app).perform, f"crook-{uuid4().hex[:8]}@work.example"
    person = a_person(app, email=email)
    perform(
        service.invite_member, ActorId(who.person_id), who.organisation_id, email, MemberRole.ADMINISTRATOR
    )
    token = link_in(last_mail(app, "organisations/invitation")).rpartition("/")[2]
    perform(service.accept_invitation, ActorId(person), token, person)
    return person


def test_whoever_was_removed_gets_no_more_of_the_organisations_mails(app: Flask) -> None:
    who = an_approved_provider(app)
    perform = transactor_of(app).perform
    leaver = _another_administrator(app, who)

    def wait(work: Work, person_id: UUID) -> None:
        queue(
            work,
            Message(
                template="placements/introduction_ended",
                to=ToPerson(person_id),
                facts={},
                key="ended",
                category=Category.PROGRESS,
                organisation_id=who.organisation_id,
            ),
        )

    for person_id in (leaver, who.person_id):
        perform(wait, SYSTEM, person_id)
    perform(service.remove_member, ActorId(who.person_id), who.organisation_id, leaver)
    with app.extensions["fairshift"].sessions() as session:
        wanted = select(Mail.recipient, Mail.state).where(Mail.key == "ended")
        states = {recipient: state for recipient, state in session.execute(wanted)}  # noqa: C416
    assert states == {
        f"person:{leaver}": MailState.SUPPRESSED,
        f"person:{who.person_id}": MailState.QUEUED,
    }
    assert last_mail(app, "organisations/member_removed")["to"] == f"person:{leaver}"
