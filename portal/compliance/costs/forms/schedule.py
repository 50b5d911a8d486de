"""The cost schedule as a form: for each category who pays, how much, by what, and why. Nothing is preset."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import (
    CostBasis,
    CostCategory,
    CostKind,
    CostLine,
    FeeException,
    Initiator,
    Payer,
)
from portal.compliance.costs.exceptions import mark_of
from portal.compliance.costs.schedule import VOLUNTARY, CostSchedule, asked_categories
from portal.compliance.costs.words import BASES, PAYERS
from portal.compliance.domain import Terms
from portal.compliance.rules.costs import judge_costs
from portal.infra import clock
from portal.infra.web.forms import Amount, FromList, OneOf, Text

ABSENT = "none"
EXTRA_ROWS = (1, 2, 3)
_PARTS = ("payer", "amount", "basis", "why")
_TRIGGERS = ("initiated_by", "required", "in_recruitment")
EACH = "each"
REST = (
    (EACH, _("I answer each line myself")),
    (Payer.EMPLOYER.value, _("The employer pays it, if it arises")),
    (ABSENT, _("It does not arise")),
)
"""What may be said of all lines left open in one go; nothing of it is preset."""
INITIATORS = (
    (Initiator.EMPLOYER.value, _("The employer")),
    (Initiator.RECRUITER.value, _("The agency or a recruiter")),
    (Initiator.WORKER.value, _("The worker alone")),
)
YES_OR_NO = (("yes", _("Yes")), ("no", _("No")))


@dataclass(frozen=True)
class CostRow:
    """The fields of one line; `category` is none on a line that somebody adds."""

    category: CostCategory | None
    payer: Any
    amount: Any
    basis: Any
    why: Any
    chosen: Any = None
    label: Any = None
    rest: str | None = None
    """What was said of every line that is left open."""
    triggers: tuple[Any, ...] = ()
    """Who started it, is it required, is it imposed in recruitment; asked where a worker would pay."""

    @property
    def code(self) -> str:
        return self.category.code if self.category else str(self.chosen.data or "")

    @property
    def needs_own_answer(self) -> bool:
        """Whether no answer for many lines can hold for it: nobody may pay it, or workers may by law."""
        category = self.category
        return category is None or category.kind is CostKind.OUTSIDE or Payer.EMPLOYER not in category.payers

    @property
    def answer(self) -> str:
        """Who pays, as said on the line, else as said of all that are left open."""
        return str(self.payer.data or (not self.needs_own_answer and self.rest) or "")

    @property
    def is_said(self) -> bool:
        return self.code in cost_categories() and self.answer in set(Payer)

    def line(self, currency: str | None) -> CostLine:
        said = CostLine(
            category=self.code,
            payer=Payer(self.answer),
            amount=self.amount.data,
            currency=currency if self.amount.data is not None else None,
            basis=_basis(self.basis.data),
            why=self.why.data or "",
            label=(self.label.data or "") if self.label is not None else "",
        )
        if not self.triggers or said.payer is not Payer.WORKER:
            return said
        who, required, imposed = (one.data for one in self.triggers)
        return replace(
            said,
            initiated_by=Initiator(who) if who in set(Initiator) else None,
            required=_said_yes(required),
            in_recruitment=_said_yes(imposed),
        )


def _basis(typed: str | None) -> CostBasis:
    """What was chosen; a word that the list does not have was complained of beside its field."""
    return CostBasis(typed) if typed in set(CostBasis) else CostBasis.PER_WORKER


def _said_yes(answer: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(answer or "")


def field_name(code: str, part: str) -> str:
    """How a category's field is called: "cost_fee_match_payer"."""
    return f"cost_{code.lower().replace('-', '_')}_{part}"


def typed_categories() -> tuple[CostCategory, ...]:
    """The categories that the form asks for; housing and transport by choice follow from their prices."""
    return tuple(one for one in asked_categories() if one.code != VOLUNTARY)


def has_triggers(category: CostCategory) -> bool:
    """Whether three answers decide if it is a cost of recruitment at all (ILO definition, paragraph 7)."""
    return category.kind is CostKind.RELATED_COST


class CostsPart(wtforms.Form):
    """Every category that is asked for, then three lines for whatever else somebody charges."""

    granted: Mapping[str, FeeException] = {}
    """By the mark of a line: the exceptions that staff attached to this post."""

    rest = OneOf(
        _("One answer for every line that you leave open"),
        REST,
        hint=_(
            "Not for the lines marked “needs its own answer”. A line that you do answer keeps its answer."
        ),
    )

    def cost_rows(self) -> Iterator[CostRow]:
        rest = self.rest.data if self.rest.data in (Payer.EMPLOYER.value, ABSENT) else None
        for category in typed_categories():
            payer, amount, basis, why = (self[field_name(category.code, part)] for part in _PARTS)
            asked = _TRIGGERS if has_triggers(category) else ()
            triggers = tuple(self[field_name(category.code, part)] for part in asked)
            yield CostRow(category, payer, amount, basis, why, rest=rest, triggers=triggers)

    def extra_rows(self) -> Iterator[CostRow]:
        for row in EXTRA_ROWS:
            payer, amount, basis, why = (self[f"extra_{row}_{part}"] for part in _PARTS)
            chosen, label = self[f"extra_{row}_category"], self[f"extra_{row}_label"]
            yield CostRow(None, payer, amount, basis, why, chosen, label)

    @staticmethod
    def refusals() -> dict[str, str]:
        """What is said when a worker would pay: category to words; for the script, which says it at once."""
        return {code: said for code in cost_categories() if (said := refused(code, Payer.WORKER))}

    def schedule(self, currency: str | None) -> CostSchedule:
        """What was declared so far."""
        rows = [*self.cost_rows(), *self.extra_rows()]
        return CostSchedule(
            lines=tuple(row.line(currency) for row in rows if row.is_said),
            absent=frozenset(row.code for row in self.cost_rows() if row.answer == ABSENT),
        )

    def judge_rows(self, currency: str | None) -> bool:
        """Put a message beside each line that is open or not allowed; whether all is well."""
        rows = [*self.cost_rows(), *self.extra_rows()]
        return not [row for row in rows if _complain(row, currency, self.granted)]


def _complain(row: CostRow, currency: str | None, granted: Mapping[str, FeeException]) -> bool:
    if row.category and not row.answer and not row.payer.errors:
        _say(
            row.payer, gettext("Say who pays: %(cost)s. Or that it does not arise", cost=row.category.covers)
        )
    elif row.category is None and _is_half(row):
        _say(row.payer, gettext("Choose the kind of this cost and who pays it, or clear the line"))
    elif row.is_said and (said := _refused_row(row.line(currency), granted)):
        _say(row.payer, said)
    elif row.category and row.answer == ABSENT and row.amount.data:
        _say(row.amount, gettext("Clear the amount, or say who pays it"))
    return bool(row.payer.errors or row.amount.errors)


def _refused_row(line: CostLine, granted: Mapping[str, FeeException]) -> str:
    return refused_line(replace(line, exception=granted.get(mark_of(line))))


def _is_half(row: CostRow) -> bool:
    parts = (row.chosen.data, row.payer.data)
    return any(parts) != all(parts) or bool(row.amount.data and not all(parts))


def _say(field: Any, message: str) -> None:
    field.errors = [*field.errors, message]


def refused(code: str, payer: str) -> str:
    """Why this party may not bear this cost, with the rule and what to do instead; empty when it may."""
    return refused_line(CostLine(category=code, payer=Payer(payer)))


def refused_line(line: CostLine, on: date | None = None) -> str:
    """The same for a line with everything that was said of it, on the day given or today."""
    if not judge_costs(Terms(on=on or clock.today(), costs=(line,))):
        return ""
    category = cost_categories()[line.category]
    facts = {"cost": category.covers, "paragraph": category.paragraph, "instead": category.instead}
    if category.payers:
        return gettext(
            "Workers must not pay this: %(cost)s (ILO definition of recruitment fees and related costs, "
            "paragraph %(paragraph)s). %(instead)s.",
            **facts,
        )
    return gettext(
        "Nobody may pay this: %(cost)s (ILO definition of recruitment fees and related costs, "
        "paragraph %(paragraph)s). %(instead)s.",
        **facts,
    )


def cost_answers(schedule: CostSchedule) -> dict[str, list[str]]:
    """A schedule as it would be typed into the form."""
    asked = {one.code for one in typed_categories()}
    answers = {field_name(code, "payer"): [ABSENT] for code in schedule.absent & asked}
    spare = iter(EXTRA_ROWS)
    for line in schedule.lines:
        if line.category == VOLUNTARY:
            continue
        first = field_name(line.category, "payer")
        if line.category in asked and first not in answers:
            answers |= _typed(line, lambda part, code=line.category: field_name(code, part))
        elif row := next(spare, None):
            answers |= _typed(line, lambda part, row=row: f"extra_{row}_{part}")
            answers |= {f"extra_{row}_category": [line.category], f"extra_{row}_label": [line.label]}
    return answers


def _typed(line: CostLine, name: Any) -> dict[str, list[str]]:
    return {
        name("payer"): [line.payer.value],
        name("amount"): [f"{line.amount:f}" if line.amount is not None else ""],
        name("basis"): [line.basis.value],
        name("why"): [line.why],
        name("initiated_by"): [line.initiated_by.value if line.initiated_by else ""],
        name("required"): [yes_typed(line.required)],
        name("in_recruitment"): [yes_typed(line.in_recruitment)],
    }


def yes_typed(answer: bool | None) -> str:
    """An answer as it would be chosen from a list; empty where nobody gave one."""
    return "" if answer is None else "yes" if answer else "no"


def _line_fields(named: Any, subject: Any, payers: Iterable[tuple[str, Any]]) -> Mapping[str, Any]:
    return {
        named("payer"): FromList(_("Who pays: %(cost)s", cost=subject), [("", _("Choose")), *payers]),
        named("amount"): Amount(_("How much: %(cost)s", cost=subject)),
        named("basis"): FromList(_("For what: %(cost)s", cost=subject), BASES),
        named("why"): Text(_("Why: %(cost)s", cost=subject), most=300),
    }


def _trigger_fields(named: Any, subject: Any) -> Mapping[str, Any]:
    def pick(words: Any, choices: Iterable[tuple[str, Any]]) -> FromList:
        return FromList(words, [("", _("Choose")), *choices])

    return {
        named("initiated_by"): pick(_("Who started it: %(cost)s", cost=subject), INITIATORS),
        named("required"): pick(_("Is it needed to get the job: %(cost)s", cost=subject), YES_OR_NO),
        named("in_recruitment"): pick(_("Does it arise in recruitment: %(cost)s", cost=subject), YES_OR_NO),
    }


def _furnish() -> None:
    """Give the part its fields: they follow the list of categories."""
    for one in typed_categories():
        answers = (*PAYERS, (ABSENT, _("Does not arise")))
        for name, field in _line_fields(
            lambda part, c=one.code: field_name(c, part), one.covers, answers
        ).items():
            setattr(CostsPart, name, field)
        if has_triggers(one):
            named_so = _trigger_fields(lambda part, c=one.code: field_name(c, part), one.covers)
            for name, field in named_so.items():
                setattr(CostsPart, name, field)
    every = [(one.code, one.covers) for one in cost_categories().values() if one.code != VOLUNTARY]
    for row in EXTRA_ROWS:
        named = f"extra_{row}_"
        subject = _("other cost %(n)s", n=row)
        for name, field in _line_fields(lambda part, n=named: n + part, subject, PAYERS).items():
            setattr(CostsPart, name, field)
        kinds = [("", _("Choose")), *every]
        setattr(CostsPart, f"{named}category", FromList(_("What it is: %(cost)s", cost=subject), kinds))
        setattr(CostsPart, f"{named}label", Text(_("What it is called: %(cost)s", cost=subject), most=120))


_furnish()
