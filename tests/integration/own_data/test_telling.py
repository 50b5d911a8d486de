"""Whoever is put on a list is told, once."""

from uuid import UUID

from portal.notifications.domain import ToWorker
from portal.notifications.queries import mail_subjects
from portal.own_data.reactions import tell_untold
from portal.workers import listings
from portal.workers.domain import NamedWorker, Road
from portal.workers.models import ListingNotice
from portal.workers.service import name_workers
from tests.builders.placements import Matched, job

LINE = NamedWorker("Ana Petrova", None, "ana@example.org", "ro")


def mails(at: Matched, worker_id: UUID) -> list[str]:
    with at.reading() as session:
        return [one.template for one, _ in mail_subjects(session, ToWorker(worker_id))]


def told(at: Matched, worker_id: UUID) -> listings.Listing:
    with at.reading() as session:
        return listings.listing(session, worker_id)


def test_naming_without_an_offer_sends_the_notice_once(at: Matched) -> None:
    [ana] = at.do(name_workers, at.provider.organisation_id, [LINE])
    at.do(name_workers, at.provider.organisation_id, [LINE])
    assert mails(at, ana.id) == ["own_data/worker_listed"]
    assert (told(at, ana.id).language, told(at, ana.id).road) == ("ro", Road.MAIL)


def test_whoever_was_listed_before_is_told_by_the_job(at: Matched) -> None:
    [ana] = at.do(name_workers, at.provider.organisation_id, [LINE])

    def as_before(work: object) -> None:
        work.session.query(ListingNotice).delete()  # type: ignore[attr-defined]

    job(at, as_before)
    assert job(at, tell_untold) == 1
    assert job(at, tell_untold) == 0
    assert told(at, ana.id).told_at is not None
