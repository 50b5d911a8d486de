"""The one place that puts the portal's parts together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from click import Command
from flask import Blueprint, Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect
from govuk_frontend_wtf.main import WTFormsHelpers
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker
from werkzeug.middleware.proxy_fix import ProxyFix

import config
from portal.accounts import browser
from portal.accounts import jobs as accounts_jobs
from portal.accounts import notices as accounts_notices
from portal.accounts import queries as accounts_queries
from portal.accounts.cli import accounts_cli
from portal.accounts.views.account import account_pages as accounts_account
from portal.accounts.views.public import public_pages as accounts_public
from portal.audit.service import record
from portal.availability import jobs as availability_jobs
from portal.availability import notices as availability_notices
from portal.availability.views.member import member_pages as availability_member
from portal.compliance.cli import compliance_cli
from portal.compliance.findings import jobs as findings_jobs
from portal.compliance.sanctions import jobs as sanctions_jobs
from portal.compliance.sanctions import notices as sanctions_notices
from portal.compliance.views.member import member_pages as compliance_member
from portal.compliance.views.staff import staff_pages as compliance_staff
from portal.gazetteer.cli import gazetteer_cli
from portal.gazetteer.views.public import public_pages as gazetteer_public
from portal.infra import catalogues, clock, mail
from portal.infra.catalogue_commands import languages_cli
from portal.infra.cli import database_commands
from portal.infra.database import new_engine, new_sessions
from portal.infra.schedule import AnyJob
from portal.infra.unit_of_work import Subscriber, Transactor, Work
from portal.infra.web import access, acts, errors, languages, mixed, pages, reading
from portal.insights.views.account import account_pages as insights_account
from portal.insights.views.public import public_pages as insights_public
from portal.kernel.events import Event
from portal.kernel.viewer import STRANGER, Viewer
from portal.matching import jobs as matching_jobs
from portal.matching import notices as matching_notices
from portal.matching import reactions as matching_reactions
from portal.matching.cli import matching_cli
from portal.matching.compliance_cli import with_check
from portal.matching.views.staff import staff_pages as matching_staff
from portal.notifications import jobs as notifications_jobs
from portal.notifications.domain import (
    Address,
    AddressBook,
    Message,
    Recipient,
    ToAddress,
    ToPerson,
    ToWorker,
)
from portal.notifications.service import queue
from portal.notifications.views.account import account_pages as notifications_account
from portal.notifications.views.public import public_pages as notifications_public
from portal.notifications.views.public import unsubscribe
from portal.notifications.views.staff import staff_pages as notifications_staff
from portal.operations.cli import operations_cli
from portal.operations.demo.cli import demo_cli
from portal.operations.views.public import public_pages as operations_public
from portal.organisations import jobs as organisations_jobs
from portal.organisations import notices as organisations_notices
from portal.organisations import queries as organisations_queries
from portal.organisations.cli import organisations_cli
from portal.organisations.views.account import account_pages as organisations_account
from portal.organisations.views.licences import member_pages as organisations_member
from portal.organisations.views.public import public_pages as organisations_public
from portal.organisations.views.registers import staff_pages as organisations_staff
from portal.own_data import jobs as own_data_jobs
from portal.own_data import notices as own_data_notices
from portal.own_data import reactions as own_data_reactions
from portal.own_data.views.member import member_pages as own_data_member
from portal.own_data.views.staff import staff_pages as own_data_staff
from portal.own_data.views.worker import worker_pages as own_data_worker
from portal.passports import reactions as passports_reactions
from portal.passports.cli import offers_cli
from portal.passports.views.member import member_pages as passports_member
from portal.passports.views.public import public_pages as passports_public
from portal.passports.views.staff import staff_pages as passports_staff
from portal.passports.views.worker import worker_pages as passports_worker
from portal.placements import jobs as placements_jobs
from portal.placements import reactions as placements_reactions
from portal.placements.holds import finding_deadlines, licence_notices
from portal.placements.holds import notices as hold_notices
from portal.placements.introductions import notices as introduction_notices
from portal.placements.offers import notices as offer_notices
from portal.placements.offers import opening_notices
from portal.placements.views.member import member_pages as placements_member
from portal.placements.views.staff import staff_pages as placements_staff
from portal.placements.views.worker import worker_pages as placements_worker
from portal.placements.work import notices as work_notices
from portal.plans import jobs as plans_jobs
from portal.plans import notices as plans_notices
from portal.plans.views.staff import staff_pages as plans_staff
from portal.remedy import jobs as remedy_jobs
from portal.remedy import notices as remedy_notices
from portal.remedy import reactions as remedy_reactions
from portal.remedy.cli import remedy_cli
from portal.remedy.views.check_in import worker_pages as remedy_worker
from portal.remedy.views.member import member_pages as remedy_member
from portal.remedy.views.public import public_pages as remedy_public
from portal.remedy.views.staff import staff_pages as remedy_staff
from portal.taxonomy.cli import taxonomy_cli
from portal.taxonomy.views.public import public_pages as taxonomy_public
from portal.vacancies import jobs as vacancies_jobs
from portal.vacancies import notices as vacancies_notices
from portal.vacancies.views.member import member_pages as vacancies_member
from portal.vacancies.views.staff import staff_pages as vacancies_staff
from portal.workers import queries as workers_queries


@dataclass
class Services:
    """What every request and command of one application shares."""

    engine: Engine
    sessions: sessionmaker[Session]
    transactor: Transactor
    addresses: AddressBook
    jobs: Sequence[AnyJob]


BLUEPRINTS: tuple[Blueprint, ...] = (
    accounts_public,
    accounts_account,
    organisations_public,
    organisations_member,
    organisations_staff,
    organisations_account,
    availability_member,
    vacancies_member,
    vacancies_staff,
    compliance_member,
    compliance_staff,
    placements_member,
    placements_worker,
    placements_staff,
    plans_staff,
    matching_staff,
    passports_public,
    passports_worker,
    passports_member,
    passports_staff,
    remedy_public,
    remedy_worker,
    remedy_member,
    remedy_staff,
    own_data_worker,
    own_data_member,
    own_data_staff,
    taxonomy_public,
    gazetteer_public,
    notifications_account,
    notifications_public,
    notifications_staff,
    insights_public,
    insights_account,
)

COMMANDS: tuple[Command, ...] = (
    database_commands,
    languages_cli,
    operations_cli,
    accounts_cli,
    gazetteer_cli,
    organisations_cli,
    with_check(compliance_cli),
    matching_cli,
    taxonomy_cli,
    remedy_cli,
    offers_cli,
    demo_cli,
)

NOTICES: tuple[Mapping[type[Event], Callable[..., Iterable[Message]]], ...] = (
    accounts_notices.NOTICES,
    organisations_notices.NOTICES,
    sanctions_notices.NOTICES,
    availability_notices.NOTICES,
    vacancies_notices.NOTICES,
    matching_notices.NOTICES,
    plans_notices.NOTICES,
    introduction_notices.NOTICES,
    hold_notices.NOTICES,
    offer_notices.NOTICES,
    opening_notices.NOTICES,
    work_notices.NOTICES,
    licence_notices.NOTICES,
    remedy_notices.NOTICES,
    own_data_notices.NOTICES,
)
"""Which messages an event causes, feature by feature."""

REACTIONS: tuple[Mapping[type[Event], Sequence[Callable[..., None]]], ...] = (
    matching_reactions.REACTIONS,
    placements_reactions.REACTIONS,
    passports_reactions.REACTIONS,
    remedy_reactions.REACTIONS,
    own_data_reactions.REACTIONS,
)
"""What a feature does when something happens below it, in the same transaction."""

JOBS: tuple[AnyJob, ...] = (
    *acts.JOBS,
    *accounts_jobs.JOBS,
    *notifications_jobs.JOBS,
    *sanctions_jobs.JOBS,
    *organisations_jobs.JOBS,
    *availability_jobs.JOBS,
    *vacancies_jobs.JOBS,
    *findings_jobs.JOBS,
    *matching_jobs.JOBS,
    *plans_jobs.JOBS,
    *placements_jobs.JOBS,
    *finding_deadlines.JOBS,
    *remedy_jobs.JOBS,
    *own_data_jobs.JOBS,
)
"""What the portal does by itself; the worker runs them."""


def notify(work: Work, happened: Event) -> None:
    """Put the messages that an event causes into the outbox."""
    for table in NOTICES:
        if (messages_of := table.get(type(happened))) is not None:
            for message in messages_of(work, happened):
                queue(work, message)


def react(work: Work, happened: Event) -> None:
    """Let every feature do what the event asks of it."""
    for table in REACTIONS:
        for reaction in table.get(type(happened), ()):
            reaction(work, happened)


SUBSCRIBERS: tuple[Subscriber, ...] = (record, notify, react)
"""Who hears of every event, in this order: the trail, the notices, the reactions."""


class Directory:
    """The address book of the portal, made of what accounts and workers know."""

    def find(self, session: Session, to: Recipient) -> Address | None:
        """Where a recipient reads mail now."""
        match to:
            case ToAddress(email, language):
                return Address(email, "", language)
            case ToPerson(person_id):
                return accounts_queries.address_of(session, person_id)
            case ToWorker(worker_id):
                return workers_queries.address_of(session, worker_id)


def load_viewer() -> Viewer:
    """Who asks: the person of this browser's session, with the organisation they act for."""
    mine = browser.signed_in()
    if mine is None:
        return STRANGER
    memberships = organisations_queries.memberships_of(reading(), mine.person_id)
    chosen = [one for one in memberships if one.organisation_id == mine.acting_organisation_id]
    return Viewer(
        person_id=mine.person_id,
        name=mine.name,
        memberships=memberships,
        acting=next(iter([*chosen, *memberships]), None),
        staff=mine.staff,
    )


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The portal, ready to serve. Needs no database to be made, only to answer."""
    app = Flask(
        __name__,
        template_folder=str(config.ROOT / "templates"),
        static_folder=str(config.ROOT / "static"),
    )
    app.config.update(config.settings())
    app.config.update(overrides or {})
    if proxies := app.config["TRUSTED_PROXIES"]:  # tries are counted by the reader's address, not the proxy's
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=0, x_host=0)  # type: ignore[method-assign]
    _connect(app)
    _furnish(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.register_blueprint(operations_public(with_mailbox=not app.config["PRODUCTION"]))
    for command in COMMANDS:
        app.cli.add_command(command)
    access.require_stamps(app)
    return app


def _connect(app: Flask) -> None:
    engine = new_engine(app.config["DATABASE_URL"])
    sessions = new_sessions(engine, app.config["DATA_DIR"] / "snapshots")
    app.extensions["fairshift"] = Services(
        engine, sessions, Transactor(sessions, clock.now, SUBSCRIBERS), Directory(), JOBS
    )


def _furnish(app: Flask) -> None:
    CSRFProtect(app).exempt(unsubscribe)  # a mail program posts it, without a session (RFC 8058)
    catalogues.compile_newer()
    mixed.install(app, Babel(app, locale_selector=languages.locale_of_reader))
    WTFormsHelpers(app)
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(str(config.ROOT / "templates")),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    browser.install(app)
    access.enforce(app, load_viewer)
    acts.install(app)
    pages.install(app)
    languages.install(app)
    mail.install(app)
    errors.install(app)
