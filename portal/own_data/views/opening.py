"""The way in to a worker's own page: a secret word is set, or typed."""

import secrets
from dataclasses import dataclass

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.domain import TooManyTries
from portal.infra.web import Audience, allow, ask, perform, reading, say
from portal.own_data.forms import PageOpeningForm
from portal.own_data.views.worker import back, provider_of, region_of, to_opening, worker_of, worker_pages
from portal.placements.offers.opened_here import is_open_here, open_here
from portal.placements.offers.opening_forms import WordForm
from portal.placements.offers.service.watching import ask_for_word
from portal.workers import own_contact
from portal.workers.own_contact import NoMail, WordRight, WordWrong
from portal.workers.queries import WorkerRow


@dataclass(frozen=True)
class OpeningPage:
    """Whose list it is, and whether a word is set now."""

    code: str
    provider: str
    is_first: bool


@worker_pages.route("/worker/<code>/open", methods=["GET", "POST"])
@allow(Audience.BEARER)
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
@allow(Audience.BEARER)
def forgotten(code: str) -> ResponseReturnValue:
    """The word is forgotten: a link goes to the own e-mail, or staff are asked. The agency is not."""
    person = worker_of(code)
    if own_contact.has_word(reading(), person.id):
        if isinstance(perform(own_contact.mail_key, person.id), NoMail):
            perform(ask_for_word, person.id, person.organisation_id)
        say(
            gettext(
                "If you gave an e-mail of your own, a link to a new word is on its way. "
                "If not, we call you or you call us: the number is at the end of this page."
            )
        )
    return to_opening(code)


def _by_word(code: str, person: WorkerRow) -> ResponseReturnValue:
    form = WordForm()
    shown = OpeningPage(code, provider_of(person), False)
    if not form.validate_on_submit():
        return ask("own_data/worker/opening.html", form, shown)
    match perform(own_contact.check_word, person.id, form.word.data or ""):
        case WordRight():
            open_here(person.id)
            return back(code)
        case WordWrong():
            form.fail("word", gettext("This is not your secret word. Look where you wrote it down"))
        case TooManyTries():
            form.fail("word", gettext("Too many tries. Wait an hour, or choose a new word below"))
    form.once.data = secrets.token_urlsafe(18)
    return ask("own_data/worker/opening.html", form, shown)
