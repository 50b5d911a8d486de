"""The demo as somebody finds it who starts the portal for the first time."""

import json
import pickle
import shutil
import stat
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts.queries import person_by_email
from portal.app import create_app
from portal.availability.models import Availability, AvailabilityDraft
from portal.compliance.holds import queries as holds
from portal.infra import clock
from portal.insights.domain import MOST_RULES, NeedKind
from portal.insights.inspection import needs_of_compliance
from portal.insights.steps import needs_of_matches
from portal.matching import queries as matching
from portal.matching.states import MatchState
from portal.notifications.domain import MailState
from portal.notifications.models import Mail
from portal.operations.demo import posting
from portal.operations.demo.accounts import DemoAccount, kept_accounts
from portal.operations.demo.timeline import Moment
from portal.organisations import queries as organisations
from portal.organisations.domain import Standing
from portal.organisations.models import OrganisationRow
from portal.placements.models import Introduction, Offer, Placement
from portal.placements.offers.domain.offers import OfferState
from portal.placements.queries import offer_by_code
from portal.placements.work.domain.placements import PlacementState
from portal.posts.domain import PostState
from portal.remedy import queries as remedy
from portal.remedy.domain.money import PaymentState
from portal.remedy.domain.reporting import Source
from portal.remedy.domain.states import CaseState
from portal.vacancies.models import Vacancy, VacancyDraft
from tests.postgres import NoPostgres
from tests.proof import ENGINES_OF_LONG_TESTS
from tests.sharing import made_once
from tests.web_client import ReviewingClient

INTERRUPTED = "interrupted.pickle"
PROVIDER, EMPLOYER = "Fenland Harvest Labour Ltd", "Boston Haven Foods Ltd"


@pytest.fixture(scope="session")
def portals(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Flask]]:
    """The demo on one kind of database, loaded when first asked for: it takes a while."""
    loaded: dict[str, Flask] = {}

    def portal_on(kind: str) -> Flask:
        if kind not in loaded:
            folder = tmp_path_factory.mktemp("demo") / "data"
            if kind == "sqlite":
                shutil.copytree(
                    made_once(tmp_path_factory.getbasetemp(), "demo-loaded", load_on_sqlite), folder
                )
                loaded[kind] = app_on(sqlite_in(folder), folder)
            else:
                folder.mkdir()
                loaded[kind] = load_on(postgresql(request), folder)
        return loaded[kind]

    yield portal_on
    for app in loaded.values():
        app.extensions["fairshift"].engine.dispose()


def sqlite_in(folder: Path) -> str:
    return f"sqlite:///{folder / 'fairshift.db'}"


def postgresql(request: pytest.FixtureRequest) -> str:
    """The address of an empty database."""
    cluster = request.getfixturevalue("postgres_cluster")
    if isinstance(cluster, NoPostgres):
        pytest.skip(cluster.why)
    return cluster.create("demo", copied_from="template1")


def app_on(url: str, data_dir: Path) -> Flask:
    return create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "only for tests, and long enough for that",
            "DATA_DIR": data_dir,
            "DATABASE_URL": url,
            "PUBLIC_URL": "http://portal.test",
        }
    )


def load_on_sqlite(data_dir: Path) -> None:
    load_on(sqlite_in(data_dir), data_dir).extensions["fairshift"].engine.dispose()


def load_on(url: str, data_dir: Path) -> Flask:
    app = app_on(url, data_dir)
    interrupted = interrupt_loading(app)
    loaded = app.test_cli_runner().invoke(args=["demo", "load"])
    assert loaded.exit_code == 0, loaded.output
    assert "ends early" not in loaded.output
    (data_dir / INTERRUPTED).write_bytes(pickle.dumps(interrupted))
    return app


@dataclass(frozen=True)
class Interrupted:
    """What a load said that Ctrl-C ended, and how much there was just before and just after."""

    said: str
    organisations: tuple[int, int]
    accounts: list[DemoAccount] | None


def interrupt_loading(app: Flask) -> Interrupted:
    """Begin to load the demo, and press Ctrl-C before the first posts are matched."""
    before: list[int] = []

    def press(moment: Moment) -> None:
        with moment.read() as session:
            before.append(sum(organisations.count_by_standing(session).values()))
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posting, "match_all", press)
        said = app.test_cli_runner().invoke(args=["demo", "load"]).output
    with app.extensions["fairshift"].sessions() as session:
        after = sum(organisations.count_by_standing(session).values())
    return Interrupted(said, (before[0], after), kept_accounts(app.config["DATA_DIR"]))


@pytest.fixture(params=ENGINES_OF_LONG_TESTS)
def demo(request: pytest.FixtureRequest, portals: Callable[[str], Flask]) -> Flask:
    return portals(request.param)


@pytest.fixture
def session(demo: Flask) -> Iterator[Session]:
    with demo.extensions["fairshift"].sessions() as session:
        yield session


def account(demo: Flask, role: str) -> DemoAccount:
    [found] = [one for one in kept_accounts(demo.config["DATA_DIR"]) or [] if one.role == role]
    return found


def organisation_called(session: Session, name: str) -> OrganisationRow:
    return session.scalars(select(OrganisationRow).where(OrganisationRow.name == name)).one()


def counts(session: Session, column: Any) -> Counter[Any]:
    return Counter(dict(session.execute(select(column, func.count()).group_by(column)).all()))


def test_the_accounts_come_as_one_array_for_machines(demo: Flask) -> None:
    said = demo.test_cli_runner().invoke(args=["demo", "accounts", "--json"])
    accounts = json.loads(said.output)
    assert [one["role"] for one in accounts] == ["provider", "employer", "operator", "compliance", "worker"]
    assert all({"role", "email", "password", "url"} <= one.keys() for one in accounts)
    assert accounts[-1]["email"] is accounts[-1]["password"] is None
    assert [one["role"] for one in accounts if "totp_secret" in one] == ["operator", "compliance"]


def test_the_accounts_come_as_one_line_each_for_people(demo: Flask) -> None:
    said = demo.test_cli_runner().invoke(args=["demo", "accounts"])
    lines = said.output.splitlines()
    assert len(lines) == 5
    assert all("code now" in line for line in lines if line.startswith(("operator", "compliance")))


def test_passwords_are_kept_where_only_the_owner_reads_them(demo: Flask) -> None:
    path = demo.config["DATA_DIR"] / "demo_accounts.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_load_that_is_interrupted_leaves_nothing_and_can_be_made_again(demo: Flask) -> None:
    interrupted: Interrupted = pickle.loads((demo.config["DATA_DIR"] / INTERRUPTED).read_bytes())
    before, after = interrupted.organisations
    assert before > 20
    assert (after, interrupted.accounts) == (0, None)
    assert "Nothing of the demo was kept." in interrupted.said
    assert "Aborted!" in interrupted.said


def test_it_is_not_loaded_over_other_data(demo: Flask, session: Session) -> None:
    before = counts(session, OrganisationRow.state)
    again = demo.test_cli_runner().invoke(args=["demo", "load"])
    assert again.exit_code == 1
    assert "holds data already" in again.output
    session.rollback()
    assert counts(session, OrganisationRow.state) == before


@pytest.mark.parametrize("role", ["provider", "employer", "operator", "compliance"])
def test_each_account_signs_in_and_sees_its_home(demo: Flask, role: str) -> None:
    who, client = account(demo, role), ReviewingClient(demo)
    page = client.submit(client.get(urlsplit(who.url).path), email=who.email, password=who.password)
    if who.totp_secret:
        page = client.submit(page, code=who.code)
    home = client.get("/home")
    assert (page.status, home.status, home.path) == (200, 200, "/home")


def test_the_workers_link_opens_an_offer_that_waits_for_an_answer(demo: Flask, session: Session) -> None:
    path = urlsplit(account(demo, "worker").url).path
    assert ReviewingClient(demo).get(path).status == 200
    offer = offer_by_code(session, path.rpartition("/")[2])
    assert offer is not None
    assert offer.state is OfferState.OPEN
    assert offer.answer_by > clock.now() + timedelta(hours=12)


def test_the_provider_has_something_of_each_kind_to_do(session: Session) -> None:
    ours = organisation_called(session, PROVIDER)
    kinds = Counter(need.kind for need in needs_of_matches(session, ours.id, clock.now()))
    assert kinds[NeedKind.ANSWER] >= 2
    assert kinds[NeedKind.AGREE_ENGAGEMENT] >= 1
    assert kinds[NeedKind.NAME_WORKERS] >= 1
    assert kinds[NeedKind.FOLLOW_OFFERS] >= 1


def test_the_employer_has_something_of_each_kind_to_do(session: Session) -> None:
    ours = organisation_called(session, EMPLOYER)
    needs = needs_of_matches(session, ours.id, clock.now())
    kinds = Counter(need.kind for need in needs)
    assert kinds[NeedKind.ANSWER] >= 2
    assert kinds[NeedKind.AGREE_ENGAGEMENT] >= 1
    assert [need.count for need in needs if need.kind is NeedKind.ROLL_CALL] == [8]


def test_the_operator_has_an_express_application_and_a_usual_one(session: Session) -> None:
    waiting = organisations.organisations_in(session, Standing.PENDING)
    assert sorted(one.express for one in waiting) == [False, True]
    assert all(one.decide_by > clock.now() - timedelta(minutes=5) for one in waiting)
    assert len(organisations.organisations_in(session, Standing.REFUSED)) == 1


def test_compliance_holds_posts_and_an_organisation_for_fees(session: Session) -> None:
    assert len(holds.held(session, "availability")) == 1
    assert len(holds.held(session, "vacancy")) == 3, "two by a person, one by the case"
    assert len(holds.held(session, "organisation")) == 1


def test_compliance_has_something_of_each_kind_to_do(demo: Flask, session: Session) -> None:
    inspector = person_by_email(session, str(account(demo, "compliance").email))
    assert inspector is not None
    needs = needs_of_compliance(session, inspector.id, clock.now())
    kinds = Counter(need.kind for need in needs)
    assert 1 <= kinds[NeedKind.JUDGE_FINDINGS] <= MOST_RULES + 1
    assert kinds[NeedKind.DECIDE_SANCTION] == 1
    assert kinds[NeedKind.WORK_ON_CASE] == 1
    assert kinds[NeedKind.REVIEW_HOLDS] == 1
    assert kinds[NeedKind.MAKE_CHECKS] == 1


def test_a_case_reported_without_a_name_is_half_way_through_being_paid_back(session: Session) -> None:
    [case] = remedy.cases(session, states=[CaseState.PAYING])
    assert case.source is Source.WORKER
    [payment] = remedy.payments(session, case.id)
    assert payment.state is PaymentState.CLAIMED
    assert len(remedy.instalments(session, case.id)) == 10


@pytest.mark.parametrize("kind", [Availability, Vacancy])
def test_some_posts_stand_in_each_state(session: Session, kind: Any) -> None:
    found = counts(session, kind.state)
    assert all(found[state] for state in PostState if state is not PostState.DRAFT)
    draft = AvailabilityDraft if kind is Availability else VacancyDraft
    assert session.scalar(select(func.count()).select_from(draft))


def test_some_matches_offers_and_placements_stand_in_each_state(session: Session) -> None:
    assert all(counts(session, Introduction.state).values())
    assert len(counts(session, Introduction.state)) == 3
    matches = matching.counts_by_state(session)
    assert all(matches[state] for state in MatchState)
    offers = counts(session, Offer.state)
    assert all(offers[s] for s in (OfferState.OPEN, OfferState.ACCEPTED, OfferState.DECLINED))
    placements = counts(session, Placement.state)
    assert {state for state in PlacementState if not placements[state]} == set()


@pytest.mark.parametrize(("name", "kind"), [(PROVIDER, Availability), (EMPLOYER, Vacancy)])
def test_posts_of_the_accounts_have_several_good_matches_and_one_has_none(
    session: Session, name: str, kind: Any
) -> None:
    ours = organisation_called(session, name)
    wanted = select(kind.id).where(kind.organisation_id == ours.id, kind.state == PostState.PUBLISHED)
    ids = list(session.scalars(wanted))
    column = "availability_id" if kind is Availability else "vacancy_id"
    open_matches = matching.open_matches_of_organisation(session, ours.id)
    found = Counter(getattr(row, column) for row in open_matches if row.score >= 0.6)
    assert sum(found[one] >= 3 for one in ids) >= 5
    assert sum(found[one] == 0 for one in ids) >= 1


def test_only_today_is_told_by_mail(session: Session) -> None:
    waiting = list(session.scalars(select(Mail).where(Mail.state == MailState.QUEUED)))
    assert 20 <= len(waiting) <= 250
    assert min(mail.queued_at for mail in waiting) > clock.now() - timedelta(days=1)
    templates = {mail.template for mail in waiting}
    assert {"matching/matches_found", "placements/yes_said", "placements/worker_offer"} <= templates


@pytest.mark.parametrize("words", [["load"], ["accounts"], ["accounts", "--json"]])
def test_everything_about_the_demo_is_refused_in_production(
    portal: Flask, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.setitem(portal.config, "PRODUCTION", True)
    said = portal.test_cli_runner().invoke(args=["demo", *words])
    assert said.exit_code == 1
    assert "refused in production" in said.output


def test_a_portal_without_the_demo_says_so(
    portal: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(portal.config, "DATA_DIR", tmp_path)
    said = portal.test_cli_runner().invoke(args=["demo", "accounts"])
    assert said.exit_code == 1
    assert "There is no demo here" in said.output
