"""Mails about published plans: each post's people read what is proposed for it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, time, timedelta

from portal.availability import queries as availability
from portal.infra.unit_of_work import Work
from portal.infra.web.pages import public_url
from portal.kernel.events import Event, Ref
from portal.matching import queries as matching
from portal.matching.notices import AT_ONCE_BEFORE_START
from portal.notifications.domain import Category, Message, ToPerson
from portal.organisations import queries as organisations
from portal.plans.events import PairsProposed
from portal.vacancies import queries as vacancies

SHOWN = 5
"""Pairs named in a mail; the rest are counted."""


def tell_of_proposals(work: Work, happened: PairsProposed) -> Iterator[Message]:
    """Each member of the post's organisation gets one mail about all that the plan has for it."""
    rows = matching.matches(work.session, happened.match_ids)
    lots = availability.availabilities(work.session, {row.availability_id for row in rows.values()})
    jobs = vacancies.vacancies(work.session, {row.vacancy_id for row in rows.values()})
    for_provider = happened.post.kind == "availability"
    own = lots[happened.post.id] if for_provider else jobs[happened.post.id]
    pairs = [
        (heads, lots[rows[one].availability_id], jobs[rows[one].vacancy_id])
        for one, heads in zip(happened.match_ids, happened.heads, strict=True)
    ]
    starts = min(job.starts for _heads, _lot, job in pairs)
    start = datetime.combine(starts, time(), UTC)
    facts = {
        "for_provider": for_provider,
        "number": own.number,
        "heads": sum(happened.heads),
        "count": len(pairs),
        "lines": [
            {
                "heads": heads,
                "work": job.title if for_provider else lot.occupation,
                "town": job.town if for_provider else lot.town,
            }
            for heads, lot, job in pairs[:SHOWN]
        ],
        "before": starts.isoformat() if starts > work.now.date() else None,
        "url": public_url("placements_member.post_matches", kind=happened.post.kind, id=happened.post.id),
    }
    for member in organisations.members_of(work.session, happened.organisation_id):
        yield Message(
            template="plans/pairs_proposed",
            to=ToPerson(member.person_id),
            facts=facts,
            key=f"plan:{happened.plan_id}:{happened.post}",
            category=Category.MATCHES,
            organisation_id=happened.organisation_id,
            urgent=start - work.now <= AT_ONCE_BEFORE_START,
            expires_at=max(start + timedelta(days=2), work.now + timedelta(hours=1)),
            about=(
                Ref("plan", happened.plan_id),
                happened.post,
                *(Ref("match", one) for one in happened.match_ids),
            ),
        )


NOTICES: Mapping[type[Event], Callable[..., Iterable[Message]]] = {PairsProposed: tell_of_proposals}
