"""Who is told when matches wait for a licence, and when they go on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from portal.accounts.queries import staff_with
from portal.compliance.holds.queries import open_hold
from portal.infra.unit_of_work import Work
from portal.infra.web.pages import public_url
from portal.kernel.events import Event, Ref
from portal.kernel.viewer import StaffRole
from portal.matching import queries as matching
from portal.notifications.domain import Category, Message, Recipient, ToPerson, ToWorker
from portal.organisations import queries as organisations
from portal.organisations.events import LicenceEvent
from portal.organisations.files import authority_name
from portal.organisations.licence_queries import known_licence
from portal.placements import queries
from portal.placements.holds.events import MatchesFrozen, MatchesThawed
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.introductions.service.pairs import refs_of
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.events import OfferExpired
from portal.placements.rows import IntroductionRow, OfferRow
from portal.placements.work.domain.placements import PlacementState
from portal.vacancies import queries as vacancies

Told = Iterator[Message]


@dataclass(frozen=True)
class _Reached:
    """What some matches of one provider reach: its introductions, offers and workers."""

    work: Work
    happened: MatchesFrozen | MatchesThawed

    @cached_property
    def matches(self) -> list[matching.MatchRow]:
        return list(matching.matches(self.work.session, self.happened.match_ids).values())

    @cached_property
    def introductions(self) -> list[IntroductionRow]:
        found = queries.introductions_of_matches(self.work.session, self.happened.match_ids)
        return [one for rows in found.values() for one in rows if one.state is IntroductionState.OPEN]

    @cached_property
    def offers(self) -> list[tuple[IntroductionRow, OfferRow]]:
        return [
            (row, one) for row in self.introductions for one in queries.offers_of(self.work.session, row.id)
        ]

    @cached_property
    def placed(self) -> dict[UUID, PlacementState]:
        """How the workers who accepted stand, by their offer."""
        return {
            one.offer_id: one.state
            for row in self.introductions
            for one in queries.placements_of(self.work.session, row.id)
        }

    def running(self, introductions: Iterable[IntroductionRow] | None = None) -> int:
        """How many workers have started and go on."""
        chosen = {row.id for row in (self.introductions if introductions is None else introductions)}
        return sum(
            self.placed.get(one.id) is PlacementState.STARTED for row, one in self.offers if row.id in chosen
        )

    @cached_property
    def provider(self) -> str:
        found = organisations.organisation(self.work.session, self.happened.provider_id)
        return found.name if found else ""

    def employers(self) -> Iterator[tuple[UUID, dict[str, Any]]]:
        """By employer, its vacancies; the provider's name only where both were introduced."""
        jobs = vacancies.vacancies(self.work.session, {one.vacancy_id for one in self.matches})
        by_employer: dict[UUID, list[matching.MatchRow]] = {}
        for one in self.matches:
            by_employer.setdefault(one.employer_id, []).append(one)
        for employer_id, rows in sorted(by_employer.items()):
            introduced = [one for one in self.introductions if one.employer_id == employer_id]
            titles = {jobs[one.vacancy_id].title for one in rows if one.vacancy_id in jobs}
            yield (
                employer_id,
                {
                    "vacancies": sorted(titles),
                    "provider": self.provider if introduced else "",
                    "matches": len(rows),
                    "introductions": len(introduced),
                    "running": self.running(introduced),
                },
            )

    def waiting_workers(self) -> Iterator[tuple[UUID, dict[str, Any]]]:
        """Workers with an open offer, or who accepted and have not started."""
        jobs = vacancies.vacancies(self.work.session, {row.vacancy_id for row in self.introductions})
        names = organisations.organisations(self.work.session, {r.employer_id for r in self.introductions})
        for row, offer in self.offers:
            expected = self.placed.get(offer.id) is PlacementState.EXPECTED
            if not expected and not (offer.state is OfferState.OPEN and self.work.now < offer.answer_by):
                continue
            yield (
                offer.worker_id,
                {
                    "title": jobs[row.vacancy_id].title,
                    "country": jobs[row.vacancy_id].country,
                    "town": jobs[row.vacancy_id].town,
                    "provider": self.provider,
                    "employer": names[row.employer_id].name,
                    "accepted": expected,
                    "first": row.first.isoformat(),
                    "answer_by": offer.answer_by.isoformat(),
                    "offer_id": str(offer.id),
                    "code_hash": offer.code_hash,
                },
            )


def _frozen(work: Work, happened: MatchesFrozen) -> Told:
    reached = _Reached(work, happened)
    facts = _provider_facts(reached, happened)
    yield from _to_members(happened, "licence_ended", work, happened.provider_id, facts)
    authorities = facts["authorities"]
    for employer_id, told in reached.employers():
        told |= {"authorities": authorities, "url": public_url("insights_account.home")}
        yield from _to_members(happened, "licence_ended_employer", work, employer_id, told)
    for worker_id, told in reached.waiting_workers():
        yield _to_worker(happened, "worker_frozen", worker_id, told)
    if running := reached.running():
        url = public_url("organisations_staff.organisation", organisation_id=happened.provider_id)
        told = {"provider": reached.provider, "authorities": authorities, "running": running, "url": url}
        for person in staff_with(work.session, StaffRole.COMPLIANCE):
            yield _message(happened, "licence_ended_running", ToPerson(person.id), told, Category.ACCOUNT)


def nothing_waits(work: Work, happened: LicenceEvent, licence_id: UUID) -> Told:
    """A licence has ended on which nothing rests now: its administrators, unless they did it themselves."""
    told = _licence_facts(work, licence_id, ()) | {
        "matches": 0,
        "introductions": 0,
        "offers": 0,
        "running": 0,
    }
    for person_id in organisations.administrators_of(work.session, happened.organisation_id):
        if person_id != happened.by:
            to, its = ToPerson(person_id), happened.organisation_id
            yield _message(happened, "licence_ended", to, told, Category.ACCOUNT, its)


def _provider_facts(reached: _Reached, happened: MatchesFrozen) -> dict[str, Any]:
    return _licence_facts(reached.work, happened.licence_id, happened.authorities) | {
        "matches": len(reached.matches),
        "introductions": len(reached.introductions),
        "offers": sum(one.state is OfferState.OPEN for _, one in reached.offers),
        "running": reached.running(),
    }


def _licence_facts(work: Work, licence_id: UUID | None, authorities: Iterable[str]) -> dict[str, Any]:
    found = known_licence(work.session, licence_id) if licence_id else None
    ids = set(authorities) | ({found.licence.authority} if found else set())
    return {
        "number": found.licence.number if found else "",
        "status": found.licence.status.value if found else "",
        "is_in_register": bool(not found or not found.last or found.last.register_status != "not found"),
        "authorities": sorted(authority_name(one, work.now.date()) for one in ids),
        "url": public_url("organisations_member.licences"),
    }


def _thawed(work: Work, happened: MatchesThawed) -> Told:
    reached = _Reached(work, happened)
    facts = {
        "matches": len(reached.matches),
        "introductions": len(reached.introductions),
        "url": public_url("insights_account.home"),
    }
    yield from _to_members(happened, "licence_good", work, happened.provider_id, facts)
    for employer_id, told in reached.employers():
        told["url"] = facts["url"]
        yield from _to_members(happened, "licence_good_employer", work, employer_id, told)
    held = {row.id for row in reached.introductions if _is_held(work, row)}
    still = {str(offer.id) for row, offer in reached.offers if row.id in held}
    for worker_id, told in reached.waiting_workers():
        if told["offer_id"] not in still:
            yield _to_worker(happened, "worker_thawed", worker_id, told)


def _is_held(work: Work, row: IntroductionRow) -> bool:
    """By something else, so that nothing can be answered yet."""
    refs = refs_of(
        match_id=row.match_id,
        availability_id=row.availability_id,
        vacancy_id=row.vacancy_id,
        provider_id=row.provider_id,
        employer_id=row.employer_id,
    )
    return any(open_hold(work.session, ref) for ref in refs)


def _expired_while_held(work: Work, happened: OfferExpired) -> Told:
    """The worker, who could not have answered: it was not their silence."""
    if not happened.was_held:
        return
    row = queries.any_introduction(work.session, happened.introduction_id)
    job = vacancies.vacancy(work.session, row.vacancy_id) if row else None
    names = organisations.organisations(work.session, [happened.provider_id])
    if job is not None:
        told = {"title": job.title, "town": job.town, "provider": names[happened.provider_id].name}
        yield _to_worker(happened, "worker_expired_while_held", happened.worker_id, told)


def _to_members(
    happened: Event, template: str, work: Work, organisation_id: UUID, facts: Mapping[str, Any]
) -> Told:
    for member in organisations.members_of(work.session, organisation_id):
        to = ToPerson(member.person_id)
        yield _message(happened, template, to, facts, Category.ACCOUNT, organisation_id)


def _to_worker(happened: Event, template: str, worker_id: UUID, facts: Mapping[str, Any]) -> Message:
    return _message(happened, template, ToWorker(worker_id), facts, Category.WORKER)


def _message(  # noqa: PLR0917 - what every message has
    happened: Event,
    template: str,
    to: Recipient,
    facts: Mapping[str, Any],
    category: Category,
    organisation_id: UUID | None = None,
) -> Message:
    about: Ref = happened.about
    said = facts.get("offer_id", "")
    return Message(
        template=f"placements/{template}",
        to=to,
        facts=dict(facts),
        key=f"{template}:{about}:{happened.at.isoformat()}:{said}",
        category=category,
        organisation_id=organisation_id,
        urgent=category is not Category.WORKER,
        about=(about,),
    )


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    MatchesFrozen: _frozen,
    MatchesThawed: _thawed,
    OfferExpired: _expired_while_held,
}
