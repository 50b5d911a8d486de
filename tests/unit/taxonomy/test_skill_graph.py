"""How skills hang together: what counts as broader, and what as related (matching rules, section 1)."""

from hypothesis import given
from hypothesis import strategies as st

from portal.taxonomy.domain import SkillGraph

GRAPH = SkillGraph.of(
    broader=[
        ("boning", "butchery"),
        ("trimming", "butchery"),
        ("butchery", "food work"),
        ("food work", "group: food"),
        ("baking", "group: food"),
        ("welding", "group: metal"),
        ("group: food", "group: everything"),
        ("group: metal", "group: everything"),
    ],
    skills=["boning", "trimming", "butchery", "food work", "baking", "welding"],
)


def test_a_skill_counts_as_every_broader_skill_at_any_height() -> None:
    assert GRAPH.broader_skills("boning") == {"butchery", "food work"}


def test_groups_are_not_broader_skills() -> None:
    assert GRAPH.broader_skills("baking") == frozenset()


def test_parents_are_the_immediate_broader_concepts_skills_and_groups() -> None:
    assert GRAPH.parents("boning") == {"butchery"}
    assert GRAPH.parents("food work") == {"group: food"}


def test_a_skill_is_related_to_its_immediate_broader_skill_in_both_directions() -> None:
    assert GRAPH.related("boning", "butchery")
    assert GRAPH.related("butchery", "boning")


def test_skills_under_the_same_skill_are_related() -> None:
    assert GRAPH.related("boning", "trimming")


def test_skills_under_the_same_group_are_related() -> None:
    assert GRAPH.related("food work", "baking")


def test_a_skill_is_not_related_to_one_two_levels_above() -> None:
    assert not GRAPH.related("boning", "food work")


def test_skills_whose_groups_only_meet_higher_up_are_not_related() -> None:
    assert not GRAPH.related("baking", "welding")


def test_free_skills_relate_to_nothing_and_have_nothing_above() -> None:
    assert not GRAPH.related("whistling", "boning")
    assert not GRAPH.related("whistling", "whistling")
    assert GRAPH.broader_skills("whistling") == frozenset()


def test_a_circle_in_the_relations_ends_and_leaves_out_the_skill_itself() -> None:
    circle = SkillGraph.of([("a", "b"), ("b", "a")], ["a", "b"])
    assert circle.broader_skills("a") == {"b"}


NAMES = st.sampled_from("abcdef")
PAIRS = st.lists(st.tuples(NAMES, NAMES).filter(lambda pair: pair[0] != pair[1]), max_size=12)


@given(PAIRS, NAMES, NAMES)
def test_being_related_is_mutual(pairs: list[tuple[str, str]], one: str, other: str) -> None:
    graph = SkillGraph.of(pairs, "abc")
    assert graph.related(one, other) == graph.related(other, one)


@given(PAIRS, NAMES)
def test_asking_twice_gives_the_same_answer(pairs: list[tuple[str, str]], one: str) -> None:
    graph = SkillGraph.of(pairs, "abc")
    assert graph.broader_skills(one) == graph.broader_skills(one) <= set("abc")
