"""The way in to a worker's own page: a secret word is set, or typed."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from portal.infra.web import Audience, allow, ask, perform, reading
from portal.own_data.forms import PageOpeningForm
from portal.own_data.views.worker import back, provider_of, region_of, to_opening, worker_of, worker_pages
from portal.placements.offers.opened_here import is_open_here, open_here
from portal.placements.offers.opening_forms import WordForm
from portal.placements.views.worker.door import forgot_word, gave_word
from portal.workers import own_contact
from portal.workers.queries import WorkerRow


@dataclass(frozen=True)
class OpeningPage:
    """Whose list it is, and whether a word is set now."""

    code: str
    provider: str
    is_first: bool


@worker_pages.route("/worker/<code>/open", methods=["GET", "POST"])
@allow(Audience.LINK_HOLDER)
def opening(code: str) -> ResponseReturnValue:
    """Set a word, or type it."""
    person = worker_of(code)
    if is_open_here(person.id):
        return back(code)
    if own_contact.has_word(reading(), person.id):
        return _by_word(code, person)
    known = (person.name, person.phone or "", person.email or "", provider_of(person))
    form = PageOpeningForm(region_of(person), known)
    if not form.validate_on_submit():
        return ask("own_data/worker/opening.html", form, OpeningPage(code, provider_of(person), True))
    word_hash = own_contact.hashed(form.word.data or "")
    if isinstance(perform(own_contact.set_word, person.id, form.contact, word_hash), own_contact.WordIsSet):
        return to_opening(code)
    open_here(person.id)
    return back(code)


@worker_pages.post("/worker/<code>/forgotten")
@allow(Audience.LINK_HOLDER)
def forgotten(code: str) -> ResponseReturnValue:
    """The word is forgotten: a link goes to the own e-mail, or staff are asked. The agency is not."""
    person = worker_of(code)
    forgot_word(person.id, person.organisation_id)
    return to_opening(code)


def _by_word(code: str, person: WorkerRow) -> ResponseReturnValue:
    form = WordForm()
    if gave_word(form, person.id):
        return back(code)
    return ask("own_data/worker/opening.html", form, OpeningPage(code, provider_of(person), False))
