"""Mails about the deadlines of findings: to administrators before one, to compliance staff after it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from portal.accounts.queries import staff_with
from portal.compliance.domain import RuleOutcome
from portal.compliance.findings.domain import FindingState, KeptFinding
from portal.compliance.findings.queries import findings_due
from portal.compliance.findings.words import title_of
from portal.infra.schedule import Job
from portal.infra.unit_of_work import Work
from portal.infra.web import public_url
from portal.kernel.events import Ref
from portal.kernel.viewer import StaffRole
from portal.notifications.domain import Category, Message, ToPerson
from portal.notifications.service import queue
from portal.organisations import queries as organisations
from portal.placements.concerned import organisations_concerned
from portal.placements.whereabouts import whereabouts

A_LONG_DEADLINE = timedelta(days=7)
REMINDED_BEFORE_A_LONG_ONE = 3
REMINDED_BEFORE_A_SHORT_ONE = 1
LOOKED_BACK = 7
"""Days after which nobody is told any more that a deadline has passed."""
MOST_NAMED = 10
"""Findings that one mail names; the rest it counts."""


def days_before(kept: KeptFinding) -> int:
    """How many days before its last day a finding is recalled to those who can mend it.

    Every deadline is at least two days long, so that all findings with the same last day are known
    by then: one mail names them all.
    """
    is_long = kept.due_at is not None and kept.due_at - kept.found_at >= A_LONG_DEADLINE
    return REMINDED_BEFORE_A_LONG_ONE if is_long else REMINDED_BEFORE_A_SHORT_ONE


def is_theirs_to_mend(kept: KeptFinding) -> bool:
    """Whether those concerned can do something: a flag first waits for staff."""
    return kept.finding.outcome is not RuleOutcome.FLAGGED or kept.state is FindingState.UPHELD


def remind_of_deadlines(work: Work) -> int:
    """Tell administrators what is due soon, and staff what was not mended in time; how many mails."""
    messages = [*_before(work), *_after(work)]
    for message in messages:
        queue(work, message)
    return len(messages)


def _before(work: Work) -> Iterator[Message]:
    today = work.now.date()
    soon = findings_due(
        work.session, work.now, _begin(today + timedelta(days=REMINDED_BEFORE_A_LONG_ONE + 1))
    )
    by_mail: dict[tuple[UUID, date, int], list[KeptFinding]] = defaultdict(list)
    for kept, last_day in _by_last_day(soon):
        ahead = days_before(kept)
        if last_day <= today + timedelta(days=ahead) and is_theirs_to_mend(kept):
            for organisation_id in dict.fromkeys(organisations_concerned(work.session, kept.ref)):
                by_mail[organisation_id, last_day, ahead].append(kept)
    for (organisation_id, last_day, ahead), found in sorted(by_mail.items(), key=lambda item: item[0]):
        key = f"compliance/finding_due:{organisation_id}:{last_day}:{ahead}"
        yield from _to_administrators(work, organisation_id, key, _facts(work, last_day, found))


def _to_administrators(
    work: Work, organisation_id: UUID, key: str, facts: dict[str, Any]
) -> Iterator[Message]:
    own = organisations.organisation(work.session, organisation_id)
    told = {**facts, "organisation": own.name if own else ""}
    for person_id in organisations.administrators_of(work.session, organisation_id):
        yield Message(
            template="compliance/finding_due",
            to=ToPerson(person_id),
            facts=told,
            key=key,
            category=Category.PROGRESS,
            organisation_id=organisation_id,
            about=(Ref("organisation", organisation_id),),
        )


def _after(work: Work) -> Iterator[Message]:
    """One mail for each day on which something was due that still stands."""
    today = work.now.date()
    passed = findings_due(work.session, _begin(today - timedelta(days=LOOKED_BACK)), _begin(today))
    by_day: dict[date, list[KeptFinding]] = defaultdict(list)
    for kept, last_day in _by_last_day(passed):
        by_day[last_day].append(kept)
    for last_day, found in sorted(by_day.items()):
        facts = {**_facts(work, last_day, found), "url": public_url("compliance_staff.findings")}
        for person in staff_with(work.session, StaffRole.COMPLIANCE):
            yield Message(
                template="compliance/finding_overdue",
                to=ToPerson(person.id),
                facts=facts,
                key=f"compliance/finding_overdue:{last_day}",
                category=Category.PROGRESS,
            )


def _facts(work: Work, last_day: date, found: Sequence[KeptFinding]) -> dict[str, Any]:
    """What stands, thing by thing; the button leads to the thing where there is only one."""
    things = [(one, whereabouts(work.session, one.ref)) for one in found]
    lines = [{"about": at.words if at else "", "rule": title_of(one.finding.rule)} for one, at in things]
    named = [dict(line) for line in dict.fromkeys(tuple(line.items()) for line in lines)]
    pages = {(at.for_owners.endpoint, str(at.for_owners.values)): at.for_owners for _, at in things if at}
    only = next(iter(pages.values())) if len(pages) == 1 else None
    return {
        "deadline": last_day.isoformat(),
        "count": len(named),
        "lines": named[:MOST_NAMED],
        "url": public_url(only.endpoint, **only.values) if only else public_url("insights_account.home"),
    }


def _by_last_day(found: Iterable[KeptFinding]) -> Iterator[tuple[KeptFinding, date]]:
    return ((one, one.due_at.date()) for one in found if one.due_at is not None)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


JOBS: tuple[Job, ...] = (Job("compliance: deadlines of findings", timedelta(hours=1), remind_of_deadlines),)
