"""The rules on what is kept: the same terms throughout, reasons, mails, repayments, the record, the trail."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from portal.compliance.domain import Delivery, Reasons, Repayment, Severity, Stage, Statement, Terms
from portal.compliance.rules.rule import Rule, Said, Source, failed, passed, unproven

SAME_TERMS = "terms.same-throughout"
REASONS = "records.reasons"
DELIVERED = "records.notices-delivered"
REPAID = "records.repaid-and-confirmed"
COMPLETE = "records.complete"
INTACT = "records.trail-intact"
PROTECTED = frozenset(
    {
        "name",
        "sex",
        "age",
        "nationality",
        "religion",
        "race",
        "ethnic origin",
        "disability",
        "pregnancy",
        "marital status",
        "union membership",
        "sexual orientation",
        "political opinion",
    }
)
"""Attributes that never reach the matcher (ILO Convention No. 111; GDPR, article 9)."""
_NEEDED = ("rules_version", "availability_version", "vacancy_version")
_MORE_IS_BETTER = ("pay", "hours")
_LESS_IS_BETTER = ("housing", "transport", "deductions", "taken_once")
_BOUNCED = frozenset({"failed", "bounced", "no address"})
_FAIR = "ILO General principles and operational guidelines for fair recruitment (2016)"


def same_throughout(terms: Terms) -> Sequence[Said]:
    """What was advertised is what is offered, signed and paid; anything worse for the worker is named."""
    if len(terms.statements) < 2:
        return ()
    worse = [
        f"{before.name} to {after.name}: {name}"
        for before, after in pairwise(terms.statements)
        for name in worse_in(before, after)
    ]
    return failed(worse="; ".join(worse)) if worse else passed()


def worse_in(before: Statement, after: Statement) -> Iterator[str]:
    """The names of what became worse for the worker from one paper to the next."""
    for name in _MORE_IS_BETTER:
        if _falls(getattr(before, name), getattr(after, name)):
            yield name
    for name in _LESS_IS_BETTER:
        if _falls(getattr(after, name), getattr(before, name)):
            yield name
    if before.currency and after.currency and before.currency != after.currency:
        yield "currency"
    if before.last and after.last and after.last < before.last:
        yield "last"


def _falls(from_: Decimal | None, to: Decimal | None) -> bool:
    return from_ is not None and to is not None and to < from_


def reasons_recorded(terms: Terms) -> Sequence[Said]:
    """A match rests on recorded criteria and on no protected attribute; an override is explained."""
    reasons = terms.reasons
    if reasons is None:
        return ()
    used = sorted(reasons.inputs & PROTECTED)
    missing = [name for name in _NEEDED if getattr(reasons, name) is None]
    if not reasons.weights:
        missing.append("weights")
    if used:
        return failed(protected=", ".join(used))
    if missing:
        return failed(missing=", ".join(missing))
    return failed(missing="reason of the override") if reasons.overridden_because == "" else passed()


def notices_delivered(terms: Terms) -> Sequence[Said]:
    """Both sides and the workers were told; a mail that failed is sent again or handled."""
    if terms.deliveries is None:
        return ()
    lost = sorted({one.to for one in terms.deliveries if one.state in _BOUNCED})
    if lost:
        return failed(to=", ".join(lost))
    waiting = sorted({one.to for one in terms.deliveries if one.state != "sent"})
    return unproven(to=", ".join(waiting)) if waiting else passed()


def repaid_and_confirmed(terms: Terms) -> Iterator[Said]:
    """Money that a worker paid is back with the worker, who says so; the payer's word is not enough."""
    for one in terms.repayments:
        told = {"owed": f"{one.owed:f}", "paid": f"{one.paid:f}", "currency": one.currency}
        is_back = one.paid >= one.owed and one.worker_confirmed
        yield from passed(**told) if is_back else failed(**told)


def record_complete(terms: Terms) -> Sequence[Said]:
    """The record of a supply names dates, user, sub-contractors, positions, terms, workers and invoices."""
    if terms.record_lacks is None:
        return ()
    return failed(lacks=", ".join(sorted(terms.record_lacks))) if terms.record_lacks else passed()


def trail_intact(terms: Terms) -> Sequence[Said]:
    """The trail is whole from the first event to the last."""
    if terms.trail_intact is None:
        return ()
    return passed() if terms.trail_intact else failed()


_ADVERT = Statement(
    name="advert", currency="GBP", pay=Decimal("12.60"), hours=Decimal(39), housing=Decimal(60)
)
_REASONS = Reasons(
    inputs=frozenset({"skills", "place"}),
    weights=(("skills", Decimal("0.45")),),
    rules_version=1,
    availability_version=1,
    vacancy_version=1,
)
_OWED = Repayment(owed=Decimal(700), paid=Decimal(700), currency="EUR", worker_confirmed=True)
_LATER = frozenset({Stage.OFFER, Stage.START, Stage.AFTERWARDS})
_AFTERWARDS = frozenset({Stage.AFTERWARDS})

RECORD_RULES = (
    Rule(
        id=SAME_TERMS,
        title="Advert, offer, contract and first payslip say the same",
        severity=Severity.MAJOR,
        deadline=timedelta(days=7),
        source=Source(f"{_FAIR}, general principle 8"),
        stages=_LATER,
        check=same_throughout,
        passing=Terms(statements=(_ADVERT, replace(_ADVERT, name="offer", pay=Decimal("12.80")))),
        failing=Terms(statements=(_ADVERT, replace(_ADVERT, name="offer", housing=Decimal(75)))),
    ),
    Rule(
        id=REASONS,
        title="The match rests on recorded reasons and on no protected attribute",
        severity=Severity.MAJOR,
        deadline=timedelta(days=14),
        source=Source("ILO Discrimination (Employment and Occupation) Convention, 1958 (No. 111), article 1"),
        stages=frozenset({Stage.MATCH}),
        check=reasons_recorded,
        passing=Terms(reasons=_REASONS),
        failing=Terms(reasons=replace(_REASONS, inputs=frozenset({"skills", "age"}))),
    ),
    Rule(
        id=DELIVERED,
        title="Both sides and the workers were told",
        severity=Severity.MAJOR,
        deadline=timedelta(days=2),
        source=Source(f"{_FAIR}, general principle 10"),
        stages=_LATER,
        check=notices_delivered,
        passing=Terms(deliveries=(Delivery(to="worker", state="sent"),)),
        failing=Terms(deliveries=(Delivery(to="worker", state="failed"),)),
    ),
    Rule(
        id=REPAID,
        title="What a worker paid was paid back, and the worker confirms it",
        severity=Severity.CRITICAL,
        source=Source(
            "ILO General principles and definition of recruitment fees and related costs (2019), paragraph 6"
        ),
        stages=_AFTERWARDS,
        check=repaid_and_confirmed,
        passing=Terms(repayments=(_OWED,)),
        failing=Terms(repayments=(replace(_OWED, worker_confirmed=False),)),
    ),
    Rule(
        id=COMPLETE,
        title="The record of the supply is complete",
        severity=Severity.MINOR,
        deadline=timedelta(days=30),
        source=Source("Gangmasters (Licensing Conditions) Rules 2009, licence conditions on records"),
        stages=_AFTERWARDS,
        check=record_complete,
        passing=Terms(record_lacks=frozenset()),
        failing=Terms(record_lacks=frozenset({"invoices"})),
    ),
    Rule(
        id=INTACT,
        title="The trail is whole from its first event to its last",
        severity=Severity.CRITICAL,
        source=Source(
            "The portal's own rule: an inspector must be able to prove what happened", is_verified=True
        ),
        stages=_AFTERWARDS,
        check=trail_intact,
        passing=Terms(trail_intact=True),
        failing=Terms(trail_intact=False),
    ),
)
