"""Counting tries, so that nobody can guess for long."""

from datetime import datetime

from sqlalchemy import Insert

from portal.accounts.domain import TRY_LIMITS, TooManyTries, TryKind
from portal.accounts.models import TryCountRow
from portal.accounts.secrets import token_hash
from portal.infra.database import insert_or
from portal.infra.unit_of_work import Work


def count_try(work: Work, kind: TryKind, *who: str) -> int | TooManyTries:
    """Count one more try by `who` (address, network address); how many in this span of time so far.

    One statement counts and reads, so that simultaneous tries are each counted, in every process.
    """
    limit = TRY_LIMITS[kind]
    window = limit.window(work.now)
    tries = work.session.execute(_count_one(work, kind, token_hash("|".join(who)), window)).scalar_one()
    return TooManyTries(window + limit.within) if tries > limit.tries else tries


def _count_one(work: Work, kind: TryKind, key: str, window: datetime) -> Insert:
    counted: Insert = (
        insert_or(work.session, TryCountRow)
        .values(kind=kind, key=key, window=window, tries=1)
        .on_conflict_do_update(
            index_elements=["kind", "key", "window"], set_={"tries": TryCountRow.tries + 1}
        )
        .returning(TryCountRow.tries)
    )
    return counted
