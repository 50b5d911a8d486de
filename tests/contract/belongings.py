"""What there is in the world, and whose it is."""

from dataclasses import replace
from decimal import Decimal
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import insert, select

from portal.accounts.service import ask_email_change, ask_password_reset, register_person
from portal.availability.queries import availability
from portal.availability.service import draft_availability
from portal.availability.views.member import DESK as LOTS
from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.costs.service import attach_evidence, save_costs
from portal.compliance.errands.domain import ErrandKind
from portal.compliance.errands.queries import errands_on
from portal.compliance.errands.service import raise_errand
from portal.compliance.holds.service import hold
from portal.compliance.pay.minimum import shipped_rates
from portal.compliance.pay.service import enter_minimum_pay
from portal.compliance.sanctions.domain import Step
from portal.compliance.sanctions.service import Proposal, propose_sanction
from portal.infra.unit_of_work import Work
from portal.infra.web import reading
from portal.kernel.events import SYSTEM, ActorId, Ref
from portal.kernel.viewer import MemberRole
from portal.matching.allocation import Policy
from portal.notifications.domain import Category, MailState, ToAddress, label
from portal.notifications.models import Mail, SuppressedAddress
from portal.notifications.stopping import stop_url
from portal.operations.mailbox import Mailbox
from portal.organisations import queries as organisations
from portal.organisations.service import add_branch, invite_member
from portal.organisations.service.registration import join
from portal.passports.queries import passport_of_offer
from portal.placements import queries as placements
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.service.standing import set_standing_yes
from portal.placements.offers.domain.key_terms import KeyTerms
from portal.placements.offers.service.questions import ask_question
from portal.placements.rows import OfferRow
from portal.placements.work.contracts import contracts_of
from portal.placements.work.service.contracts import give_contract
from portal.plans import queries as plans
from portal.plans.computing import compute_next
from portal.plans.service import ask_plan, lock
from portal.remedy import queries as cases
from portal.remedy.domain.reporting import Complaint, Report
from portal.remedy.service.scope import establish, repayment_code_under
from portal.vacancies.queries import vacancy
from portal.vacancies.service import draft_vacancy
from portal.vacancies.views.member import DESK as VACANCIES
from portal.workers.corrections import ask_correction, corrections_of
from portal.workers.domain import Given, Ground, NamedWorker
from portal.workers.listings import object_to_listing, page_code
from portal.workers.own_contact import key_from_staff
from portal.workers.service import name_workers
from tests.builders import remedy
from tests.builders.accounts import (
    a_compliance_officer,
    a_person,
    transactor_of,
)
from tests.builders.compliance import LONG_WEEKS, a_finding
from tests.builders.organisations import (
    BOSTON,
    SignedUp,
    license_provider,
)
from tests.builders.placements import (
    NOW,
    Matched,
    Party,
    a_lot,
    a_vacancy,
    accepted,
    agreed,
    code,
    offered,
    opened,
    the_match,
)
from tests.contract.world import Values, World

A_MAIL = b"From: a@work.example\r\nTo: b@work.example\r\nSubject: Hello\r\n\r\nHello\r\n"


def own_company(world: World, party: Party) -> None:
    """A desk, a licence, a colleague, an invitation, a draft of each kind."""
    app, owner = world.app, ActorId(party.person_id)
    perform = transactor_of(app).perform
    license_provider(app, SignedUp(party.organisation_id, party.person_id, uuid4(), ""))
    mark = party.organisation_id
    own_desk = replace(
        BOSTON, desk_email=f"desk@{mark.hex[-8:]}.example", duty_phone=f"+441205{mark.int % 1_000_000:06}"
    )
    perform(add_branch, owner, party.organisation_id, own_desk)
    perform(
        invite_member,
        owner,
        party.organisation_id,
        f"guest-{party.organisation_id.hex[:8]}@work.example",
        MemberRole.MEMBER,
    )
    draft = perform(draft_availability, owner, party.organisation_id, {})
    vacancy_draft = perform(draft_vacancy, owner, party.organisation_id, {})
    with world.services.sessions() as session:
        [invitation] = organisations.invitations_of(session, party.organisation_id, NOW)
        licence = organisations.licences_of(session, party.organisation_id)[0]
        branch = organisations.branches_of(session, party.organisation_id)[0]
    world.owned.setdefault(party.organisation_id, {}).update(
        {
            "company": {"organisation_id": party.organisation_id},
            "branch": {"branch_id": branch.id},
            "licence": {"licence_id": licence.id},
            "member": {"person_id": a_member(app, party.organisation_id)},
            "invitation": {"invitation_id": invitation.id},
            "sanction": {"sanction_id": _a_sanction(app, party.organisation_id)},
            "draft of availability": {"id": draft.id},
            "draft of a vacancy": {"id": vacancy_draft.id},
        }
    )


def _a_sanction(app: Flask, organisation_id: UUID) -> UUID:
    proposed = transactor_of(app).perform(
        propose_sanction,
        ActorId(a_compliance_officer(app)),
        organisation_id,
        a_finding(app),
        Proposal(step=Step.ADVICE, reason="A bond was asked for."),
    )
    assert isinstance(proposed, UUID)
    return proposed


def own_pair(world: World, at: Matched) -> None:
    """What a labour provider and an employer have between them, and each alone."""
    app = world.app
    own_company(world, at.provider)
    own_company(world, at.employer)
    introduction_id = agreed(at, 5)
    of_this_pair = f"{at.match_id.hex[-8:]}.workers.example"
    placed = accepted(at, introduction_id, f"Ana Petrova, , ana@{of_this_pair}")[0]
    offer = next(
        one for one in offered(at, introduction_id, f"Ben Okoro, , ben@{of_this_pair}") if one.id != placed.id
    )
    further = a_vacancy(app, at.employer, title="picker of orders")
    match_id = the_match(app, at.availability_id, further)
    shared: dict[str, Values] = {
        "introduction": {"id": introduction_id},
        "ending": {"id": introduction_id, "how": "leaving"},
        "match": {"id": match_id},
    }
    provider, employer = (world.owned[one.organisation_id] for one in (at.provider, at.employer))
    provider.update(shared)
    employer.update(shared)
    provider["availability"] = {"id": at.availability_id}
    provider["post"] = {"kind": "availability", "id": at.availability_id}
    provider["offer"] = {"id": offer.id}
    employer["vacancy"] = {"id": at.vacancy_id}
    employer["post"] = {"kind": "vacancy", "id": at.vacancy_id}
    world.links["offer"] = {"code": code(offer)}
    world.links["work for a group"] = {"introduction_id": introduction_id}
    world.links["passport"] = {"number": _number_of(world, offer.id)}
    world.for_staff["slip"] = world.links["passport"]
    world.links["accepted offer"] = {"code": code(placed)}
    _new_word(world, at, placed)
    _contract(world, at, placed)
    _own_list(world, at, offer)
    _own_costs(world, at)
    _say_yes_beforehand(world, at)
    _complete_drafts(world, at)
    _own_case(world, at, introduction_id)


def _new_word(world: World, at: Matched, offer: OfferRow) -> None:
    """A worker opened an offer, and staff read out the key to another word."""
    opened(at, offer)
    key = transactor_of(world.app).perform(key_from_staff, SYSTEM, offer.worker_id)
    assert key
    asked = transactor_of(world.app).perform(
        ask_question, SYSTEM, code(offer), Side.PROVIDER, "Is there a bus?", "en"
    )
    assert isinstance(asked, UUID)
    world.owned[at.provider.organisation_id]["question"] = {"id": asked}
    world.for_staff["forgotten word"] = {"worker_id": offer.worker_id}
    world.links["new word"] = {"worker_id": offer.worker_id, "key": key}


def _own_list(world: World, at: Matched, offer: OfferRow) -> None:
    """Workers on the provider's list: one who contests it, one who asks for a correction."""
    perform = transactor_of(world.app).perform
    mark = f"{at.match_id.hex[-8:]}.list.example"
    cora, asked = perform(
        name_workers,
        SYSTEM,
        at.provider.organisation_id,
        [NamedWorker("Cora Lind", None, f"cora@{mark}"), NamedWorker("Dov Katz", None, f"dov@{mark}")],
    )
    perform(object_to_listing, SYSTEM, cora.id, Ground.LEFT)
    perform(ask_correction, SYSTEM, asked.id, Given.NAME, "David Katz")
    with world.services.sessions() as session:
        [correction] = corrections_of(session, asked.id)
        own_code = page_code(session, offer.worker_id)
    world.owned[at.provider.organisation_id]["contested listing"] = {"worker_id": cora.id}
    world.owned[at.provider.organisation_id]["correction"] = {"correction_id": correction.id}
    world.for_staff["contested listing"] = {"worker_id": cora.id}
    world.links["own page"] = {"code": own_code}


def _contract(world: World, at: Matched, offer: OfferRow) -> None:
    """The contract of somebody who accepted, with a copy."""
    given = transactor_of(world.app).perform(
        give_contract,
        ActorId(at.provider.person_id),
        at.provider.organisation_id,
        offer.introduction_id,
        offer.number,
        stated=KeyTerms(),
        paper=b"%PDF-1.7 a contract",
    )
    assert given == 0
    with world.services.sessions() as session:
        contract_id = contracts_of(session, [offer.id])[offer.id].id
    for one in (at.provider, at.employer):
        world.owned[one.organisation_id]["contract"] = {"id": contract_id}
    world.for_staff["contract to read"] = {"id": contract_id}


def _own_costs(world: World, at: Matched) -> None:
    """What workers of a lot had paid, and a cost of a vacancy with its proof."""
    perform = transactor_of(world.app).perform
    paid = CostLine(category="FEE-MATCH", payer=Payer.WORKER, amount=Decimal(90), currency="GBP")
    lot = a_lot(world.app, at.provider, occupation="mason", isco="7112")
    perform(save_costs, SYSTEM, Ref("availability", lot), [paid])
    perform(attach_evidence, SYSTEM, at.vacancy, 0, "Invoice 12")
    world.owned[at.provider.organisation_id]["cost of a lot"] = {"id": lot, "position": 0}
    world.owned[at.employer.organisation_id]["cost of a vacancy"] = {"id": at.vacancy_id, "position": 0}


def _own_case(world: World, at: Matched, introduction_id: UUID) -> None:
    """A case with a plan by which the employer pays, and one of which the amounts are being established."""
    with at.reading() as session:
        offers = placements.offers_of(session, introduction_id)
    officer = Party(at.provider.organisation_id, a_compliance_officer(world.app))
    crew = remedy.Crew(at, introduction_id, offers, officer)
    report = Report(complaint=Complaint.NOT_AS_PROMISED, words="It is not the job that I was told of.")
    payable = remedy.planned(crew, remedy.reported(crew, report=report), first_due=NOW.date())
    open_case = remedy.confirmed(crew, remedy.reported(crew, report=report))
    remedy.by_staff(crew, establish, open_case, [1], remedy.loss())
    with at.reading() as session:
        [amount] = cases.amounts(session, open_case)
        listed = cases.affected(session, payable)[0]
    world.owned[at.employer.organisation_id]["case"] = {"id": payable}
    world.links["repayment"] = {"code": repayment_code_under(listed.id, listed.code_hash)}
    world.for_staff["case"] = {"id": open_case}
    world.for_staff["step of a case"] = {"id": open_case, "step": "quantify"}
    world.for_staff["affected worker"] = {"id": payable, "affected_id": listed.id}
    world.for_staff["amount of a case"] = {"id": open_case, "amount_id": amount.id}


def _say_yes_beforehand(world: World, at: Matched) -> None:
    """On posts that match nothing, so that nothing follows from it."""
    lot = a_lot(world.app, at.provider, occupation="welder", isco="7212")
    job = a_vacancy(world.app, at.employer, title="joiner", occupation="joiner", isco="7115")
    for who, post in ((at.provider, Ref("availability", lot)), (at.employer, Ref("vacancy", job))):
        at.do(set_standing_yes, who.organisation_id, post, 3, by=who)
        world.owned[who.organisation_id]["post with a standing yes"] = {"kind": post.kind, "id": post.id}


def _complete_drafts(world: World, at: Matched) -> None:
    """Drafts that say all that a published post says, so that they can be checked and published."""
    perform = transactor_of(world.app).perform
    with world.app.test_request_context():
        of_lot = LOTS.answers(availability(reading(), at.availability_id))
        of_job = VACANCIES.answers(vacancy(reading(), at.vacancy_id))
    provider, employer = at.provider, at.employer
    perform(
        draft_availability,
        ActorId(provider.person_id),
        provider.organisation_id,
        of_lot,
        world.owned[provider.organisation_id]["draft of availability"]["id"],
    )
    perform(
        draft_vacancy,
        ActorId(employer.person_id),
        employer.organisation_id,
        of_job,
        world.owned[employer.organisation_id]["draft of a vacancy"]["id"],
    )


def give_links(world: World, at: Matched) -> None:
    app = world.app
    perform = transactor_of(app).perform
    perform(register_person, SYSTEM, name="Nia New", email="nia@work.example", password_hash=None)
    forgetful = a_person(app, email="forgetful@work.example")
    mover = a_person(app, email="mover@work.example")
    perform(ask_password_reset, SYSTEM, "forgetful@work.example")
    perform(ask_email_change, ActorId(mover), mover, "moved@work.example")
    mailbox = Mailbox(app.config["DATA_DIR"] / "mailbox")
    stop = stop_url(forgetful, at.provider.organisation_id, Category.MATCHES)
    world.links.update(
        {
            "new password": _token(world, "accounts/choose_password"),
            "confirmation": _token(world, "accounts/confirm_email", "nia@work.example"),
            "new address": _token(world, "accounts/change_email"),
            "invitation": _token(world, "organisations/invitation"),
            "unsubscription": {"token": str(stop).rpartition("/")[2]},
            "mail in the mailbox": {"name": mailbox.keep(A_MAIL)},
        }
    )


def _number_of(world: World, offer_id: UUID) -> str:
    with world.services.sessions() as session:
        found = passport_of_offer(session, offer_id)
    assert found is not None
    return found.passport.number


def _token(world: World, template: str, email: str | None = None) -> Values:
    """What the link in a mail to somebody holds."""
    wanted = select(Mail).where(Mail.template == template)
    if email is not None:
        wanted = wanted.where(Mail.recipient == label(ToAddress(email)))
    with world.services.sessions() as session:
        [mail, *_] = session.scalars(wanted)
    return {"token": urlsplit(str(mail.facts["url"])).path.rpartition("/")[2]}


def give_staff(world: World, at: Matched) -> None:
    def trouble(work: Work) -> tuple[UUID, UUID]:
        mail_id = work.session.scalars(select(Mail.id).order_by(Mail.queued_at)).first()
        assert mail_id is not None
        mail = work.session.get_one(Mail, mail_id)
        mail.state, mail.last_error = MailState.FAILED, "refused"
        address_id = work.new_id()
        work.session.execute(
            insert(SuppressedAddress).values(
                id=address_id, email="full@work.example", since=work.now, reason="full"
            )
        )
        return mail_id, address_id

    perform = transactor_of(world.app).perform
    mail_id, address_id = perform(trouble, SYSTEM)
    held = Ref("organisation", world.who("applicant").organisation_id or uuid4())
    officer = world.who("compliance").person_id
    assert officer is not None
    perform(hold, ActorId(officer), held, "a fee was asked for")
    perform(raise_errand, SYSTEM, held, ErrandKind.BURST)
    finding_id = a_finding(world.app, LONG_WEEKS, Ref("organisation", at.provider.organisation_id))
    rate_id = perform(enter_minimum_pay, ActorId(officer), shipped_rates()[0])
    own = world.owned[at.provider.organisation_id]
    with world.services.sessions() as session:
        assert placements.introduction(session, at.provider.organisation_id, own["introduction"]["id"])
        [errand] = errands_on(session, held)
    actors = {"title": ["Actors"], "cost_fee_match_payer": ["worker"]}
    draft = perform(draft_vacancy, ActorId(at.employer.person_id), at.employer.organisation_id, actors)
    operator = world.who("operator").person_id
    assert operator is not None
    plan_id = perform(ask_plan, ActorId(operator), Policy.OPTIMAL)
    assert compute_next(transactor_of(world.app))
    with world.services.sessions() as session:
        pair = plans.flows(session, plan_id)[0]
    perform(lock, ActorId(operator), plan_id, pair.availability_id, pair.vacancy_id, pair.heads)
    world.for_staff.update(
        {
            "organisation": {"organisation_id": held.id},
            "licence": own["licence"],
            "match": own["match"],
            "thing to hold": {"kind": "match", "id": own["match"]["id"]},
            "held thing": {"kind": held.kind, "id": held.id},
            "minimum pay": {"rate_id": rate_id},
            "sanction": own["sanction"],
            "finding": {"finding_id": finding_id},
            "errand": {"id": errand.id},
            "task": {"kind": "match", "id": own["match"]["id"], "check": "assist.job-evidenced"},
            "fee exception": {"exception": "gb-conduct-2003-reg-26"},
            "proven cost": {"kind": "vacancy", "id": at.vacancy_id, "version": 1, "position": 0},
            "cost that workers would pay": {"id": draft.id, "category": "FEE-MATCH"},
            "rule": {"rule": "pay.hours-within-limits"},
            "plan": {"plan_id": plan_id},
            "mail": {"mail_id": mail_id},
            "address": {"suppression_id": address_id},
        }
    )


def a_member(app: Flask, organisation_id: UUID) -> UUID:
    person_id = a_person(app, name="Mo Member")
    transactor_of(app).perform(join, SYSTEM, organisation_id, person_id, MemberRole.MEMBER)
    return person_id
