"""Fields into which something is typed: texts, addresses, numbers, days."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import phonenumbers
import wtforms
from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext
from govuk_frontend_wtf.wtforms_widgets import (
    GovCharacterCount,
    GovDateInput,
    GovPasswordInput,
    GovTextArea,
    GovTextInput,
)
from wtforms.validators import ValidationError

from portal.infra.web.forms.checks import Validator, Words, checks_of
from portal.infra.web.forms.drawing import economical


def _clean(text: str | None) -> str | None:
    """What was typed without control characters and outer spaces."""
    if text is None:
        return None
    return "".join(c for c in text if c.isprintable() or c in "\n\t").strip()


class Text(wtforms.StringField):
    """One line of text, at most `most` characters."""

    widget = economical(GovTextInput())

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
            checks_of(needed, (self._short_enough, *checks)),
            filters=[_clean],
            description=hint,
            **kwargs,
        )

    def _short_enough(self, form: Any, field: wtforms.Field) -> None:
        if len(field.data or "") > self.most:
            raise ValidationError(gettext("Use %(most)s characters or fewer", most=self.most))


class LongText(Text):
    """Several lines of text."""

    widget = economical(GovTextArea())

    def __init__(self, label: Words, *, most: int = 4000, **kwargs: Any) -> None:
        super().__init__(label, most=most, **kwargs)


class CountedText(LongText):
    """Several lines with a count of the characters that remain (give `maxlength` on rendering)."""

    widget = economical(GovCharacterCount())


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

    widget = economical(GovPasswordInput())

    def __init__(
        self, label: Words, *, needed: Words, hint: Words = "", checks: Sequence[Validator] = (), **kw: Any
    ) -> None:
        super().__init__(label, checks_of(needed, checks), description=hint, **kw)


class WholeNumber(wtforms.Field):
    """A whole number from `least` to `most`; digits may be grouped with spaces."""

    widget = economical(GovTextInput())

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
        super().__init__(label, checks_of(needed, checks), description=hint, **kwargs)

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

    widget = economical(GovTextInput())

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
        super().__init__(label, checks_of(needed, checks), description=hint, **kwargs)

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

    widget = economical(GovDateInput())

    def __init__(
        self,
        label: Words,
        *,
        needed: Words | None = None,
        hint: Words = "",
        checks: Sequence[Validator] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(label, checks_of(needed, checks), description=hint, **kwargs)

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
