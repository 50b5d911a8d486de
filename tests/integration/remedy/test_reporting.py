"""A case begins, whoever reports it, and nobody learns who."""

import json
from uuid import UUID, uuid4

import pytest
import time_machine
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from portal.audit import queries as audit
from portal.compliance.holds import queries as holds
from portal.infra.unit_of_work import Work
from portal.kernel.events import ANYBODY, SYSTEM, Ref
from portal.remedy import queries
from portal.remedy.domain.deadlines import Due
from portal.remedy.domain.reporting import Complaint, Identity, Report, Source, ToHold
from portal.remedy.domain.states import CaseState
from portal.remedy.models import CaseReporter
from portal.remedy.service import (
    AlreadyOpen,
    CaseOpened,
    NoOfferWithThisCode,
    holding,
    open_case_by_rule,
    report_by_member,
    report_by_staff,
    report_by_worker,
    seal,
)
from tests.builders.placements import NOW
from tests.builders.remedy import ASKED, Crew, by_staff, case_of, reported, triaged, word_hash


def hold_on(crew: Crew, ref: Ref) -> holds.HoldRow | None:
    with crew.at.reading() as session:
        return holds.open_hold(session, ref)


def test_a_report_by_an_offers_code_knows_the_job_and_keeps_the_language(crew: Crew) -> None:
    row = case_of(crew, reported(crew))
    assert (row.provider_id, row.employer_id) == (
        crew.at.provider.organisation_id,
        crew.at.employer.organisation_id,
    )
    assert row.vacancy_id == crew.at.vacancy_id
    assert row.through_offer
    assert (row.language, row.source, row.state) == ("ro", Source.WORKER, CaseState.REPORTED)
    assert (row.due, row.due_at) == (Due.TRIAGE, NOW.replace(hour=12))


def test_a_report_with_an_unknown_code_is_refused(crew: Crew) -> None:
    outcome = crew.at.do(report_by_worker, ASKED, word_hash(), offer_code="abcdef")
    assert outcome == NoOfferWithThisCode()


def test_who_reported_stands_in_no_table_readably(crew: Crew) -> None:
    reported(crew, name="Ana Petrova", contact="ana.secret@phone.example")
    told = [str(crew.offers[0].id), crew.offers[0].id.hex, "ana.secret", "Ana Petrova"]
    services = crew.at.app.extensions["fairshift"]
    with services.engine.connect() as connection:
        for table in ("remedy_case", "case_reporter", "case_message", "case_note"):
            rows = "\n".join(
                str([bytes(v) if isinstance(v, memoryview) else v for v in row])
                for row in connection.execute(text(f"SELECT * FROM {table}"))
            )
            assert not [one for one in told if one in rows], table


def test_the_seal_of_an_anonymous_report_is_as_long_as_any(crew: Crew) -> None:
    reported(crew, by=None)
    reported(crew, name="Ana Petrova", contact="ana.secret@phone.example")
    with crew.at.app.extensions["fairshift"].engine.connect() as connection:
        lengths = {len(row[0]) for row in connection.execute(text("SELECT sealed FROM case_reporter"))}
    assert len(lengths) == 1


def test_staff_open_the_seal_for_a_reason_that_stays_in_the_trail(crew: Crew) -> None:
    case_id = reported(crew, name="Ana", contact="ana.secret@phone.example")
    assert crew.at.do(seal.unmask, case_id, "  ", by=crew.officer) == seal.ReasonNeeded()
    identity = crew.at.do(seal.unmask, case_id, "She may be in danger", by=crew.officer)
    assert isinstance(identity, Identity)
    assert (identity.name, identity.contact) == ("Ana", "ana.secret@phone.example")
    assert identity.worker_id == str(crew.offers[0].worker_id)
    with crew.at.reading() as session:
        [entry] = [
            one for one in audit.trail(session, [Ref("case", case_id)]) if one.action == "remedy:case:unmask"
        ]
    assert entry.actor == crew.officer.person_id
    assert entry.facts == {"case_id": str(case_id), "reason": "She may be in danger"}


def test_the_seal_opens_under_an_earlier_secret_and_under_no_other(crew: Crew) -> None:
    case_id = reported(crew, name="Ana")
    config = crew.at.app.config
    earlier = config["SECRET_KEY"]
    try:
        config["SECRET_KEY"] = "another secret, as long as any other"
        assert crew.at.do(seal.unmask, case_id, "why", by=crew.officer) == seal.NobodyToUnmask()
        config["SECRET_KEY_FALLBACKS"] = [earlier]
        assert isinstance(crew.at.do(seal.unmask, case_id, "why", by=crew.officer), Identity)
    finally:
        config["SECRET_KEY"], config["SECRET_KEY_FALLBACKS"] = earlier, []


def test_what_was_sealed_by_the_first_version_still_opens(crew: Crew) -> None:
    """Written out by hand: whoever changes the derivation locks away who reported."""
    case_id = reported(crew)
    plain = json.dumps({"name": "Ana of before"}).encode().ljust(512)
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"fairshift case reporter, version 1")
    key = derive.derive(crew.at.app.config["SECRET_KEY"].encode())
    sealed = b"twelve bytes" + AESGCM(key).encrypt(b"twelve bytes", plain, case_id.bytes)

    def keep(work: Work) -> None:
        work.session.get_one(CaseReporter, case_id).sealed = sealed

    crew.at.do(keep)
    identity = crew.at.do(seal.unmask, case_id, "why", by=crew.officer)
    assert identity == Identity(name="Ana of before")


def test_the_trail_of_a_report_names_nobody_and_repeats_nothing(crew: Crew) -> None:
    person, organisation = crew.at.provider.person_id, crew.at.provider.organisation_id
    opened = crew.at.do(
        report_by_member,
        ASKED,
        word_hash(),
        organisation_id=organisation,
        person_id=person,
        contact="desk-three@secret.example",
        by=crew.at.provider,
    )
    with crew.at.reading() as session:
        entries = audit.trail(session, [Ref("case", opened.id)])
    assert [one.actor for one in entries] == [ANYBODY]
    said = json.dumps([one.facts for one in entries])
    assert str(person) not in said
    assert "canteen" not in said
    assert "secret" not in said


def test_a_critical_report_by_a_real_offer_holds_in_the_portals_own_name(crew: Crew) -> None:
    row = case_of(crew, reported(crew))
    found = hold_on(crew, Ref("organisation", crew.at.provider.organisation_id))
    assert found is not None
    assert (found.reason, found.placed_by) == (holding.REASON, SYSTEM)
    assert row.number not in found.reason
    assert (row.held_kind, row.held_id) == ("organisation", crew.at.provider.organisation_id)


def test_kept_papers_hold_the_vacancy(crew: Crew) -> None:
    reported(crew, report=Report(complaint=Complaint.KEEPS_PAPERS))
    assert hold_on(crew, crew.at.vacancy) is not None
    assert hold_on(crew, Ref("organisation", crew.at.provider.organisation_id)) is None


def test_other_reports_hold_nothing(crew: Crew) -> None:
    reported(crew, by=None)
    reported(crew, report=Report(complaint=Complaint.NOT_AS_PROMISED))
    reported(crew, report=Report(complaint=Complaint.OTHER))
    with crew.at.reading() as session:
        assert not holds.held(session, "organisation") | holds.held(session, "vacancy")


def test_a_case_does_not_release_what_somebody_else_held(crew: Crew) -> None:
    from portal.compliance.holds import service as compliance

    ref = Ref("organisation", crew.at.provider.organisation_id)
    by_staff(crew, compliance.hold, ref, "A licence is checked")
    case_id = reported(crew)
    assert case_of(crew, case_id).held_id is None
    assert crew.at.do(holding.release, case_id, by=crew.officer) == holding.NothingToHold()
    assert hold_on(crew, ref) is not None


def test_staff_hold_only_when_the_silent_time_is_over(crew: Crew, clock: time_machine.Traveller) -> None:
    case_id = triaged(crew, reported(crew, report=Report(complaint=Complaint.NOT_AS_PROMISED)))
    too_soon = crew.at.do(holding.hold, case_id, ToHold.VACANCY, by=crew.officer)
    assert too_soon == holding.StillSilent(NOW.replace(hour=12))
    clock.move_to(NOW.replace(hour=12))
    by_staff(crew, holding.hold, case_id, ToHold.VACANCY)
    assert hold_on(crew, crew.at.vacancy) is not None
    by_staff(crew, holding.release, case_id)
    assert hold_on(crew, crew.at.vacancy) is None


def test_a_rule_has_at_most_one_open_case_about_a_thing(crew: Crew) -> None:
    ref = crew.at.vacancy
    first = crew.at.do(open_case_by_rule, "costs.worker-paid", ref, {"line": "visa"}, by=crew.officer)
    again = crew.at.do(open_case_by_rule, "costs.worker-paid", ref, {}, by=crew.officer)
    other = crew.at.do(open_case_by_rule, "pay.minimum", ref, {}, by=crew.officer)
    assert isinstance(first, CaseOpened)
    assert again == AlreadyOpen(first.id, first.number)
    assert isinstance(other, CaseOpened)
    row = case_of(crew, first.id)
    assert (row.employer_id, row.vacancy_id) == (crew.at.employer.organisation_id, crew.at.vacancy_id)
    assert row.facts == {"line": "visa"}


def test_the_database_itself_refuses_a_second_open_case_of_a_rule(crew: Crew) -> None:
    ref = crew.at.vacancy
    opened = crew.at.do(open_case_by_rule, "pay.minimum", ref, {}, by=crew.officer)
    services = crew.at.app.extensions["fairshift"]
    with services.engine.connect() as connection:
        found = connection.execute(text("SELECT * FROM remedy_case"))
        columns = list(found.keys())
    rest = ", ".join(one for one in columns if one not in {"id", "number"})
    with pytest.raises(IntegrityError), services.engine.begin() as connection:
        connection.execute(
            text(f"INSERT INTO remedy_case (id, number, {rest}) SELECT :id, 'C-1', {rest} FROM remedy_case"),
            {"id": uuid4().hex},
        )
    assert isinstance(opened, CaseOpened)


def test_cases_are_found_by_what_they_are_about(crew: Crew) -> None:
    case_id = reported(crew)
    staff = crew.at.do(report_by_staff, ASKED, word_hash(), by=crew.officer)
    with crew.at.reading() as session:
        for about in (crew.at.provider.organisation_id, crew.at.employer.organisation_id):
            assert [one.id for one in queries.cases(session, about=about)] == [case_id]
        assert queries.cases(session, about=UUID(int=5)) == []
        assert {one.id for one in queries.cases(session)} == {case_id, staff.id}
        assert queries.cases(session, states=[CaseState.CLOSED]) == []
