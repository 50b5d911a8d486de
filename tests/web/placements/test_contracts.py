"""A contract is typed or uploaded by the side that employs, and the worker holds it against the offer."""

from io import BytesIO

import pytest

from portal.audit import queries as audit
from portal.kernel.events import Ref
from portal.placements.rows import OfferRow
from tests.builders.accounts import a_browser_of, a_compliance_officer
from tests.builders.placements import Matched, a_party, accepted, agreed, code
from tests.web.placements.test_terms_of_an_offer import opened_by
from tests.web_client import Page, ReviewingClient

PDF = b"%PDF-1.7 a contract"


@pytest.fixture
def placed(at: Matched) -> OfferRow:
    [offer] = accepted(at, agreed(at), "Ana Petrova, , ana@example.org")
    return offer


@pytest.fixture
def agency(at: Matched) -> ReviewingClient:
    return a_browser_of(at.app, at.provider.person_id)


def give(agency: ReviewingClient, offer: OfferRow, paper: bytes = b"", **typed: str) -> Page:
    path = f"/introductions/{offer.introduction_id}/contracts"
    page = agency.get(path)
    copy = {"paper": (BytesIO(paper), "contract.pdf")} if paper else {}
    return agency.submit(page, to=path, who="1", **typed, **copy)


def test_a_worse_contract_stands_on_the_offer_and_first_among_the_papers(
    at: Matched, agency: ReviewingClient, placed: OfferRow
) -> None:
    done = give(agency, placed, pay="13.10", hours="40")
    assert "1 term is worse than what was accepted" in done.text
    phone, page = opened_by(at, placed)
    assert "The terms changed: answer again" in page.text
    papers = phone.get(f"/offer/{code(placed)}/papers")
    [first, *_] = [row for row in papers.all("tr") if "changes__row--worse" in str(row.get("class"))]
    cells = [" ".join("".join(cell.itertext()).split()) for cell in first]
    assert cells == ["Pay per hourWorse for you", "£14.60", "£14.60", "£13.10", "not said"]


def test_a_copy_is_handed_to_the_worker_and_both_sides_to_keep_and_to_nobody_else(
    at: Matched, agency: ReviewingClient, placed: OfferRow
) -> None:
    give(agency, placed, PDF)
    address = agency.get(f"/introductions/{placed.introduction_id}/contracts").link("Copy")
    employer = a_browser_of(at.app, at.employer.person_id)
    phone, _page = opened_by(at, placed)
    for browser, path in ((agency, address), (employer, address), (phone, f"/offer/{code(placed)}/contract")):
        answer = browser.get(path).response
        assert (answer.status_code, answer.data) == (200, PDF)
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for path in (address, f"/offer/{code(placed)}/contract"):
        assert PDF not in ReviewingClient(at.app).get(path).response.data
    other = a_browser_of(at.app, a_party(at.app, "Other Staffing", supplies=True).person_id)
    assert other.get(address).status == 404


def test_what_is_no_paper_is_refused_beside_its_field(agency: ReviewingClient, placed: OfferRow) -> None:
    page = give(agency, placed, b"<html><script>alert(1)</script>")
    assert page.status == 422
    assert "Choose a PDF or a photo" in page.text


def test_an_empty_contract_is_refused(agency: ReviewingClient, placed: OfferRow) -> None:
    page = give(agency, placed)
    assert page.status == 422
    assert "Enter what the contract states" in page.text


def test_the_side_that_does_not_employ_only_reads(at: Matched, placed: OfferRow) -> None:
    page = a_browser_of(at.app, at.employer.person_id).get(
        f"/introductions/{placed.introduction_id}/contracts"
    )
    assert "The other side employs these workers" in page.text


def test_what_is_taken_off_is_typed_whole_or_said_beside_its_field(
    agency: ReviewingClient, placed: OfferRow
) -> None:
    page = give(agency, placed, label_1="Laundry", amount_2="5")
    assert page.status == 422
    for said in ("Enter how much is taken off", "Enter what it is taken off for", "Choose for how long"):
        assert said in page.text
    assert page.form()["data"]["label_1"] == "Laundry"


def test_what_only_the_contract_takes_off_is_worse_and_by_the_week(
    at: Matched, agency: ReviewingClient, placed: OfferRow
) -> None:
    done = give(agency, placed, label_1="Laundry", amount_1="26", per_1="month")
    assert "1 term is worse than what was accepted" in done.text
    phone, _page = opened_by(at, placed)
    papers = phone.get(f"/offer/{code(placed)}/papers")
    [first, *_] = [row for row in papers.all("tr") if "changes__row--worse" in str(row.get("class"))]
    cells = [" ".join("".join(cell.itertext()).split()) for cell in first]
    assert cells == ["Taken off a week: LaundryWorse for you", "not said", "not said", "£6.00", "not said"]


def test_one_line_of_what_is_taken_off_stands_open_and_the_rest_once_they_are_used(
    agency: ReviewingClient, placed: OfferRow
) -> None:
    path = f"/introductions/{placed.introduction_id}/contracts"
    [more] = [
        one for one in agency.get(path).all("details") if "More that is taken off" in "".join(one.itertext())
    ]
    assert more.get("open") is None
    assert [one.get("name") for one in more.iter() if (one.get("name") or "").startswith("label_")] == [
        *("label_2", "label_3", "label_4")
    ]
    refused = give(agency, placed, label_3="Boots")
    [more] = [one for one in refused.all("details") if "More that is taken off" in "".join(one.itertext())]
    assert more.get("open") is not None


def test_what_a_contract_takes_off_once_is_worse_and_no_part_of_a_week(
    at: Matched, agency: ReviewingClient, placed: OfferRow
) -> None:
    done = give(agency, placed, label_1="Boots", amount_1="40", per_1="once")
    assert "1 term is worse than what was accepted" in done.text
    phone, page = opened_by(at, placed)
    assert "Taken off once: Boots" in page.text
    papers = phone.get(f"/offer/{code(placed)}/papers")
    [first, *_] = [row for row in papers.all("tr") if "changes__row--worse" in str(row.get("class"))]
    cells = [" ".join("".join(cell.itertext()).split()) for cell in first]
    assert cells == ["Taken off once: BootsWorse for you", "not said", "not said", "£40.00", "not said"]
    officer = a_browser_of(at.app, a_compliance_officer(at.app))
    assert "Taken off once: Boots" in officer.get(f"/staff/matches/{at.match_id}").text


def test_staff_read_what_a_contract_states_and_open_its_copy_under_a_note(
    at: Matched, agency: ReviewingClient, placed: OfferRow
) -> None:
    give(agency, placed, PDF, pay="13.10", hours="40", label_1="Laundry", amount_1="6", per_1="week")
    who = a_compliance_officer(at.app)
    officer = a_browser_of(at.app, who)
    page = officer.get(f"/staff/matches/{at.match_id}")
    rows = [row for row in page.all("tr") if "changes__row--worse" in str(row.get("class"))]
    said = [" ".join("".join(row.itertext()).split()) for row in rows]
    assert said == [
        "Pay per hourWorse for the worker£14.60£13.10",
        "LaundryWorse for the workernot said£6.00",
    ]
    assert "Petrova" not in page.html
    [folded] = [one for one in page.all("details") if "worker-file" in str(one.get("class"))]
    assert folded.get("open") is None
    assert " ".join("".join(folded[0].itertext()).split()) == (
        "Worker 1: accepted, expected · contract worse than the offer"
    )
    for _ in range(2):
        answer = officer.submit(page, to="/copy").response
        assert (answer.status_code, answer.data) == (200, PDF)
    with at.reading() as session:
        opened = [
            one.actor
            for one in audit.trail(session, [Ref("offer", placed.id)])
            if one.action == "placements:contract:open"
        ]
        seen = audit.trail(session, [Ref("worker", placed.worker_id)])
    assert len(opened) == 2
    assert seen[-1].action == "workers:worker:see"
    assert "Copy of a worker's contract opened by staff" in officer.get(page.path).text
