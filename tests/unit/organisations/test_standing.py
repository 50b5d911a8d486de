"""Applications, decisions and the last administrator."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from portal.kernel.viewer import MemberRole
from portal.organisations.domain import (
    Act,
    LastAdministrator,
    Standing,
    StandingForbids,
    after,
    decide_by,
    judge_leaving,
)

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ADA, BEN, CAI = (UUID(int=n) for n in (1, 2, 3))
ADMINISTRATOR, MEMBER = MemberRole.ADMINISTRATOR, MemberRole.MEMBER

POSSIBLE = {
    (Standing.PENDING, Act.APPROVE): Standing.APPROVED,
    (Standing.PENDING, Act.REFUSE): Standing.REFUSED,
    (Standing.REFUSED, Act.APPLY_AGAIN): Standing.PENDING,
    (Standing.APPROVED, Act.GAIN_SIDE): Standing.PENDING,
}


@pytest.mark.parametrize(("standing", "act"), list(product(Standing, Act)))
def test_every_standing_allows_only_what_the_table_says(standing: Standing, act: Act) -> None:
    assert after(standing, act) == POSSIBLE.get((standing, act), StandingForbids(standing))


def test_an_express_application_is_due_in_one_hour_and_another_in_two_days() -> None:
    assert decide_by(NOON, express=True) == NOON + timedelta(hours=1)
    assert decide_by(NOON, express=False) == NOON + timedelta(days=2)


def test_the_last_administrator_may_not_leave() -> None:
    assert judge_leaving({ADA: ADMINISTRATOR, BEN: MEMBER}, ADA) == LastAdministrator()
    assert judge_leaving({ADA: ADMINISTRATOR}, ADA) == LastAdministrator()


def test_one_of_two_administrators_may_leave() -> None:
    assert judge_leaving({ADA: ADMINISTRATOR, BEN: ADMINISTRATOR}, ADA) is None


def test_a_member_may_leave() -> None:
    assert judge_leaving({ADA: ADMINISTRATOR, BEN: MEMBER}, BEN) is None
