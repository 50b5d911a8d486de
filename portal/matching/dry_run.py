"""What two spreadsheets would give: matches, held vacancies, a plan, and the cells that cannot be read."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

import numpy as np

from portal.compliance.rules.costs import judge_costs
from portal.matching.allocation import AllocationTask, Plan, Policy, allocate
from portal.matching.domain import DEFAULT_TOP, Knowledge
from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.hits import Hit
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.passing import task_of
from portal.matching.post_rows import BadCell, ReadAvailability, ReadPosts, ReadVacancy

Line = dict[str, object]
"""One line of the answer, by the names of its parts."""


class Direction(StrEnum):
    """For each post of which side the best of the other are sought."""

    VACANCIES = "vacancies"
    AVAILABILITIES = "availabilities"


@dataclass(frozen=True)
class DryRun:
    """What was read of both files, and what is asked of it.

    No corridor is open here and no licence is judged; starts in the past stay where they are.
    """

    availabilities: ReadPosts[ReadAvailability]
    vacancies: ReadPosts[ReadVacancy]
    knowledge: Knowledge
    top: int = DEFAULT_TOP
    direction: Direction = Direction.VACANCIES
    policy: Policy | None = None

    def lines(self) -> Iterator[Line]:
        """Errors, held vacancies, matches, the plan if one is asked, and the summary."""
        errors = [
            *_error_lines("availabilities", self.availabilities.bad_cells),
            *_error_lines("vacancies", self.vacancies.bad_cells),
        ]
        held = [line for vacancy in self.vacancies.posts if (line := _held_line(vacancy))]
        holding = {line["vacancy"] for line in held}
        lots = self.availabilities.posts
        vacancies = [v for v in self.vacancies.posts if v.facts.reference not in holding]
        matches = self._match_lines(lots, vacancies)
        yield from errors
        yield from held
        count = 0
        for count, line in enumerate(matches, 1):  # noqa: B007 - counted for the summary
            yield line
        summary: Line = {
            "type": "summary",
            "availabilities": len(lots),
            "vacancies": len(self.vacancies.posts),
            "matches": count,
            "held": len(held),
            "errors": len(errors),
            "policy": self.policy,
            "objective": None,
            "greedy_objective": None,
        }
        if self.policy is not None:
            task = task_of(
                [lot.facts for lot in lots],
                [vacancy.facts for vacancy in vacancies],
                [vacancy.priority for vacancy in vacancies],
                self.knowledge,
            )
            plan = allocate(task, self.policy)
            yield from _allocation_lines(task, plan, lots, vacancies)
            summary["objective"] = plan.objective
            summary["greedy_objective"] = allocate(task, Policy.GREEDY).objective
        yield summary

    def _match_lines(
        self, lots: Sequence[ReadAvailability], vacancies: Sequence[ReadVacancy]
    ) -> Iterator[Line]:
        match self.direction:
            case Direction.VACANCIES:
                supply = AvailabilityIndex([lot.facts for lot in lots], self.knowledge)
                best = supply.best_for_vacancies((vacancy.facts for vacancy in vacancies), self.top)
                for vacancy, hits in zip(vacancies, best, strict=True):
                    for rank, hit in enumerate(hits, 1):
                        yield _match_line(vacancy, lots[hit.position], rank, hit)
            case Direction.AVAILABILITIES:
                demand = VacancyIndex([vacancy.facts for vacancy in vacancies], self.knowledge)
                best = demand.best_for_availabilities((lot.facts for lot in lots), self.top)
                for lot, hits in zip(lots, best, strict=True):
                    for rank, hit in enumerate(hits, 1):
                        yield _match_line(vacancies[hit.position], lot, rank, hit)


def _error_lines(file: str, bad_cells: Sequence[BadCell]) -> Iterator[Line]:
    for bad in bad_cells:
        yield {"type": "error", "file": file, **asdict(bad)}


def _held_line(vacancy: ReadVacancy) -> Line | None:
    findings = judge_costs(vacancy.terms)
    if not findings:
        return None
    return {
        "type": "held",
        "vacancy": vacancy.facts.reference,
        "findings": [{"rule": f.rule, "code": f.code, "payer": f.payer} for f in findings],
    }


def _match_line(vacancy: ReadVacancy, lot: ReadAvailability, rank: int, hit: Hit) -> Line:
    return {
        "type": "match",
        "vacancy": vacancy.facts.reference,
        "availability": lot.facts.reference,
        "rank": rank,
        "score": hit.score,
        "factors": asdict(hit.factors),
        "distance_km": hit.distance_km,
        "covered_days": hit.covered_days,
    }


def _allocation_lines(
    task: AllocationTask, plan: Plan, lots: Sequence[ReadAvailability], vacancies: Sequence[ReadVacancy]
) -> Iterator[Line]:
    for pair in np.lexsort((task.lots, task.vacancies)).tolist():
        if plan.heads[pair]:
            yield {
                "type": "allocation",
                "vacancy": vacancies[task.vacancies[pair]].facts.reference,
                "availability": lots[task.lots[pair]].facts.reference,
                "heads": int(plan.heads[pair]),
            }
