"""What the subject of a mail says when matches appear."""

from collections.abc import Iterator

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.notifications.models import Mail
from portal.notifications.rendering import subject_of
from tests.builders.placements import NOW, TODAY, Party, a_lot, a_party, a_vacancy


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as travelled:
        yield travelled


def subjects(app: Flask, whose: Party) -> list[str]:
    """Of the mails about matches, in the order of the alphabet; the post's number as "#"."""
    with app.test_request_context(), app.extensions["fairshift"].sessions() as session:
        mails = session.scalars(
            select(Mail).where(
                Mail.template == "matching/matches_found", Mail.recipient == f"person:{whose.person_id}"
            )
        )
        found = [(subject_of(one.template, one.facts) or "", one.facts["number"]) for one in mails]
    return sorted(subject.replace(number, "#") for subject, number in found)


def test_it_says_who_fits_where_and_by_when_and_differs_from_match_to_match(app: Flask) -> None:
    provider, employer = (
        a_party(app, "Fenland Labour", supplies=True),
        a_party(app, "Wash Farms", supplies=False),
    )
    a_vacancy(app, employer, headcount=30)
    a_lot(app, provider, headcount=12)
    a_lot(app, provider, headcount=4, town="Holbeach")
    assert subjects(app, employer) == [
        "12 × forklift operator near Spalding for your vacancy # (answer before 8 March 2027)",
        "4 × forklift operator near Holbeach for your vacancy # (answer before 8 March 2027)",
    ]
    assert subjects(app, provider)[0] == (
        "12 × warehouse forklift driver needed in Boston for your spare workers #"
        " (answer before 8 March 2027)"
    )


def test_what_appears_together_is_counted_behind_the_best(app: Flask) -> None:
    provider, employer = (
        a_party(app, "Fenland Labour", supplies=True),
        a_party(app, "Wash Farms", supplies=False),
    )
    a_lot(app, provider)
    a_lot(app, provider, headcount=4)
    a_vacancy(app, employer, headcount=12)
    [subject] = subjects(app, employer)
    assert "12 × forklift operator near Spalding and 1 more match for your vacancy #" in subject


def test_work_that_starts_today_asks_for_an_answer_today(app: Flask) -> None:
    provider, employer = (
        a_party(app, "Fenland Labour", supplies=True),
        a_party(app, "Wash Farms", supplies=False),
    )
    a_vacancy(app, employer, starts=TODAY)
    a_lot(app, provider)
    assert all(one.endswith("(answer today)") for one in subjects(app, provider) + subjects(app, employer))
    assert subjects(app, provider)
