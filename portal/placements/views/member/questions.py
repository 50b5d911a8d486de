"""A worker's question, answered by the provider or passed on to the employer."""
# ruff: noqa: A002 - addresses call what they are about `id`

from dataclasses import dataclass
from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.infra.web import Audience, acting_for, allow, ask, perform, reading, say
from portal.infra.web.pages import not_found
from portal.placements.introductions.domain.answers import NotYours, Side
from portal.placements.offers.question_forms import QuestionAnswerForm
from portal.placements.offers.questions import QuestionRow
from portal.placements.offers.questions import question as find_question
from portal.placements.offers.service import questions as asking
from portal.placements.views.member import member_pages


@dataclass(frozen=True)
class QuestionPage:
    """One question, and whether the reader may pass it on."""

    question: QuestionRow
    may_pass_on: bool


@member_pages.route("/questions/<uuid:id>", methods=["GET", "POST"])
@allow(Audience.MEMBER)
def question(id: UUID) -> ResponseReturnValue:
    """Read a question and answer it."""
    found = find_question(reading(), acting_for(), id) or not_found()
    row, side = found
    may_pass_on = side is Side.PROVIDER and row.passed_on_at is None and row.answer is None
    form = QuestionAnswerForm()
    if not form.validate_on_submit():
        return ask("placements/member/question.html", form, QuestionPage(row, may_pass_on))
    match perform(asking.answer_question, acting_for(), id, form.answer.data or ""):
        case NotYours():
            return not_found()
        case asking.AnsweredBefore():
            say(gettext("This question was answered meanwhile."))
        case _:
            say(gettext("Your answer is on the worker’s page, and the worker is told."))
    return redirect(url_for(".question", id=id), 303)


@member_pages.post("/questions/<uuid:id>/pass-on")
@allow(Audience.PROVIDER)
def pass_question_on(id: UUID) -> ResponseReturnValue:
    """Ask the employer to answer."""
    match perform(asking.pass_on, acting_for(), id):
        case NotYours():
            return not_found()
        case asking.AnsweredBefore():
            say(gettext("This question was answered meanwhile."))
        case _:
            say(gettext("The employer can read and answer it now."))
    return redirect(url_for(".question", id=id), 303)
