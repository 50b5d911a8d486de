"""Made-up terms, always the same ones, by which a rule's behaviour is known again."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import TypeVar

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import (
    Choice,
    Collection,
    CostBasis,
    CostLine,
    CostStage,
    FeeException,
    Initiator,
    Payer,
)
from portal.compliance.domain import (
    Consent,
    Delivery,
    Instruction,
    Listing,
    MinimumPay,
    Movement,
    Parties,
    Payslip,
    Reasons,
    Repayment,
    Statement,
    Terms,
    WorkerChecks,
)
from portal.organisations.domain import LicenceVerdict, Licensed, NotNeeded, Unknown, Unlicensed

T = TypeVar("T")
SIZE = 300
DAY = date(2027, 3, 1)
MOMENT = datetime(2027, 3, 1, 8, tzinfo=UTC)
COUNTRIES = ("GB", "RO", "DE", "KG")
KINDS = ("instruction", "ppe", "training")


def made_afresh() -> tuple[Terms, ...]:
    """The same terms in every run; wording is not among them, since its lexicon has its own tests."""
    return tuple(terms_from(Random(seed)) for seed in range(SIZE))


corpus = cache(made_afresh)
"""The terms, made once for every test that reads them."""


def terms_from(dice: Random) -> Terms:
    """Terms of anything: each part known or not."""
    return Terms(
        on=_perhaps(dice, lambda: DAY + timedelta(days=dice.randint(-400, 400))),
        country=_perhaps(dice, lambda: dice.choice(COUNTRIES)),
        origin=_perhaps(dice, lambda: dice.choice(COUNTRIES)),
        sector=dice.choice(("", "01", "10.39")),
        costs=tuple(line_from(dice) for _ in range(dice.randint(0, 4))),
        pay=_perhaps(dice, lambda: _money(dice, 20)),
        currency=_perhaps(dice, lambda: dice.choice(("GBP", "EUR"))),
        hours_per_week=_perhaps(dice, lambda: Decimal(dice.randint(10, 70))),
        minimum=_perhaps(dice, lambda: _minimum(dice)),
        payslip=_perhaps(dice, lambda: _payslip(dice)),
        licence=_perhaps(dice, lambda: _verdict(dice)),
        chain=_perhaps(dice, lambda: tuple(_verdict(dice) for _ in range(dice.randint(0, 2)))),
        parties=_perhaps(dice, lambda: _parties(dice)),
        consent=_perhaps(dice, lambda: _consent(dice)),
        listing=_perhaps(dice, lambda: Listing(told_at=_when(dice), objected_at=_when(dice))),
        checks=_perhaps(dice, lambda: _checks(dice)),
        movement=_perhaps(
            dice, lambda: Movement(restrictions=_some(dice, "ab"), satisfied=_some(dice, "ab"))
        ),
        instructions=_perhaps(dice, lambda: tuple(_instruction(dice) for _ in range(dice.randint(0, 4)))),
        starts=_perhaps(dice, lambda: DAY + timedelta(days=dice.randint(-2, 2))),
        statements=tuple(_statement(dice, name) for name in ("advert", "offer")[: dice.randint(0, 2)]),
        reasons=_perhaps(dice, lambda: _reasons(dice)),
        deliveries=_perhaps(dice, lambda: tuple(_delivery(dice) for _ in range(dice.randint(0, 2)))),
        repayments=tuple(_repayment(dice) for _ in range(dice.randint(0, 2))),
        record_lacks=_perhaps(dice, lambda: _some(dice, ("invoices", "terms"))),
        trail_intact=_perhaps(dice, lambda: dice.random() < 0.5),
    )


def line_from(dice: Random) -> CostLine:
    """A cost line of any kind, with whatever may be said of it."""
    return CostLine(
        category=dice.choice(sorted(cost_categories())),
        payer=dice.choice(list(Payer)),
        amount=_perhaps(dice, lambda: _money(dice, 300)),
        currency=_perhaps(dice, lambda: dice.choice(("GBP", "EUR"))),
        basis=dice.choice(list(CostBasis)),
        label=dice.choice(("", "Boots", "Coach")),
        collection=_perhaps(dice, lambda: dice.choice(list(Collection))),
        stage=_perhaps(dice, lambda: dice.choice(list(CostStage))),
        initiated_by=_perhaps(dice, lambda: dice.choice(list(Initiator))),
        required=dice.choice((None, True, False)),
        in_recruitment=dice.choice((None, True, False)),
        reimbursed=_perhaps(dice, lambda: _money(dice, 300)),
        reimbursed_on=_perhaps(dice, lambda: DAY),
        worker_confirmed=dice.random() < 0.5,
        exception=_perhaps(dice, lambda: _exception(dice)),
        choice=_perhaps(dice, lambda: _choice(dice)),
    )


def _exception(dice: Random) -> FeeException:
    return FeeException(
        id="xx",
        jurisdiction="XX",
        authority=dice.choice(("Ministry", "")),
        instrument="Order",
        in_workers_interest=dice.random() < 0.8,
        partners_consulted=dice.random() < 0.8,
        worker_categories=_some(dice, ("seafarers",)),
        cost_categories=_some(dice, sorted(cost_categories())),
        since=DAY - timedelta(days=dice.randint(0, 300)),
        until=_perhaps(dice, lambda: DAY + timedelta(days=dice.randint(0, 300))),
        enabled=dice.random() < 0.8,
        disclosed=dice.random() < 0.8,
    )


def _choice(dice: Random) -> Choice:
    said = [dice.choice((None, True, True, False)) for _ in range(3)]
    cap = _perhaps(dice, lambda: _money(dice, 300))
    return Choice(optional=said[0], itemised=said[1], at_cost=said[2], weekly_cap=cap)


def _minimum(dice: Random) -> MinimumPay:
    currency = dice.choice(("GBP", "EUR"))
    return MinimumPay(country="GB", hourly=_money(dice, 20), currency=currency, since=DAY, source="law")


def _payslip(dice: Random) -> Payslip:
    hours, rate, bed = Decimal(dice.randint(10, 50)), _money(dice, 20), _money(dice, 80)
    gross = (hours * rate).quantize(Decimal("0.01"))
    net = gross - bed + dice.choice((0, 0, 1))
    return Payslip(hours=hours, rate=rate, gross=gross, deductions=(("Bed", bed),), net=net, currency="GBP")


def _verdict(dice: Random) -> LicenceVerdict:
    licensed = Licensed("gb-fwa", "FEN1", DAY, is_checked=True)
    return dice.choice((licensed, licensed, NotNeeded("law"), Unlicensed("gb-fwa"), Unknown()))


def _parties(dice: Random) -> Parties:
    return Parties(
        employer_register_number=dice.choice((None, "0123")),
        employer_approved=dice.choice((None, True, False)),
        shared=_some(dice, ("phone", "mail domain")),
    )


def _consent(dice: Random) -> Consent:
    return Consent(
        offered_at=MOMENT,
        opened_at=_when(dice),
        answered_at=_when(dice),
        language=dice.choice(("en", "ro")),
        understands=_some(dice, ("en", "ro")),
        by_worker=dice.choice((None, True, True, False)),
    )


def _checks(dice: Random) -> WorkerChecks:
    return WorkerChecks(
        adult=dice.choice((None, True, False)),
        right_to_work_checked_by=dice.choice(("", "the employer")),
        right_to_work_until=_perhaps(dice, lambda: DAY + timedelta(days=dice.randint(0, 100))),
        right_to_work_unlimited=dice.random() < 0.3,
        last_day=_perhaps(dice, lambda: DAY + timedelta(days=50)),
    )


def _movement(dice: Random) -> Movement:
    return Movement(restrictions=_some(dice, "ab"), satisfied=_some(dice, "ab"))


def _instruction(dice: Random) -> Instruction:
    on = DAY + timedelta(days=dice.randint(-3, 1))
    language = dice.choice(("en", "ro"))
    return Instruction(kind=dice.choice(KINDS), language=language, on=on, confirmed=dice.random() < 0.8)


def _statement(dice: Random, name: str) -> Statement:
    return Statement(
        name=name,
        currency=dice.choice(("", "GBP", "EUR")),
        pay=_perhaps(dice, lambda: _money(dice, 20)),
        hours=_perhaps(dice, lambda: Decimal(dice.randint(30, 45))),
        housing=_perhaps(dice, lambda: _money(dice, 90)),
        last=_perhaps(dice, lambda: DAY + timedelta(days=dice.randint(0, 5))),
    )


def _reasons(dice: Random) -> Reasons:
    version = dice.choice((None, 1, 1, 1))
    return Reasons(
        inputs=_some(dice, ("skills", "place", "age")),
        weights=dice.choice(((), (("skills", Decimal("0.45")),))),
        rules_version=version,
        availability_version=1,
        vacancy_version=1,
        overridden_because=dice.choice((None, "", "asked for by the worker")),
    )


def _delivery(dice: Random) -> Delivery:
    return Delivery(to=dice.choice(("worker", "member")), state=dice.choice(("sent", "queued", "failed")))


def _repayment(dice: Random) -> Repayment:
    owed = _money(dice, 500)
    return Repayment(
        owed=owed,
        paid=owed - dice.choice((0, 0, 1)),
        currency="EUR",
        worker_confirmed=dice.random() < 0.5,
    )


def _money(dice: Random, most: int) -> Decimal:
    return Decimal(dice.randint(0, most * 100)) / 100


def _when(dice: Random) -> datetime | None:
    return _perhaps(dice, lambda: MOMENT + timedelta(hours=dice.randint(-1, 5)))


def _some(dice: Random, among: Sequence[str]) -> frozenset[str]:
    return frozenset(one for one in among if dice.random() < 0.5)


def _perhaps(dice: Random, make: Callable[[], T]) -> T | None:
    return make() if dice.random() < 0.7 else None
