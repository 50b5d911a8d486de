"""The shipped taxonomy is whole, and every part fits the others."""

import csv
from collections import Counter

import pytest

from portal.taxonomy.domain import Concept, ConceptKind, normalise_label, resolve_occupation, resolve_skill
from portal.taxonomy.files import DATA, shipped_steps, shipped_taxonomy

SHIPPED = shipped_taxonomy()
STEPS = shipped_steps().steps
ESSENTIAL_SECTORS = {
    "agriculture",
    "food-manufacturing",
    "logistics",
    "health-social-care",
    "cleaning",
    "utilities",
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_kind(kind: ConceptKind) -> list[Concept]:
    return [concept for concept in SHIPPED.concepts.values() if concept.kind is kind]


def test_isco_08_is_complete() -> None:
    codes = [row["code"] for row in rows("isco08.csv")]
    assert len(codes) == len(set(codes)) == 619
    assert Counter(map(len, codes)) == {1: 10, 2: 43, 3: 130, 4: 436}
    assert all(code[:-1] in codes for code in codes if len(code) > 1)
    assert {"0110", "8344"} <= set(codes)


def test_every_essential_sector_has_occupations_of_its_own() -> None:
    sectors = Counter(row["sector"] for row in rows("occupations.csv"))
    assert sum(sectors.values()) >= 150
    assert all(sectors[sector] >= 20 for sector in ESSENTIAL_SECTORS)


def test_occupations_have_unit_groups_that_exist_and_labels_of_their_own() -> None:
    groups = {group.isco for group in of_kind(ConceptKind.ISCO_GROUP) if group.is_unit_group}
    occupations = of_kind(ConceptKind.OCCUPATION)
    assert all(occupation.isco in groups for occupation in occupations)
    assert len({normalise_label(occupation.label) for occupation in occupations}) == len(occupations)
    assert len(rows("occupations.csv")) == len(occupations)


def test_skills_are_listed_once_and_can_be_told_apart() -> None:
    listed = rows("skills.csv")
    assert len({row["uri"] for row in listed}) == len(listed)
    labels = Counter(normalise_label(concept.label) for concept in of_kind(ConceptKind.SKILL))
    assert max(labels.values()) == 1


def test_every_occupation_has_a_short_list_of_usual_skills() -> None:
    for occupation in of_kind(ConceptKind.OCCUPATION):
        usual = SHIPPED.usual_skills(occupation.uri)
        assert 2 <= len(usual.essential) <= 9, occupation.label
        assert len(usual.optional) <= 8, occupation.label
        assert not set(usual.essential) & set(usual.optional), occupation.label


def test_relations_stand_once_and_join_known_concepts() -> None:
    pairs = SHIPPED.broader
    assert len(set(pairs)) == len(pairs)
    assert all(one in SHIPPED.concepts and other in SHIPPED.concepts for one, other in pairs)
    needed = [(row["occupation"], row["skill"]) for row in rows("occupation_skills.csv")]
    assert len(set(needed)) == len(needed)


def test_every_skill_hangs_under_something() -> None:
    assert all(SHIPPED.skills.parents(skill.uri) for skill in of_kind(ConceptKind.SKILL))


def test_every_occupation_has_a_trade_alias_and_no_alias_stands_twice() -> None:
    assert len(SHIPPED.aliases) >= 250
    assert {uri for _, uri in SHIPPED.aliases} == {c.uri for c in of_kind(ConceptKind.OCCUPATION)}
    assert len({(normalise_label(alias), uri) for alias, uri in SHIPPED.aliases}) == len(SHIPPED.aliases)


def test_no_alias_repeats_the_label_of_an_occupation() -> None:
    labels = {normalise_label(occupation.label) for occupation in of_kind(ConceptKind.OCCUPATION)}
    assert [alias for alias, _ in SHIPPED.aliases if normalise_label(alias) in labels] == []


@pytest.mark.parametrize(
    ("said", "isco"),
    [
        ("FLT", "8344"),
        ("HGV", "8332"),
        ("LGV", "8332"),
        ("7.5 tonne", "8332"),
        ("veg packer", "9321"),
        ("packhouse operative", "9321"),
        ("brickie", "7112"),
        ("carer", "5322"),
        ("HCA", "5321"),
        ("fruit picker", "9211"),
        ("bin man", "9611"),
        ("sparky", "7411"),
    ],
)
def test_what_the_trade_says_is_understood(said: str, isco: str) -> None:
    meant = resolve_occupation(SHIPPED, said)
    assert isinstance(meant, Concept)
    assert meant.isco == isco


def test_picker_alone_is_ambiguous_between_field_and_warehouse() -> None:
    meant = resolve_occupation(SHIPPED, "picker")
    assert not isinstance(meant, Concept)
    assert {candidate.isco for candidate in meant.candidates} == {"9211", "9333"}


def test_a_skill_of_the_seed_is_understood() -> None:
    assert isinstance(resolve_skill(SHIPPED, "Operate forklift"), Concept)


def test_the_step_table_is_long_enough_and_each_step_has_a_reason_of_its_own() -> None:
    listed = rows("occupation_steps.csv")
    assert len(listed) == len(STEPS) >= 200
    reasons = Counter(row["reason"] for row in listed)
    assert max(reasons.values()) == 1
    assert all(20 <= len(reason) <= 120 for reason in reasons)


def test_steps_join_unit_groups_that_exist_with_values_that_are_allowed() -> None:
    groups = {group.isco for group in of_kind(ConceptKind.ISCO_GROUP) if group.is_unit_group}
    for (start, end), step in STEPS.items():
        assert {start, end} <= groups
        assert step.value in {0.5, 0.75, 1}


def test_each_step_says_more_than_the_codes_already_do() -> None:
    for (start, end), step in STEPS.items():
        by_code = 1 if start == end else 0.75 if start[:3] == end[:3] else 0.5 if start[:2] == end[:2] else 0
        assert step.value > by_code, (start, end)


def test_the_steps_that_the_rules_name_are_there() -> None:
    steps = shipped_steps()
    assert steps.value("7511", "8160") == 0.75
    assert steps.value("5131", "9321") == 0.5
    assert steps.value("2221", "5321") == 1
    assert steps.value("5321", "2221") is None
    assert (steps.value("5131", "9211") or 0) <= 0.5
    assert (steps.value("9211", "9213") or 0) <= 0.75
    assert steps.reason("7511", "8160")
    assert steps.reason("9211", "2221") is None
