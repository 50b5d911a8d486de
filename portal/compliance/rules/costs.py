"""The rules on cost lines: nobody bears what nobody may, and a worker only what is outside."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import (
    Choice,
    Collection,
    CostCategory,
    CostKind,
    CostLine,
    FeeException,
    Payer,
)
from portal.compliance.domain import Finding, RuleOutcome, Severity, Stage, Terms
from portal.compliance.rules.rule import Rule, Said, Source, facts

WORKER_PAYS = "costs.worker-pays"
NOBODY_MAY_PAY = "costs.nobody-may-pay"
CHOICE = "costs.choice"
TIED = "costs.tied-to-loan"
ALWAYS = frozenset(Stage)
VOLUNTARY = "OUT-VOLUNTARY"
_ILO = "ILO General principles and definition of recruitment fees and related costs (2019)"


def _lines(terms: Terms) -> Iterator[tuple[int, CostLine, CostCategory]]:
    """Each line with its place; an unknown category raises KeyError: forms and imports refuse it before."""
    for place, line in enumerate(terms.costs):
        yield place, line, cost_categories()[line.category]


def _said(outcome: RuleOutcome, place: int, line: CostLine, **what: object) -> Said:
    return Said(
        outcome=outcome,
        code=line.category,
        payer=line.payer,
        line=place,
        label=line.label,
        facts=facts(**what),
    )


def worker_pays(terms: Terms) -> Iterator[Said]:
    """A worker bears no fee and no related cost, unless it was paid back or an exception holds."""
    for place, line, category in _lines(terms):
        if not category.payers:
            continue
        if category.may_be_paid_by(line.payer):
            yield _said(RuleOutcome.PASS, place, line)
        elif line.exception and line.exception.clears(line.category, terms.on):
            yield _said(
                RuleOutcome.PASS,
                place,
                line,
                allowed_by=line.exception.authority,
                exception=line.exception.id,
                paragraph=category.paragraph,
            )
        elif line.is_paid_back:
            yield _said(RuleOutcome.PASS, place, line, paid_back=line.reimbursed)
        elif category.kind is CostKind.RELATED_COST and line.is_apart_from_recruitment:
            yield _said(RuleOutcome.FLAGGED, place, line, apart="yes", paragraph=category.paragraph)
        else:
            yield _said(
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


def nobody_may_pay(terms: Terms) -> Iterator[Said]:
    """Illegitimate costs and risk flags block whoever bears them; there is no exception."""
    for place, line, category in _lines(terms):
        if category.payers:
            yield _said(RuleOutcome.PASS, place, line)
            continue
        told = {"paragraph": category.paragraph, "instead": category.instead}
        yield _said(RuleOutcome.FAIL, place, line, **told)


def free_choice(terms: Terms) -> Iterator[Said]:
    """What a worker may choose and pay for: optional, itemised, at cost, under the cap, and enough left."""
    for place, line, _ in _lines(terms):
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
            yield _said(RuleOutcome.FAIL, place, line, broken=", ".join(broken))
        elif open_ := [name for name, answer in answers.items() if answer is None]:
            yield _said(RuleOutcome.NEEDS_EVIDENCE, place, line, open=", ".join(open_))
        else:
            yield _said(RuleOutcome.PASS, place, line)


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


def tied_to_loan(terms: Terms) -> Iterator[Said]:
    """No cost is collected from a worker by a loan or by unpaid work, whatever the cost is for."""
    for place, line, _ in _lines(terms):
        if line.payer is not Payer.WORKER or line.collection is None:
            continue
        is_tied = line.collection in (Collection.LOAN, Collection.UNPAID_WORK)
        yield _said(
            RuleOutcome.FAIL if is_tied else RuleOutcome.PASS, place, line, collection=line.collection.value
        )


_EXCEPTION = FeeException(
    id="xx-example",
    jurisdiction="XX",
    authority="Ministry of Labour",
    instrument="Order 1 of 2026",
    in_workers_interest=True,
    partners_consulted=True,
    worker_categories=frozenset({"seafarers"}),
    cost_categories=frozenset({"COST-MEDICAL"}),
    since=date(2026, 1, 1),
    until=date(2026, 12, 31),
    enabled=True,
    disclosed=True,
)
_MEDICAL = CostLine(category="COST-MEDICAL", payer=Payer.WORKER, amount=Decimal(40), currency="EUR")
_BED = CostLine(
    category=VOLUNTARY,
    payer=Payer.WORKER,
    amount=Decimal(60),
    currency="GBP",
    choice=Choice(optional=True, itemised=True, at_cost=True),
)

COST_RULES = (
    Rule(
        id=WORKER_PAYS,
        title="No worker bears a fee or a related cost of recruitment",
        severity=Severity.CRITICAL,
        source=Source(f"{_ILO}, paragraphs 6 to 12"),
        stages=ALWAYS,
        check=worker_pays,
        passing=Terms(on=date(2026, 6, 1), costs=(replace(_MEDICAL, exception=_EXCEPTION),)),
        failing=Terms(on=date(2027, 6, 1), costs=(replace(_MEDICAL, exception=_EXCEPTION),)),
    ),
    Rule(
        id=NOBODY_MAY_PAY,
        title="No illegitimate cost, no loan tied to the job, no papers held",
        severity=Severity.CRITICAL,
        source=Source(f"{_ILO}, paragraph 15; General principle 11"),
        stages=ALWAYS,
        check=nobody_may_pay,
        passing=Terms(costs=(CostLine(category="COST-TRAVEL", payer=Payer.EMPLOYER),)),
        failing=Terms(costs=(CostLine(category="ILL-BOND", payer=Payer.EMPLOYER),)),
    ),
    Rule(
        id=CHOICE,
        title="What a worker pays for by choice is optional, itemised, at cost and leaves the minimum pay",
        severity=Severity.CRITICAL,
        source=Source(
            f"{_ILO}, paragraph 14; ILO Protection of Wages Convention, 1949 (No. 95), articles 8 and 9"
        ),
        stages=ALWAYS,
        check=free_choice,
        passing=Terms(costs=(_BED,)),
        failing=Terms(costs=(replace(_BED, choice=Choice(optional=False, itemised=True, at_cost=True)),)),
    ),
    Rule(
        id=TIED,
        title="Work is not tied to loans or unpaid work",
        severity=Severity.CRITICAL,
        source=Source(f"{_ILO}, General principle 9; ILO Forced Labour Convention, 1930 (No. 29), article 2"),
        stages=ALWAYS,
        check=tied_to_loan,
        passing=Terms(costs=(replace(_BED, collection=Collection.DEDUCTION),)),
        failing=Terms(costs=(replace(_BED, collection=Collection.LOAN),)),
    ),
)


def judge_costs(terms: Terms) -> tuple[Finding, ...]:
    """Every cost line that holds a vacancy, line by line."""
    found = [finding for rule in COST_RULES for finding in rule.judge(terms) if finding.blocks]
    return tuple(sorted(found, key=lambda one: (one.line or 0, one.rule)))
