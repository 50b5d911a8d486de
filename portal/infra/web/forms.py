"""Fields that say, beside themselves, what is wrong and what would be right."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

import phonenumbers
import wtforms
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovCheckboxesInput,
    GovCheckboxInput,
    GovDateInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovSubmitInput,
    GovTextArea,
    GovTextInput,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

Words: TypeAlias = str
"""Words for people, translated when they are shown (lazy strings included)."""
Validator = Callable[[Any, Any], None]


class Form(FlaskForm):
    """A form with its two hidden tokens: against forgery, and against being sent twice."""

    once = wtforms.HiddenField(default=lambda: secrets.token_urlsafe(18))

    def fail(self, field: str, message: Words) -> None:
        """Put a message beside a field after validation, for what only the use case could know."""
        found = self[field]
        found.errors = [*found.errors, message]


class Needed:
    """The field must be filled in; `message` says what to enter."""

    field_flags = {"required": True}  # noqa: RUF012 - the interface of WTForms

    def __init__(self, message: Words) -> None:
        self.message = message

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        if field.errors:
            raise StopValidation  # the field has said already what is wrong
        if field.data is None or field.data == [] or not str(field.data).strip():
            raise StopValidation(str(self.message))


class MayBeEmpty:
    """An empty field is fine, and nothing more is asked of it."""

    field_flags = {"optional": True}  # noqa: RUF012 - the interface of WTForms

    def __call__(self, form: Any, field: wtforms.Field) -> None:
        raw = field.raw_data or []
        if not any(str(part).strip() for part in raw):
            field.errors = []
            raise StopValidation


def _checks(needed: Words | None, further: Sequence[Validator]) -> list[Any]:
    return [Needed(needed) if needed else MayBeEmpty(), *further]


def _clean(text: str | None) -> str | None:
    """What was typed without control characters and outer spaces."""
    if text is None:
        return None
    return "".join(c for c in text if c.isprintable() or c in "\n\t").strip()


class Text(wtforms.StringField):
    """One line of text, at most `most` characters."""

    widget = GovTextInput()

    def __init__(
        self,
        label: Words,
        *,
        needed: Words | None = None,
        hint: Words = "",
        most: int = 200,
        checks: Sequence[Validator] = (),
        **kwargs: Any,
    ) -> None:
        self.most = most
        super().__init__(
            label,
            _checks(needed, (self._short_enough, *checks)),
            filters=[_clean],
            description=hint,
            **kwargs,
        )

    def _short_enough(self, form: Any, field: wtforms.Field) -> None:
        if len(field.data or "") > self.most:
            raise ValidationError(gettext("Use %(most)s characters or fewer", most=self.most))


class LongText(Text):
    """Several lines of text."""

    widget = GovTextArea()

    def __init__(self, label: Words, *, most: int = 4000, **kwargs: Any) -> None:
        super().__init__(label, most=most, **kwargs)


class CountedText(LongText):
    """Several lines with a count of the characters that remain (give `maxlength` on rendering)."""

    widget = GovCharacterCount()


class Email(Text):
    """A mail address, kept as typed but for spaces; unusual but valid ones are welcome."""

    def __init__(self, label: Words, **kwargs: Any) -> None:
        kwargs.setdefault("render_kw", {"type": "email", "autocomplete": "email", "spellcheck": "false"})
        super().__init__(label, most=254, **{**kwargs, "checks": (_is_email, *kwargs.get("checks", ()))})


def _is_email(form: Any, field: wtforms.Field) -> None:
    try:
        validate_email(field.data, check_deliverability=False, test_environment=True)
    except EmailNotValidError as wrong:
        raise ValidationError(
            gettext("Enter an e-mail address in the correct form, like name@example.com")
        ) from wrong


class Phone(Text):
    """A phone number; without a country code it is read as one of `region` (ISO 3166)."""

    def __init__(self, label: Words, *, region: str = "GB", **kwargs: Any) -> None:
        self.region = region
        kwargs.setdefault("render_kw", {"type": "tel", "autocomplete": "tel"})
        super().__init__(label, most=40, **{**kwargs, "checks": (_is_phone, *kwargs.get("checks", ()))})


def _is_phone(form: Any, field: Any) -> None:
    if normal_phone(field.data, field.region) is None:
        raise ValidationError(gettext("Enter a phone number with its country code, like +44 1945 555 010"))


def normal_phone(text: str, region: str | None = None) -> str | None:
    """A phone number as E.164 ("+441945555010"); none when it cannot be one."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class Password(wtforms.PasswordField):
    """A password, never shown again."""

    widget = GovPasswordInput()

    def __init__(
        self, label: Words, *, needed: Words, hint: Words = "", checks: Sequence[Validator] = (), **kw: Any
    ) -> None:
        super().__init__(label, _checks(needed, checks), description=hint, **kw)


class WholeNumber(wtforms.Field):
    """A whole number from `least` to `most`; digits may be grouped with spaces."""

    widget = GovTextInput()

    def __init__(
        self,
        label: Words,
        *,
        needed: Words | None = None,
        least: int = 0,
        most: int = 1_000_000,
        hint: Words = "",
        checks: Sequence[Validator] = (),
        **kwargs: Any,
    ) -> None:
        self.least, self.most = least, most
        kwargs.setdefault("render_kw", {"inputmode": "numeric"})
        super().__init__(label, _checks(needed, checks), description=hint, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else str(self.data)

    def process_formdata(self, valuelist: list[str]) -> None:
        text = "".join((valuelist[0] if valuelist else "").split())
        self.data = None
        if not text:
            return
        wrong = gettext(
            "Enter a whole number from %(least)s to %(most)s",
            least=f"{self.least:,}",
            most=f"{self.most:,}",
        )
        if not (text.isascii() and text.isdigit() and len(text) < 16):
            raise ValueError(wrong)
        if not self.least <= int(text) <= self.most:
            raise ValueError(wrong)
        self.data = int(text)


class Amount(wtforms.Field):
    """A sum or a measure with at most `places` decimals; a comma or a point divides."""

    widget = GovTextInput()

    def __init__(
        self,
        label: Words,
        *,
        needed: Words | None = None,
        least: Decimal = Decimal(0),
        most: Decimal = Decimal(1_000_000),
        places: int = 2,
        hint: Words = "",
        checks: Sequence[Validator] = (),
        **kwargs: Any,
    ) -> None:
        self.least, self.most, self.places = least, most, places
        kwargs.setdefault("render_kw", {"inputmode": "decimal"})
        super().__init__(label, _checks(needed, checks), description=hint, **kwargs)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:f}"

    def process_formdata(self, valuelist: list[str]) -> None:
        text = (valuelist[0] if valuelist else "").strip()
        self.data = None
        if not text:
            return
        found = plain_decimal(text, self.places)
        if found is None or not self.least <= found <= self.most:
            raise ValueError(
                gettext(
                    "Enter a number from %(least)s to %(most)s, like 12.50",
                    least=f"{self.least:,}",
                    most=f"{self.most:,}",
                )
            )
        self.data = found


def plain_decimal(text: str, places: int) -> Decimal | None:
    """A decimal as people type it ("12,5"); none for anything else, exponents and NaN included."""
    compact = "".join(text.split()).replace(",", ".")
    if len(compact) > 20 or not compact.isascii() or not compact.replace(".", "", 1).isdigit():
        return None
    try:
        found = Decimal(compact)
    except InvalidOperation:
        return None
    return found if -int(found.as_tuple().exponent) <= places else None


class Day(wtforms.Field):
    """A date as day, month and year, each typed."""

    widget = GovDateInput()

    def __init__(
        self,
        label: Words,
        *,
        needed: Words | None = None,
        hint: Words = "",
        checks: Sequence[Validator] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, _checks(needed, checks), description=hint, **kwargs)

    def _value(self) -> str:
        return " ".join(self.raw_data or []) or (self.data.isoformat() if self.data else "")

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        # the widget draws three boxes, whatever a stranger sends
        self.raw_data = [str(part).strip()[:10] for part in [*valuelist, "", "", ""][:3]]
        if not any(self.raw_data):
            return
        try:
            day, month, year = (int(part) for part in self.raw_data)
            self.data = date(year, month, day)
        except (ValueError, OverflowError):
            raise ValueError(gettext("Enter a real date, like 27 3 2027")) from None
        if not 1900 <= self.data.year <= 2199:
            self.data = None
            raise ValueError(gettext("Enter the year with four digits, like 2027"))


def _choices(pairs: Iterable[tuple[str, Words]]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in pairs]


class OneOf(wtforms.RadioField):
    """One answer out of a few, as radio buttons."""

    widget = GovRadioInput()
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
            _checks(needed, checks),
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

    widget = GovCheckboxesInput()

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
        from wtforms.widgets import CheckboxInput

        self.option_widget = CheckboxInput()
        super().__init__(
            label, _checks(needed, checks), choices=_choices(choices), description=hint, **kwargs
        )


class Tick(wtforms.BooleanField):
    """One box to tick."""

    widget = GovCheckboxInput()

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

    widget = GovSelect()
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
            label, _checks(needed, checks), choices=_choices(choices), description=hint, **kwargs
        )

    def pre_validate(self, form: Any) -> None:
        if not self.data or self.data == "None":
            self.data = None
            return
        super().pre_validate(form)


class Submit(wtforms.SubmitField):
    """The button that sends the form."""

    widget = GovSubmitInput()
