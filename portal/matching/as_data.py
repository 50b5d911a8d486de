"""Why two posts match or not, for programs; docs/api.md says what each name means."""

from typing import Any

from portal.matching.comparing import Comparison
from portal.matching.explanation import explain_gates, reason_in_words
from portal.matching.for_owner import OwnersAnswer, in_a_sentence
from portal.matching.stored import to_json
from portal.matching.words import skill_words, verdict, words_for_codes

PLACES = 2
"""So finely a member is told a score, as its page does: the other place cannot be worked out from more."""


def for_staff(pair: Comparison) -> dict[str, Any]:
    """The whole judgement; ranks are those among the lots that fit the vacancy unless they say otherwise."""
    kept = to_json(pair.judgement)
    label = skill_words(pair.lot, pair.vacancy)
    said = {one.code: one for one in explain_gates(pair.judgement, label, words_for_codes(), every=True)}
    shut = [
        {"gate": side.value, "passed": False, "words": reason_in_words(side.value)} for side in pair.not_open
    ]
    gates = [
        {
            "gate": one["gate"],
            "passed": said[one["gate"]].passed,
            "words": said[one["gate"]].words,
            "asked": one["asked"],
            "found": one["found"],
        }
        for one in kept["gates"]
    ]
    return {
        "vacancy": pair.vacancy.number,
        "availability": pair.lot.number,
        "matched": pair.matched,
        "verdict": verdict(pair),
        "rank": pair.for_vacancy.rank,
        "of": pair.for_vacancy.of,
        "rank_for_availability": pair.for_lot.rank,
        "of_for_availability": pair.for_lot.of,
        "state": pair.stored.state.value if pair.stored else None,
        **kept,
        "gates": [*shut, *gates],
    }


def for_member(answer: OwnersAnswer) -> dict[str, Any]:
    """What the owner of one of the two posts may know; ranks are those among what fits the owner's post."""
    fits = bool(answer.factors)
    return {
        "vacancy": answer.pair.vacancy.number,
        "availability": answer.pair.lot.number,
        "matched": answer.pair.matched and fits,
        "verdict": in_a_sentence(answer),
        "rank": answer.standing.rank if answer.standing else None,
        "of": answer.standing.of if answer.standing else None,
        "score": round(answer.judgement.score, PLACES) if fits else None,
        "factors": {one.kind: round(one.share, PLACES) for one in answer.factors} if fits else None,
        "gates": [
            {"gate": one.code, "passed": one.passed, "words": one.words, "mend": one.mend}
            for one in answer.gates
        ],
    }
