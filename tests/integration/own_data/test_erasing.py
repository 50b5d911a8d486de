"""What is erased is in no table any more; what has to stay is named."""

from uuid import UUID

from sqlalchemy import select

from portal.infra.database import Base
from portal.own_data.erasing import NotContested, Reason, erase, remove_listing, what_stays
from portal.placements.introductions.domain.answers import Side
from portal.placements.offers.service.questions import ask_question
from portal.workers import corrections, listings
from portal.workers.domain import Given, Ground
from portal.workers.own_contact import Contact
from tests.builders.placements import NOW, Matched, accepted, agreed, code, offered, opened

CANARIES = ("Zebedaiah", "Quillfeather", "zq-canary", "7700900876", "7700900877", "own-zq", "zq-question")
LINE = "Zebedaiah Quillfeather, 07700 900876, zq-canary@example.org"
OWN = Contact("+447700900877", "own-zq@example.org")


def everywhere(at: Matched) -> dict[str, str]:
    """Every canary that stands in any cell of any table, with where."""
    found = {}
    with at.reading() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(select(table)).all():
                cells = " ".join(
                    one.decode("latin-1") if isinstance(one, bytes) else str(one) for one in row
                ).casefold()
                for canary in CANARIES:
                    if canary.casefold() in cells:
                        found[canary] = table.name
    return found


def known(at: Matched, *, takes: bool) -> UUID:
    """A worker who opened an offer, asked, and asked for a correction; who accepted it too where asked."""
    introduction = agreed(at)
    [offer] = offered(at, introduction, LINE)
    opened(at, offer, OWN)
    if takes:
        accepted(at, introduction, LINE)
    at.do(ask_question, code(offer), Side.PROVIDER, "Is zq-question answered?", "en")
    at.do(corrections.ask_correction, offer.worker_id, Given.NAME, "Zebedaiah Q. Quillfeather")
    return offer.worker_id


def test_the_canaries_are_seen_while_they_are_there(at: Matched) -> None:
    known(at, takes=False)
    assert {"Zebedaiah", "zq-canary", "7700900876", "zq-question"} <= everywhere(at).keys()


def test_nothing_of_who_took_no_job_is_left_in_any_table(at: Matched) -> None:
    worker_id = known(at, takes=False)
    assert at.do(erase, worker_id) == ()
    assert everywhere(at) == {}


def test_the_record_of_a_job_stays_and_is_named_with_its_end(at: Matched) -> None:
    worker_id = known(at, takes=True)
    [stays] = at.do(erase, worker_id)
    assert stays.reason is Reason.SUPPLY
    assert stays.until is not None
    assert stays.until.year == NOW.year + 3
    left = everywhere(at)
    assert set(left.values()) == {"worker"}
    assert not left.keys() & {"own-zq", "zq-question", "7700900877"}
    with at.reading() as session:
        assert what_stays(session, worker_id, stays.until) == ()


def test_a_provider_removes_only_its_own_contested_listing(at: Matched) -> None:
    worker_id = known(at, takes=False)
    assert isinstance(at.do(remove_listing, worker_id, at.provider.organisation_id), NotContested)
    at.do(listings.object_to_listing, worker_id, Ground.UNKNOWN_AGENCY)
    assert isinstance(at.do(remove_listing, worker_id, at.employer.organisation_id), NotContested)
    assert at.do(remove_listing, worker_id, at.provider.organisation_id) == ()
    assert everywhere(at) == {}
    with at.reading() as session:
        assert listings.contested(session) == []


def test_staff_find_a_contested_listing_after_a_week(at: Matched) -> None:
    worker_id = known(at, takes=False)
    at.do(listings.object_to_listing, worker_id, Ground.LEFT)
    with at.reading() as session:
        assert listings.contested(session, due=NOW) == []
        [late] = listings.contested(session, due=NOW + listings.REMOVE_WITHIN)
    assert late.worker_id == worker_id
