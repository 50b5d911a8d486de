"""A licence lapses: what needs it waits within one cycle of the worker, and everybody concerned has mail."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.accounts.queries import people
from portal.app import Services
from portal.compliance.holds.domain import HoldCause
from portal.compliance.holds.queries import open_hold
from portal.compliance.holds.service import hold, release
from portal.infra.schedule import run_due
from portal.kernel.events import Ref
from portal.matching import queries as matching
from portal.matching.states import MatchState
from portal.notifications.models import Mail
from portal.organisations.domain.licences import LicenceStatus, SupplyLicence
from portal.organisations.domain.registers import Evidence, RegisterEntry, RegisterStatus, SeenByHand
from portal.organisations.events import LicenceChecked
from portal.organisations.service import change_licence, check_licence, declare_licence
from portal.placements import queries
from portal.placements.dossier import match_dossier
from portal.placements.introductions.domain.answers import OnHold
from portal.placements.introductions.domain.engagement import EngagementTerms
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.introductions.service.answers import say_yes
from portal.placements.offers.domain.offers import OfferPaused, OfferState
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.service.placements import call_roll
from portal.posts.domain import EngagementForm
from tests.builders.accounts import a_compliance_officer
from tests.builders.placements import (
    LOAN,
    TODAY,
    Matched,
    a_lot,
    a_party,
    a_vacancy,
    accepted,
    accepts,
    agreed,
    offered,
    the_match,
)
from tests.builders.safety import made_safe

FORMS = frozenset({EngagementForm.AGENCY})
LAST_DAY = TODAY
LICENCE = SupplyLicence("gb-fwa", "FEN0001", "GB", ("01",), date(2020, 1, 1), None)
AGENCY: EngagementTerms = replace(
    LOAN,
    form=EngagementForm.AGENCY,
    return_date=None,
    comparator_pay=Decimal("12.60"),
    comparator_currency="GBP",
    equal_treatment_from=date(2027, 5, 31),
)
NOON = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)


def cycle(at: Matched) -> list[str]:
    """One cycle of the worker: every job that is due, once."""
    services: Services = at.app.extensions["fairshift"]
    return run_due(services.transactor, services.jobs)


@pytest.fixture
def at(app: Flask, clock: time_machine.Traveller) -> Matched:
    """Farm work in the United Kingdom, for which agency supply needs a licence that the provider holds."""
    provider = a_party(app, "Fenland Labour", supplies=True)
    employer = a_party(app, "Wash Farms", supplies=False)
    found = Matched(app, provider, employer, UUID(int=0), UUID(int=0), UUID(int=0))
    found.do(declare_licence, provider.organisation_id, LICENCE, by=provider)
    lot = a_lot(app, provider, engagement=FORMS)
    vacancy = a_vacancy(app, employer, engagement=FORMS, sector="01.13")
    made = Matched(app, provider, employer, lot, vacancy, the_match(app, lot, vacancy))
    cycle(made)
    return made


def licence_of(at: Matched) -> UUID:
    from portal.organisations.queries import licences_of

    with at.reading() as session:
        [found] = licences_of(session, at.provider.organisation_id)
        return found.id


def register_says(at: Matched, status: RegisterStatus) -> None:
    seen = RegisterEntry(
        "FEN0001", "Fenland Labour", status, Evidence(NOON.date(), "https://register.example")
    )
    outcome = at.do(check_licence, licence_of(at), SeenByHand(seen), by=at.employer)
    assert isinstance(outcome, LicenceChecked)
    assert outcome.status == status.value or status is RegisterStatus.ACTIVE


def is_frozen(at: Matched, match_id: UUID | None = None) -> bool:
    with at.reading() as session:
        return open_hold(session, Ref("match", match_id or at.match_id), HoldCause.LICENCE) is not None


def told(at: Matched, template: str) -> set[str]:
    """Who has a mail of this kind: the names of members and staff, and workers by name."""
    from portal.workers.queries import workers

    with at.reading() as session:
        mails = session.scalars(select(Mail).where(Mail.template == f"placements/{template}")).all()
        ids = {UUID(one.recipient.partition(":")[2]) for one in mails}
        persons, crew = people(session, ids), workers(session, ids)
        return {one.name for one in persons.values()} | {one.name for one in crew.values()}


def started(at: Matched, introduction_id: UUID) -> None:
    with at.reading() as session:
        placed = queries.placements_of(session, introduction_id)
    made_safe(at, introduction_id)
    at.do(call_roll, at.employer.organisation_id, introduction_id, {one.id: True for one in placed})


def test_a_lapse_at_noon_freezes_and_tells_everybody_within_one_cycle(
    at: Matched, clock: time_machine.Traveller
) -> None:
    introduction = agreed(at, **vars(AGENCY))
    [ana, ben] = offered(
        at, introduction, "Ana Petrova, ana@workers.example", "Ben Okoro, ben@workers.example"
    )
    accepts(at, ben)
    other_vacancy = a_vacancy(at.app, at.employer, engagement=FORMS, sector="01.13", title="bean picker")
    other = the_match(at.app, at.availability_id, other_vacancy)
    at.do(_valid_to, licence_of(at), LAST_DAY)
    clock.move_to(NOON)
    cycle(at)
    assert is_frozen(at)
    assert is_frozen(at, other)
    assert accepts(at, ana) == OfferPaused()
    said = at.do(say_yes, at.employer.organisation_id, other, 2, by=at.employer)
    assert said == OnHold("match", by_licence=True)
    [mail] = mails_of_the_provider(at)
    assert mail.template == "placements/licence_ended"
    said = {name: mail.facts[name] for name in ("number", "status", "matches", "introductions", "offers")}
    assert said == {"number": "FEN0001", "status": "lapsed", "matches": 2, "introductions": 1, "offers": 1}
    assert told(at, "licence_ended_employer") == {"Kim of Wash Farms"}
    assert told(at, "worker_frozen") == {"Ana Petrova", "Ben Okoro"}
    cycle(at)
    with at.reading() as session:
        found = matching.match(session, other)
        assert found is not None
        assert found.state is MatchState.OPEN
        assert not found.judgement.passed
        assert queries.offers_of(session, introduction)[0].state is OfferState.OPEN
        [row] = queries.introductions_of_post(session, at.vacancy)
        assert row.state is IntroductionState.OPEN


def mails_of_the_provider(at: Matched) -> list[Mail]:
    """What its only member was written about licences."""
    with at.reading() as session:
        written = select(Mail).where(Mail.recipient == f"person:{at.provider.person_id}")
        return [one for one in session.scalars(written) if "licence" in one.template]


def test_the_end_of_a_licence_on_which_nothing_rests_is_told_once(
    at: Matched, clock: time_machine.Traveller
) -> None:
    clock.move_to(NOON)
    spare = replace(LICENCE, number="FEN0002", valid_to=LAST_DAY)
    at.do(declare_licence, at.provider.organisation_id, spare, by=at.provider)
    clock.shift(timedelta(hours=1))
    for _ in range(2):
        cycle(at)
    [mail] = mails_of_the_provider(at)
    assert (mail.template, mail.facts["number"], mail.facts["matches"]) == (
        "placements/licence_ended",
        "FEN0002",
        0,
    )
    assert told(at, "licence_ended_employer") == set()


def _valid_to(work: Any, licence_id: UUID, last: date) -> None:
    from portal.organisations.models import SupplyLicenceRow

    work.session.get_one(SupplyLicenceRow, licence_id).valid_to = last


@pytest.mark.parametrize(
    "status", [RegisterStatus.SUSPENDED, RegisterStatus.WITHDRAWN, RegisterStatus.LAPSED]
)
def test_what_the_register_says_freezes_in_the_same_transaction(at: Matched, status: RegisterStatus) -> None:
    register_says(at, status)
    assert is_frozen(at)
    assert told(at, "licence_ended_employer") == {"Kim of Wash Farms"}


def test_restoring_the_licence_lets_everything_go_on(at: Matched) -> None:
    introduction = agreed(at, **vars(AGENCY))
    [ana] = offered(at, introduction, "Ana Petrova, ana@workers.example")
    register_says(at, RegisterStatus.SUSPENDED)
    cycle(at)
    assert accepts(at, ana) == OfferPaused()
    register_says(at, RegisterStatus.ACTIVE)
    assert not is_frozen(at)
    assert told(at, "licence_good") == {"Kim of Fenland Labour"}
    assert told(at, "licence_good_employer") == {"Kim of Wash Farms"}
    assert told(at, "worker_thawed") == {"Ana Petrova"}
    assert accepts(at, ana) is OfferState.ACCEPTED


def test_an_offer_whose_time_went_by_while_it_waited_expires_with_a_word(
    at: Matched, clock: time_machine.Traveller
) -> None:
    introduction = agreed(at, **vars(AGENCY))
    [ana] = offered(at, introduction, "Ana Petrova, ana@workers.example")
    register_says(at, RegisterStatus.SUSPENDED)
    clock.move_to(ana.answer_by + timedelta(minutes=1))
    cycle(at)
    register_says(at, RegisterStatus.ACTIVE)
    with at.reading() as session:
        [offer] = queries.offers_of(session, introduction)
    assert offer.state is OfferState.EXPIRED
    assert told(at, "worker_expired_while_held") == {"Ana Petrova"}
    assert told(at, "worker_thawed") == set()


def test_running_placements_go_on_and_compliance_is_told(at: Matched, clock: time_machine.Traveller) -> None:
    inspector = a_compliance_officer(at.app)
    introduction = agreed(at, **vars(AGENCY))
    accepted(at, introduction, "Ana Petrova, ana@workers.example")
    clock.move_to(datetime(2027, 3, 8, 9, 0, tzinfo=UTC))
    started(at, introduction)
    register_says(at, RegisterStatus.WITHDRAWN)
    with at.reading() as session:
        [placed] = queries.placements_of(session, introduction)
        name = people(session, [inspector])[inspector].name
    assert placed.state is PlacementState.STARTED
    assert told(at, "licence_ended_running") == {name}
    assert told(at, "worker_frozen") == set()


def test_a_hold_that_a_person_placed_is_not_lifted_by_a_good_licence(at: Matched) -> None:
    at.do(hold, Ref("match", at.match_id), "The advert is odd.", by=at.employer)
    register_says(at, RegisterStatus.SUSPENDED)
    register_says(at, RegisterStatus.ACTIVE)
    with at.reading() as session:
        left = open_hold(session, Ref("match", at.match_id))
    assert left is not None
    assert left.cause is HoldCause.DECISION


def test_a_person_who_releases_a_match_does_not_lift_the_freeze(at: Matched) -> None:
    at.do(hold, Ref("match", at.match_id), "The advert is odd.", by=at.employer)
    register_says(at, RegisterStatus.SUSPENDED)
    at.do(release, Ref("match", at.match_id), "It was mended.", by=at.employer)
    assert is_frozen(at)


def test_what_needs_no_licence_goes_on(app: Flask, clock: time_machine.Traveller, at: Matched) -> None:
    warehouse = a_vacancy(app, at.employer, engagement=FORMS, sector="52.10")
    match_id = the_match(app, at.availability_id, warehouse)
    register_says(at, RegisterStatus.WITHDRAWN)
    assert not is_frozen(at, match_id)
    assert is_frozen(at)


def test_another_good_licence_keeps_everything_going(at: Matched) -> None:
    first = licence_of(at)
    second = replace(LICENCE, number="FEN0002")
    at.do(declare_licence, at.provider.organisation_id, second, by=at.provider)
    seen = RegisterEntry("FEN0001", "Fenland Labour", RegisterStatus.SUSPENDED, Evidence(TODAY))
    at.do(check_licence, first, SeenByHand(seen), by=at.employer)
    assert not is_frozen(at)


def test_a_number_that_is_declared_after_the_stop_changes_nothing_until_a_register_shows_it(
    at: Matched, clock: time_machine.Traveller
) -> None:
    register_says(at, RegisterStatus.SUSPENDED)
    clock.move_to(NOON)
    new = replace(LICENCE, number="NEW0002")
    declared = at.do(declare_licence, at.provider.organisation_id, new, by=at.provider)
    cycle(at)
    assert is_frozen(at)
    assert told(at, "licence_good") == set()
    seen = RegisterEntry("NEW0002", "Fenland Labour", RegisterStatus.ACTIVE, Evidence(NOON.date()))
    at.do(check_licence, declared.licence_id, SeenByHand(seen), by=at.employer)
    assert not is_frozen(at)
    assert told(at, "licence_good") == {"Kim of Fenland Labour"}


def test_renewing_a_lapsed_licence_by_ones_own_word_lets_nothing_go_on(
    at: Matched, clock: time_machine.Traveller
) -> None:
    licence_id = licence_of(at)
    at.do(_valid_to, licence_id, LAST_DAY)
    clock.move_to(NOON)
    renewed = replace(LICENCE, valid_to=date(2030, 1, 1))
    at.do(change_licence, at.provider.organisation_id, licence_id, renewed, by=at.provider)
    cycle(at)
    assert is_frozen(at)
    register_says(at, RegisterStatus.ACTIVE)
    assert not is_frozen(at)


def test_a_frozen_match_whose_vacancy_closes_is_let_go(at: Matched) -> None:
    from portal.vacancies.service import close_vacancy

    register_says(at, RegisterStatus.SUSPENDED)
    at.do(close_vacancy, at.employer.organisation_id, at.vacancy_id, "mistake", by=at.employer)
    cycle(at)
    assert not is_frozen(at)


def test_the_status_of_the_licence_follows_the_register(at: Matched) -> None:
    from portal.organisations.queries import licences_of

    register_says(at, RegisterStatus.ACTIVE)
    with at.reading() as session:
        [held] = licences_of(session, at.provider.organisation_id)
    assert held.licence.status is LicenceStatus.CHECKED


def test_the_file_of_a_match_tells_the_licence_then_and_now(at: Matched) -> None:
    register_says(at, RegisterStatus.ACTIVE)
    cycle(at)
    with time_machine.travel(NOON, tick=False):
        register_says(at, RegisterStatus.SUSPENDED)
        with at.reading() as session:
            file = match_dossier(session, at.match_id)
    assert file is not None
    [(then, _check)], [now] = file.licences_then, file.licences
    assert then.status.is_good
    assert now.licence.status is LicenceStatus.SUSPENDED
