"""What a worker asks, and what is answered."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import Form, LongText, OneOf, Submit
from portal.placements.introductions.domain.answers import Side

MOST_WORDS = 200


class QuestionForm(Form):
    """A question about an offer."""

    to_side = OneOf(
        _("Whom do you ask?"),
        [(Side.PROVIDER.value, _("The agency")), (Side.EMPLOYER.value, _("The workplace"))],
        needed=_("Choose whom you ask"),
        default=Side.PROVIDER.value,
    )
    text = LongText(
        _("Your question"),
        needed=_("Write your question"),
        hint=_("In your own language, 200 words at most."),
        most=2000,
    )
    submit = Submit(_("Send the question"))

    def validate(self, extra_validators: Any = None) -> bool:
        right = bool(super().validate(extra_validators))
        if len((self.text.data or "").split()) > MOST_WORDS:
            self.fail("text", _too_long())
            return False
        return right


def _too_long() -> str:
    return gettext("Your question is too long. Use %(most)s words or fewer", most=MOST_WORDS)


class QuestionAnswerForm(Form):
    """The answer."""

    answer = LongText(
        _("Your answer"),
        needed=_("Write your answer"),
        hint=_("The worker reads it on the offer."),
        most=2000,
    )
    submit = Submit(_("Send the answer"))
