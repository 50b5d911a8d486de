"""What opens a case by itself: workers who say that they paid, or take it back; a lot that was paid for."""

from collections.abc import Callable, Mapping, Sequence

from portal.compliance.costs.events import OfPlacedWorker, WorkerReportedCost, WorkerTookBackCost
from portal.compliance.findings.events import Stopped
from portal.compliance.rules.costs import WORKER_PAYS
from portal.infra.unit_of_work import Work
from portal.kernel.events import Event, Ref
from portal.placements import queries as placements
from portal.remedy.service import keep_case_taken_back, open_case_by_rule


def open_case_of_workers_word(work: Work, happened: WorkerReportedCost) -> None:
    """One case for all who came the same way; which of them said it stands in the ledger alone."""
    facts = {"category": happened.category, "said by": "worker"}
    open_case_by_rule(work, WORKER_PAYS, _came_by(work, happened), facts)


def keep_case_of_what_was_taken_back(work: Work, happened: WorkerTookBackCost) -> None:
    """A worker took back that they paid: staff ask them, since somebody may have pressed them."""
    keep_case_taken_back(work, WORKER_PAYS, _came_by(work, happened))


def open_case_of_what_was_paid(work: Work, happened: Stopped) -> None:
    """A labour provider says that workers of a lot have paid: that is to be paid back."""
    if happened.ref.kind == "availability" and WORKER_PAYS in happened.critical:
        open_case_by_rule(work, WORKER_PAYS, happened.ref, {"said by": "labour provider"})


def _came_by(work: Work, happened: OfPlacedWorker) -> Ref:
    placed = placements.placement(work.session, happened.placement_id)
    return Ref("introduction", placed.introduction_id) if placed else happened.about


REACTIONS: Mapping[type[Event], Sequence[Callable[..., None]]] = {
    WorkerReportedCost: (open_case_of_workers_word,),
    WorkerTookBackCost: (keep_case_of_what_was_taken_back,),
    Stopped: (open_case_of_what_was_paid,),
}
