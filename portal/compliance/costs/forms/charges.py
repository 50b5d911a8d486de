"""What is asked beside the price of a bed and of the bus: may it be refused, itemised, at cost?"""

from typing import Any

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.compliance.costs.caps import ChargeKind, charge_cap
from portal.compliance.costs.charges import Charge, charges_said
from portal.compliance.costs.domain import Choice
from portal.compliance.costs.forms.schedule import yes_typed
from portal.compliance.costs.schedule import CostSchedule
from portal.compliance.costs.words import NOT_CHECKED
from portal.infra import clock
from portal.infra.web.forms import Text, YesNo
from portal.infra.web.pages import country_name
from portal.posts.words import plain_money

QUESTIONS = ("optional", "itemised", "at_cost")


class ChargesPart(wtforms.Form):
    """Three questions and a proof for each of bed and bus, asked only where it has a price."""

    housing_optional = YesNo(_("Can a worker say no to the bed and still have the job?"))
    housing_itemised = YesNo(_("Does the bed stand on its own line of the payslip?"))
    housing_at_cost = YesNo(_("Is the price what the bed costs you, with nothing on top?"))
    housing_proof = Text(
        _("What shows the cost of the bed?"),
        hint=_("For example the number of a lease or an invoice."),
        most=200,
    )
    transport_optional = YesNo(_("Can a worker come another way and still have the job?"))
    transport_itemised = YesNo(_("Does the way to work stand on its own line of the payslip?"))
    transport_at_cost = YesNo(_("Is the price what the way costs you, with nothing on top?"))
    transport_proof = Text(
        _("What shows the cost of the way?"),
        hint=_("For example the number of a contract or an invoice."),
        most=200,
    )

    def charge_questions(self, kind: str) -> tuple[Any, ...]:
        """The fields beside one price."""
        return tuple(self[f"{kind}_{part}"] for part in (*QUESTIONS, "proof"))

    def charges(self) -> dict[ChargeKind, Charge]:
        """Both with their prices and what was answered."""
        return {kind: self._charge(kind) for kind in ChargeKind}

    def _charge(self, kind: ChargeKind) -> Charge:
        optional, itemised, at_cost = (_answer(self[f"{kind}_{part}"].data) for part in QUESTIONS)
        choice = Choice(optional=optional, itemised=itemised, at_cost=at_cost)
        return Charge(self[f"{kind}_cost_week"].data, choice, self[f"{kind}_proof"].data or "")

    def judge_charges(self, country: str | None, currency: str | None) -> bool:
        """Put a message beside what may not be charged so; whether all is well."""
        wrong = False
        for kind, charge in self.charges().items():
            if not charge.price:
                continue
            for part in QUESTIONS:
                if getattr(charge.choice, part) is False:
                    self._say(f"{kind}_{part}", _REFUSED[part])
                    wrong = True
            cap = charge_cap(country or "", kind, currency or "", clock.today())
            if cap and charge.price > cap.weekly:
                self._say(
                    f"{kind}_cost_week",
                    _above(cap.weekly, cap.currency, cap.country, cap.source, cap.is_verified),
                )
                wrong = True
        return not wrong

    def _say(self, name: str, message: Any) -> None:
        self[name].errors = [*self[name].errors, str(message)]


_REFUSED = {
    "optional": _(
        "A worker must be able to refuse it and still have the job. Make it free, or let them choose"
    ),
    "itemised": _("What a worker pays for must stand on its own line of the payslip"),
    "at_cost": _("Charge no more than it costs you: whatever is on top is a recruitment cost"),
}


def _above(weekly: Any, currency: str, country: str, source: str, is_verified: bool) -> str:
    said = gettext(
        "Enter at most %(most)s a week, the most that may be charged in %(country)s: %(source)s",
        most=plain_money(weekly, currency),
        country=country_name(country),
        source=source,
    )
    return said if is_verified else f"{said} ({NOT_CHECKED})"


def _answer(chosen: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(chosen or "")


def charge_answers(schedule: CostSchedule) -> dict[str, list[str]]:
    """What was said of bed and bus, as it would be chosen in the form."""
    return {
        f"{kind}_{part}": [answer]
        for kind, charge in charges_said(schedule).items()
        for part, answer in (
            *((one, yes_typed(getattr(charge.choice, one))) for one in QUESTIONS),
            ("proof", charge.proof),
        )
    }
