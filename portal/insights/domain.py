"""What needs a person now, and the few numbers that matter of their posts."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from portal.posts.domain import PostState

PRESSING = timedelta(hours=6)
"""A deadline nearer than this is shown as pressing."""


class NeedKind(StrEnum):
    """What somebody is asked to do; the words stand in the template."""

    ANSWER = "answer"
    PROPOSE_ENGAGEMENT = "propose engagement"
    AGREE_ENGAGEMENT = "agree engagement"
    NAME_WORKERS = "name workers"
    FOLLOW_OFFERS = "follow offers"
    ROLL_CALL = "roll-call"
    AGREE_EXTENSION = "agree extension"
    STILL_OPEN = "still open"
    """Own post: it expires soon."""
    LOOK_AT_MATCHES = "look at matches"
    """Own post: matches that nobody has answered yet."""
    LOOK_AT_ALL = "look at all"
    """So many posts have matches that nobody has answered, that one line stands for the rest."""
    FINISH_DRAFT = "finish draft"
    DECIDE_REGISTRATION = "decide registration"
    """Operator: an organisation waits for approval."""
    JUDGE_FINDINGS = "judge findings"
    """Compliance: findings of one rule that nobody has decided about."""
    JUDGE_OTHERS = "judge others"
    """So many rules have findings that one line stands for the rest."""
    REVIEW_HOLDS = "review holds"
    """Compliance: something is frozen until somebody lifts it."""
    DECIDE_SANCTION = "decide sanction"
    """Compliance: a step that a colleague proposed."""
    CHECK_CONDITIONS = "check conditions"
    """Compliance: the day by which an organisation was to mend something has come."""
    MAKE_CHECKS = "make checks"
    """Compliance: what only a person can look at, on introductions."""
    SECOND_IN_CASE = "second in case"
    """Compliance: what a colleague proposed in a case."""
    CALL_WORKERS = "call workers"
    """Compliance: workers who do not say how the job is; the title says on which day."""
    RENEW_WORDS = "renew words"
    """Compliance: workers who forgot the secret word and have no e-mail."""
    LOOK_INTO = "look into"
    """Compliance: what the portal noticed by itself."""
    REMOVE_LISTINGS = "remove listings"
    """Compliance: providers let the week go by that they have for what workers on their lists ask."""
    ANSWER_WORKERS = "answer workers"
    """Provider: workers on its list contest the listing or ask for a correction."""
    WORK_ON_CASE = "work on case"
    """Compliance: the next step of a case."""
    GIVE_WORD = "give word"
    """A case asks for the organisation's own account."""
    PAY_BACK = "pay back"
    """A case has a plan by which the organisation pays."""


@dataclass(frozen=True)
class Need:
    """One line of "what needs me now": a verb, a deadline, one click."""

    kind: NeedKind
    endpoint: str
    """Where the click leads, with `values`."""
    values: Mapping[str, Any] = field(default_factory=dict)
    count: int = 1
    """Workers, offers or matches, by kind."""
    title: str = ""
    """What it is about, for example "Fruit picker, Wisbech"."""
    due_at: datetime | None = None
    since: datetime | None = None
    """From when it has waited, where that says more than a deadline."""
    note: str = ""
    """Of findings their severity, of a sanction its step, of a case what is due."""
    is_at_once: bool = False
    """Something stands still until it is done."""

    def is_pressing(self, now: datetime) -> bool:
        return self.is_at_once or (self.due_at is not None and self.due_at - now < PRESSING)


def most_urgent_first(needs: Iterable[Need]) -> tuple[Need, ...]:
    """What keeps something waiting, then what is due first; the rest follows, in the order it was given."""
    given = tuple(needs)
    at_once = tuple(one for one in given if one.is_at_once)
    found = tuple(one for one in given if not one.is_at_once)
    due = [(one.due_at, one) for one in found if one.due_at is not None]
    first = (one for _, one in sorted(due, key=lambda pair: pair[0]))
    return (*at_once, *first, *(one for one in found if one.due_at is None))


FEW = 4
"""Posts whose matches have a line of their own on the home page."""


def a_few_of(looks: Sequence[Need]) -> tuple[Need, ...]:
    """A home is read at a glance: beyond a few posts, one line leads to the matches of all others."""
    if len(looks) <= FEW:
        return tuple(looks)
    rest = sum(one.count for one in looks[FEW:])
    return (*looks[:FEW], Need(NeedKind.LOOK_AT_ALL, "placements_member.matches", {}, rest))


MOST_RULES = 7
"""Rules whose findings have a line of their own on the home page."""


def a_few_rules(judgings: Sequence[Need]) -> tuple[Need, ...]:
    """Beyond the most pressing rules, one line leads to the findings of all others."""
    if len(judgings) <= MOST_RULES + 1:
        return tuple(judgings)
    rest = judgings[MOST_RULES:]
    count, due = sum(one.count for one in rest), [one.due_at for one in rest if one.due_at]
    others = Need(
        NeedKind.JUDGE_OTHERS, "compliance_staff.findings", count=count, due_at=min(due, default=None)
    )
    return (*judgings[:MOST_RULES], others)


@dataclass(frozen=True)
class PostLine:
    """One own post, with the numbers that matter."""

    kind: str
    """"availability" or "vacancy"."""
    id: UUID
    number: str
    title: str
    town: str
    state: PostState
    held: bool
    headcount: int
    free: int
    """Heads not yet taken, on the day when the fewest are free."""
    matches: int
    expires_at: datetime
