"""The worker's own page: what is held, who saw it, and what the worker decides about it."""

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, abort, make_response, url_for
from flask import redirect as to_address
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra import clock
from portal.infra.unit_of_work import Work
from portal.infra.web import Audience, allow, ask, opened_by, page, perform, public_url, reading, say
from portal.infra.web.languages import speaking
from portal.organisations import queries as organisations
from portal.own_data import words
from portal.own_data.download import zipped
from portal.own_data.erasing import Staying, erase, what_stays
from portal.own_data.events import DataTaken
from portal.own_data.forms import ContactForm, ContestForm, CorrectionForm, EraseForm, LanguageForm
from portal.own_data.held import Held, everything, given_at_listing
from portal.own_data.offer_lines import code_of
from portal.own_data.offer_parts import parts_of
from portal.own_data.record_parts import listing_parts, loss_part
from portal.own_data.records import OwnRecord, own_record
from portal.placements.offers.opened_here import is_open_here
from portal.placements.views.worker.showing import speak_as_known
from portal.workers import corrections, listings, own_contact
from portal.workers import queries as workers
from portal.workers.domain import Given, Ground
from portal.workers.listings import ListingIsContested
from portal.workers.queries import WorkerRow

worker_pages = Blueprint("own_data_worker", __name__)
for _filter in (
    words.offer_state,
    words.given_words,
    words.held_words,
    words.correction_words,
    words.staying_words,
    words.complaint_words,
    words.language_of_worker,
    parts_of,
    listing_parts,
    loss_part,
    code_of,
):
    worker_pages.add_app_template_filter(_filter, f"own_{_filter.__name__}")
worker_pages.add_app_template_global(given_at_listing)


@dataclass(frozen=True)
class OwnPage:
    """The worker's page; the record only where this browser may act for the worker."""

    code: str
    provider: str
    is_open: bool
    has_word: bool
    record: OwnRecord | None
    held: tuple[Held, ...]
    is_file: bool = False


@dataclass(frozen=True)
class ActPage:
    """One act of the worker's."""

    code: str
    provider: str
    person: WorkerRow


@dataclass(frozen=True)
class ErasePage:
    """What goes, and what stays; `is_done` once it has gone."""

    code: str
    stays: tuple[Staying, ...]
    is_done: bool = False


@worker_pages.app_template_global()
def own_page_link(worker_id: str, code_hash: str) -> str:
    """The address of a worker's own page, made when a mail is written, so that no code is stored."""
    code = listings.code_under(UUID(worker_id), code_hash)
    return public_url("own_data_worker.own_page", code=code or "unknown")


@worker_pages.app_template_global()
def own_page_of(worker_id: UUID) -> str | None:
    """The address of the page, for the worker's other pages; none before the worker was told."""
    code = listings.page_code(reading(), worker_id)
    return url_for("own_data_worker.own_page", code=code) if code else None


def opened_page(code: str) -> ResponseReturnValue | None:
    """None where this browser may act for the worker whose page it is; else the way to the word's page."""
    return None if is_open_here(worker_of(code).id) else to_opening(code)


for_worker = opened_by(opened_page)
"""The stamp of a view that only the worker may use; its first argument is the page's `code`."""


@worker_pages.get("/worker/<code>")
@allow(Audience.LINK_HOLDER)
def own_page(code: str) -> ResponseReturnValue:
    """What is held about me; without the word, only who listed me and what that means."""
    person = worker_of(code)
    is_open = is_open_here(person.id)
    shown = OwnPage(
        code=code,
        provider=provider_of(person),
        is_open=is_open,
        has_word=own_contact.has_word(reading(), person.id),
        record=own_record(reading(), person.id) if is_open else None,
        held=everything(),
    )
    form = LanguageForm(formdata=None)
    form.language.data = person.language
    drawn = page("own_data/worker/own_page.html", shown, form=form)
    drawn.headers["Cache-Control"] = "no-store"
    return drawn


@worker_pages.post("/worker/<code>/language")
@for_worker
def language(code: str) -> ResponseReturnValue:
    """Mails and pages speak another language from now on."""
    person = worker_of(code)
    form = LanguageForm()
    if form.validate_on_submit() and form.language.data:
        perform(corrections.choose_language, person.id, form.language.data)
        with speaking(form.language.data):
            say(gettext("Your language is kept."))
        return back(code, language=form.language.data)
    return back(code)


@worker_pages.route("/worker/<code>/contact", methods=["GET", "POST"])
@for_worker
def contact(code: str) -> ResponseReturnValue:
    """Change the own contact, at once; the agency does not see it."""
    person = worker_of(code)
    own = own_contact.contact_of(reading(), person.id) or own_contact.Contact()
    form = ContactForm(region_of(person), data={"phone": own.phone, "email": own.email})
    if not form.validate_on_submit():
        return ask("own_data/worker/contact.html", form, _act(code, person))
    perform(own_contact.change_contact, person.id, form.contact)
    say(gettext("Your own contact is kept."))
    return back(code)


@worker_pages.route("/worker/<code>/correct", methods=["GET", "POST"])
@for_worker
def correct(code: str) -> ResponseReturnValue:
    """Ask the agency to correct what it gave."""
    person = worker_of(code)
    form = CorrectionForm(region_of(person))
    if not form.validate_on_submit():
        return ask("own_data/worker/correct.html", form, _act(code, person))
    perform(corrections.ask_correction, person.id, Given(form.what.data or ""), form.right)
    say(gettext("The agency is asked. You see its answer here."))
    return back(code)


@worker_pages.route("/worker/<code>/contest", methods=["GET", "POST"])
@for_worker
def contest(code: str) -> ResponseReturnValue:
    """The listing is wrong and has to go."""
    person = worker_of(code)
    form = ContestForm()
    if not form.validate_on_submit():
        return ask("own_data/worker/contest.html", form, _act(code, person))
    perform(listings.object_to_listing, person.id, Ground(form.ground.data or ""))
    say(gettext("The agency has to take you off its list within 7 days. If it does not, we do."))
    return back(code)


@worker_pages.post("/worker/<code>/object")
@for_worker
def refuse(code: str) -> ResponseReturnValue:
    """No further offers from this agency; no reason is asked."""
    person = worker_of(code)
    if not isinstance(perform(listings.object_to_listing, person.id), ListingIsContested):
        say(gettext("You get no more offers from this agency. Open offers are taken back."))
    return back(code)


@worker_pages.post("/worker/<code>/want-offers")
@for_worker
def want_offers(code: str) -> ResponseReturnValue:
    """Offers again."""
    person = worker_of(code)
    if perform(listings.take_back_objection, person.id) is True:
        say(gettext("You can get offers from this agency again."))
    return back(code)


@worker_pages.route("/worker/<code>/erase", methods=["GET", "POST"])
@for_worker
def erase_data(code: str) -> ResponseReturnValue:
    """What goes at once and what stays until when; then it goes."""
    person = worker_of(code)
    stays = what_stays(reading(), person.id, clock.now())
    form = EraseForm()
    if not form.validate_on_submit():
        return ask("own_data/worker/erase.html", form, ErasePage(code, stays))
    stayed = perform(erase, person.id)
    return page("own_data/worker/erase.html", ErasePage(code, stayed, is_done=True), form=form)


@worker_pages.post("/worker/<code>/download")
@for_worker
def download(code: str) -> ResponseReturnValue:
    """Everything in one file, in the language of the page."""
    person = worker_of(code)
    record = own_record(reading(), person.id)
    if record is None:
        return to_opening(code)
    perform(_note_download, person)
    made = make_response(zipped(reading(), record))
    made.mimetype = "application/zip"
    made.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    made.headers["Cache-Control"] = "no-store"
    return made


def worker_of(code: str) -> WorkerRow:
    """The worker whose page it is; the page then speaks their language."""
    found = listings.worker_of_code(reading(), code)
    person = workers.worker(reading(), found) if found else None
    if person is None:
        abort(page("own_data/worker/unknown.html", status=404))
    speak_as_known(person)
    return person


def to_opening(code: str) -> ResponseReturnValue:
    return to_address(url_for("own_data_worker.opening", code=code), 303)


def back(code: str, language: str | None = None) -> ResponseReturnValue:
    """To the page; in a language where one was just chosen, which this browser then remembers."""
    return to_address(url_for("own_data_worker.own_page", code=code, language=language), 303)


def provider_of(person: WorkerRow) -> str:
    found = organisations.organisation(reading(), person.organisation_id)
    return found.name if found else ""


def region_of(person: WorkerRow) -> str:
    """Phones without a country's code are read as of there."""
    found = organisations.organisation(reading(), person.organisation_id)
    return found.country if found else "GB"


def _act(code: str, person: WorkerRow) -> ActPage:
    return ActPage(code, provider_of(person), person)


def _note_download(work: Work, person: WorkerRow) -> None:
    work.emit(
        DataTaken(at=work.now, by=work.actor, worker_id=person.id, organisation_id=person.organisation_id)
    )


# The way in registers itself on the blueprint above.
import portal.own_data.views.opening  # noqa: E402, F401
