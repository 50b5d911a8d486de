"""The steps that staff can take in a case: when each is possible, what it asks, what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.compliance.costs.categories import cost_categories
from portal.infra.web import perform, reading
from portal.infra.web.forms import Form
from portal.infra.web.languages import LANGUAGES
from portal.infra.web.pages import language_name
from portal.organisations import queries as organisations
from portal.remedy import queries, step_forms
from portal.remedy.domain.money import Method
from portal.remedy.domain.reporting import ToHold
from portal.remedy.domain.states import MONEY_MAY_CHANGE, CaseAct, CaseState, may
from portal.remedy.dossier import proposals_of
from portal.remedy.rows import CaseRow
from portal.remedy.service import (
    holding,
    parties,
    refunding,
    repaying,
    scope,
    seal,
    seconding,
    steps,
    writing,
)


@dataclass(frozen=True)
class Step:
    """One thing that staff can do."""

    title: str
    lead: str
    form: type[Form]
    possible: Callable[[CaseRow], bool]
    run: Callable[[CaseRow, Any], Any]
    """The use case; what comes back is a refusal, or it is done."""
    field: str = "reason"
    """Beside which field a refusal is said."""
    is_grave: bool = False
    prepare: Callable[[CaseRow, Any], None] = lambda _case, _form: None
    """Fill in what the form offers to choose from."""


def fits(act: CaseAct) -> Callable[[CaseRow], bool]:
    return lambda row: may(row.state, act)


def _in(*states: CaseState) -> Callable[[CaseRow], bool]:
    return lambda row: row.state in states


def _with_reason(use_case: Callable[..., Any]) -> Callable[[CaseRow, Any], Any]:
    return lambda row, form: perform(use_case, row.id, form.reason.data)


def _triage(row: CaseRow, form: step_forms.TriageForm) -> Any:
    return perform(
        steps.triage,
        row.id,
        is_critical=form.is_critical.is_yes,
        note_text=form.note.data or "",
        vacancy=form.vacancy.data or "",
        provider=form.provider.data or "",
    )


def _link(row: CaseRow, form: step_forms.LinkForm) -> Any:
    return perform(steps.link, row.id, vacancy=form.vacancy.data or "", provider=form.provider.data or "")


def _hold(row: CaseRow, form: step_forms.HoldForm) -> Any:
    return perform(holding.hold, row.id, ToHold(form.what.data or ""))


def _statement(row: CaseRow, form: step_forms.StatementForm) -> Any:
    return perform(
        parties.write_statement, row.id, form.text.data or "", is_confirmed=bool(form.is_confirmed.data)
    )


def _ask(row: CaseRow, form: step_forms.AskForm) -> Any:
    return perform(parties.ask_for_word, row.id, UUID(form.organisation.data or ""))


def _amount(row: CaseRow, form: step_forms.AmountForm) -> Any:
    loss = scope.Loss(
        what=form.what.data or "",
        amount=form.amount.data or Decimal(0),
        interest=form.interest.data or Decimal(0),
        currency=form.currency.data or "",
        paid_on=form.paid_on.data,
        method=Method(form.method.data or ""),
        evidence=form.evidence.data or "",
        category=(form.category.data if form.category else None) or None,
    )
    return perform(scope.establish, row.id, form.workers.data, loss)


def _nothing(row: CaseRow, form: step_forms.NothingForm) -> Any:
    return perform(scope.lost_nothing, row.id, form.workers.data)


def _plan(row: CaseRow, form: step_forms.PlanForm) -> Any:
    return perform(
        repaying.agree_plan,
        row.id,
        payer_id=UUID(form.payer.data or ""),
        parts=form.parts.data or 0,
        first_due=form.first_due.data or date.min,
        days_between=form.days_between.data or 0,
    )


def _close(row: CaseRow, form: step_forms.CloseForm) -> Any:
    return perform(
        steps.close,
        row.id,
        root_cause=form.root_cause.data or "",
        change=form.change.data or "",
        months=form.months.data or 0,
        next_check=form.next_check.data or date.min,
    )


def _check(row: CaseRow, form: step_forms.CheckForm) -> Any:
    return perform(steps.check, row.id, finding=form.finding.data or "", next_check=form.next_check.data)


def _reply(row: CaseRow, form: step_forms.ReplyForm) -> Any:
    return perform(writing.write_as_staff, row.id, form.text.data or "", form.language.data or "en")


def _name_languages(row: CaseRow, form: step_forms.ReplyForm) -> None:
    """Theirs first, then the portal's own."""
    codes = dict.fromkeys((row.language, "en", *LANGUAGES))
    form.language.choices = [(code, language_name(code)) for code in codes]
    if not form.is_submitted():
        form.language.data = "en"


def _name_parties(row: CaseRow, field: Any) -> None:
    """The employer first: it pays first."""
    names = organisations.organisations(reading(), row.organisation_ids)
    order = [one for one in (row.employer_id, row.provider_id) if one in names]
    roles = {row.employer_id: gettext("employer"), row.provider_id: gettext("labour provider")}
    field.choices = [(str(one), f"{names[one].name}, {roles[one]}") for one in dict.fromkeys(order)]


def _number_workers(row: CaseRow, form: Any) -> None:
    form.workers.choices = [
        (one.number, gettext("Worker %(n)s", n=one.number)) for one in queries.affected(reading(), row.id)
    ]


def _offer_losses(row: CaseRow, form: step_forms.AmountForm) -> None:
    """The crew, and the costs that stand on a ledger; where there is one, it is most likely that."""
    _number_workers(row, form)
    known = [(code, cost_categories()[code].covers) for code in refunding.categories_of(reading(), row)]
    if not known:
        del form.category
        return
    form.category.choices = [*form.category.choices, *known]
    if not form.is_submitted() and len(known) == 1:
        form.category.data = known[0][0]


def _second(row: CaseRow, form: step_forms.SecondForm) -> Any:
    return perform(
        seconding.decide,
        row.id,
        UUID(form.proposal.data or ""),
        agrees=form.agrees.is_yes,
        reason=form.reason.data or "",
    )


def _name_proposals(row: CaseRow, form: step_forms.SecondForm) -> None:
    waiting = proposals_of(reading(), row.id)
    form.proposal.choices = [(str(one.row.id), one.words) for one in waiting]
    if not form.is_submitted() and len(waiting) == 1:
        form.proposal.data = str(waiting[0].row.id)


def _earlier_statement(row: CaseRow, form: step_forms.StatementForm) -> None:
    if not form.is_submitted():
        form.text.data = row.statement


_S, _A, _F = CaseState, CaseAct, step_forms

STEPS: dict[str, Step] = {
    "second": Step(
        _("Decide as the second person"),
        _("A colleague proposed it. Look at the case yourself, then agree or reject."),
        _F.SecondForm,
        lambda row: bool(queries.proposals(reading(), row.id)),
        _second,
        "proposal",
        is_grave=True,
        prepare=_name_proposals,
    ),
    "triage": Step(
        _("Triage"),
        _("Decide what it is, in silence. Nobody outside compliance hears of it."),
        _F.TriageForm,
        fits(_A.TRIAGE),
        _triage,
        "vacancy",
    ),
    "link": Step(
        _("Link the job"),
        _("Which vacancy is it about?"),
        _F.LinkForm,
        lambda row: row.state in {_S.TRIAGED, _S.DISPUTED} and row.vacancy_id is None,
        _link,
        "vacancy",
    ),
    "confirm": Step(
        _("Confirm"),
        _("It happened. Everybody of the same channel is listed as affected, former workers too."),
        _F.ReasonForm,
        fits(_A.CONFIRM),
        _with_reason(steps.confirm),
    ),
    "amount": Step(
        _("Establish an amount"),
        _("What did they lose? Without receipts, say how it is known."),
        _F.AmountForm,
        _in(*MONEY_MAY_CHANGE),
        _amount,
        "workers",
        prepare=_offer_losses,
    ),
    "nothing": Step(
        _("Say who lost nothing"),
        _("Of whom do you know that they paid nothing?"),
        _F.NothingForm,
        _in(*MONEY_MAY_CHANGE),
        _nothing,
        "workers",
        prepare=_number_workers,
    ),
    "person": Step(
        _("List somebody else"),
        _("Somebody who never had an offer here. They are known by number; give them their link."),
        _F.GoOnForm,
        _in(*MONEY_MAY_CHANGE),
        lambda row, _form: perform(scope.add_person, row.id),
        "submit",
    ),
    "quantify": Step(
        _("Settle the amounts"),
        _("Every worker’s loss is known. The amounts cannot change after this."),
        _F.ReasonForm,
        fits(_A.QUANTIFY),
        _with_reason(steps.quantify),
    ),
    "statement": Step(
        _("Write the statement"),
        _("Provider and employer read this and nothing else of the case."),
        _F.StatementForm,
        lambda row: row.state not in parties.BEFORE_TRIAGE_OR_OVER,
        _statement,
        "text",
        prepare=_earlier_statement,
    ),
    "ask": Step(
        _("Ask for their word"),
        _("Right of reply: they read the statement and have five days."),
        _F.AskForm,
        lambda row: row.state not in parties.BEFORE_TRIAGE_OR_OVER and bool(row.organisation_ids),
        _ask,
        "organisation",
        prepare=lambda row, form: _name_parties(row, form.organisation),
    ),
    "plan": Step(
        _("Agree the plan"),
        _("Each worker gets exactly what was established."),
        _F.PlanForm,
        fits(_A.AGREE_PLAN),
        _plan,
        "payer",
        prepare=lambda row, form: _name_parties(row, form.payer),
    ),
    "close": Step(
        _("Close the case"),
        _("Why it happened, and six to twelve months of watching."),
        _F.CloseForm,
        _in(_S.WORKER_CONFIRMED),
        _close,
        "next_check",
    ),
    "close-unfounded": Step(
        _("Close as unfounded"),
        _("Nothing was found."),
        _F.ReasonForm,
        _in(_S.UNFOUNDED),
        _with_reason(steps.close_unfounded),
    ),
    "check": Step(
        _("Record a check"),
        _("Does it happen again?"),
        _F.CheckForm,
        lambda row: row.state is _S.CLOSED and row.monitored_until is not None,
        _check,
        "next_check",
    ),
    "unfounded": Step(
        _("Find unfounded"),
        _("It did not happen, or cannot be shown. What the case holds goes on."),
        _F.ReasonForm,
        fits(_A.FIND_UNFOUNDED),
        _with_reason(steps.find_unfounded),
        is_grave=True,
    ),
    "reopen": Step(
        _("Open again"),
        _("There is new evidence."),
        _F.ReasonForm,
        fits(_A.REOPEN),
        _with_reason(steps.reopen),
    ),
    "dispute": Step(
        _("Mark as disputed"),
        _("They give another account. Weigh both sides, then confirm or find unfounded."),
        _F.ReasonForm,
        fits(_A.DISPUTE),
        _with_reason(steps.dispute),
    ),
    "escalate": Step(
        _("Hand to an outside body"),
        _("Say which body, and what you ask of it."),
        _F.ReasonForm,
        fits(_A.ESCALATE),
        _with_reason(steps.escalate),
        is_grave=True,
    ),
    "hold": Step(
        _("Hold"),
        _("Members read “Compliance check in progress”, nothing of a report. Jobs that have begun go on."),
        _F.HoldForm,
        lambda row: row.is_open and row.held_id is None and bool(row.provider_id or row.vacancy_id),
        _hold,
        "what",
        is_grave=True,
    ),
    "release": Step(
        _("Release the hold"),
        _("Matches and offers go on."),
        _F.GoOnForm,
        lambda row: row.held_id is not None,
        lambda row, _form: perform(holding.release, row.id),
        "submit",
    ),
    "write": Step(
        _("Write to whoever reported"),
        _("They read it when they look the case up."),
        _F.ReplyForm,
        lambda row: row.source.value != "rule",
        _reply,
        "text",
        prepare=_name_languages,
    ),
    "unmask": Step(
        _("Open the seal"),
        _("Who reported is sealed. Open it only if you must, for instance to reach somebody in danger."),
        _F.UnmaskForm,
        lambda row: row.source.value != "rule",
        lambda row, form: perform(seal.unmask, row.id, form.reason.data or ""),
        is_grave=True,
    ),
}
"""By the word in the address, in the order in which a case usually goes."""


def possible_steps(row: CaseRow) -> list[tuple[str, Step]]:
    """What can be done with the case as it stands."""
    return [(slug, one) for slug, one in STEPS.items() if one.possible(row)]
