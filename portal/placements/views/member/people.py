"""Naming workers, their offers, and the roll-call."""
# ruff: noqa: A002 - addresses call what they are about `id`

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from portal.compliance.domain import Finding
from portal.compliance.findings.words import message
from portal.infra import clock
from portal.infra.web import Audience, acting_for, allow, ask, page, perform, public_url, reading, say
from portal.infra.web.languages import SOURCE, words_for_languages
from portal.infra.web.pages import not_found
from portal.kernel.outcomes import Refusal
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.introductions.domain.introductions import IntroductionState
from portal.placements.offers import service as offers
from portal.placements.offers.domain.offers import OfferState
from portal.placements.offers.forms import WorkersForm
from portal.placements.rows import IntroductionCounts, IntroductionRow
from portal.placements.views.member import member_pages
from portal.placements.views.member.check_lines import CheckLine, check_lines
from portal.placements.views.member.introductions import PersonLine, draw_introduction, own, people_of
from portal.placements.views.member.safety_lines import SafetyLine, safety_lines
from portal.placements.words import refusal_words
from portal.placements.work.domain.placements import NobodyChosen, PlacementState
from portal.placements.work.service import placements
from portal.vacancies import queries as vacancies
from portal.vacancies.domain import VacancyRow
from portal.workers.domain import read_lines
from portal.workers.queries import language_named_last


@dataclass(frozen=True)
class WorkerObjects(Refusal):
    """The worker wants no offers from this provider."""


@dataclass(frozen=True)
class NamePage:
    row: IntroductionRow
    vacancy: VacancyRow
    counts: IntroductionCounts


@dataclass(frozen=True)
class Slip:
    """One worker's link, to copy into a message or to print."""

    person: PersonLine
    url: str


@dataclass(frozen=True)
class SlipsPage:
    row: IntroductionRow
    vacancy: VacancyRow
    provider: str
    slips: tuple[Slip, ...]


@dataclass(frozen=True)
class RollCallPage:
    row: IntroductionRow
    vacancy: VacancyRow
    expected: tuple[PersonLine, ...]
    checks: Mapping[UUID, CheckLine]
    """By placement: what was checked, and what does not let somebody start."""
    safety: Mapping[UUID, SafetyLine]
    """By placement: what was given before the first shift, and what is lacking."""
    problem: str
    now: datetime

    @property
    def stopped(self) -> frozenset[UUID]:
        """Placements that may not start as things are."""
        lacking = {key for key, one in self.safety.items() if one.lacks}
        return frozenset(key for key, one in self.checks.items() if one.against) | lacking

    @property
    def unchecked(self) -> int:
        return sum(1 for one in self.checks.values() if not one.is_checked)


@member_pages.route("/introductions/<uuid:id>/workers", methods=["GET", "POST"])
@allow(Audience.PROVIDER)
def name_workers(id: UUID) -> ResponseReturnValue:
    """Name workers; each gets an offer."""
    row, side = own(id)
    if side is not Side.PROVIDER:
        not_found()
    vacancy = _vacancy(row)
    form = WorkersForm()
    if not form.is_submitted():
        form.language.data = language_named_last(reading(), acting_for()) or SOURCE.code
    if form.validate_on_submit():
        region = organisations.organisation(reading(), acting_for())
        found = read_lines(form.lines.data, region.country if region else None, words_for_languages())
        form.fail_for(found.errors)
        if not found.errors:
            most = form.language.data or SOURCE.code
            named = [replace(one, usual_language=most) for one in found.workers]
            match perform(offers.make_offers, acting_for(), id, named):
                case offers.OffersMade() as made:
                    say(_made_words(made))
                    return redirect(url_for(".slips", id=id), 303)
                case NotYours():
                    return not_found()
                case Refusal() as refusal:
                    return draw_introduction(id, problem=_offer_words(refusal))
    return ask(
        "placements/member/name_workers.html",
        form,
        NamePage(row, vacancy, queries.counts_of(reading(), [row])[id]),
    )


@member_pages.get("/introductions/<uuid:id>/slips")
@allow(Audience.PROVIDER)
def slips(id: UUID) -> ResponseReturnValue:
    """Each worker's link, to copy or print."""
    row, side = own(id)
    if side is not Side.PROVIDER:
        not_found()
    provider = organisations.organisation(reading(), row.provider_id)
    shown = SlipsPage(
        row=row,
        vacancy=_vacancy(row),
        provider=provider.name if provider else "",
        slips=tuple(_slips(row)),
    )
    return page("placements/member/slips.html", shown)


def _slips(row: IntroductionRow) -> list[Slip]:
    live = {OfferState.OPEN, OfferState.ACCEPTED}
    people = [one for one in people_of(row, Side.PROVIDER) if one.offer.state in live]
    codes = [(one, offers.link_code(one.offer)) for one in people]
    return [Slip(one, public_url("placements_worker.offer", code=code)) for one, code in codes if code]


@member_pages.post("/offers/<uuid:id>/answer")
@allow(Audience.PROVIDER)
def record_answer(id: UUID) -> ResponseReturnValue:
    """Record what a worker said; it stays "not confirmed by the worker"."""
    accepts = request.form.get("answer") == "accept"
    return _about_offer(
        id,
        lambda: perform(offers.record_answer, acting_for(), id, accepts=accepts),
        gettext("Recorded. It reads “not confirmed by the worker” until they confirm it themselves."),
    )


@member_pages.post("/offers/<uuid:id>/withdraw")
@allow(Audience.PROVIDER)
def withdraw_offer(id: UUID) -> ResponseReturnValue:
    """Take one offer back."""
    return _about_offer(
        id, lambda: perform(offers.withdraw_offer, acting_for(), id), gettext("The offer is withdrawn.")
    )


@member_pages.post("/offers/<uuid:id>/more-time")
@allow(Audience.PROVIDER)
def prolong_offer(id: UUID) -> ResponseReturnValue:
    """Give a worker more time for the answer."""
    return _about_offer(
        id, lambda: perform(offers.prolong_offer, acting_for(), id), gettext("The worker has more time now.")
    )


@member_pages.post("/offers/<uuid:id>/again")
@allow(Audience.PROVIDER)
def offer_again(id: UUID) -> ResponseReturnValue:
    """Make a new offer to the same worker."""

    def again() -> Any:
        done = perform(offers.offer_again, acting_for(), id)
        return WorkerObjects() if isinstance(done, offers.OffersMade) and done.objecting else done

    return _about_offer(id, again, gettext("A new offer is made."))


def _about_offer(id: UUID, act: Callable[[], Any], done: str) -> ResponseReturnValue:
    found = queries.offer(reading(), id)
    if found is None or found.provider_id != acting_for():
        not_found()
    match act():
        case NotYours():
            return not_found()
        case Refusal() as refusal:
            return draw_introduction(found.introduction_id, problem=_offer_words(refusal))
        case _:
            say(done)
            return redirect(url_for(".introduction", id=found.introduction_id, _anchor="workers"), 303)


@member_pages.route("/introductions/<uuid:id>/roll-call", methods=["GET", "POST"])
@allow(Audience.EMPLOYER)
def roll_call(id: UUID) -> ResponseReturnValue:
    """On day one: who came?"""
    row, side = own(id)
    if side is not Side.EMPLOYER:
        not_found()
    problem = ""
    if request.method == "POST":
        came = _ticked(row)
        match perform(placements.call_roll, acting_for(), id, came):
            case int():
                missing = sum(1 for one in came.values() if not one)
                say(_roll_words(len(came) - missing, missing))
                return redirect(url_for(".introduction", id=id, _anchor="workers"), 303)
            case placements.SomeMayNotStart(_, forbidden):
                missing = sum(1 for one in came.values() if not one)
                started = _roll_words(len(came) - missing - len(forbidden), missing)
                say(f"{started} {_forbidden_words(forbidden.values())}")
                return redirect(url_for(".roll_call", id=id), 303)
            case NotYours():
                return not_found()
            case NobodyChosen():
                problem = gettext("Say of at least one worker whether they came")
            case Refusal() as refusal:
                problem = refusal_words(refusal)
    expected = _expected(row)
    placed = [one.placement for one in expected if one.placement]
    shown = RollCallPage(
        row,
        _vacancy(row),
        expected,
        check_lines(row, placed),
        safety_lines(placed, Side.EMPLOYER),
        problem,
        clock.now(),
    )
    return page("placements/member/roll_call.html", shown, status=422 if problem else 200)


def _expected(row: IntroductionRow) -> tuple[PersonLine, ...]:
    people = people_of(row, Side.EMPLOYER)
    return tuple(one for one in people if one.placement and one.placement.state is PlacementState.EXPECTED)


def _ticked(row: IntroductionRow) -> dict[UUID, bool]:
    """What was said of each expected worker; of whom nothing was said stays expected.

    "All the others came" holds for those who stood on the page only.
    """
    others = set(request.form.getlist("listed")) if request.form.get("rest") == "came" else set()
    answers = {
        one.placement.id: request.form.get(f"came-{one.placement.id}")
        or ("yes" if str(one.placement.id) in others else None)
        for one in _expected(row)
        if one.placement
    }
    return {key: value == "yes" for key, value in answers.items() if value in {"yes", "no"}}


def _vacancy(row: IntroductionRow) -> VacancyRow:
    found = vacancies.vacancy(reading(), row.vacancy_id)
    if found is None or row.state is IntroductionState.WITHDRAWN:
        not_found()
    return found


def _offer_words(refusal: Refusal) -> str:
    if isinstance(refusal, offers.ContactsAreWithheld):
        return gettext(
            "The law asks for a licence of %(authority)s for this work. Add it to your organisation first.",
            authority=refusal.authority,
        )
    return _objecting_words(1) if isinstance(refusal, WorkerObjects) else refusal_words(refusal)


def _made_words(done: offers.OffersMade) -> str:
    words = [ngettext("%(num)s offer is made.", "%(num)s offers are made.", done.made)]
    if done.already:
        words.append(
            ngettext(
                "%(num)s worker has an offer already.", "%(num)s workers have an offer already.", done.already
            )
        )
    if done.objecting:
        words.append(_objecting_words(done.objecting))
    return " ".join(words)


def _objecting_words(number: int) -> str:
    return ngettext(
        "%(num)s worker does not want to be on your list and gets no offer.",
        "%(num)s workers do not want to be on your list and get no offer.",
        number,
    )


def _forbidden_words(found: Iterable[tuple[Finding, ...]]) -> str:
    """Who of those that came may not start, and why."""
    every = list(found)
    words = ngettext("%(num)s worker may not start.", "%(num)s workers may not start.", len(every))
    said = dict.fromkeys(message(one) for each in every for one in each)
    return " ".join([words, *said])


def _roll_words(came: int, missing: int) -> str:
    words = ngettext("%(num)s worker started.", "%(num)s workers started.", came)
    if missing:
        more = ngettext(
            "%(num)s did not come; the place is free again and the labour provider is told.",
            "%(num)s did not come; the places are free again and the labour provider is told.",
            missing,
        )
        return f"{words} {more}"
    return words
