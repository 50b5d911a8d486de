"""A worker opens an offer, and on another device shows by the word that it is them."""

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra import clock
from portal.infra.web import Audience, allow, ask, page, perform, reading, say
from portal.organisations import queries as organisations
from portal.placements import queries
from portal.placements.offers import service as offers
from portal.placements.offers.opened_here import is_open_here, open_here
from portal.placements.offers.opening_forms import NewWordForm, OpeningForm, WordForm
from portal.placements.rows import OfferRow
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.door import forgot_word, gave_word
from portal.placements.views.worker.showing import no_such_offer
from portal.vacancies import queries as vacancies
from portal.workers import own_contact
from portal.workers import queries as workers
from portal.workers.own_contact import KeyOver


@dataclass(frozen=True)
class OpeningPage:
    """Which offer is opened, and whether this is the worker's first."""

    code: str
    title: str
    town: str
    provider: str
    is_first: bool
    next: str


@dataclass(frozen=True)
class NewWordPage:
    """Whether the key of the link still works."""

    works: bool


@worker_pages.route("/offer/<code>/open", methods=["GET", "POST"])
@allow(Audience.LINK_HOLDER)
def opening(code: str) -> ResponseReturnValue:
    """The first opening, or the word that was set then."""
    offer = _offer(code)
    if is_open_here(offer.worker_id):
        if request.method == "POST":
            perform(offers.open_again, code)
        return _go_on(code)
    if own_contact.has_word(reading(), offer.worker_id):
        return _by_word(code, offer)
    return _first(code, offer)


def _first(code: str, offer: OfferRow) -> ResponseReturnValue:
    country = _country_of_provider(offer)
    form = OpeningForm(country, _known_to_others(offer))
    if not form.validate_on_submit():
        return ask("placements/worker/opening.html", form, _page(code, offer, is_first=True))
    word_hash = own_contact.hashed(form.word.data or "")
    if isinstance(perform(offers.open_first, code, form.contact, word_hash), own_contact.WordIsSet):
        return redirect(url_for(".opening", code=code, next=request.args.get("next")), 303)
    open_here(offer.worker_id)
    say(gettext("The offer is open on this device. Keep your secret word: another device asks for it."))
    return _go_on(code)


def _by_word(code: str, offer: OfferRow) -> ResponseReturnValue:
    form = WordForm()
    if not gave_word(form, offer.worker_id):
        return ask("placements/worker/opening.html", form, _page(code, offer, is_first=False))
    perform(offers.open_again, code)
    return _go_on(code)


@worker_pages.post("/offer/<code>/forgotten")
@allow(Audience.LINK_HOLDER)
def forgotten(code: str) -> ResponseReturnValue:
    """The word is forgotten: a link goes to the own e-mail, or staff are asked. The agency is not."""
    offer = _offer(code)
    forgot_word(offer.worker_id, offer.provider_id)
    return redirect(url_for(".opening", code=code), 303)


@worker_pages.route("/new-word/<uuid:worker_id>/<key>", methods=["GET", "POST"])
@allow(Audience.LINK_HOLDER)
def new_word(worker_id: UUID, key: str) -> ResponseReturnValue:
    """Choose another word, by the key from a mail or from staff."""
    if not own_contact.key_works(reading(), worker_id, key, clock.now()):
        return page("placements/worker/new_word.html", NewWordPage(works=False), form=None, status=410)
    person = workers.worker(reading(), worker_id)
    form = NewWordForm((person.name, person.phone or "", person.email or "") if person else ())
    if not form.validate_on_submit():
        return ask("placements/worker/new_word.html", form, NewWordPage(works=True))
    word_hash = own_contact.hashed(form.word.data or "")
    if isinstance(perform(own_contact.renew_word, worker_id, key, word_hash), KeyOver):
        return page("placements/worker/new_word.html", NewWordPage(works=False), form=None, status=410)
    open_here(worker_id)
    return page("placements/worker/word_kept.html")


def _offer(code: str) -> OfferRow:
    """The offer; nobody opens one whose worker was erased or forgotten."""
    found = queries.offer_by_code(reading(), code)
    if found is None or workers.worker(reading(), found.worker_id) is None:
        no_such_offer()
    return found


def _page(code: str, offer: OfferRow, *, is_first: bool) -> OpeningPage:
    row = queries.any_introduction(reading(), offer.introduction_id)
    job = vacancies.vacancy_as_of(reading(), row.vacancy_id, offer.vacancy_version) if row else None
    provider = organisations.organisation(reading(), offer.provider_id)
    return OpeningPage(
        code=code,
        title=job.title if job else "",
        town=job.town if job else "",
        provider=provider.name if provider else "",
        is_first=is_first,
        next=_wanted(code),
    )


def _wanted(code: str) -> str:
    """Where the worker was going on this offer's pages; nowhere else."""
    wanted = request.args.get("next", "")
    return wanted if wanted.startswith(url_for(".offer", code=code) + "/") and "\\" not in wanted else ""


def _go_on(code: str) -> ResponseReturnValue:
    return redirect(_wanted(code) or url_for(".offer", code=code, _anchor="answer"), 303)


def _country_of_provider(offer: OfferRow) -> str:
    provider = organisations.organisation(reading(), offer.provider_id)
    return provider.country if provider else "GB"


def _known_to_others(offer: OfferRow) -> tuple[str, ...]:
    """What a guesser would try first: the worker's name and contacts as listed, the towns, the agency."""
    person = workers.worker(reading(), offer.worker_id)
    row = queries.any_introduction(reading(), offer.introduction_id)
    job = vacancies.vacancy_as_of(reading(), row.vacancy_id, offer.vacancy_version) if row else None
    provider = organisations.organisation(reading(), offer.provider_id)
    listed = (person.name, person.phone or "", person.email or "") if person else ()
    return (*listed, job.town if job else "", provider.name if provider else "")
