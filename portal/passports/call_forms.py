"""What somebody writes down while a worker is on the phone."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from portal.infra.web.forms import Form, FromList, OneOf, Submit, Text
from portal.infra.web.pages import language_name
from portal.passports.calls import Said
from portal.passports.domain import number_in
from portal.placements.offers.domain.offers import OfferState, Through
from portal.placements.rows import OfferRow
from portal.placements.work.domain.safety import SafetyKind
from portal.placements.work.safety import SafetyRow
from portal.placements.work.safety_forms import KINDS
from portal.posts.words import LANGUAGES

ACCEPTS, DECLINES, REFUSES = "accept", "decline", "refuse"


class SlipNumberForm(Form):
    """Which slip the worker holds who calls."""

    number = Text(
        _("Number on the slip"),
        needed=_("Enter the number that stands on the slip"),
        hint=_("It looks like P-7KQ4-M2XD."),
        most=40,
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    find = Submit(_("Continue"))

    def validate_number(self, field: Text) -> None:
        if number_in(field.data or "") is None:
            raise ValidationError(
                gettext("No slip can have this number. Ask them to read it again, letter by letter")
            )


class CallForm(Form):
    """Everything that can be said at present; whatever is recorded is there as a question."""

    slip_code = Text(
        _("Code on the worker’s slip"),
        most=20,
        hint=_(
            "Six letters and digits that only the slip shows. With it, what they say counts as their own."
        ),
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )
    answer = OneOf(_("What does the worker say?"))
    instruction = OneOf(KINDS[SafetyKind.INSTRUCTION])
    ppe = OneOf(KINDS[SafetyKind.PPE])
    training = OneOf(KINDS[SafetyKind.TRAINING])
    language = FromList(_("In which language did you talk?"), needed=_("Choose the language of the call"))
    record = Submit(_("Record what they said"))

    def __init__(
        self, offer: OfferRow, rows: Sequence[SafetyRow], *, may_refuse: bool, needs_code: bool, language: str
    ) -> None:
        super().__init__(data={"language": language})
        self.needs_code = needs_code
        self._answers_offer = offer.state is OfferState.OPEN
        named = sorted(((code, language_name(code)) for code in LANGUAGES), key=lambda one: one[1])
        self.language.choices = [("", gettext("Choose a language")), *named]
        choices = [*_answers(offer), *([(REFUSES, _refuses())] if may_refuse else [])]
        if choices:
            self.answer.choices = choices
        else:
            del self.answer
        known = {row.standing.measure.kind: row for row in rows}
        for kind in SafetyKind:
            if kind in known:
                self._ask(self[kind.value], known[kind])
            else:
                delattr(self, kind.value)

    @property
    def things(self) -> tuple[Any, ...]:
        """The questions about safety."""
        return tuple(self[kind.value] for kind in SafetyKind if kind.value in self)

    @property
    def asks_nothing(self) -> bool:
        """Neither an answer nor anything else can be written down now."""
        return "answer" not in self and not self.things

    @property
    def code(self) -> str:
        """What was given as the slip's code."""
        return (self.slip_code.data or "").strip()

    def what_was_said(self) -> Said:
        """The answers, once the form is complete."""
        said = self.answer.data if "answer" in self else None
        return Said(
            accepts=None if said in {None, REFUSES} else said == ACCEPTS,
            got=dict(self._got()),
            refuses_list=said == REFUSES,
            language=self.language.data or "en",
        )

    def is_complete(self) -> bool:
        """Whether it was sent and says something that may be recorded; what is wrong is said beside it."""
        is_valid = bool(self.validate_on_submit())
        if not self.is_submitted() or self.asks_nothing:
            return False
        got, said = dict(self._got()), self.answer.data if "answer" in self else None
        first = "answer" if "answer" in self else self.things[0].name
        if not got and said is None and not any(one.errors for one in self):
            self.fail(first, gettext("Choose what the worker said"))
        elif self.needs_code and not self.code:
            self.fail("slip_code", gettext("Enter the code that stands on the worker’s slip"))
        elif not self.code and (got or not self._answers_offer):
            self.fail(
                "slip_code",
                gettext("Enter the code on the slip: without it only an answer to an open offer is recorded"),
            )
        return is_valid and not any(one.errors for one in self)

    def _got(self) -> Iterator[tuple[UUID, bool]]:
        for field in self.things:
            record, _colon, got = (field.data or "").partition(":")
            if got and not field.errors:
                yield UUID(record), got == "yes"

    def _ask(self, field: OneOf, row: SafetyRow) -> None:
        measure = row.standing.measure
        if measure.is_needed:
            field.description = gettext(
                "%(day)s, in %(language)s, by %(by)s.",
                day=format_date(measure.on, "long"),
                language=language_name(measure.language),
                by=measure.given_by,
            )
            yes = gettext("They got it, in a language they understand")
            no = gettext("They did not get it, or did not understand")
        else:
            field.description = gettext("Not needed: “%(why)s”", why=measure.not_needed_because)
            yes, no = gettext("They do not need it"), gettext("They do need it")
        field.choices = [(f"{row.id}:yes", yes), (f"{row.id}:no", no)]


def _answers(offer: OfferRow) -> list[tuple[str, str]]:
    if offer.state is OfferState.OPEN:
        return [(ACCEPTS, gettext("They accept")), (DECLINES, gettext("They decline"))]
    if not offer.may_be_denied:
        return []
    denies = (DECLINES, gettext("They did not accept: what is recorded is wrong"))
    if offer.answered_through is Through.WORKER:
        return [denies]
    return [(ACCEPTS, gettext("They did accept, as the agency recorded")), denies]


def _refuses() -> str:
    return gettext("They do not want to be on this agency’s list, and want no offers from it")
