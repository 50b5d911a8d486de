"""What staff watch after a report, and what they hand out by hand."""

from uuid import UUID

from flask import Flask
from sqlalchemy import select, update

from portal.audit.models import AuditEvent
from portal.infra.unit_of_work import Work
from portal.placements import queries as placements
from portal.placements.work.service.placements import record_leaving
from portal.workers.models import OwnContact, Worker
from tests.builders.accounts import a_browser_of
from tests.builders.placements import TODAY
from tests.builders.remedy import Crew, affected, paid, reported, triaged
from tests.web_client import Page


def staff_page(crew: Crew, case_id: UUID) -> Page:
    return a_browser_of(crew.app, crew.officer.person_id).get(f"/staff/cases/{case_id}")


def left(crew: Crew, number: int) -> None:
    """The provider says that one of the crew left."""
    with crew.at.reading() as session:
        placed = placements.placement_of_offer(session, crew.offers[number].id)
    assert placed is not None
    done = crew.at.do(
        record_leaving,
        crew.at.provider.organisation_id,
        crew.introduction_id,
        [placed.id],
        TODAY,
        by=crew.at.provider,
    )
    assert not hasattr(done, "state"), done


def test_who_lost_work_after_a_report_is_seen_by_number_whoever_reported(crew: Crew) -> None:
    case_id = triaged(crew, reported(crew, by=0))
    before = staff_page(crew, case_id).text
    assert "Jobs since the report" in before
    left(crew, 1)
    after = staff_page(crew, case_id).text
    assert "Worker 2, Worker left early" in after
    assert "Ben" not in after


def test_what_happened_before_the_report_is_not_held_against_anybody(crew: Crew, clock: object) -> None:
    left(crew, 1)
    clock.shift(60)  # type: ignore[attr-defined]
    case_id = triaged(crew, reported(crew, by=0))
    assert "Worker left early" not in staff_page(crew, case_id).text


def test_bodies_of_the_corridor_stand_on_the_case(crew: Crew) -> None:
    assert "Outside bodies of this corridor" in staff_page(crew, reported(crew)).text


def without_mail(work: Work, worker_id: UUID) -> None:
    """As listed without an e-mail, and opened without one."""
    work.session.execute(update(Worker).where(Worker.id == worker_id).values(email=None))
    work.session.execute(update(OwnContact).where(OwnContact.worker_id == worker_id).values(sealed=None))


def test_a_link_is_handed_out_only_where_no_mail_reaches_the_worker_and_the_trail_says_so(
    app: Flask, crew: Crew
) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=TODAY)
    staff = a_browser_of(app, crew.officer.person_id)
    shown = staff.get(f"/staff/cases/{case_id}")
    assert "Hand out the link" not in shown.text
    assert "/repayment/" not in shown.html
    first = affected(crew, case_id)[0]
    path = f"/staff/cases/{case_id}/workers/{first.id}/link"
    assert "gets the link by mail" in staff.post(path, shown.form()["data"]).text
    assert first.worker_id
    crew.at.do(without_mail, first.worker_id)
    shown = staff.get(f"/staff/cases/{case_id}")
    assert "/repayment/" not in shown.html
    handed = staff.submit(shown, to=path)
    assert "/repayment/" in handed.html
    with crew.at.reading() as session:
        wanted = select(AuditEvent.actor).where(AuditEvent.action == "remedy:link:hand-out")
        assert session.scalars(wanted).all() == [crew.officer.person_id]
