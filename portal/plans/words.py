"""What pages say of plans."""

from collections.abc import Mapping

from flask_babel import format_decimal, gettext, ngettext
from flask_babel import lazy_gettext as _

from portal.matching.allocation import Policy
from portal.matching.domain import Gate
from portal.plans.domain import PlanRow, PlanState, Why

POLICIES = (
    (Policy.OPTIMAL.value, _("The best for all together: the most urgent vacancies, then the best fit")),
    (Policy.EVEN_SECTORS.value, _("Even between sectors: whichever is filled least comes first")),
    (Policy.PROGRAMME_FIRST.value, _("Programme first: workers of a programme for women or youth, then all")),
    (Policy.STABLE.value, _("Stable: no lot and vacancy would both rather have each other")),
    (Policy.GREEDY.value, _("Greedy: the best pair first, to compare with")),
    (Policy.FIRST_COME.value, _("First come: the oldest vacancy first, to compare with")),
)
NAMES = {
    Policy.OPTIMAL: _("Best for all"),
    Policy.EVEN_SECTORS: _("Even between sectors"),
    Policy.PROGRAMME_FIRST: _("Programme first"),
    Policy.STABLE: _("Stable"),
    Policy.GREEDY: _("Greedy"),
    Policy.FIRST_COME: _("First come"),
}
STATES = {
    PlanState.ASKED: _("Waiting to be worked out"),
    PlanState.RUNNING: _("Being worked out"),
    PlanState.READY: _("Ready"),
    PlanState.FAILED: _("No plan"),
    PlanState.PUBLISHING: _("Being published"),
    PlanState.PUBLISHED: _("Published"),
}
PRIORITIES = {1: _("Most urgent"), 2: _("Urgent"), 3: _("Usual")}

GATES: Mapping[str, str] = {
    Gate.COMPLIANCE: _("compliance holds a post or its organisation, or a licence is missing"),
    Gate.PERMISSION: _("the workers may not work in that country or sector"),
    Gate.ENGAGEMENT: _("no form of engagement suits both"),
    Gate.DATES: _("the dates do not meet"),
    Gate.TICKETS: _("a licence or certificate is missing"),
    Gate.LANGUAGES: _("a language is missing"),
    Gate.SHIFTS: _("the shifts do not meet"),
    Gate.PAY: _("the pay is lower than the workers accept"),
    Gate.SKILLS: _("a required skill is missing"),
    Gate.PLACE: _("the place is out of reach"),
    Gate.GROUP: _("fewer are free than the least group"),
    Gate.RELEVANCE: _("the work is too different"),
    "availability": _("the spare workers are not open any more"),
    "vacancy": _("the vacancy is not open any more"),
    "heads": _("fewer are free now than the plan has"),
}
"""Why a pair does not pass, by gate or by what became of its posts."""


def why_words(plan: PlanRow, pair: str, post: str) -> tuple[str, ...]:
    """Why there is no plan, and what to do; `pair` and `post` name what the facts are about."""
    facts = plan.why_facts
    match plan.why:
        case None:
            return ()
        case Why.NO_LOTS:
            return (gettext("No spare workers are open, so there is nobody to place."),)
        case Why.NO_VACANCIES:
            return (
                gettext("No vacancy is open that compliance does not hold, so there is nothing to fill."),
            )
        case Why.NO_PAIRS:
            return _no_pairs(facts["pairs"], facts["gates"])
        case Why.LOCKED_TOO_MANY:
            return (
                gettext(
                    "%(locked)s workers are fixed by hand for %(post)s, which has %(free)s free. Fix fewer, "
                    "then plan again.",
                    locked=facts["locked"],
                    post=post,
                    free=facts["free"],
                ),
            )
        case Why.LOCKED_UNFIT:
            return (
                gettext(
                    "The pair %(pair)s is fixed by hand, but does not pass: %(reason)s. Unlock it, then plan "
                    "again.",
                    pair=pair,
                    reason=GATES[facts["reason"]],
                ),
            )
        case Why.TOO_LONG:
            return (
                gettext(
                    "The best plan over %(pairs)s pairs was not found within %(n)s seconds. Choose greedy or "
                    "first come, which take no search, or plan when fewer posts are open.",
                    pairs=format_decimal(facts["pairs"]),
                    n=format_decimal(facts["seconds"]),
                ),
            )
        case Why.TOO_MUCH_MEMORY:
            return (
                gettext(
                    "The best plan over %(pairs)s pairs needs more than the %(n)s MB of memory that it may "
                    "have. Choose greedy or first come, which take no search, or plan when fewer posts are "
                    "open.",
                    pairs=format_decimal(facts["pairs"]),
                    n=format_decimal(facts["megabytes"]),
                ),
            )
        case Why.FAULT:
            return (gettext("Something went wrong while it was worked out. The log says more. Plan again."),)


def _no_pairs(pairs: int, gates: Mapping[str, int]) -> tuple[str, ...]:
    first = ngettext(
        "Spare workers and vacancies are open, but the only pair does not pass.",
        "Spare workers and vacancies are open, but none of the %(num)s pairs passes.",
        pairs,
    )
    said = (
        gettext(
            "%(n)s of %(pairs)s: %(why)s.", n=format_decimal(n), pairs=format_decimal(pairs), why=GATES[gate]
        )
        for gate, n in gates.items()
    )
    return (str(first), *said)
