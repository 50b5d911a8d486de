"""The mails about a match, an introduction and an offer: to members of a side, and to workers."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.infra.web.pages import public_url
from portal.kernel.events import Event, Ref
from portal.matching.explanation import headline
from portal.notifications.domain import Category, Message, ToPerson, ToWorker
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.introductions.events import OfIntroduction, OfMatch
from portal.placements.introductions.service.pairs import pair_of
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.events import OfOffer
from portal.placements.rows import IntroductionRow
from portal.placements.work.events import OfPlacement
from portal.vacancies import queries as vacancies

Told = Iterator[Message]


def place_free(work: Work, happened: OfPlacement | OfOffer) -> Told:
    """Workers whose offers are still open, once for all places that came free together."""
    row = queries.any_introduction(work.session, happened.introduction_id)
    if row is None:
        return
    job = vacancies.vacancy(work.session, row.vacancy_id)
    for one in queries.offers_of(work.session, row.id):
        is_their_own = one.worker_id == happened.worker_id
        if one.state is OfferState.OPEN and work.now < one.answer_by and not is_their_own:
            facts = {
                **introduction_facts(work, row),
                "offer_id": str(one.id),
                "code_hash": one.code_hash,
                "answer_by": one.answer_by.isoformat(),
                "country": job.country if job else "",
            }
            del facts["url"]
            yield _worker_message(
                happened, "worker_place_free", one.worker_id, facts, row.ref, until=one.answer_by
            )


def of_match(
    work: Work,
    happened: OfMatch,
    template: str,
    sides: Iterable[Side],
    facts: Mapping[str, Any],
    *,
    urgent: bool = False,
    until: datetime | None = None,
) -> Told:
    pair = pair_of(work.session, happened.match_id)
    if pair is None:
        return
    told = {
        "headline": str(headline(pair.lot, pair.vacancy, pair.match.judgement)),
        "url": public_url("placements_member.match", id=happened.match_id),
        **facts,
    }
    about = (happened.about, pair.post(Side.PROVIDER), pair.post(Side.EMPLOYER))
    yield from _to_members(
        work, happened, template, sides, facts=told, about=about, urgent=urgent, until=until
    )


def of_introduction(
    work: Work,
    happened: OfIntroduction,
    template: str,
    sides: Iterable[Side],
    facts: Mapping[str, Any] | None = None,
    *,
    urgent: bool = False,
) -> Told:
    """One mail to each member, however many workers the same act concerns."""
    row = queries.any_introduction(work.session, happened.introduction_id)
    if row is None:
        return
    told = {**introduction_facts(work, row), **(facts or {})}
    about = (row.ref, Ref("match", row.match_id))
    yield from _to_members(work, happened, template, sides, facts=told, about=about, urgent=urgent)


def of_offer(
    work: Work,
    happened: OfOffer,
    template: str,
    facts: Mapping[str, Any] | None = None,
    *,
    side: Side = Side.PROVIDER,
) -> Told:
    """One side, which is the provider where nothing else is said; one mail for each offer."""
    found = queries.offer(work.session, happened.offer_id)
    row = queries.any_introduction(work.session, happened.introduction_id)
    if found is None or row is None:
        return
    told = {**introduction_facts(work, row), "number": found.number, **(facts or {})}
    about = (happened.about, row.ref, Ref("match", row.match_id))
    yield from _to_members(work, happened, template, [side], facts=told, about=about)


def _to_members(
    work: Work,
    happened: OfMatch | OfIntroduction,
    template: str,
    sides: Iterable[Side],
    *,
    facts: Mapping[str, Any],
    about: tuple[Ref, ...],
    urgent: bool = False,
    until: datetime | None = None,
) -> Told:
    for side in sides:
        organisation_id = happened.provider_id if side is Side.PROVIDER else happened.employer_id
        for member in organisations.members_of(work.session, organisation_id):
            yield Message(
                template=f"placements/{template}",
                to=ToPerson(member.person_id),
                facts=facts,
                key=f"{template}:{about[0]}:{happened.at.isoformat()}",
                category=Category.PROGRESS,
                organisation_id=organisation_id,
                urgent=urgent,
                expires_at=until,
                about=about,
            )


def to_worker(
    work: Work,
    happened: OfOffer | OfPlacement,
    template: str,
    facts: Mapping[str, Any],
    *,
    until: datetime | None = None,
) -> Told:
    """The worker; whoever has no e-mail address hears it from the provider."""
    row = queries.any_introduction(work.session, happened.introduction_id)
    if row is None:
        return
    told = {**introduction_facts(work, row), **_link_facts(work, happened, row), **facts}
    del told["url"]
    yield _worker_message(happened, template, happened.worker_id, told, happened.about, until=until)


def _worker_message(
    happened: Event,
    template: str,
    worker_id: UUID,
    facts: Mapping[str, Any],
    about: Ref,
    *,
    until: datetime | None,
) -> Message:
    return Message(
        template=f"placements/{template}",
        to=ToWorker(worker_id),
        facts=facts,
        key=f"{template}:{about}:{happened.at.isoformat()}",
        category=Category.WORKER,
        expires_at=until,
        about=(about,),
    )


def _link_facts(work: Work, happened: OfOffer | OfPlacement, row: IntroductionRow) -> dict[str, str]:
    """What the link is made from when the mail is written; its code is never stored."""
    if isinstance(happened, OfOffer):
        found = queries.offer(work.session, happened.offer_id)
    else:
        placed = {one.id: one for one in queries.placements_of(work.session, row.id)}
        found = queries.offer(work.session, placed[happened.placement_id].offer_id)
    return {"offer_id": str(found.id), "code_hash": found.code_hash} if found else {}


def introduction_facts(work: Work, row: IntroductionRow) -> dict[str, Any]:
    job = vacancies.vacancy(work.session, row.vacancy_id)
    names = organisations.organisations(work.session, [row.provider_id, row.employer_id])
    return {
        "reference": row.number,
        "title": job.title if job else "",
        "town": job.town if job else "",
        "heads": row.heads,
        "first": row.first.isoformat(),
        "last": row.last.isoformat(),
        "provider": names[row.provider_id].name,
        "employer": names[row.employer_id].name,
        "url": public_url("placements_member.introduction", id=row.id),
    }
