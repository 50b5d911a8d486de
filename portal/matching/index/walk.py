"""The walk over the skills of records: which required ones are held, and the skills factor."""

from typing import TYPE_CHECKING, Any

import numpy as np

from portal.matching.index.arrays import Bools, Floats, Ids, gather
from portal.matching.index.layout import REQUIRED

if TYPE_CHECKING:
    from portal.matching.index.pairs import Question

_REQUIRED_WEIGHT = 2


def skill_walk(question: "Question", ids: Ids) -> tuple[Bools, Floats, Bools]:
    """Of each record: whether every required skill is held, the skills factor, and whether any is asked.

    Posts with the same set of skills are answered together. Sums are of halves and so exact.
    """
    sets, of = np.unique(question.packed.skill_sets[ids], return_inverse=True)
    starts, ends = (question.packed.set_starts[sets + at].astype(np.int64) for at in (0, 1))
    codes = question.packed.set_skills[gather(starts, ends)].astype(np.int64)
    rows = np.repeat(np.arange(len(sets)), ends - starts)
    walk = _asked_of_lots if question.lots_answer else _asked_by_vacancies
    held, covered, weights = walk(question, codes, rows, len(sets))
    factors = np.where(weights > 0, covered / np.maximum(weights, 1), 0.0)
    asked = np.broadcast_to(weights > 0, held.shape)
    return held[of], factors[of], asked[of]


def _asked_of_lots(question: "Question", codes: Ids, rows: Ids, count: int) -> tuple[Any, Any, Any]:
    """Each skill asked in turn: do the sets hold it, or one related to it."""
    links, bears = question.answers.links.array, np.zeros(question.packed.skills, np.bool_)
    all_held, covered, weights = np.ones(count, np.bool_), np.zeros(count), 0

    def borne(start: int, end: int) -> Bools:
        bears[links[start:end]] = True
        found = np.bincount(rows[bears[codes]], minlength=count) > 0
        bears[links[start:end]] = False
        return found

    for weight, held_at, related_at, end in question.program.tolist():
        held, related = borne(held_at, related_at), borne(related_at, end)
        covered += weight * np.where(held, 1.0, 0.5 * related)
        weights += weight
        if weight == _REQUIRED_WEIGHT:
            all_held &= held
    return all_held, covered, np.full(count, weights)


def _asked_by_vacancies(question: "Question", codes: Ids, rows: Ids, count: int) -> tuple[Any, Any, Any]:
    """What the asking lot brings to each skill, summed over what each vacancy asks."""
    links, credit = question.answers.links.array, np.zeros(question.packed.skills)
    program = question.program.tolist()
    for _, _, related_at, end in program:
        credit[links[related_at:end]] = 0.5
    for _, held_at, related_at, _ in program:
        credit[links[held_at:related_at]] = 1.0
    required, skills = codes >= REQUIRED, codes & ~REQUIRED
    brought, weight = credit[skills], np.where(required, float(_REQUIRED_WEIGHT), 1.0)
    missing = np.bincount(rows, required & (brought < 1.0), minlength=count)
    covered = np.bincount(rows, weight * brought, minlength=count)
    return missing == 0, covered, np.bincount(rows, weight, minlength=count)
