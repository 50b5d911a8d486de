"""The rules on cost lines: nobody bears what nobody may, and a worker only what is outside."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import (
    Choice,
    Collection,
    CostBasis,
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
STATUTORY = "costs.statutory"
ALWAYS = frozenset(Stage)
VOLUNTARY = "OUT-VOLUNTARY"
BY_LAW = "OUT-STATUTORY"
MOST_OF_GROSS = Decimal("0.5")
"""Of the gross pay, tax and contributions; more waits for a person. Our own measure, not a law's."""
WITHIN_CAP_IS_PAY = frozenset({"GB"})
"""Where the cap for a bed is an offset: within it, the charge leaves the minimum pay as it is.

United Kingdom: National Minimum Wage Regulations 2015, regulations 14 to 16.
"""
_ILO = "ILO General principles and definition of recruitment fees and related costs (2019)"


def each_line(terms: Terms) -> Iterator[tuple[int, CostLine, CostCategory]]:
    """Each line with its place; an unknown category raises KeyError: forms and imports refuse it before."""
    for place, line in enumerate(terms.costs):
        yield place, line, cost_categories()[line.category]


def said_of(outcome: RuleOutcome, place: int, line: CostLine, **what: object) -> Said:
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
        elif line.is_paid_back and (weeks := weeks_paid(terms, line)) is None:
            yield said_of(RuleOutcome.FLAGGED, place, line, paid_back=line.reimbursed, weeks="not known")
        elif line.is_paid_back and (line.reimbursed or 0) >= (line.amount or 0) * (weeks or 1):
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


def weeks_paid(terms: Terms, line: CostLine) -> int | None:
    """For how many weeks begun a cost was borne: one where it is no weekly cost, none where nobody knows."""
    if line.basis is not CostBasis.PER_WEEK:
        return 1
    if terms.on is None or terms.starts is None:
        return None
    ends = terms.checks.last_day if terms.checks else None
    until = min(terms.on, ends) if ends else terms.on
    return max((until - terms.starts).days // 7 + 1, 1)


def _why_not_cleared(line: CostLine) -> dict[str, str]:
    if line.exception:
        return {"exception": line.exception.id, "exception_holds": "no"}
    if line.reimbursed is None:
        return {}
    told = {"paid_back": f"{line.reimbursed:f}"}
    return told if line.worker_confirmed else told | {"worker_confirmed": "no"}


def nobody_may_pay(terms: Terms) -> Iterator[Said]:
    """Illegitimate costs and risk flags block whoever bears them; there is no exception."""
    for place, line, category in each_line(terms):
        if category.payers:
            yield said_of(RuleOutcome.PASS, place, line)
            continue
        told = {"paragraph": category.paragraph, "instead": category.instead}
        yield said_of(RuleOutcome.FAIL, place, line, **told)


def free_choice(terms: Terms) -> Iterator[Said]:
    """What a worker may choose and pay for: optional, itemised, at cost, under the cap, and enough left."""
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
        open_ = [name for name, answer in answers.items() if answer is None]
        open_ += _not_reckoned(terms, line)
        if broken:
            yield said_of(RuleOutcome.FAIL, place, line, broken=", ".join(broken))
        elif open_:
            yield said_of(RuleOutcome.NEEDS_EVIDENCE, place, line, open=", ".join(open_))
        else:
            yield said_of(RuleOutcome.PASS, place, line)


def _not_reckoned(terms: Terms, line: CostLine) -> Iterator[str]:
    """Why nobody can tell what the line costs a week, or what it leaves of the pay."""
    if line.amount is None or (line.amount and line.basis is not CostBasis.PER_WEEK):
        yield "price a week"
    if terms.pay is None or terms.minimum is None or not line.amount:
        return
    if line.currency not in (None, terms.currency):
        yield "currency"
    if terms.hours_per_week is None and terms.minimum.currency == terms.currency and _counted(terms, line):
        yield "hours"


def _weekly(line: CostLine) -> Decimal:
    """The line's amount as a weekly burden; any other amount has to be said by the week first."""
    return line.amount if line.amount is not None and line.basis is CostBasis.PER_WEEK else Decimal(0)


def _counted(terms: Terms, line: CostLine) -> Decimal:
    """How much of a weekly price counts against the minimum pay: not a bed's within the offset."""
    cap = line.choice.weekly_cap if line.choice else None
    is_offset = terms.minimum is not None and terms.minimum.country in WITHIN_CAP_IS_PAY
    return max(_weekly(line) - cap, Decimal(0)) if is_offset and cap is not None else _weekly(line)


def _falls_below_minimum(terms: Terms) -> bool:
    """Whether what a worker pays for by choice leaves less than the minimum for the hours worked."""
    minimum = terms.minimum
    if minimum is None or terms.pay is None or terms.hours_per_week is None:
        return False
    if minimum.currency != terms.currency:
        return False
    chosen = taken_by_choice(terms)
    left = terms.pay * terms.hours_per_week - chosen
    return bool(chosen) and left < minimum.hourly * terms.hours_per_week


def taken_by_choice(terms: Terms) -> Decimal:
    """What bed and bus take a week from the pay that has to reach the minimum."""
    chosen = (
        _counted(terms, line)
        for line in terms.costs
        if line.category == VOLUNTARY
        and line.payer is Payer.WORKER
        and line.currency in (None, terms.currency)
    )
    return sum(chosen, Decimal(0))


def statutory(terms: Terms) -> Iterator[Said]:
    """Tax and contributions from a worker's pay: which law asks for them, and how much a week."""
    for place, line, _ in each_line(terms):
        if line.category != BY_LAW or line.payer is not Payer.WORKER:
            continue
        gross = _gross(terms, line)
        is_weekly = bool(line.amount) and line.basis is CostBasis.PER_WEEK
        if gross is not None and (line.amount or 0) > gross * MOST_OF_GROSS:
            yield said_of(RuleOutcome.FLAGGED, place, line, open="amount", gross=f"{gross:f}")
            continue
        shown = {
            "law": bool(line.why.strip() or line.proof.strip()),
            "amount a week": is_weekly and gross is not None,
        }
        if lacking := [name for name, is_shown in shown.items() if not is_shown]:
            yield said_of(RuleOutcome.NEEDS_EVIDENCE, place, line, open=", ".join(lacking))
        else:
            yield said_of(RuleOutcome.PASS, place, line)


def _gross(terms: Terms, line: CostLine) -> Decimal | None:
    """The pay of a usual week, in the currency of the line; none where it cannot be reckoned."""
    if terms.pay is None or terms.hours_per_week is None or line.currency not in (None, terms.currency):
        return None
    return terms.pay * terms.hours_per_week


def tied_to_loan(terms: Terms) -> Iterator[Said]:
    """No cost is collected from a worker by a loan or by unpaid work, whatever the cost is for."""
    for place, line, _ in each_line(terms):
        if line.payer is not Payer.WORKER or line.collection is None:
            continue
        is_tied = line.collection in (Collection.LOAN, Collection.UNPAID_WORK)
        yield said_of(
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
    basis=CostBasis.PER_WEEK,
    choice=Choice(optional=True, itemised=True, at_cost=True),
)
_TAX = CostLine(
    category=BY_LAW,
    payer=Payer.WORKER,
    amount=Decimal("49.80"),
    currency="GBP",
    basis=CostBasis.PER_WEEK,
    why="Income Tax and National Insurance, by PAYE",
)
_WEEK = Terms(pay=Decimal("12.60"), currency="GBP", hours_per_week=Decimal(39))

COST_RULES = (
    Rule(
        id=WORKER_PAYS,
        version=2,
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
        version=2,
        title="What a worker pays for by choice is optional, itemised, at cost and leaves the minimum pay",
        severity=Severity.CRITICAL,
        source=Source(
            f"{_ILO}, paragraph 14; ILO Protection of Wages Convention, 1949 (No. 95), articles 8 and 9;"
            " for a bed in the United Kingdom the National Minimum Wage Regulations 2015,"
            " regulations 14 to 16"
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
    Rule(
        id=STATUTORY,
        title="What the law takes from pay is named with its law and its amount",
        severity=Severity.CRITICAL,
        source=Source("ILO Protection of Wages Convention, 1949 (No. 95), articles 8 and 10"),
        stages=ALWAYS,
        check=statutory,
        passing=replace(_WEEK, costs=(_TAX,)),
        failing=replace(_WEEK, costs=(replace(_TAX, amount=Decimal(400)),)),
    ),
)


def judge_costs(terms: Terms) -> tuple[Finding, ...]:
    """Every cost line that holds a vacancy, line by line."""
    found = [finding for rule in COST_RULES for finding in rule.judge(terms) if finding.blocks]
    return tuple(sorted(found, key=lambda one: (one.line or 0, one.rule)))
