"""A cost ledger as people read it: who pays for what, and how it is known."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import (
    Choice,
    Collection,
    CostBasis,
    CostLine,
    CostStage,
    Payer,
    Standing,
)
from portal.compliance.costs.ledger import AVAILABILITY, PLACEMENT, VACANCY, CostLedger, LedgerLine
from portal.compliance.costs.schedule import VOLUNTARY, CostSchedule
from portal.infra.web.mixed import listed
from portal.infra.web.pages import day
from portal.posts.words import plain_money

PAYERS = (
    (Payer.EMPLOYER.value, _("The employer")),
    (Payer.AGENCY.value, _("The agency")),
    (Payer.PUBLIC.value, _("Public funds")),
    (Payer.WORKER.value, _("The worker")),
)
BASES = (
    (CostBasis.PER_WORKER.value, _("per worker")),
    (CostBasis.PER_WEEK.value, _("per week")),
    (CostBasis.ONCE.value, _("once")),
)
COLLECTIONS = (
    (Collection.CASH.value, _("in cash or by bank transfer")),
    (Collection.DEDUCTION.value, _("taken from wages")),
    (Collection.LOAN.value, _("as a loan or an advance")),
    (Collection.IN_KIND.value, _("in goods or gifts")),
    (Collection.UNPAID_WORK.value, _("in unpaid work")),
    (Collection.THIRD_PARTY.value, _("to somebody else for them")),
)
STAGES = (
    (CostStage.RECRUITMENT.value, _("before the job began")),
    (CostStage.TRAVEL.value, _("on the way to it")),
    (CostStage.EMPLOYMENT.value, _("while working")),
    (CostStage.RETURN.value, _("on the way home")),
)
NOT_CHECKED = _("not yet checked against the source")


@dataclass(frozen=True)
class StandingInWords:
    """How a line is known: a word, what it means, and a sign that needs no colour."""

    standing: Standing
    words: str
    hint: str

    @property
    def sign(self) -> str:
        return _SIGNS[self.standing]


_SIGNS = {Standing.UNPROVEN: "?", Standing.DECLARED: "○", Standing.EVIDENCED: "◐", Standing.CONFIRMED: "●"}


@dataclass(frozen=True)
class CostInWords:
    """One line: what the money is for, who pays, how much and how often, and how that is known."""

    position: int
    covers: str
    payer: str
    by_worker: bool
    amount: Decimal | None
    currency: str
    basis: str
    why: str
    known: StandingInWords
    remarks: tuple[str, ...] = ()
    """Whatever else was said: how it was taken, paid back, allowed, chosen."""
    exception: str = ""
    """Which exception allows it, against the ILO definition."""
    paragraph: str = ""
    """Of the ILO's definition, for staff, and whether it was checked."""
    origin: str = ""
    place: int = 0
    """Among the lines of the post on which it stood first; the same as the position but on a match."""
    has_proof: bool = False
    is_proof_seen: bool = False


@dataclass(frozen=True)
class CostsInWords:
    """The whole ledger; `absent` are the costs that do not arise, `unproven` those nobody spoke of."""

    lines: tuple[CostInWords, ...]
    absent: tuple[str, ...]
    unproven: tuple[str, ...] = ()
    already_paid: tuple[CostInWords, ...] = ()
    """What workers of the lot had paid before."""
    reported: tuple[CostInWords, ...] = ()
    """What placed workers say that they paid; for staff and for the worker who said it."""

    @property
    def chosen(self) -> tuple[CostInWords, ...]:
        """What a worker may choose and pay for."""
        return tuple(one for one in self.lines if one.by_worker)


def ledger_in_words(
    ledger: CostLedger, currency: str, on: date | None = None, *, masked: bool = False
) -> CostsInWords:
    """Every line in words; `on` is the day on which exceptions have to hold.

    Masked, it names no paper and nobody who took money: before an introduction those would tell who
    the other side is.
    """
    if masked:
        ledger = replace(ledger, lines=tuple(_mask(one) for one in ledger.lines))
    if ledger.ref.kind == AVAILABILITY:
        return CostsInWords(_said(ledger.lines, currency, on), ())
    said = CostsInWords(
        lines=_said((one for one in ledger.lines if one.origin == VACANCY), currency, on),
        absent=(),
        already_paid=_said(ledger.already_paid, currency, on),
        reported=_said(ledger.reported, currency, on),
    )
    return _with_gaps(said, ledger.schedule)


def _mask(one: LedgerLine) -> LedgerLine:
    proof = gettext("a paper that staff can ask for") if one.line.proof else ""
    return replace(one, proof_on=None, line=replace(one.line, proof=proof, collected_by=""))


def _said(lines: Iterable[LedgerLine], currency: str, on: date | None) -> tuple[CostInWords, ...]:
    return tuple(_line_in_words(one, currency, on) for one in lines)


def _with_gaps(said: CostsInWords, schedule: CostSchedule) -> CostsInWords:
    known = cost_categories()
    return replace(
        said,
        absent=tuple(gettext(known[code].covers) for code in known if code in schedule.absent),
        unproven=tuple(gettext(known[code].covers) for code in schedule.unanswered),
    )


def _line_in_words(one: LedgerLine, currency: str, on: date | None) -> CostInWords:
    line = one.line
    category = cost_categories()[line.category]
    return CostInWords(
        position=one.position,
        covers=str(_LABELS.get(line.label, line.label)) or gettext(category.covers),
        payer=payer_words(line.payer),
        by_worker=line.payer is Payer.WORKER,
        amount=line.amount,
        currency=line.currency or currency,
        basis=basis_words(line.basis),
        why=line.why,
        known=standing_words(one),
        remarks=_remarks(line, line.currency or currency),
        exception=_exception_words(line, on),
        paragraph=paragraph_words(line.category),
        origin=one.origin,
        place=one.position if one.place is None else one.place,
        has_proof=bool(line.proof),
        is_proof_seen=one.is_proof_seen,
    )


def line_in_words(line: CostLine) -> str:
    """One line in a row: what for, how much, and whatever else was said."""
    amount = plain_money(line.amount, line.currency) if line.amount is not None and line.currency else ""
    price = f"{amount} {basis_words(line.basis)}" if amount else gettext("no amount named")
    remarks = _remarks(line, line.currency or "")
    return listed((gettext(cost_categories()[line.category].covers), price, *remarks), apart=True)


def payer_words(payer: Payer) -> str:
    return str(dict(PAYERS)[payer.value])


def basis_words(basis: CostBasis) -> str:
    return str(dict(BASES)[basis.value])


def paragraph_words(code: str) -> str:
    """Where the ILO's definition speaks of a category, and whether somebody checked that."""
    category = cost_categories()[code]
    if not category.paragraph:
        return ""
    said = gettext("ILO definition, paragraph %(paragraph)s", paragraph=category.paragraph)
    return said if category.verified else f"{said} ({NOT_CHECKED})"


UNPROVEN = StandingInWords(
    Standing.UNPROVEN, _("Unproven"), _("Nobody has said who pays this, or that it does not arise.")
)


def standing_words(one: LedgerLine) -> StandingInWords:
    """How a line is known: declared, evidenced, or confirmed by so many workers."""
    line, standing = one.line, one.standing
    shown = ""
    if line.proof:
        shown = gettext("Shown by: %(proof)s", proof=_proof(one)) + "."
        shown += " " + (
            gettext("Staff have seen it.") if one.is_proof_seen else gettext("Not looked at yet.")
        )
    match standing:
        case Standing.CONFIRMED:
            words = ngettext(
                "Confirmed by %(said)s of %(num)s worker",
                "Confirmed by %(said)s of %(num)s workers",
                line.asked,
                said=line.confirmed_by,
            )
            hint = gettext("Workers say that they paid nothing to get this job.")
            return StandingInWords(standing, words, f"{hint} {shown}".strip())
        case Standing.EVIDENCED:
            return StandingInWords(standing, gettext("Evidenced"), shown)
        case _:
            return StandingInWords(standing, gettext("Declared"), str(_DECLARED[one.origin]))


_DECLARED = {
    VACANCY: _("The employer says so. Nobody has shown or confirmed it yet."),
    AVAILABILITY: _("The labour provider says so. Nobody has shown it yet."),
    PLACEMENT: _("A worker says so."),
}
BED, BUS = "Bed", "Bus"
"""How the ledger calls the two things that a worker may choose and pay for."""
_LABELS = {BED: _("A bed, if the worker wants it"), BUS: _("The way to work, if the worker wants it")}


def _proof(one: LedgerLine) -> str:
    return listed((one.line.proof, day(one.proof_on)))


def _remarks(line: CostLine, currency: str) -> tuple[str, ...]:
    said = []
    if line.label and line.label not in _LABELS:
        said.append(gettext(cost_categories()[line.category].covers))
    is_chosen = line.category == VOLUNTARY
    if (line.collected_by or line.collection) and not is_chosen:
        how = str(dict(COLLECTIONS)[line.collection.value]) if line.collection else ""
        taken_by = gettext("taken by %(who)s", who=line.collected_by) if line.collected_by else ""
        said.append(listed((taken_by, how)))
    if line.stage and not is_chosen:
        said.append(str(dict(STAGES)[line.stage.value]))
    if line.reimbursed is not None:
        said.append(_refund_words(line, currency))
    if line.payer is Payer.WORKER and line.is_apart_from_recruitment:
        said.append(gettext("The worker's own choice, before and apart from recruitment"))
    if line.payer is Payer.WORKER and is_chosen:
        said += _choice_words(line.choice or Choice())
    return tuple(said)


def _refund_words(line: CostLine, currency: str) -> str:
    """Whole sentences, as each language orders them in its own way."""
    told = {"amount": plain_money(line.reimbursed, currency), "day": day(line.reimbursed_on)}
    match bool(line.reimbursed_on), line.worker_confirmed:
        case True, True:
            return gettext("Paid back on %(day)s: %(amount)s; the worker confirms it", **told)
        case True, False:
            return gettext("Paid back on %(day)s: %(amount)s; no worker has confirmed it", **told)
        case False, True:
            return gettext("Paid back: %(amount)s; the worker confirms it", **told)
        case _:
            return gettext("Paid back: %(amount)s; no worker has confirmed it", **told)


def _choice_words(choice: Choice) -> list[str]:
    asked = (
        (choice.optional, gettext("may be refused"), gettext("may not be refused")),
        (choice.itemised, gettext("has its own payslip line"), gettext("has no payslip line of its own")),
        (choice.at_cost, gettext("is at cost"), gettext("is above cost")),
    )
    said = [yes if answer else no for answer, yes, no in asked if answer is not None]
    open_ = [yes for answer, yes, _no in asked if answer is None]
    words = [gettext("The employer says: %(what)s", what=listed(said))] if said else []
    return words + ([gettext("Unproven: %(what)s", what=listed(open_))] if open_ else [])


def _exception_words(line: CostLine, on: date | None) -> str:
    exception = line.exception
    if exception is None:
        return ""
    told = {"authority": exception.authority, "instrument": exception.instrument}
    if exception.clears(line.category, on):
        return gettext("Allowed by %(authority)s (%(instrument)s), against the ILO definition", **told)
    return gettext("An exception of %(authority)s (%(instrument)s) is named, but does not hold now", **told)
