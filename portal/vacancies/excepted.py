"""Costs that workers would pay, for which staff may attach a jurisdiction's exception by hand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.compliance.costs.categories import cost_categories
from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.costs.exceptions import Grant, can_have_exception, grants_of, mark_of
from portal.compliance.costs.forms.schedule import CostsPart
from portal.compliance.costs.queries import costs_of
from portal.compliance.costs.schedule import VOLUNTARY
from portal.compliance.costs.words import line_in_words
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
    lines: tuple[CostLine, ...]
    """As they are now."""
    grant: Grant | None
    """What staff attached, to these lines or to what they were then."""

    @property
    def covers(self) -> str:
        return cost_categories()[self.category].covers

    @property
    def said(self) -> tuple[str, ...]:
        """Each line in words."""
        return tuple(map(line_in_words, self.lines))

    @property
    def is_excepted(self) -> bool:
        """Whether the exception holds for every line as it is now."""
        return self.grant is not None and all(map(self.grant.holds_for, self.lines))

    @property
    def marks(self) -> str:
        """By which one sees whether somebody changed the lines."""
        return " ".join(map(mark_of, self.lines))


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

    typed = CostsPart(MultiDict(draft.answers)).schedule(said("currency")[:3] or None).lines
    granted = grants_of(session, Ref(KIND, draft.id)) if typed else {}
    for code, lines in _refused(typed).items():
        yield WorkerPaidCost(
            draft.id,
            draft.organisation_id,
            "",
            said("title")[:120],
            said("country")[:2],
            code,
            lines,
            granted.get(code),
        )


def _of_vacancy(session: Session, row: VacancyRow) -> Iterator[WorkerPaidCost]:
    refused = _refused(costs_of(session, Ref(KIND, row.id)))
    granted = grants_of(session, Ref(KIND, row.id)) if refused else {}
    for code, lines in refused.items():
        yield WorkerPaidCost(
            row.id, row.organisation_id, row.number, row.title, row.country, code, lines, granted.get(code)
        )


def _refused(lines: Iterable[CostLine]) -> Mapping[str, tuple[CostLine, ...]]:
    """By category: the lines that no worker may pay but for an exception."""
    found: dict[str, tuple[CostLine, ...]] = {}
    for line in lines:
        if line.payer is Payer.WORKER and _is_refused(line.category):
            found[line.category] = (*found.get(line.category, ()), line)
    return found


def _is_refused(code: str) -> bool:
    """Whether no worker may pay it but for an exception."""
    known = cost_categories().get(code)
    return (
        known is not None
        and can_have_exception(code)
        and Payer.WORKER not in known.payers
        and code != VOLUNTARY
    )
