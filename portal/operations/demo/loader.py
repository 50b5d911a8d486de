"""Loading the demo: the whole world at once, through the same use cases as everybody's."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from portal.infra.database import WRITING
from portal.infra.unit_of_work import Transactor
from portal.matching import queries as matching
from portal.operations.demo.accounts import DemoAccount, demo_people, new_password
from portal.operations.demo.cast import Cast, Enrolment
from portal.operations.demo.files import demo_world
from portal.operations.demo.inspection import Inspecting
from portal.operations.demo.plot import Plot, code_of
from portal.operations.demo.posting import Board, Posting
from portal.operations.demo.terms import Atlas
from portal.operations.demo.timeline import Timeline
from portal.operations.demo.today import Today
from portal.operations.demo.world import World
from portal.organisations import queries as organisations
from portal.placements import queries as placements
from portal.placements.offers.domain.offers import OfferState
from portal.placements.rows import OfferRow

_WORKERS_STORY = "offers"


@dataclass(frozen=True)
class Links:
    """Where people sign in, and where the holder of a code finds an offer."""

    sign_in: str
    offer: Callable[[str], str]


@dataclass(frozen=True)
class DemoLoaded:
    """How much there is now, and the accounts to try it with."""

    organisations: int
    lots: int
    vacancies: int
    matches: int
    accounts: tuple[DemoAccount, ...]
    broken: tuple[str, ...]
    """Stories that the portal refused to go on with, and what it refused."""


def has_data(session: Session) -> bool:
    """Whether any organisation exists: the demo is only loaded into an empty portal."""
    return any(organisations.count_by_standing(session).values())


@contextmanager
def all_or_nothing(sessions: sessionmaker[Session]) -> Iterator[sessionmaker[Session]]:
    """Sessions in one transaction: what they commit stands once all is done, or is gone."""
    with sessions.kw["bind"].connect().execution_options(**{WRITING: True}) as connection, connection.begin():
        yield sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")


def load_demo(
    transactor: Transactor, now: datetime, links: Links, keep: Callable[[tuple[DemoAccount, ...]], None]
) -> DemoLoaded:
    """Let the demo's weeks happen, up to `now`, whole or not at all; `keep` gets the accounts before the end.

    Needs an empty database with gazetteer and taxonomy, and an application context: offers' codes are made
    with the portal's secret. Raises Unexpected where the portal refuses an organisation or a post; a refused
    story only ends early.
    """
    with transactor.sessions() as atlas, all_or_nothing(transactor.sessions) as sessions:
        loaded = _live_through(replace(transactor, sessions=sessions), now, links, Atlas(atlas, {}))
        keep(loaded.accounts)
    return loaded


def _live_through(transactor: Transactor, now: datetime, links: Links, atlas: Atlas) -> DemoLoaded:
    world = demo_world()
    passwords = {email: new_password() for email in demo_people(world).values()}
    trail, notices, reactions = transactor.subscribers
    timeline = Timeline(now, transactor.sessions, trail, notices, reactions)
    cast, board = Cast(), Board()
    Enrolment(world, timeline, atlas, cast, passwords).plan()
    Posting(world, timeline, atlas, cast, board).plan()
    plot = Plot(world, timeline, cast, board)
    plot.plan()
    Inspecting(plot).plan()
    Today(timeline, cast).plan()
    timeline.play()
    with transactor.sessions() as session:
        return DemoLoaded(
            organisations=len(cast.organisations),
            lots=len(world.lots),
            vacancies=len(world.vacancies),
            matches=sum(matching.counts_by_state(session).values()),
            accounts=_accounts(session, world, plot, passwords, links),
            broken=tuple(f"{key}: {refused}" for key, refused in plot.broken.items()),
        )


def _accounts(
    session: Session, world: World, plot: Plot, passwords: dict[str, str], links: Links
) -> tuple[DemoAccount, ...]:
    secrets = plot.cast.totp_secrets
    people = [
        DemoAccount(role, email, passwords[email], links.sign_in, secrets.get(email))
        for role, email in demo_people(world).items()
    ]
    offer = _open_offer(session, plot)
    url = links.offer(code_of(offer)) if offer else links.sign_in
    return (*people, DemoAccount("worker", None, None, url))


def _open_offer(session: Session, plot: Plot) -> OfferRow | None:
    """An offer that nobody has looked at yet, of the story of the worker's account where that has one."""
    told = sorted(plot.introductions, key=lambda key: key != _WORKERS_STORY)
    offers = (one for key in told for one in placements.offers_of(session, plot.introductions[key]))
    return next((one for one in offers if one.state is OfferState.OPEN and one.opened_at is None), None)
