"""The whole road of a bulk: vacancies published, matches stored, mails queued.

    python -m benchmarks.road [--availabilities 20000] [--vacancies 10000] [--database URL]

A portal of its own, on SQLite in a temporary folder or on an empty database that is named. Lots of 200
providers stand ready, matched and in a snapshot; then 100 employers publish the vacancies in portions of 50,
and the worker's job runs until nothing waits. CPU seconds are of this process; those of a database server
are not counted. Writes var/bench/road.json.
"""

import argparse
import resource
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask
from sqlalchemy import func, select, table

from benchmarks.posts import Market
from benchmarks.tables import Row, written
from benchmarks.trades import shipped_trades
from portal.accounts.service.people import Registered, register_person
from portal.app import Services, create_app
from portal.availability.domain import AvailabilityTerms
from portal.availability.service import publish_availability
from portal.compliance.costs.schedule import CostSchedule
from portal.infra.unit_of_work import Work
from portal.kernel.events import SYSTEM, ActorId
from portal.matching.domain import AvailabilityFacts, VacancyFacts
from portal.matching.service import rematch_marked
from portal.matching.snapshots import build, folder_of
from portal.operations.preparing import prepare
from portal.organisations.domain import BranchTerms, OrganisationTerms, RegisteredAddress
from portal.organisations.service.registration import register_for
from portal.organisations.service.standing import approve_organisation
from portal.posts.domain import Skill
from portal.vacancies.domain import VacancyTerms
from portal.vacancies.service import publish_vacancies

T = TypeVar("T")

_PROVIDERS, _EMPLOYERS, _PORTION = 200, 100, 50


def _alike(facts: Any, terms: type) -> dict[str, Any]:
    """The facts that the terms of a post have under the same name."""
    return {one.name: getattr(facts, one.name) for one in fields(terms) if hasattr(facts, one.name)}


def _place(facts: Any) -> dict[str, Any]:
    return {
        "town": "A town",
        "latitude": facts.point.latitude,
        "longitude": facts.point.longitude,
        "occupation": "A trade",
        "isco": facts.occupation,
        "languages": {language: level.name for language, level in facts.languages.items()},
    }


def _skills(uris: Iterable[str]) -> tuple[Skill, ...]:
    return tuple(Skill(uri, uri.rsplit("/", 1)[-1]) for uri in sorted(uris))


def lot_terms(a: AvailabilityFacts) -> AvailabilityTerms:
    """A lot of the generator as a provider would state it."""
    return AvailabilityTerms(
        **_alike(a, AvailabilityTerms)
        | _place(a)
        | {
            "skills": _skills(a.skills),
            "country": min(a.work_countries),
            "tickets": tuple(sorted(a.tickets)),
            "work_countries": tuple(sorted(a.work_countries)),
            "work_sectors": tuple(sorted(a.work_sectors)),
        }
    )


def vacancy_terms(v: VacancyFacts) -> VacancyTerms:
    """A vacancy of the generator as an employer would state it; paid well above any minimum."""
    return VacancyTerms(
        **_alike(v, VacancyTerms)
        | _place(v)
        | {
            "title": "Work",
            "required_skills": _skills(v.required_skills),
            "desired_skills": _skills(v.desired_skills),
            "tickets": tuple(sorted(v.tickets)),
            "pay": v.pay + 20,
        }
    )


def _portions(values: Iterable[T]) -> Iterator[list[T]]:
    waiting = iter(values)
    while portion := list(islice(waiting, _PORTION)):
        yield portion


def an_organisation(work: Work, number: int, *, supplies: bool) -> tuple[UUID, ActorId]:
    """An organisation that waits for approval, and its one member, who gets its mails."""
    email = f"member{number}@{'provider' if supplies else 'employer'}{number}.example.org"
    person = register_person(
        work, name=f"Member {number}", email=email, password_hash=None, is_confirmed=True
    )
    assert isinstance(person, Registered)
    terms = OrganisationTerms(
        name=f"Organisation {number}",
        supplies=supplies,
        employs=not supplies,
        country="GB",
        register_number=f"{number:08}",
        sectors=("52",),
        contact_email=email,
        contact_phone=f"+44177{number:07}",
        address=RegisteredAddress(f"{number} Main Street", "Spalding", "PE11 1AA"),
    )
    branch = BranchTerms(
        name="Main desk", place_id=None, town="Spalding", region=None, country="GB",
        latitude=52.787, longitude=-0.153, desk_email=email, duty_phone=f"+44178{number:07}",
    )  # fmt: skip
    made = register_for(work, person.person_id, terms, branch)
    return made.organisation_id, ActorId(person.person_id)


def _publish_lots(work: Work, organisation_id: UUID, lots: Sequence[AvailabilityFacts]) -> None:
    work.in_bulk = True
    for one in lots:
        publish_availability(work, organisation_id, lot_terms(one))


def match_all(services: Services) -> int:
    """Run the worker's job until nothing waits; how many posts were matched."""
    matched = 0
    while done := services.transactor.perform(rematch_marked, SYSTEM):
        matched += done
    return matched


def spent(work: Callable[[], T]) -> tuple[T, float, float]:
    """What the work gives, its CPU seconds, and those on the clock."""
    began, clock = process_time(), perf_counter()
    outcome = work()
    return outcome, process_time() - began, perf_counter() - clock


def rows(app: Flask, services: Services, lots: int, vacancies: int) -> Iterator[Row]:
    """Measure the road from the first vacancy to the last mail."""
    perform, market = services.transactor.perform, Market(shipped_trades())
    prepare(services.engine, services.transactor, lambda _words: None)
    providers = [perform(an_organisation, SYSTEM, n, supplies=True) for n in range(_PROVIDERS)]
    employers = [perform(an_organisation, SYSTEM, _PROVIDERS + n, supplies=False) for n in range(_EMPLOYERS)]
    for organisation_id, member in (*providers, *employers):
        perform(approve_organisation, member, organisation_id)
    no_costs = CostSchedule.with_all_else_absent(())
    for number, some in enumerate(_portions(market.availabilities(lots))):
        provider, member = providers[number % _PROVIDERS]
        perform(_publish_lots, member, provider, some)
    with services.sessions() as session:
        folder = folder_of(session)
    assert folder is not None
    _, cpu, _ = spent(lambda: build(services.transactor, folder))
    match_all(services)
    build(services.transactor, folder)
    yield Row(f"snapshot of {lots:,} lots, from their rows", f"{cpu:.1f} s")

    def publish() -> int:
        count = 0
        for number, some in enumerate(_portions(market.vacancies(vacancies))):
            posts = [(vacancy_terms(one), no_costs) for one in some]
            employer, member = employers[number % _EMPLOYERS]
            made = perform(publish_vacancies, member, employer, posts)
            count += sum(isinstance(one, UUID) for one in made)
        return count

    published, cpu, clock = spent(publish)
    yield Row(f"vacancies published of {vacancies:,}", f"{published:,}")
    yield Row(
        "publishing", f"{cpu:.1f} s CPU, {clock:.0f} s on the clock; {cpu / published * 1e3:.1f} ms each"
    )
    _, cpu, clock = spent(lambda: match_all(services))
    stored, mails = _count(services, "match"), _count(services, "mail")
    yield Row("matches stored", f"{stored:,} ({stored / published:.1f} a vacancy)")
    yield Row("mails queued", f"{mails:,}")
    yield Row(
        "matching, storing and queueing",
        f"{cpu:.1f} s CPU, {clock:.0f} s on the clock; {cpu / published * 1e3:.1f} ms a vacancy, "
        f"{cpu / max(stored, 1) * 1e3:.2f} ms a match",
    )
    yield Row("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _count(services: Services, name: str) -> int:
    with services.sessions() as session:
        return int(session.scalar(select(func.count()).select_from(table(name))) or 0)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--availabilities", type=int, default=20_000)
    asked.add_argument("--vacancies", type=int, default=10_000)
    asked.add_argument("--database", help="the address of an empty database; else SQLite in a new folder")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        url = chosen.database or f"sqlite:///{folder}/road.db"
        app = create_app({"TESTING": True, "DATABASE_URL": url, "DATA_DIR": Path(folder)})
        services: Services = app.extensions["fairshift"]
        listed = [Row("database", services.engine.dialect.name)]
        with app.app_context():
            for row in rows(app, services, chosen.availabilities, chosen.vacancies):
                print(f"{row.what:<45}{row.figure}", flush=True)
                listed.append(row)
        written("road", listed)


if __name__ == "__main__":
    main()
