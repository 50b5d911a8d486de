"""What an organisation reads of a case leaves a line on the pages of those whom it names."""

from portal.own_data.records import own_record
from tests.builders.accounts import a_browser_of
from tests.builders.placements import TODAY, Party
from tests.builders.remedy import Crew, paid, reported, triaged


def looked(crew: Crew, number: int) -> list[str]:
    """By whom the worker reads that their name was looked at."""
    with crew.app.test_request_context(), crew.at.reading() as session:
        record = own_record(session, crew.offers[number].worker_id)
        assert record is not None
        return [one.who for one in record.onlookers if one.what == "looked at your name"]


def opens(crew: Crew, party: Party, case_id: object) -> None:
    assert a_browser_of(crew.app, party.person_id).get(f"/cases/{case_id}").status == 200


def test_whoever_pays_is_noted_as_having_seen_the_names_of_those_who_are_paid(crew: Crew) -> None:
    case_id = paid(crew, reported(crew), TODAY, first_due=TODAY)
    assert looked(crew, 1) == []
    for _ in range(2):
        opens(crew, crew.at.employer, case_id)
    assert looked(crew, 1) == ["somebody at Wash Logistics"]


def test_a_page_without_names_is_no_look_at_anybody(crew: Crew) -> None:
    case_id = triaged(crew, reported(crew))
    a_browser_of(crew.app, crew.at.provider.person_id).get(f"/cases/{case_id}")
    assert looked(crew, 0) == []
