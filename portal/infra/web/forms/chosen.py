"""Fields whose answers are chosen: radio buttons, boxes, lists, and the button that sends."""

from collections.abc import Iterable, Sequence
from typing import Any

import wtforms
from flask_babel import lazy_gettext
from govuk_frontend_wtf.wtforms_widgets import (
    GovCheckboxesInput,
    GovCheckboxInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation
from wtforms.widgets import CheckboxInput

from portal.infra.web.forms.checks import Validator, Words, checks_of
from portal.infra.web.forms.drawing import economical


def _choices(pairs: Iterable[tuple[str, Words]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class OneOf(wtforms.RadioField):
    """One answer out of a few, as radio buttons."""

    widget = economical(GovRadioInput())
    data: str | None

    def __init__(
        self,
        label: Words,
        choices: Iterable[tuple[str, Words]] = (),
        *,
        needed: Words | None = None,
        hint: Words = "",
        checks: Sequence[Validator] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label,
            checks_of(needed, checks),
            choices=_choices(choices),
            description=hint,
            validate_choice=True,
            **kwargs,
        )

    def pre_validate(self, form: Any) -> None:
        if self.data in (None, "", "None"):
            self.data = None
            return
        super().pre_validate(form)


class YesNo(OneOf):
    """Yes or no; `data` is the text "yes" or "no", `is_yes` the answer."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        super().__init__(label, [("yes", lazy_gettext("Yes")), ("no", lazy_gettext("No"))], **kwargs)

    @property
    def is_yes(self) -> bool:
        return bool(self.data == "yes")


class AnyOf(wtforms.SelectMultipleField):
    """Any number of answers, as checkboxes."""

    widget = economical(GovCheckboxesInput())

    def __init__(
        self,
        label: Words,
        choices: Iterable[tuple[str, Words]] = (),
        *,
        needed: Words | None = None,
        hint: Words = "",
        checks: Sequence[Validator] = (),
        **kwargs: Any,
    ) -> None:
        self.option_widget = CheckboxInput()
        super().__init__(
            label, checks_of(needed, checks), choices=_choices(choices), description=hint, **kwargs
        )


class Tick(wtforms.BooleanField):
    """One box to tick."""

    widget = economical(GovCheckboxInput())

    def __init__(self, label: Words, *, needed: Words | None = None, hint: Words = "", **kwargs: Any) -> None:
        checks = [_Ticked(needed)] if needed else []
        super().__init__(label, checks, description=hint, **kwargs)


class _Ticked:
    def __init__(self, message: Words) -> None:
        self.message = message

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        if not field.data:
            raise StopValidation(str(self.message))


class FromList(wtforms.SelectField):
    """One answer out of many, as a list that drops down."""

    widget = economical(GovSelect())
    data: str | None

    def __init__(
        self,
        label: Words,
        choices: Iterable[tuple[str, Words]] = (),
        *,
        needed: Words | None = None,
        hint: Words = "",
        checks: Sequence[Validator] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(
            label, checks_of(needed, checks), choices=_choices(choices), description=hint, **kwargs
        )

    def pre_validate(self, form: Any) -> None:
        if not self.data or self.data == "None":
            self.data = None
            return
        super().pre_validate(form)


class Submit(wtforms.SubmitField):
    """The button that sends the form."""

    widget = economical(GovSubmitInput())
