"""What compliance works on in the demo: a case half paid back, a fresh report, a sanction to decide on."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from portal.accounts.secrets import hash_password
from portal.accounts.service import appoint_staff
from portal.compliance.findings.domain import KeptFinding
from portal.compliance.findings.queries import findings_of
from portal.compliance.rules.pay import HOURS
from portal.compliance.sanctions.domain import Step
from portal.compliance.sanctions.queries import sanctions_of
from portal.compliance.sanctions.service import Proposal, propose_sanction, reply
from portal.kernel.events import ANYBODY, SYSTEM, ActorId
from portal.kernel.viewer import StaffRole
from portal.operations.demo.people import COLLEAGUE
from portal.operations.demo.plot import Plot, code_of
from portal.operations.demo.timeline import Moment, Unexpected
from portal.operations.demo.world import DemoVacancy
from portal.placements import queries as placements
from portal.placements.offers.domain.offers import OfferState
from portal.remedy import queries as remedy
from portal.remedy.domain.codes import new_seed, plain_word
from portal.remedy.domain.money import Method
from portal.remedy.domain.reporting import Complaint, How, Report
from portal.remedy.service import parties, repaying, report_by_worker, scope, steps

STORY = "completed"
"""The work at which money was taken from wages: it is over, so that nothing in it waits for the case."""
WARNED = "trent"
"""The employer whose advert asks for too many hours a week."""

_TAKEN = Report(
    complaint=Complaint.TOOK_FROM_WAGES,
    words="Every Friday 20 pounds were missing for the boots, but the advert said boots are free",
    amount=Decimal(40),
    currency="GBP",
    to_whom="The supervisor who hands out the payslips",
    when="Both Fridays",
    how=How.DEDUCTION,
)
_ASKED = Report(
    complaint=Complaint.ASKED_FOR_MONEY,
    words="A man at the bus station wants 200 euros before he says where the work is",
    job="Picking berries in Scotland, he says",
    amount=Decimal(200),
    currency="EUR",
)
_STATEMENT = "Safety boots were charged to people of this crew, though the cost schedule names the employer."
_LOSS = scope.Loss(
    what="boots, taken from two weeks' wages",
    amount=Decimal(40),
    currency="GBP",
    method=Method.WORKERS_WORD,
    category="COST-EQUIPMENT",
)
_OVER_HOURS = Proposal(
    step=Step.ADVICE,
    reason="54 hours a week are advertised for lorry drivers; a usual week has at most 48.",
)
_REPLY = "Six of the 54 hours are waiting time. We see that they count, and will advertise 48."


@dataclass
class Inspecting:
    """Puts the case, the report and the sanction on the timeline; remembers the case."""

    plot: Plot
    case_ids: list[UUID] = field(default_factory=list)

    def plan(self) -> None:
        for days, minutes, act in (
            (9, 30, self._report),
            (8, 40, self._triage),
            (7, 40, self._confirm),
            (5, 40, self._quantify),
            (3, 40, self._agree_plan),
            (1, 40, self._pay),
        ):
            self._on(days, minutes, "case", act)
        self._on(4, 35, "sanction", self._propose)
        self._on(1, 35, "sanction", self._answer)
        self._on(0, 25, "report", self._report_in_words)

    def _on(self, days: int, minutes: int, story: str, act: Callable[[Moment], object]) -> None:
        """As with every story: what the portal refuses ends it there."""

        def play(moment: Moment) -> None:
            if story in self.plot.broken:
                return
            try:
                act(moment)
            except Unexpected as refused:
                self.plot.broken[story] = str(refused)

        self.plot.timeline.add(days, minutes, play)

    # the case

    @property
    def _inspector(self) -> ActorId:
        return self.plot.cast.inspector

    @property
    def _employer(self) -> str:
        return next(job.organisation for job in self.plot.world.vacancies if job.story == STORY)

    def _report(self, moment: Moment) -> None:
        """A worker of the crew, by the code of the offer and without a name."""
        with moment.read() as session:
            offers = placements.offers_of(session, self.plot.introductions[STORY])
        accepted = next(one for one in offers if one.state is OfferState.ACCEPTED)
        self._open(moment, _TAKEN, code_of(accepted))

    def _report_in_words(self, moment: Moment) -> None:
        """Somebody without an offer of the portal; it waits to be looked at."""
        self._open(moment, _ASKED, "")

    def _open(self, moment: Moment, report: Report, code: str) -> None:
        kept = hash_password(plain_word(new_seed()))
        opened = moment.perform(report_by_worker, ANYBODY, report, kept, offer_code=code, word_given=True)
        self.case_ids.append(opened.id)  # type: ignore[union-attr] # a refusal has been raised

    def _triage(self, moment: Moment) -> None:
        note = "The payslips of two colleagues show the same."
        moment.perform(steps.triage, self._inspector, self.case_ids[0], is_critical=True, note_text=note)

    def _confirm(self, moment: Moment) -> None:
        case_id, finding = self.case_ids[0], "Three payslips show the deduction; the advert says free."
        moment.perform(parties.write_statement, self._inspector, case_id, _STATEMENT, is_confirmed=True)
        moment.perform(steps.confirm, self._inspector, case_id, finding)

    def _quantify(self, moment: Moment) -> None:
        """Whoever worked lost as much; whoever was only offered the work lost nothing."""
        with moment.read() as session:
            listed = remedy.affected(session, self.case_ids[0])
            came = {
                offer.worker_id
                for offer in placements.offers_of(session, self.plot.introductions[STORY])
                if offer.state is OfferState.ACCEPTED
            }
        lost = [one.number for one in listed if one.worker_id in came]
        rest = [one.number for one in listed if one.worker_id not in came]
        moment.perform(scope.establish, self._inspector, self.case_ids[0], lost, _LOSS)
        if rest:
            moment.perform(scope.lost_nothing, self._inspector, self.case_ids[0], rest)
        moment.perform(steps.quantify, self._inspector, self.case_ids[0], "Everybody was asked by telephone.")

    def _agree_plan(self, moment: Moment) -> None:
        moment.perform(
            repaying.agree_plan,
            self._inspector,
            self.case_ids[0],
            payer_id=self.plot.cast.organisations[self._employer],
            parts=1,
            first_due=moment.now.date() + timedelta(days=7),
            days_between=14,
        )

    def _pay(self, moment: Moment) -> None:
        """The employer has paid one of them; the worker has not said yet whether it came."""
        with moment.read() as session:
            first, *_others = remedy.instalments(session, self.case_ids[0])
        moment.perform(
            repaying.record_payments,
            self.plot.cast.speakers[self._employer],
            self.plot.cast.organisations[self._employer],
            self.case_ids[0],
            [first.id],
            paid_on=moment.now.date(),
            proof="Bank transfer 40881",
        )

    # the sanction

    def _propose(self, moment: Moment) -> None:
        """A colleague proposes it, so that whoever tries the demo is the second person."""
        name, email = COLLEAGUE
        roles = [StaffRole.COMPLIANCE]
        appointed = moment.perform(appoint_staff, SYSTEM, email=email, name=name, roles=roles)
        organisation_id, grounds = self.plot.cast.organisations[WARNED], self._too_many_hours(moment)
        colleague = ActorId(appointed.person_id)
        moment.perform(propose_sanction, colleague, organisation_id, grounds.id, _OVER_HOURS)

    def _too_many_hours(self, moment: Moment) -> KeptFinding:
        with moment.read() as session:
            for post, ref in self.plot.board.posts.items():
                if isinstance(post, DemoVacancy) and post.organisation == WARNED:
                    found = [one for one in findings_of(session, ref) if one.finding.rule == HOURS]
                    if found:
                        return found[0]
        raise Unexpected("no advert asks for too many hours")

    def _answer(self, moment: Moment) -> None:
        organisation_id = self.plot.cast.organisations[WARNED]
        with moment.read() as session:
            [made] = sanctions_of(session, organisation_id)
        moment.perform(reply, self.plot.cast.speakers[WARNED], organisation_id, made.id, _REPLY)
