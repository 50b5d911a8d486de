"""Who is told of the deadlines of findings: before, and when one has passed."""

from datetime import timedelta
from uuid import UUID, uuid4

import time_machine
from flask import Flask
from sqlalchemy import select

from portal.compliance.domain import Delivery, Stage, Terms
from portal.compliance.findings.service import judge_and_keep
from portal.kernel.events import Ref
from portal.notifications import rendering
from portal.notifications.models import Mail
from portal.placements.holds.finding_deadlines import remind_of_deadlines
from tests.builders.accounts import a_compliance_officer
from tests.builders.compliance import LONG_WEEKS, a_finding, mend
from tests.builders.placements import NOW, Matched, act, agreed

TWO_WEEKS = timedelta(days=14)


def told(app: Flask, template: str) -> list[Mail]:
    with app.app_context():
        act(app, remind_of_deadlines)
    with app.extensions["fairshift"].sessions() as session:
        wanted = select(Mail).where(Mail.template == f"compliance/{template}")
        return list(session.scalars(wanted.order_by(Mail.queued_at, Mail.id)))


def found_on_the_vacancy(at: Matched) -> UUID:
    return a_finding(at.app, LONG_WEEKS, Ref("vacancy", at.vacancy_id))


def test_administrators_are_reminded_three_days_before_and_once(
    at: Matched, clock: time_machine.Traveller
) -> None:
    found_on_the_vacancy(at)
    clock.move_to(NOW + TWO_WEEKS - timedelta(days=4))
    assert not told(at.app, "finding_due")
    clock.move_to(NOW + TWO_WEEKS - timedelta(days=3))
    [mail] = told(at.app, "finding_due")
    assert mail.recipient == f"person:{at.employer.person_id}"
    assert mail.organisation_id == at.employer.organisation_id
    assert [one["rule"] for one in mail.facts["lines"]] == ["A usual week leaves time to rest"]
    assert mail.facts["url"].endswith(f"/vacancies/{at.vacancy_id}")
    for hours in (1, 24, 70):
        clock.move_to(NOW + TWO_WEEKS - timedelta(days=3) + timedelta(hours=hours))
        assert len(told(at.app, "finding_due")) == 1


def test_the_mail_can_be_read(at: Matched, clock: time_machine.Traveller) -> None:
    found_on_the_vacancy(at)
    clock.move_to(NOW + TWO_WEEKS - timedelta(days=3))
    [mail] = told(at.app, "finding_due")
    with at.app.app_context():
        written = rendering.write(mail.template, mail.facts, name="Kim", language="en", unsubscribe_url=None)
    assert "Wash Logistics: mend or show 1 thing by" in written.subject
    assert "warehouse forklift driver: A usual week leaves time to rest" in written.text


def test_everything_that_an_organisation_has_to_mend_by_a_day_is_one_mail(
    at: Matched, clock: time_machine.Traveller
) -> None:
    found_on_the_vacancy(at)
    a_finding(at.app, LONG_WEEKS, Ref("organisation", at.employer.organisation_id))
    clock.move_to(NOW + TWO_WEEKS - timedelta(days=2))
    [mail] = told(at.app, "finding_due")
    assert mail.facts["count"] == 2
    assert mail.facts["url"].endswith("/home")


def test_both_sides_are_reminded_of_what_lies_between_them_the_day_before_a_short_deadline(
    at: Matched, clock: time_machine.Traveller
) -> None:
    undelivered = Terms(deliveries=(Delivery(to="worker", state="failed"),))
    act(at.app, judge_and_keep, Ref("introduction", agreed(at)), Stage.OFFER, undelivered)
    clock.move_to(NOW + timedelta(hours=15))
    assert not told(at.app, "finding_due")
    clock.move_to(NOW + timedelta(hours=25))
    recipients = {one.recipient for one in told(at.app, "finding_due")}
    assert recipients == {f"person:{at.provider.person_id}", f"person:{at.employer.person_id}"}


def test_nobody_hears_of_what_was_mended_before_its_deadline(
    at: Matched, clock: time_machine.Traveller
) -> None:
    found_on_the_vacancy(at)
    mend(at.app, Ref("vacancy", at.vacancy_id))
    clock.move_to(NOW + TWO_WEEKS - timedelta(days=2))
    assert not told(at.app, "finding_due")
    clock.move_to(NOW + TWO_WEEKS + timedelta(days=1))
    assert not told(at.app, "finding_overdue")


def test_staff_are_told_once_the_day_after_a_deadline_that_was_missed(
    at: Matched, clock: time_machine.Traveller
) -> None:
    officer = a_compliance_officer(at.app)
    found_on_the_vacancy(at)
    clock.move_to(NOW + TWO_WEEKS + timedelta(hours=1))
    assert not told(at.app, "finding_overdue")
    for days in (1, 2, 6, 30):
        clock.move_to(NOW + TWO_WEEKS + timedelta(days=days))
        [mail] = told(at.app, "finding_overdue")
    assert mail.recipient == f"person:{officer}"
    assert mail.facts["count"] == 1
    assert mail.facts["url"].endswith("/staff/findings")


def test_of_something_that_nobody_knows_only_staff_hear(at: Matched, clock: time_machine.Traveller) -> None:
    a_compliance_officer(at.app)
    a_finding(at.app, LONG_WEEKS, Ref("vacancy", uuid4()))
    clock.move_to(NOW + TWO_WEEKS + timedelta(days=1))
    assert not told(at.app, "finding_due")
    assert len(told(at.app, "finding_overdue")) == 1
