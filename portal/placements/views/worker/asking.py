"""A worker asks a question about an offer."""

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext

from portal.infra.web import ask, perform, reading, say
from portal.placements import queries
from portal.placements.introductions.domain.answers import Side
from portal.placements.offers.question_forms import QuestionForm
from portal.placements.offers.questions import QuestionRow, questions_of_offer
from portal.placements.offers.service.questions import TooManyQuestions, ask_question
from portal.placements.views.worker import worker_pages
from portal.placements.views.worker.door import for_worker
from portal.placements.views.worker.showing import no_such_offer


@dataclass(frozen=True)
class AskingPage:
    """What was asked and answered so far."""

    code: str
    questions: tuple[QuestionRow, ...]


@worker_pages.route("/offer/<code>/question", methods=["GET", "POST"])
@for_worker
def question(code: str) -> ResponseReturnValue:
    """Ask the agency, or the workplace through it."""
    offer = queries.offer_by_code(reading(), code) or no_such_offer()
    form = QuestionForm()
    shown = AskingPage(code, questions_of_offer(reading(), offer.id))
    if not form.validate_on_submit():
        return ask("placements/worker/question.html", form, shown)
    locale = get_locale()
    language = locale.language if locale else "en"
    to_side = Side(form.to_side.data or Side.PROVIDER)
    match perform(ask_question, code, to_side, form.text.data or "", language):
        case TooManyQuestions(most):
            form.fail(
                "text", gettext("You have asked %(most)s questions. Call the agency instead", most=most)
            )
            return ask("placements/worker/question.html", form, shown)
        case _:
            say(gettext("Your question is sent. The answer comes to this page."))
            return redirect(url_for(".offer", code=code, _anchor="questions"), 303)
