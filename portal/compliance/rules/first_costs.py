"""The rules on cost lines as they were first, before a weekly cost was counted week by week."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from portal.compliance.costs.domain import Choice, CostKind, CostLine, Payer
from portal.compliance.costs.schedule import VOLUNTARY
from portal.compliance.domain import RuleOutcome, Terms
from portal.compliance.rules.costs import (
    CHOICE,
    COST_RULES,
    STATUTORY,
    WORKER_PAYS,
    each_line,
    said_of,
)
from portal.compliance.rules.rule import Rule, Said


def worker_pays(terms: Terms) -> Iterator[Said]:
    """A worker bears no fee and no related cost; one week's money back cleared a weekly cost."""
    for place, line, category in each_line(terms):
        if not category.payers:
            continue
        if category.may_be_paid_by(line.payer):
            yield said_of(RuleOutcome.PASS, place, line)
        elif line.exception and line.exception.clears(line.category, terms.on):
            yield said_of(
                RuleOutcome.PASS,
                place,
                line,
                allowed_by=line.exception.authority,
                exception=line.exception.id,
                paragraph=category.paragraph,
            )
        elif line.is_paid_back:
            yield said_of(RuleOutcome.PASS, place, line, paid_back=line.reimbursed)
        elif category.kind is CostKind.RELATED_COST and line.is_apart_from_recruitment:
            yield said_of(RuleOutcome.FLAGGED, place, line, apart="yes", paragraph=category.paragraph)
        else:
            yield said_of(
                RuleOutcome.FAIL,
                place,
                line,
                paragraph=category.paragraph,
                instead=category.instead,
                **_why_not_cleared(line),
            )


def _why_not_cleared(line: CostLine) -> dict[str, str]:
    if line.exception:
        return {"exception": line.exception.id, "exception_holds": "no"}
    if line.reimbursed is not None:
        return {"paid_back": f"{line.reimbursed:f}", "worker_confirmed": "no"}
    return {}


def free_choice(terms: Terms) -> Iterator[Said]:
    """What a worker may choose and pay for; without hours, nobody asked what is left."""
    for place, line, _ in each_line(terms):
        if line.category != VOLUNTARY or line.payer is not Payer.WORKER:
            continue
        choice = line.choice or Choice()
        answers = {"optional": choice.optional, "itemised": choice.itemised, "at_cost": choice.at_cost}
        broken = [name for name, answer in answers.items() if answer is False]
        if choice.weekly_cap is not None and _weekly(line) > choice.weekly_cap:
            broken.append("cap")
        if _falls_below_minimum(terms):
            broken.append("pay left")
        if broken:
            yield said_of(RuleOutcome.FAIL, place, line, broken=", ".join(broken))
        elif open_ := [name for name, answer in answers.items() if answer is None]:
            yield said_of(RuleOutcome.NEEDS_EVIDENCE, place, line, open=", ".join(open_))
        else:
            yield said_of(RuleOutcome.PASS, place, line)


def _weekly(line: CostLine) -> Decimal:
    """The line's amount as a weekly burden; once-only amounts are no weekly burden."""
    return line.amount if line.amount is not None and line.basis.value == "per-week" else Decimal(0)


def _falls_below_minimum(terms: Terms) -> bool:
    """Whether what a worker pays for by choice leaves less than the minimum for the hours worked."""
    minimum = terms.minimum
    if minimum is None or terms.pay is None or terms.hours_per_week is None:
        return False
    if minimum.currency != terms.currency:
        return False
    chosen = sum(
        (
            _weekly(line)
            for line in terms.costs
            if line.category == VOLUNTARY
            and line.payer is Payer.WORKER
            and line.currency in (None, terms.currency)
        ),
        Decimal(0),
    )
    left = terms.pay * terms.hours_per_week - chosen
    return bool(chosen) and left < minimum.hourly * terms.hours_per_week


def _as_first(rule: Rule) -> Rule:
    """A rule as it was in the first set."""
    if rule.id == WORKER_PAYS:
        return replace(rule, version=1, check=worker_pays)
    if rule.id != CHOICE:
        return rule
    bed = CostLine(
        category=VOLUNTARY,
        payer=Payer.WORKER,
        amount=Decimal(60),
        currency="GBP",
        choice=Choice(optional=True, itemised=True, at_cost=True),
    )
    return replace(
        rule,
        version=1,
        check=free_choice,
        passing=Terms(costs=(bed,)),
        failing=Terms(costs=(replace(bed, choice=Choice(optional=False, itemised=True, at_cost=True)),)),
    )


FIRST_COST_RULES = tuple(_as_first(rule) for rule in COST_RULES if rule.id != STATUTORY)
