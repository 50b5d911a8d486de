"""What the pages of both kinds of posts share: typed answers, facts in words, what differs, own lists."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from flask import request, url_for
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _
from markupsafe import Markup, escape
from werkzeug.datastructures import MultiDict

from portal.infra.web.forms import Form, OneOf, Text
from portal.infra.web.pages import printable
from portal.infra.web.paging import Leaf

AnyForm = TypeVar("AnyForm", bound=Form)
Value = TypeVar("Value")

PER_PAGE = 20
MOST_ANSWERS = 400
LONGEST_ANSWER = 8000
_NOT_ANSWERS = {"csrf_token", "once", "acting", "do", "version"}


@dataclass(frozen=True)
class Fact:
    """One line of what a post says."""

    label: str
    text: str


@dataclass(frozen=True)
class Section:
    """A group of facts, under the anchor by which the form shows the same group."""

    anchor: str
    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Difference:
    """A fact that two versions tell differently."""

    label: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class PostLine:
    """One of an organisation's own posts in its list."""

    id: UUID
    number: str
    state: str
    title: str
    details: tuple[str, ...]
    at: datetime

    def says(self, words: str) -> bool:
        """Whether every one of the words occurs in what the line says."""
        said = " ".join((self.number, self.title, *self.details)).casefold()
        return all(word in said for word in words.casefold().split())


@dataclass(frozen=True)
class PostList:
    """A page of an organisation's own posts."""

    lines: tuple[PostLine, ...]
    words: str
    state: str
    leaf: Leaf
    is_filtered: bool


def sent_answers() -> dict[str, list[str]]:
    """Everything that was typed into a form, as it can be kept in a draft."""
    names = [name for name in request.form if name not in _NOT_ANSWERS][:MOST_ANSWERS]
    return {
        name: [
            value.replace("\x00", "")[:LONGEST_ANSWER] for value in request.form.getlist(name)[:MOST_ANSWERS]
        ]
        for name in names
    }


def form_of(kind: type[AnyForm], answers: Mapping[str, Iterable[str]]) -> AnyForm:
    """A form that shows what was typed before."""
    return kind(MultiDict([(name, value) for name, values in answers.items() for value in values]))


def put_in_order(form: Form, names: Sequence[str]) -> None:
    """Bring the fields into the order of the page, so that the list of what is wrong follows it."""
    fields = form._fields
    rest = [name for name in fields if name not in names]
    form._fields = {name: fields[name] for name in [*names, *rest]}


def complaints(form: Form) -> bool:
    """Judge a form that was not sent just now, such as a kept draft; whether anything is wrong with it."""
    form.validate()
    form["csrf_token"].errors = ()
    return bool(form.errors)


def differences(theirs: Iterable[Section], mine: Iterable[Section]) -> tuple[Difference, ...]:
    """The facts that differ, in the order of the form; a fact that one side lacks is empty there."""
    told = {fact.label: fact.text for section in theirs for fact in section.facts}
    typed = {fact.label: fact.text for section in mine for fact in section.facts}
    return tuple(
        Difference(label, told.get(label, ""), typed.get(label, ""))
        for label in dict.fromkeys([*told, *typed])
        if told.get(label, "") != typed.get(label, "")
    )


def post_list(lines: Sequence[PostLine]) -> PostList:
    """The page of a list that the address asks for, the latest first."""
    words = printable(request.args.get("q", "")).strip()[:100]
    state = request.args.get("state", "")[:20]
    kept = [line for line in lines if line.says(words) and state in ("", line.state)]
    kept.sort(key=lambda line: line.at, reverse=True)
    leaf = Leaf.of(len(kept), PER_PAGE)
    return PostList(tuple(kept[leaf.rows]), words, state, leaf, bool(words or state))


def day_typed(day: date | None) -> list[str]:
    """A date as it would be typed into its three boxes."""
    return [str(day.day), str(day.month), str(day.year)] if day else ["", "", ""]


class CloseForm(Form):
    """Why a post is withdrawn."""

    reason = OneOf(_("Why do you close it?"), needed=_("Choose a reason"))
    other = Text(_("Another reason"), most=200)

    def offer(self, reasons: Sequence[tuple[str, str]]) -> None:
        self.reason.choices = [*reasons, ("other", gettext("Another reason"))]

    def validate(self, extra_validators: Any = None) -> bool:
        well: bool = super().validate(extra_validators)
        if self.reason.data == "other" and not self.other.data:
            self.fail("other", gettext("Enter the reason in a few words"))
            return False
        return well

    @property
    def given(self) -> str:
        """The reason in words."""
        if self.reason.data == "other":
            return str(self.other.data)
        return str(dict(self.reason.choices)[self.reason.data])


class ActForm(Form):
    """A deliberate step without further questions: only the two tokens."""


def answered(value: Value | None) -> Value:
    """The answer of a field that a valid form always has."""
    if value is None:
        raise LookupError("the form has not been found valid")
    return value


def workers(heads: int) -> str:
    """A number of workers in words."""
    return str(ngettext("%(num)s worker", "%(num)s workers", heads))


def paragraphs(text: str) -> Markup:
    """Text with its line breaks kept."""
    return Markup("<br>").join(escape(line) for line in text.splitlines())


def first_that_exists(app: Any, *addresses: tuple[str, dict[str, Any]]) -> str:
    """The address of the first endpoint that there is; a page of a feature above may not be built in."""
    for endpoint, values in addresses:
        if endpoint in app.view_functions:
            return url_for(endpoint, **values)
    raise LookupError("none of these pages exists")
