"""Costs that workers would pay, for which staff may attach a jurisdiction's exception by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import Payer
from portal.compliance.costs.exceptions import Grant, can_have_exception, grants_of
from portal.compliance.costs.forms.schedule import EXTRA_ROWS, field_name
from portal.compliance.costs.queries import costs_of
from portal.compliance.costs.schedule import VOLUNTARY
from portal.kernel.events import Ref
from portal.posts.drafts import Draft
from portal.vacancies import queries
from portal.vacancies.domain import KIND, VacancyRow


@dataclass(frozen=True)
class WorkerPaidCost:
    """One category that workers would pay, on a vacancy or on one that is still being written."""

    post_id: UUID
    organisation_id: UUID
    number: str
    """Empty while it is being written."""
    title: str
    country: str
    category: str
    grant: Grant | None

    @property
    def covers(self) -> str:
        return cost_categories()[self.category].covers


def worker_paid_costs(session: Session) -> list[WorkerPaidCost]:
    """All of them: drafts first, since nothing can be published before an exception is attached."""
    drafts = [one for draft in queries.all_drafts(session) for one in _of_draft(session, draft)]
    rows = [one for row in queries.open_vacancies(session) for one in _of_vacancy(session, row)]
    return [*drafts, *rows]


def worker_paid_cost(session: Session, post_id: UUID, category: str) -> WorkerPaidCost | None:
    """One of them; none where workers pay no such cost on this post."""
    every = worker_paid_costs(session)
    return next((one for one in every if (one.post_id, one.category) == (post_id, category)), None)


def _of_draft(session: Session, draft: Draft) -> Iterator[WorkerPaidCost]:
    def said(name: str) -> str:
        return next(iter(draft.answers.get(name) or [""]), "")

    typed = [code for code in cost_categories() if said(field_name(code, "payer")) == Payer.WORKER]
    typed += [said(f"extra_{n}_category") for n in EXTRA_ROWS if said(f"extra_{n}_payer") == Payer.WORKER]
    granted = grants_of(session, Ref(KIND, draft.id)) if typed else {}
    for code in dict.fromkeys(filter(_is_refused, typed)):
        yield WorkerPaidCost(
            draft.id,
            draft.organisation_id,
            "",
            said("title")[:120],
            said("country")[:2],
            code,
            granted.get(code),
        )


def _of_vacancy(session: Session, row: VacancyRow) -> Iterator[WorkerPaidCost]:
    paid = [one.category for one in costs_of(session, Ref(KIND, row.id)) if one.payer is Payer.WORKER]
    granted = grants_of(session, Ref(KIND, row.id)) if paid else {}
    for code in dict.fromkeys(filter(_is_refused, paid)):
        yield WorkerPaidCost(
            row.id, row.organisation_id, row.number, row.title, row.country, code, granted.get(code)
        )


def _is_refused(code: str) -> bool:
    """Whether no worker may pay it but for an exception."""
    known = cost_categories().get(code)
    return (
        known is not None
        and can_have_exception(code)
        and Payer.WORKER not in known.payers
        and code != VOLUNTARY
    )
