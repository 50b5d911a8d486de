"""Cases in words: what happened, how it stands, what comes next, why something is refused."""

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.pages import day, moment, money
from portal.kernel.outcomes import NeedsSecondPerson, Refusal
from portal.posts.words import plain_money
from portal.remedy.domain.deadlines import Due
from portal.remedy.domain.money import (
    Method,
    MoreThanPlanned,
    NegativeAmount,
    NothingEstablished,
    NotSettled,
    PaymentState,
    PlanDoesNotAddUp,
    WrongPayer,
)
from portal.remedy.domain.reporting import (
    Complaint,
    How,
    SmallCrewNotConfirmed,
    Source,
    StatementNamesWorker,
    StatementQuotesReport,
)
from portal.remedy.domain.second import ProposedAct
from portal.remedy.domain.states import CaseAct, CaseState, NotPossibleNow
from portal.remedy.service.handing_out import LinkIsMailed, LinkLost
from portal.remedy.service.holding import NothingToHold, StillSilent
from portal.remedy.service.life import NoSuchCase
from portal.remedy.service.parties import NotAsked, NotOfThisCase, StatementMissing
from portal.remedy.service.proposing import AlreadyProposed
from portal.remedy.service.repaying import (
    AlreadyAnswered,
    DueOutside,
    NoSuchPayment,
    NothingToPay,
    PaidLater,
)
from portal.remedy.service.scope import NobodyChosen, NoSuchAmount
from portal.remedy.service.seal import NobodyToUnmask, ReasonNeeded
from portal.remedy.service.seconding import NoSuchProposal
from portal.remedy.service.steps import JobUnknown, MonitoringOutOfRange, NoSuchJob, SeveralProviders

COMPLAINTS = {
    Complaint.ASKED_FOR_MONEY: _("Someone asked me for money"),
    Complaint.NOT_AS_PROMISED: _("The job is not as promised"),
    Complaint.PAY: _("The pay is too low or late"),
    Complaint.TOOK_FROM_WAGES: _("Money was taken from my wages"),
    Complaint.HOUSING: _("The housing is bad or too dear"),
    Complaint.KEEPS_PAPERS: _("Someone keeps my passport or papers"),
    Complaint.THREATENED: _("Someone threatened or hurt me"),
    Complaint.OTHER: _("Something else"),
}
HOWS = {
    How.CASH: _("In cash"),
    How.TRANSFER: _("By bank transfer"),
    How.DEDUCTION: _("Taken from wages"),
    How.LOAN: _("By a loan"),
    How.IN_KIND: _("In goods or gifts"),
    How.UNPAID_WORK: _("By unpaid work"),
    How.OTHER: _("In another way"),
}
METHODS = {
    Method.RECEIPT: _("Receipt"),
    Method.BANK_STATEMENT: _("Bank statement"),
    Method.PAYROLL: _("Payroll"),
    Method.CORRIDOR_AVERAGE: _("Usual sum on this corridor"),
    Method.WORKERS_WORD: _("The worker’s word"),
    Method.ESTIMATE: _("Estimate"),
}
SOURCES = {
    Source.WORKER: _("A worker"),
    Source.LINK_HOLDER: _("Somebody who holds an offer’s link; its worker’s secret word was not given"),
    Source.MEMBER: _("A member of an organisation"),
    Source.STAFF: _("Written down by staff"),
    Source.RULE: _("Found by a rule"),
}
STATES = {
    CaseState.REPORTED: _("Reported"),
    CaseState.TRIAGED: _("Being looked into"),
    CaseState.CONFIRMED: _("Confirmed"),
    CaseState.UNFOUNDED: _("Unfounded"),
    CaseState.QUANTIFIED: _("Amounts known"),
    CaseState.PLAN_AGREED: _("Plan agreed"),
    CaseState.PAYING: _("Being paid"),
    CaseState.PAID: _("Paid, as the payer says"),
    CaseState.WORKER_CONFIRMED: _("Confirmed by the workers"),
    CaseState.CLOSED: _("Closed"),
    CaseState.DISPUTED: _("Disputed"),
    CaseState.ESCALATED: _("With an outside body"),
}
STATE_COLOURS = {
    CaseState.REPORTED: "red",
    CaseState.TRIAGED: "orange",
    CaseState.DISPUTED: "orange",
    CaseState.UNFOUNDED: "grey",
    CaseState.CLOSED: "grey",
    CaseState.PAID: "turquoise",
    CaseState.WORKER_CONFIRMED: "green",
    CaseState.ESCALATED: "purple",
}
DUES = {
    Due.TRIAGE: _("Triage"),
    Due.DECIDE: _("Confirm or find unfounded"),
    Due.PLAN: _("Agree a plan"),
    Due.PAY: _("Next payment"),
    Due.ASK_WORKERS: _("The workers say whether it came"),
    Due.CLOSE: _("Find the cause, and close"),
    Due.CHECK: _("Check whether it happens again"),
}
ACTS = {
    CaseAct.TRIAGE: _("Looked at, and sorted"),
    CaseAct.CONFIRM: _("Confirmed: it happened"),
    CaseAct.FIND_UNFOUNDED: _("Found unfounded"),
    CaseAct.REOPEN: _("Opened again"),
    CaseAct.QUANTIFY: _("Amounts settled"),
    CaseAct.AGREE_PLAN: _("Plan agreed"),
    CaseAct.BEGIN_PAYING: _("Paying began"),
    CaseAct.FINISH_PAYING: _("The payer says that everything is paid"),
    CaseAct.DENY: _("A worker says that a payment did not come"),
    CaseAct.ALL_CONFIRM: _("Every worker confirmed"),
    CaseAct.CLOSE: _("Closed"),
    CaseAct.DISPUTE: _("Disputed"),
    CaseAct.ESCALATE: _("Handed to an outside body"),
}
PROPOSED = {
    ProposedAct.FIND_UNFOUNDED: _("Find unfounded, although money is open"),
    ProposedAct.REMOVE_AMOUNT: _("Take back an amount"),
}
PAYMENT_STATES = {
    PaymentState.CLAIMED: _("waits for the worker’s word"),
    PaymentState.CONFIRMED: _("confirmed by the worker"),
    PaymentState.DENIED: _("did not come, says the worker"),
}


def stands(state: CaseState) -> tuple[str, str]:
    """To whoever reported: how it stands, and what happens next."""
    return {
        CaseState.REPORTED: (
            gettext("We have your report."),
            gettext("Somebody reads it and decides what to do first."),
        ),
        CaseState.TRIAGED: (
            gettext("We are looking into it, without telling the agency or the employer who reported."),
            gettext("We decide whether it happened as you say."),
        ),
        CaseState.CONFIRMED: (
            gettext("We found that it happened."),
            gettext("We find out what every worker lost, and agree who pays it back."),
        ),
        CaseState.UNFOUNDED: (
            gettext("We could not find that it happened."),
            gettext("If you know more, write to us below: we look at it again."),
        ),
        CaseState.QUANTIFIED: (
            gettext("We know what the workers lost."),
            gettext("We agree with the employer by when it is paid back."),
        ),
        CaseState.PLAN_AGREED: (
            gettext("It is agreed that the money is paid back."),
            gettext("The first payment is due. Every worker is asked whether it came."),
        ),
        CaseState.PAYING: (
            gettext("The money is being paid back."),
            gettext("The next payment is due. Every worker is asked whether it came."),
        ),
        CaseState.PAID: (
            gettext("They say that everything is paid back."),
            gettext("It counts only when every worker says that it came."),
        ),
        CaseState.WORKER_CONFIRMED: (
            gettext("Every worker says that the money came."),
            gettext("We find out why it happened, and see that it does not happen again."),
        ),
        CaseState.CLOSED: (
            gettext("The case is closed."),
            gettext("We look again later whether it happens again. You can still write to us."),
        ),
        CaseState.DISPUTED: (
            gettext("They say that it was otherwise."),
            gettext("We weigh both sides and decide."),
        ),
        CaseState.ESCALATED: (
            gettext("We handed it to an authority."),
            gettext("We wait for its answer, and tell you here."),
        ),
    }[state]


def stands_for_payer(state: CaseState) -> str:
    """To provider and employer: how it stands."""
    return {
        CaseState.PLAN_AGREED: gettext("A plan is agreed. Pay by the days below, and record each payment."),
        CaseState.PAYING: gettext("Payments are being made. Each counts once the worker says that it came."),
        CaseState.PAID: gettext("Everything is recorded as paid. We wait for the workers’ own word."),
        CaseState.WORKER_CONFIRMED: gettext("Every worker confirmed. We look for the cause with you."),
        CaseState.CLOSED: gettext("Closed."),
        CaseState.UNFOUNDED: gettext("Nothing was found."),
        CaseState.ESCALATED: gettext("An outside body looks at it."),
    }.get(state, gettext("Our compliance staff look into it."))


def sum_words(amount: object, currency: str) -> str:
    """A sum in a sentence; zero stands for what is no money."""
    from decimal import Decimal

    value = Decimal(str(amount))
    return plain_money(value, currency) if value else gettext("no money: put right")


def refusal_words(refusal: Refusal) -> str:  # noqa: C901 - one line for each refusal
    """Why something did not happen, and what would be right."""
    if words := _of_a_worker(refusal):
        return words
    match refusal:
        case NotPossibleNow(state):
            return gettext("The case has gone on: it is “%(state)s” now.", state=STATES[state])
        case NoSuchJob():
            return gettext("There is no vacancy with this number. Enter it like V-10423")
        case SeveralProviders(names):
            return gettext(
                "Several labour providers send workers there. Enter one of: %(names)s", names=", ".join(names)
            )
        case JobUnknown():
            return gettext("Say first which job it is about: nobody knows yet who would have to pay.")
        case MonitoringOutOfRange(earliest, latest):
            return gettext(
                "Enter a day between tomorrow and the end of monitoring, which lies between "
                "%(earliest)s and %(latest)s",
                earliest=day(earliest),
                latest=day(latest),
            )
        case NotSettled(workers):
            return gettext(
                "Say of each worker what they lost, or that they lost nothing: %(n)s are open.", n=workers
            )
        case NothingEstablished():
            return gettext("Enter first what somebody lost; a sum of 0 stands for what is no money.")
        case PlanDoesNotAddUp(_affected, currency, established, planned):
            return gettext(
                "The plan does not add up: %(lost)s were lost, %(planned)s are planned.",
                lost=money(established, currency).striptags(),
                planned=money(planned, currency).striptags(),
            )
        case WrongPayer():
            return gettext("Choose the employer or the labour provider of this case.")
        case NegativeAmount():
            return gettext("Enter a sum above zero")
        case MoreThanPlanned(open_amount):
            return gettext("Only %(open)s of it is open", open=open_amount)
        case DueOutside(earliest, latest):
            return gettext(
                "Enter a first day from %(earliest)s; the last payment is due by %(latest)s at the latest",
                earliest=day(earliest),
                latest=day(latest),
            )
        case StatementMissing():
            return gettext("Write the neutral statement first: it is all that they read.")
        case StatementQuotesReport(words):
            return gettext(
                "This repeats the reporter’s own words: “%(words)s”. Say it in your own.", words=words
            )
        case StatementNamesWorker(name):
            return gettext("This holds the name of a worker of the crew (%(name)s). Leave it out.", name=name)
        case SmallCrewNotConfirmed(crew):
            return gettext(
                "Only %(n)s people were offered work there. Read it again with each of them in mind; tick.",
                n=crew,
            )
        case StillSilent(until):
            return gettext(
                "Wait until %(when)s: so soon after the report it would point at whoever reported.",
                when=moment(until),
            )
        case NothingToHold():
            return gettext("There is nothing to hold or release here, or it is held already.")
        case NotOfThisCase():
            return gettext("Choose the labour provider or the employer of this case.")
        case NotAsked():
            return gettext("Your word was given, or is not asked for any more.")
        case NobodyChosen():
            return gettext("Choose at least one worker; those with amounts have lost something.")
        case NothingToPay():
            return gettext("Choose at least one payment that is still open.")
        case PaidLater():
            return gettext("Enter the day on which it was paid; it cannot lie ahead.")
        case LinkIsMailed():
            return gettext("This worker gets the link by mail. Nobody else needs it.")
        case LinkLost():
            return gettext("This link is lost. The worker answers by number and word, or list them again.")
        case NobodyToUnmask():
            return gettext("There is nobody behind this seal, or it cannot be opened.")
        case AlreadyProposed():
            return gettext("This was proposed before, and waits for a second person.")
        case NeedsSecondPerson():
            return gettext("You proposed it. Somebody else of compliance has to decide.")
        case NoSuchProposal() | NoSuchAmount():
            return gettext("This was decided meanwhile, or the case has gone on.")
        case ReasonNeeded():
            return gettext("Enter the reason; it stays in the trail.")
        case _:
            return gettext("That is not possible now.")


def _of_a_worker(refusal: Refusal) -> str:
    """What a worker or whoever reported may be told; empty for what only others meet."""
    match refusal:
        case AlreadyAnswered():
            return gettext("You have answered this before.")
        case NoSuchPayment() | NoSuchCase():
            return gettext("This is not here any more.")
        case _:
            return ""
