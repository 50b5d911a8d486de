from flask import Flask

from portal.workers import queries
from portal.workers.domain import NamedWorker
from portal.workers.service import name_workers
from tests.builders.placements import Party, a_party, act

ANA = NamedWorker("Ana Petrova", "+447700900123", "ana@workers.example")
BEN = NamedWorker("Ben Okoro")


def named(app: Flask, party: Party, *people: NamedWorker) -> list[queries.WorkerRow]:
    return act(app, name_workers, party.organisation_id, people, by=party.person_id)


def test_workers_are_listed_in_the_order_in_which_they_were_named(app: Flask) -> None:
    party = a_party(app, "Fenland Labour", supplies=True)
    rows = named(app, party, BEN, ANA)
    assert [row.name for row in rows] == ["Ben Okoro", "Ana Petrova"]
    assert rows[1].email == "ana@workers.example"


def test_the_same_person_is_listed_once(app: Flask) -> None:
    party = a_party(app, "Fenland Labour", supplies=True)
    [first] = named(app, party, ANA)
    again, _ = named(app, party, ANA, BEN)
    assert again.id == first.id


def test_two_providers_keep_lists_of_their_own(app: Flask) -> None:
    one = a_party(app, "Fenland Labour", supplies=True)
    other = a_party(app, "Other Staffing", supplies=True)
    assert named(app, one, ANA)[0].id != named(app, other, ANA)[0].id


def test_mail_reaches_only_workers_with_an_address(app: Flask) -> None:
    party = a_party(app, "Fenland Labour", supplies=True)
    ana, ben = named(app, party, ANA, BEN)
    with app.extensions["fairshift"].sessions() as session:
        found = queries.address_of(session, ana.id)
        assert queries.address_of(session, ben.id) is None
    assert found is not None
    assert (found.email, found.language) == ("ana@workers.example", "en")


def test_each_worker_is_written_to_in_the_language_of_their_line_else_of_the_list(app: Flask) -> None:
    party = a_party(app, "Fenland Labour", supplies=True)
    people = (NamedWorker("Ana Petrova", language="bg"), BEN)
    rows = act(app, name_workers, party.organisation_id, people, "ro", by=party.person_id)
    assert [row.language for row in rows] == ["bg", "ro"]
    with app.extensions["fairshift"].sessions() as session:
        assert queries.language_named_last(session, party.organisation_id) in {"bg", "ro"}
        assert queries.language_named_last(session, party.person_id) == ""
