"""What is held of the job that a worker took, from the checks before it to the sheet at its end."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.pages import day, language_name
from portal.own_data.offer_lines import ContractLine, JobLine
from portal.own_data.parts import SIDES, Facts, Part, When, row, said, term_facts
from portal.placements.introductions.domain.checks import How
from portal.placements.rows import CheckRow, PlacementRow
from portal.placements.state_words import how_it_ended
from portal.placements.work.check_ins import CheckInSaid
from portal.placements.work.domain.placements import PlacementState
from portal.placements.work.domain.transfers import Transfer, TransferState
from portal.placements.work.leaving import KeptSheet, Left
from portal.placements.work.leaving_forms import REASONS
from portal.placements.work.safety import SafetyRow
from portal.placements.work.safety_forms import KINDS
from portal.posts.words import plain_amount, plain_money, yes_no
from portal.remedy.check_in_forms import COVERS, DIFFERS

_SEEN = {
    How.SEEN: _("Passport or identity card"),
    How.ONLINE: _("Looked up online"),
    How.PERMIT: _("Permit or visa"),
    How.OTHER: _("In another way"),
}
_TRANSFERS = {
    TransferState.PROPOSED: _("you have not answered yet"),
    TransferState.AGREED: _("You said: yes."),
    TransferState.REFUSED: _("You said: no."),
    TransferState.LAPSED: _("expired"),
}


def job_parts(job: JobLine, provider: str, employer: str, when: When) -> Iterator[Part]:
    """Every part of which anything is held, in the order in which things happen."""
    words = _Words(provider, employer, when)
    yield words.state(job.placement)
    yield from map(words.check, job.checks)
    if job.safety:
        facts = (each for one in job.safety for each in words.safety(one))
        yield Part(gettext("Safety before your first shift"), tuple(facts))
    for one in job.contracts:
        yield words.contract(one, is_last=one is job.contracts[-1])
    yield from map(words.check_in, job.check_ins)
    if job.transfer:
        yield words.transfer(job.transfer)
    if job.left:
        yield words.left(job.left)
    if job.return_sheet:
        yield words.return_sheet(job.return_sheet)


@dataclass(frozen=True)
class _Words:
    """Of one job: the names of its two sides, and its clocks."""

    provider: str
    employer: str
    when: When

    def state(self, row_: PlacementRow) -> Part:
        match row_.state:
            case PlacementState.EXPECTED:
                state = gettext("You are expected on %(day)s.", day=day(row_.first))
            case PlacementState.STARTED:
                state = gettext("You work here.")
            case PlacementState.UNDONE:
                state = gettext("you took your answer back")
            case _:
                state = how_it_ended(row_, self.provider, self.employer)
        kept = {True: gettext("Yes"), False: gettext("No"), None: ""}
        return Part(
            gettext("The job that you took: days, state"),
            said(
                (gettext("The job"), state),
                (gettext("First day"), day(row_.first)),
                (gettext("Last day"), day(row_.last)),
                (gettext("You began on"), day(row_.started_on)),
                (gettext("Ended"), self.when(row_.ended_at)),
                (gettext("The agreed notice was kept"), kept[row_.notice_kept]),
            ),
        )

    def check(self, one: CheckRow) -> Part:
        check = one.check
        until = gettext("without an end") if check.unlimited else day(check.until)
        return Part(
            gettext("What was checked of your right to work, and whether you are 18"),
            said(
                (gettext("Checked by"), row(SIDES[check.checked_by], self.when(one.recorded_at))),
                (gettext("How it is known"), _SEEN[check.how] if check.how else ""),
                (gettext("You may work until"), row(until, day(check.until) if check.unlimited else "")),
                (gettext("You are 18 or older"), "" if check.adult is None else yes_no(check.adult)),
            ),
        )

    def safety(self, one: SafetyRow) -> Facts:
        measure = one.standing.measure
        given = gettext(
            "They say: %(day)s, in %(language)s, by %(name)s.",
            day=day(measure.on),
            language=language_name(measure.language),
            name=measure.given_by,
        )
        answer = {True: gettext("You said: yes."), False: gettext("You said: no."), None: ""}
        language = language_name(one.got_in) if one.got_in else ""
        return said(
            (KINDS[measure.kind], given if measure.is_needed else day(measure.on)),
            (gettext("Why you do not need it"), measure.not_needed_because),
            (gettext("Written down by"), row(SIDES[one.side], self.when(one.recorded_at))),
            (gettext("Your answer"), row(answer[one.standing.got], language, self.when(one.got_at))),
        )

    def contract(self, one: ContractLine, *, is_last: bool) -> Part:
        return Part(
            gettext("Your contract, version %(n)s", n=one.contract.version),
            said(
                (gettext("Written down by"), row(one.given_by, self.when(one.contract.given_at))),
                *term_facts(one.contract.stated),
            ),
            file=one.file,
            is_here=is_last,
        )

    def check_in(self, one: CheckInSaid) -> Part:
        slip = one.payslip
        taken = (
            [f"{label}: {plain_money(amount, slip.currency)}" for label, amount in slip.deductions]
            if slip
            else []
        )
        return Part(
            gettext("What you said of the job on day %(n)s", n=one.day),
            said(
                (gettext("Is this the job you were promised?"), yes_no(one.as_promised)),
                (gettext("What is different?"), row(*(DIFFERS[each] for each in one.differs))),
                (gettext("Did anyone ask you for money for this job?"), yes_no(one.asked_for_money)),
                (
                    gettext("How many hours have you worked so far?"),
                    plain_amount(one.hours_worked) if one.hours_worked is not None else "",
                ),
                (gettext("Your first payslip is for"), COVERS[slip.covers] if slip else ""),
                (
                    gettext("Pay before deductions (gross)"),
                    plain_money(slip.gross, slip.currency) if slip else "",
                ),
                (gettext("Hours on the payslip"), plain_amount(slip.hours) if slip else ""),
                (gettext("Taken from wages"), row(*taken)),
                (
                    gettext("What you got (net)"),
                    plain_money(slip.net, slip.currency) if slip and slip.net else "",
                ),
                (gettext("Your language"), language_name(one.language)),
                (gettext("When"), self.when(one.answered_at)),
            ),
            text=one.words,
        )

    def transfer(self, one: Transfer) -> Part:
        return Part(
            gettext("Work for the workplace itself"),
            said(
                (gettext("First day"), day(one.terms.from_day)),
                (gettext("The pay"), one.terms.pay),
                (gettext("The hours"), one.terms.hours),
                (gettext("Contract"), one.terms.contract_form),
                (gettext("Asked on"), self.when(one.proposed_at)),
                (gettext("Answer by"), self.when(one.answer_by)),
                (gettext("Your answer"), row(_TRANSFERS[one.state], self.when(one.answered_at))),
            ),
        )

    def left(self, one: Left) -> Part:
        return Part(
            gettext("That you left the job, and why"),
            said(
                (gettext("First day on which you do not come"), day(one.from_day)),
                (gettext("Why do you leave?"), REASONS[one.reason]),
                (gettext("When"), self.when(one.said_at)),
            ),
        )

    def return_sheet(self, kept: KeptSheet) -> Part:
        s = kept.sheet
        return Part(
            gettext("Return sheet"),
            said(
                (gettext("Last day of work"), day(s.last_day)),
                (gettext("Wages still owed"), plain_money(s.wages_owed, s.currency)),
                (gettext("Holiday pay still owed"), plain_money(s.holiday_owed, s.currency)),
                (gettext("Paid by"), day(s.paid_by)),
                (gettext("What you give back"), s.to_give_back or gettext("Nothing")),
                (gettext("Whom to call"), s.whom_to_call),
                (gettext("Written down by"), row(SIDES[kept.side], self.when(kept.written_at))),
            ),
        )
