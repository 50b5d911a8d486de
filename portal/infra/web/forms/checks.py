"""What every field checks first: whether it must be filled in, or may be empty."""

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

import wtforms
from wtforms.validators import StopValidation

Words: TypeAlias = str
"""Words for people, translated when they are shown (lazy strings included)."""
Validator = Callable[[Any, Any], None]


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


def checks_of(needed: Words | None, further: Sequence[Validator]) -> list[Any]:
    """What a field checks: first whether it must be filled in, then the rest."""
    return [Needed(needed) if needed else MayBeEmpty(), *further]
