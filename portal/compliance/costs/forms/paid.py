"""What workers of a lot have paid already: up to five lines for their labour provider, nothing preset."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import Collection, CostBasis, CostLine, CostStage, Payer
from portal.compliance.costs.words import BASES, COLLECTIONS, STAGES
from portal.infra import clock
from portal.infra.web.forms import Amount, Day, FromList, Text
from portal.posts.domain import CURRENCIES

ROWS = (1, 2, 3, 4, 5)
PARTS = (
    *("category", "amount", "currency", "basis", "collected_by", "collection", "stage"),
    *("reimbursed", "reimbursed_on"),
)


@dataclass(frozen=True)
class PaidRow:
    """The fields of one line."""

    number: int
    category: Any
    amount: Any
    currency: Any
    basis: Any
    collected_by: Any
    collection: Any
    stage: Any
    reimbursed: Any
    reimbursed_on: Any

    @property
    def fields(self) -> tuple[Any, ...]:
        return tuple(getattr(self, part) for part in PARTS)

    @property
    def is_begun(self) -> bool:
        return any(one.data not in (None, "") for one in self.fields)

    def line(self) -> CostLine:
        """The line that a valid row describes. Only a worker can confirm that money came back."""
        return CostLine(
            category=self.category.data,
            payer=Payer.WORKER,
            amount=self.amount.data,
            currency=self.currency.data or None,
            basis=CostBasis(self.basis.data or CostBasis.PER_WORKER),
            collected_by=self.collected_by.data or "",
            collection=Collection(self.collection.data) if self.collection.data else None,
            stage=CostStage(self.stage.data) if self.stage.data else None,
            reimbursed=self.reimbursed.data,
            reimbursed_on=self.reimbursed_on.data if self.reimbursed.data is not None else None,
        )

    def complain(self) -> bool:
        """Put a message beside what is missing or cannot be; whether anything is wrong."""
        if not self.category.data and not self.category.errors:
            _say(self.category, gettext("Choose what they paid for, or clear the line"))
        if self.amount.data is None and not self.amount.errors:
            _say(self.amount, gettext("Enter how much they paid; an estimate is better than nothing"))
        if self.amount.data is not None and not self.currency.data:
            _say(self.currency, gettext("Choose the currency"))
        if not self.basis.data:
            _say(self.basis, gettext("Choose what the amount is counted by"))
        back, on = self.reimbursed, self.reimbursed_on
        if back.data is not None and self.amount.data is not None and back.data > self.amount.data:
            _say(back, gettext("Enter at most what they paid"))
        if back.data is not None and on.data is None and not on.errors:
            _say(on, gettext("Enter the day on which it was paid back"))
        if on.data is not None and on.data > clock.today():
            _say(on, gettext("Enter today or an earlier day"))
        return any(one.errors for one in self.fields)


class PaidPart(wtforms.Form):
    """Five lines for what workers of a lot have paid, to anybody."""

    def paid_rows(self) -> Iterator[PaidRow]:
        for number in ROWS:
            yield PaidRow(number, *(self[f"paid_{number}_{part}"] for part in PARTS))

    def judge_paid(self, *, is_paid: bool) -> bool:
        """Judge the lines if somebody has paid; whether all is well."""
        if not is_paid:
            return True
        begun = [row for row in self.paid_rows() if row.is_begun]
        if not begun:
            first = next(iter(self.paid_rows()))
            _say(first.category, gettext("Say what they paid: at least one line"))
            return False
        return not [row for row in begun if row.complain()]

    def paid_lines(self, *, is_paid: bool) -> tuple[CostLine, ...]:
        """What was declared."""
        return tuple(row.line() for row in self.paid_rows() if row.is_begun) if is_paid else ()


def paid_answers(lines: Iterable[CostLine]) -> dict[str, list[str]]:
    """Lines as they would be typed into the form."""
    answers: dict[str, list[str]] = {}
    for number, line in zip(ROWS, lines, strict=False):
        on = line.reimbursed_on
        typed = {
            "category": [line.category],
            "amount": [f"{line.amount:f}" if line.amount is not None else ""],
            "currency": [line.currency or ""],
            "basis": [line.basis.value],
            "collected_by": [line.collected_by],
            "collection": [line.collection.value if line.collection else ""],
            "stage": [line.stage.value if line.stage else ""],
            "reimbursed": [f"{line.reimbursed:f}" if line.reimbursed is not None else ""],
            "reimbursed_on": [str(on.day), str(on.month), str(on.year)] if on else ["", "", ""],
        }
        answers |= {f"paid_{number}_{part}": value for part, value in typed.items()}
    return answers


def _say(field: Any, message: str) -> None:
    field.errors = [*field.errors, message]


def _fields(number: int) -> Mapping[str, Any]:
    empty = ("", _("Choose"))
    kinds = [(one.code, one.covers) for one in cost_categories().values()]
    return {
        "category": FromList(_("What for? (line %(n)s)", n=number), [empty, *kinds]),
        "amount": Amount(_("How much? (line %(n)s)", n=number)),
        "currency": FromList(_("Currency (line %(n)s)", n=number), [empty, *((c, c) for c in CURRENCIES)]),
        "basis": FromList(_("Counted (line %(n)s)", n=number), [empty, *BASES]),
        "collected_by": Text(_("To whom? (line %(n)s)", n=number), most=200),
        "collection": FromList(_("How? (line %(n)s)", n=number), [empty, *COLLECTIONS]),
        "stage": FromList(_("When? (line %(n)s)", n=number), [empty, *STAGES]),
        "reimbursed": Amount(_("How much was paid back? (line %(n)s)", n=number)),
        "reimbursed_on": Day(_("When was it paid back? (line %(n)s)", n=number)),
    }


for _number in ROWS:
    for _part, _field in _fields(_number).items():
        setattr(PaidPart, f"paid_{_number}_{_part}", _field)
