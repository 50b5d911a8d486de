"""A judgement as JSON and back, whole, so that a page can show it and a replay can compare it."""

from typing import Any

from portal.kernel.events import plain
from portal.matching.domain import Factors, Gate, GateOutcome, GateResult, PairJudgement, SkillEvidence


def to_json(judgement: PairJudgement) -> dict[str, Any]:
    """Every part of the judgement as plain JSON."""
    parts = {
        **vars(judgement),
        "gates": [vars(one) for one in judgement.gates],
        "factors": vars(judgement.factors),
        "skills": vars(judgement.skills),
    }
    return {name: plain(value) for name, value in parts.items()}


def from_json(body: dict[str, Any]) -> PairJudgement:
    """The judgement that `to_json` wrote; dates and amounts in the evidence come back as text."""
    return PairJudgement(
        gates=tuple(
            GateResult(
                Gate(one["gate"]), GateOutcome(one["outcome"]), tuple(one["asked"]), tuple(one["found"])
            )
            for one in body["gates"]
        ),
        factors=Factors(**body["factors"]),
        score=body["score"],
        skills=SkillEvidence(
            held=tuple(body["skills"]["held"]),
            related=tuple(body["skills"]["related"]),
            missing=tuple(body["skills"]["missing"]),
            assumed=body["skills"]["assumed"],
        ),
        **{name: body[name] for name in PLAIN},
    )


PLAIN = (
    "distance_km",
    "relocating",
    "covered_days",
    "free_availability",
    "free_vacancy",
    "step_reason",
    "rules_version",
)
