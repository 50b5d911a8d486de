"""A use case that another transaction got in the way of is run again, and sees what the other did."""

from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.app import Services
from portal.infra import clock
from portal.infra.unit_of_work import MOST_CONFLICTS, Work
from portal.kernel.events import SYSTEM
from portal.matching.models import Dirty

ON_POSTGRESQL = pytest.mark.parametrize("databases", ["postgresql"], indirect=True, scope="session")


def services(app: Flask) -> Services:
    found: Services = app.extensions["fairshift"]
    return found


def a_mark(post: UUID) -> Dirty:
    return Dirty(
        kind="vacancy", id=post, generation=1, matched=0, packed=0, in_bulk=False, marked_at=clock.now()
    )


def write_blindly(work: Work, post: UUID) -> None:
    work.session.add(a_mark(post))
    work.session.flush()


@ON_POSTGRESQL
def test_who_writes_what_another_has_just_written_sees_it_the_second_time(app: Flask) -> None:
    post, seen = uuid4(), []

    def write_unless_there(work: Work) -> str:
        there = work.session.scalar(select(Dirty).where(Dirty.id == post))
        seen.append(there is not None)
        if there is not None:
            return "was there"
        services(app).transactor.perform(write_blindly, SYSTEM, post)  # the other, a moment before
        write_blindly(work, post)
        return "written"

    assert services(app).transactor.perform(write_unless_there, SYSTEM) == "was there"
    assert seen == [False, True]


@pytest.mark.parametrize(
    ("databases", "most"),
    [("postgresql", MOST_CONFLICTS + 1), ("sqlite", 1)],
    indirect=["databases"],
    scope="session",
)
def test_a_fault_that_comes_each_time_is_told_in_the_end_and_at_once_where_there_is_one_writer(
    app: Flask, most: int
) -> None:
    post, tries = uuid4(), []
    services(app).transactor.perform(write_blindly, SYSTEM, post)

    def write_again(work: Work) -> None:
        tries.append(1)
        write_blindly(work, post)

    with pytest.raises(IntegrityError):
        services(app).transactor.perform(write_again, SYSTEM)
    assert len(tries) == most
