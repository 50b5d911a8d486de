"""Mails about a worker's own contact and word, and about questions and more time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from portal.infra.unit_of_work import Work
from portal.infra.web.pages import public_url
from portal.kernel.events import Event
from portal.notifications.domain import Category, Message, ToAddress, ToWorker
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.mails import Told, of_offer, place_free, to_worker
from portal.placements.offers.events import (
    AnswerTakenBack,
    DaysMayBeTaken,
    MoreTimeAsked,
    OfferProlonged,
    QuestionAnswered,
    QuestionAsked,
    QuestionPassedOn,
)
from portal.vacancies import queries as vacancies
from portal.workers import queries as workers
from portal.workers.events import WordKeyMade, WordSet
from portal.workers.own_contact import BY_MAIL


def _word_set(work: Work, happened: WordSet) -> Iterator[Message]:
    """To the e-mail that the provider gave, once: somebody opened your offer; was it not you?"""
    found = workers.worker(work.session, happened.worker_id)
    provider = organisations.organisation(work.session, happened.organisation_id)
    if found is None or not found.email or provider is None:
        return
    yield Message(
        template="placements/worker_opened",
        to=ToAddress(found.email, found.language),
        facts={"provider": provider.name, "url": public_url("remedy_public.report")},
        key=f"worker_opened:{happened.worker_id}",
        category=Category.WORKER,
        about=(happened.about,),
    )


def _key_made(work: Work, happened: WordKeyMade) -> Iterator[Message]:
    """The link to a new word, to the worker's own e-mail; what it is made from, since no key is stored."""
    if not happened.mailed:
        return
    until = happened.at + BY_MAIL
    offers = queries.offers_of_worker(work.session, happened.worker_id)
    yield Message(
        template="placements/worker_new_word",
        to=ToWorker(happened.worker_id),
        facts={
            "worker_id": str(happened.worker_id),
            "made_at": happened.at.isoformat(),
            "until": until.isoformat(),
            "country": _country_of_work(work, offers[0].introduction_id) if offers else "",
        },
        key=f"worker_new_word:{happened.worker_id}:{happened.at.isoformat()}",
        category=Category.WORKER,
        expires_at=until,
        about=(happened.about,),
    )


def _taken_back(work: Work, happened: AnswerTakenBack) -> Told:
    yield from of_offer(work, happened, "answer_taken_back", {"was_accepted": happened.was_accepted})
    if happened.was_accepted:
        yield from place_free(work, happened)


def _more_time(work: Work, happened: MoreTimeAsked) -> Told:
    yield from of_offer(work, happened, "more_time_asked")


def _prolonged(work: Work, happened: OfferProlonged) -> Told:
    facts = {
        "answer_by": happened.until.isoformat(),
        "country": _country_of_work(work, happened.introduction_id),
    }
    yield from to_worker(work, happened, "worker_prolonged", facts, until=happened.until)


def _country_of_work(work: Work, introduction_id: UUID) -> str:
    """By whose clocks a deadline is told; empty where the work is not known."""
    row = queries.any_introduction(work.session, introduction_id)
    job = vacancies.vacancy(work.session, row.vacancy_id) if row else None
    return job.country if job else ""


def _overlap(work: Work, happened: DaysMayBeTaken) -> Told:
    """The provider of an open offer; where the other work is stays with the worker."""
    yield from of_offer(work, happened, "days_may_be_taken")


def _asked(work: Work, happened: QuestionAsked) -> Told:
    yield from of_offer(work, happened, "question_asked", _question_facts(happened))


def _passed_on(work: Work, happened: QuestionPassedOn) -> Told:
    facts = _question_facts(happened)
    yield from of_offer(work, happened, "question_passed_on", facts, side=Side.EMPLOYER)


def _answered(work: Work, happened: QuestionAnswered) -> Told:
    if queries.any_introduction(work.session, happened.introduction_id):
        yield from to_worker(work, happened, "worker_question_answered", {})


def _question_facts(happened: QuestionAsked | QuestionPassedOn) -> dict[str, Any]:
    """Only where the question is read: its words, and who asks, stay on the page."""
    return {"url": public_url("placements_member.question", id=happened.question_id)}


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    WordSet: _word_set,
    WordKeyMade: _key_made,
    AnswerTakenBack: _taken_back,
    MoreTimeAsked: _more_time,
    OfferProlonged: _prolonged,
    DaysMayBeTaken: _overlap,
    QuestionAsked: _asked,
    QuestionPassedOn: _passed_on,
    QuestionAnswered: _answered,
}
