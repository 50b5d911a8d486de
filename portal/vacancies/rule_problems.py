"""What rules would forbid of a vacancy that is being written, beside the field that it is about."""

from collections.abc import Iterable
from datetime import date

from flask_babel import gettext
from sqlalchemy.orm import Session

from portal.compliance.costs.domain import CostLine
from portal.compliance.domain import Stage
from portal.compliance.findings.domain import blocking
from portal.compliance.findings.switches import off_rules
from portal.compliance.findings.words import message
from portal.compliance.pay.queries import pay_rates
from portal.compliance.rules.pay import BELOW_MINIMUM
from portal.compliance.rules.sets import rules_on
from portal.vacancies.domain import VacancyTerms
from portal.vacancies.fairness import minimum_for, terms_of

FIELDS = {BELOW_MINIMUM: "pay", "pay.payslip-adds-up": "hours_per_week"}


def rule_problems(
    session: Session, vacancy: VacancyTerms, costs: Iterable[CostLine], today: date
) -> list[tuple[str, str]]:
    """The field and the words of each critical rule that is not kept; cost lines speak for themselves.

    Pay in another currency than the minimum's cannot be compared with it, nor a bed with its cap: it is
    asked for anew.
    """
    minimum = minimum_for(vacancy, pay_rates(session), today)
    terms = terms_of(vacancy, costs, on=today, minimum=minimum)
    off = off_rules(session)
    found = blocking(rules_on(today).judge(terms, Stage.PUBLISH, off))
    problems = [
        (FIELDS.get(one.rule, "title"), message(one)) for one in found if not one.rule.startswith("costs.")
    ]
    if minimum and minimum.currency != vacancy.currency and BELOW_MINIMUM not in off:
        said = gettext(
            "Choose %(currency)s, the currency of the minimum pay there", currency=minimum.currency
        )
        problems.append(("currency", said))
    return problems
