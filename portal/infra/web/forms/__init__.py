"""Forms and their fields, which say beside themselves what is wrong and what would be right."""

import secrets

import wtforms
from flask_wtf import FlaskForm

from portal.infra.web.forms.checks import MayBeEmpty, Needed, Validator, Words
from portal.infra.web.forms.chosen import AnyOf, FromList, OneOf, Submit, Tick, YesNo
from portal.infra.web.forms.typed import (
    Amount,
    CountedText,
    Day,
    Email,
    LongText,
    Password,
    Phone,
    Text,
    WholeNumber,
    normal_phone,
    plain_decimal,
)

__all__ = [
    "Amount",
    "AnyOf",
    "CountedText",
    "Day",
    "Email",
    "Form",
    "FromList",
    "LongText",
    "MayBeEmpty",
    "Needed",
    "OneOf",
    "Password",
    "Phone",
    "Submit",
    "Text",
    "Tick",
    "Validator",
    "WholeNumber",
    "Words",
    "YesNo",
    "normal_phone",
    "plain_decimal",
]


class Form(FlaskForm):
    """A form with its two hidden tokens: against forgery, and against being sent twice."""

    once = wtforms.HiddenField(default=lambda: secrets.token_urlsafe(18))

    def fail(self, field: str, message: Words) -> None:
        """Put a message beside a field after validation, for what only the use case could know."""
        found = self[field]
        found.errors = [*found.errors, message]
