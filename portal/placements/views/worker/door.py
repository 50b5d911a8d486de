"""Who may act behind a worker's link: whoever gave the secret word in this browser."""

from datetime import timedelta
from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.accounts.domain import TooManyTries
from portal.accounts.views.public import offer_again
from portal.infra import clock
from portal.infra.web import opened_by, perform, reading, say
from portal.placements import queries
from portal.placements.offers.opened_here import check_word_here, is_open_here
from portal.placements.offers.opening_forms import WordForm
from portal.placements.offers.service.watching import ask_for_word
from portal.placements.views.worker.showing import no_such_offer
from portal.workers.own_contact import NoMail, WordRight, WordWrong, has_word, mail_key

AN_HOUR = timedelta(hours=1)


def opened_offer(code: str) -> ResponseReturnValue | None:
    """None where this browser may act for the offer's worker; else the way to the word's page."""
    found = queries.offer_by_code(reading(), code) or no_such_offer()
    if is_open_here(found.worker_id):
        return None
    wanted = request.path if request.method == "GET" else None
    return redirect(url_for("placements_worker.opening", code=code, next=wanted), 303)


for_worker = opened_by(opened_offer)
"""The stamp of a view that only the offer's worker may use; its first argument is the offer's `code`."""


def gave_word(form: WordForm, worker_id: UUID) -> bool:
    """Whether the worker's word came with the form: then their link is open in this browser from now on.

    Else the form says beside the word what is wrong; a form that nobody sent says nothing.
    """
    if not form.validate_on_submit():
        return False
    match check_word_here(worker_id, form.word.data or ""):
        case WordRight():
            return True
        case WordWrong():
            form.fail("word", gettext("This is not your secret word. Look where you wrote it down"))
        case TooManyTries(again_at) if again_at - clock.now() > AN_HOUR:
            form.fail(
                "word", gettext("This word was tried too often today. Choose a new word below, or wait a day")
            )
        case TooManyTries():
            form.fail("word", gettext("Too many tries. Wait an hour, or choose a new word below"))
    offer_again(form)
    return False


def forgot_word(worker_id: UUID, provider_id: UUID) -> None:
    """A link to a new word goes to the worker's own e-mail, or staff are asked; the agency is not.

    The same is said of both, so that whoever else holds the link learns nothing of the contact.
    """
    if not has_word(reading(), worker_id):
        return
    if isinstance(perform(mail_key, worker_id), NoMail):
        perform(ask_for_word, worker_id, provider_id)
    say(
        gettext(
            "If you gave an e-mail of your own, a link to a new word is on its way. "
            "If not, we call you or you call us: the number is at the end of this page."
        )
    )
