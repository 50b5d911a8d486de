"""Anybody with an offer's link may report; only who gave the secret word reports as its worker."""

from uuid import UUID

from flask import Flask

from portal.compliance.holds.queries import open_hold
from portal.kernel.events import Ref
from portal.remedy.domain.reporting import Identity, Source
from portal.remedy.service import seal
from portal.remedy.service.seal import cases_reported_by
from tests.builders.accounts import a_browser_of
from tests.builders.placements import TODAY, WORD, code, offered
from tests.builders.remedy import Crew, paid
from tests.web.remedy.test_reporting import all_cases, report
from tests.web_client import ReviewingClient


def sealed(crew: Crew, case_id: UUID) -> Identity:
    found = crew.at.do(seal.unmask, case_id, "to see", by=crew.officer)
    assert isinstance(found, Identity)
    return found


def test_who_merely_holds_the_link_reports_but_not_as_the_worker(crew: Crew, app: Flask) -> None:
    """The agency holds every link: it must not have a case stand in a worker's name."""
    holder, offer = ReviewingClient(app), crew.offers[0]
    form = holder.get(f"/offer/{code(offer)}/report")
    assert "You need no secret word to report" in form.text
    done = report(holder, form, reach="contact", contact="0700 900 123")
    [row] = all_cases(crew)
    assert (row.source, row.through_offer) == (Source.LINK_HOLDER, True)
    with crew.at.reading() as session:
        assert open_hold(session, Ref("organisation", crew.at.provider.organisation_id)), "it counts at once"
    assert (sealed(crew, row.id).worker_id, sealed(crew, row.id).offer_id) == ("", str(offer.id))
    paid(crew, row.id, TODAY, first_due=TODAY)
    assert "says it paid you" not in holder.get(done.link("Open my case")).text
    with crew.at.app.app_context(), crew.at.reading() as session:
        assert cases_reported_by(session, offer.worker_id, [offer.provider_id]) == []
    officer = a_browser_of(app, crew.officer.person_id)
    assert "Somebody who holds an offer’s link" in officer.get(f"/staff/cases/{row.id}").text


def test_with_the_word_the_report_is_the_workers_own(crew: Crew, app: Flask) -> None:
    phone, offer = ReviewingClient(app), crew.offers[0]
    form = phone.get(phone.get(f"/offer/{code(offer)}/report").link("Give my word first"))
    form = phone.submit(form, to="/open", word=WORD)
    assert form.path == f"/offer/{code(offer)}/report"
    assert "You need no secret word" not in form.text
    report(phone, form)
    [row] = all_cases(crew)
    assert row.source is Source.WORKER
    assert sealed(crew, row.id).worker_id == str(offer.worker_id)


def test_a_worker_without_a_word_reports_as_anybody_with_the_link(crew: Crew, app: Flask) -> None:
    *_, untouched = offered(crew.at, crew.introduction_id, "Olena Bondar, 07700 900456")
    form = ReviewingClient(app).get(f"/offer/{code(untouched)}/report")
    assert "secret word" not in form.text
