"""Every state of a post against everything that can be done with it."""

import pytest

from portal.posts.domain import NEXT_STATE, ActNotPossible, PostAct, PostState, acts_in, state_after

LIFE = {
    PostState.DRAFT: {PostAct.PUBLISH: PostState.PUBLISHED},
    PostState.PUBLISHED: {
        PostAct.EDIT: PostState.PUBLISHED,
        PostAct.PAUSE: PostState.PAUSED,
        PostAct.PROLONG: PostState.PUBLISHED,
        PostAct.CLOSE: PostState.CLOSED,
        PostAct.EXPIRE: PostState.EXPIRED,
    },
    PostState.PAUSED: {
        PostAct.EDIT: PostState.PAUSED,
        PostAct.RESUME: PostState.PUBLISHED,
        PostAct.PROLONG: PostState.PAUSED,
        PostAct.CLOSE: PostState.CLOSED,
        PostAct.EXPIRE: PostState.EXPIRED,
    },
    PostState.EXPIRED: {PostAct.PROLONG: PostState.PUBLISHED, PostAct.CLOSE: PostState.CLOSED},
    PostState.CLOSED: {},
}


@pytest.mark.parametrize("act", PostAct)
@pytest.mark.parametrize("state", PostState)
def test_an_act_leads_where_the_life_of_a_post_says_or_nowhere(state: PostState, act: PostAct) -> None:
    expected = LIFE[state].get(act)

    assert state_after(state, act) == (expected or ActNotPossible(state, act))
    assert (act in acts_in(state)) is (expected is not None)


def test_the_table_has_no_step_beyond_these() -> None:
    assert len(NEXT_STATE) == sum(len(acts) for acts in LIFE.values())
