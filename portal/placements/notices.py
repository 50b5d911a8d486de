"""Who is told of each step in the life of a match."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.infra.web.pages import public_url
from portal.kernel.events import Event, Ref
from portal.matching.explanation import headline
from portal.notifications.domain import Category, Message, ToPerson, ToWorker
from portal.organisations import queries as organisations
from portal.placements import events, queries
from portal.placements.domain.answers import Side
from portal.placements.domain.offers import OfferState, Through
from portal.placements.rows import IntroductionRow
from portal.placements.service.pairs import pair_of
from portal.vacancies import queries as vacancies
from portal.workers.domain import Road
from portal.workers.listings import listing, page_hash

Told = Iterator[Message]


def _yes_said(work: Work, happened: events.YesSaid) -> Told:
    """The other side, who has to answer; when both have said yes, the introduction tells them."""
    row = queries.answers(work.session, happened.match_id)
    due = row.answers.due_at if row else None
    if happened.completes or due is None:  # a standing yes has answered already
        return
    facts = {"heads": happened.heads, "due_at": due.isoformat()}
    yield from _of_match(work, happened, "yes_said", [happened.side.other], facts, urgent=True, until=due)


def _no_said(work: Work, happened: events.NoSaid) -> Told:
    """The other side, if it had said yes; else nobody waits for the answer."""
    if not happened.answers_yes:
        return
    row = queries.answers(work.session, happened.match_id)
    facts = {"reason": happened.reason.value, "note": row.note or "" if row else ""}
    yield from _of_match(work, happened, "no_said", [happened.side.other], facts)


def _answer_undone(work: Work, happened: events.AnswerUndone) -> Told:
    """The other side, who was asked to answer the yes."""
    if happened.was_yes:
        yield from _of_match(work, happened, "yes_undone", [happened.side.other], {})


def _yes_lapsed(work: Work, happened: events.YesLapsed) -> Told:
    """Both: whoever waited has their heads back, whoever was silent may still say yes."""
    for side in Side:
        facts = {
            "own": side is happened.side,
            "heads": happened.heads,
            "by_silence": happened.by_silence,
        }
        yield from _of_match(work, happened, "yes_lapsed", [side], facts)


def _introduced(work: Work, happened: events.Introduced) -> Told:
    yield from of_introduction(work, happened, "introduced", list(Side), urgent=True)


def _contacts_withheld(work: Work, happened: events.ContactsWithheld) -> Told:
    if happened.is_frozen:  # both sides hear of the freeze
        return
    facts = {"authority": happened.authority}
    yield from of_introduction(work, happened, "contacts_withheld", [Side.PROVIDER], facts)


def _withdrawn(work: Work, happened: events.IntroductionWithdrawn) -> Told:
    yield from of_introduction(work, happened, "introduction_withdrawn", [happened.side.other])


def _given_back(work: Work, happened: events.PlacesGivenBack) -> Told:
    facts = {"places": happened.places}
    yield from of_introduction(work, happened, "places_given_back", [happened.side.other], facts)


def _extension_proposed(work: Work, happened: events.ExtensionProposed) -> Told:
    facts = {"until": happened.until.isoformat()}
    yield from of_introduction(work, happened, "extension_proposed", [happened.side.other], facts)


def _extended(work: Work, happened: events.IntroductionExtended) -> Told:
    facts = {"until": happened.until.isoformat()}
    yield from of_introduction(work, happened, "introduction_extended", [happened.side.other], facts)


def _ended(work: Work, happened: events.IntroductionEnded) -> Told:
    yield from of_introduction(work, happened, "introduction_ended", list(Side))


def _engagement_proposed(work: Work, happened: events.EngagementProposed) -> Told:
    yield from of_introduction(work, happened, "engagement_proposed", [happened.side.other])


def _engagement_agreed(work: Work, happened: events.EngagementAgreed) -> Told:
    yield from of_introduction(work, happened, "engagement_agreed", [happened.side.other])


def _offer_made(work: Work, happened: events.OfferMade) -> Told:
    """The worker, if an e-mail was given; never after the offer's own deadline."""
    found = queries.offer(work.session, happened.offer_id)
    row = queries.any_introduction(work.session, happened.introduction_id)
    if found is None or row is None:
        return
    facts = {"answer_by": found.answer_by.isoformat(), **listing_facts(work, happened)}
    if job := vacancies.vacancy_as_of(work.session, row.vacancy_id, found.vacancy_version):
        facts |= {"pay": str(job.pay), "currency": job.currency, "country": job.country}
    yield from to_worker(work, happened, "worker_offer", facts, until=found.answer_by)


def _offer_accepted(work: Work, happened: events.OfferAccepted) -> Told:
    """The worker has it in writing; the provider hears of each, both sides when all places are filled."""
    recorded = happened.through is Through.PROVIDER
    yield from to_worker(work, happened, "worker_accepted", {"recorded": recorded})
    if happened.places_left == 0:
        yield from of_introduction(work, happened, "places_filled", list(Side))
    elif not recorded:
        yield from of_offer(work, happened, "offer_accepted")


def _offer_declined(work: Work, happened: events.OfferDeclined) -> Told:
    if happened.through is Through.WORKER:
        yield from of_offer(work, happened, "offer_declined")


def _offer_withdrawn(work: Work, happened: events.OfferWithdrawn) -> Told:
    if listing(work.session, happened.worker_id).objected_at is not None:
        return  # the worker did not want it
    facts = {"terms_changed": happened.terms_changed}
    yield from to_worker(work, happened, "worker_offer_withdrawn", facts)


def _offer_expired(work: Work, happened: events.OfferExpired) -> Told:
    """The provider, once for all offers that lapse together."""
    yield from of_introduction(work, happened, "offers_expired", [Side.PROVIDER])


def _started(work: Work, happened: events.WorkerStarted) -> Told:
    """The provider, once for everybody ticked together."""
    yield from of_introduction(work, happened, "workers_started", [Side.PROVIDER])


def _missed(work: Work, happened: events.WorkerMissed) -> Told:
    """The provider at once; the worker, who may know better; whoever waits for a place."""
    yield from of_introduction(work, happened, "workers_missed", [Side.PROVIDER], urgent=True)
    yield from to_worker(work, happened, "worker_missed", {})
    yield from place_free(work, happened)


def _left(work: Work, happened: events.WorkerLeft) -> Told:
    facts = {"from_day": happened.from_day.isoformat()}
    yield from of_introduction(work, happened, "workers_left", list(Side), facts)
    yield from place_free(work, happened)


def _recalled(work: Work, happened: events.WorkerRecalled) -> Told:
    facts = {"from_day": happened.from_day.isoformat()}
    yield from of_introduction(work, happened, "workers_recalled", [Side.EMPLOYER], facts, urgent=True)
    yield from to_worker(work, happened, "worker_recalled", facts)


def _cancelled(work: Work, happened: events.PlacementCancelled) -> Told:
    facts = {"from_day": happened.from_day.isoformat(), "notice_kept": happened.notice_kept}
    yield from of_introduction(work, happened, "workers_cancelled", [Side.PROVIDER], facts, urgent=True)
    yield from to_worker(work, happened, "worker_cancelled", facts)


def _placement_extended(work: Work, happened: events.PlacementExtended) -> Told:
    yield from to_worker(work, happened, "worker_extended", {"until": happened.until.isoformat()})


def _placement_shortened(work: Work, happened: events.PlacementShortened) -> Told:
    facts = {"until": happened.until.isoformat()}
    yield from of_introduction(work, happened, "workers_shortened", [happened.side.other], facts, urgent=True)
    yield from to_worker(work, happened, "worker_shortened", facts)


def listing_facts(work: Work, happened: events.OfferMade) -> dict[str, str]:
    """Where the mail of the offer is also the notice of being listed: what its link is made from."""
    told = listing(work.session, happened.worker_id)
    if told.road is not Road.OFFER_MAIL or told.told_at != happened.at:
        return {}
    return {
        "listed_id": str(happened.worker_id),
        "listed_hash": page_hash(work.session, happened.worker_id),
    }


def place_free(work: Work, happened: events.OfPlacement | events.OfOffer) -> Told:
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


def _of_match(
    work: Work,
    happened: events.OfMatch,
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
    happened: events.OfIntroduction,
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
    happened: events.OfOffer,
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
    happened: events.OfMatch | events.OfIntroduction,
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
    happened: events.OfOffer | events.OfPlacement,
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


def _link_facts(
    work: Work, happened: events.OfOffer | events.OfPlacement, row: IntroductionRow
) -> dict[str, str]:
    """What the link is made from when the mail is written; its code is never stored."""
    if isinstance(happened, events.OfOffer):
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


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    events.YesSaid: _yes_said,
    events.NoSaid: _no_said,
    events.AnswerUndone: _answer_undone,
    events.YesLapsed: _yes_lapsed,
    events.Introduced: _introduced,
    events.ContactsWithheld: _contacts_withheld,
    events.IntroductionWithdrawn: _withdrawn,
    events.PlacesGivenBack: _given_back,
    events.ExtensionProposed: _extension_proposed,
    events.IntroductionExtended: _extended,
    events.IntroductionEnded: _ended,
    events.EngagementProposed: _engagement_proposed,
    events.EngagementAgreed: _engagement_agreed,
    events.OfferMade: _offer_made,
    events.OfferAccepted: _offer_accepted,
    events.OfferDeclined: _offer_declined,
    events.OfferWithdrawn: _offer_withdrawn,
    events.OfferExpired: _offer_expired,
    events.WorkerStarted: _started,
    events.WorkerMissed: _missed,
    events.WorkerLeft: _left,
    events.WorkerRecalled: _recalled,
    events.PlacementCancelled: _cancelled,
    events.PlacementExtended: _placement_extended,
    events.PlacementShortened: _placement_shortened,
}
