"""What a text means among occupations and skills (matching rules, section 5)."""

import pytest

from portal.taxonomy.domain import (
    Concept,
    ConceptAmbiguous,
    ConceptKind,
    ConceptUnknown,
    FreeSkill,
    UsualSkills,
    normalise_label,
    resolve_occupation,
    resolve_skill,
)
from portal.taxonomy.files import ShippedTaxonomy, Steps


def group(code: str, label: str) -> Concept:
    return Concept(f"http://data.europa.eu/esco/isco/C{code}", ConceptKind.ISCO_GROUP, label, code)


def occupation(name: str, isco: str) -> Concept:
    return Concept(f"http://example.org/{name}", ConceptKind.OCCUPATION, name, isco)


def skill(name: str, label: str | None = None) -> Concept:
    return Concept(f"http://example.org/skill/{name}", ConceptKind.SKILL, label or name)


WAITER, BAKER = occupation("waiter", "5131"), occupation("baker", "7512")
CAKE_MAKER, GUARD = occupation("cake maker", "7512"), occupation("security guard", "5414")
BAKERS, WAITERS = group("7512", "Bakers and pastry-cooks"), group("5131", "Waiters")
OFFICERS, SOLDIERS = group("0110", "Commissioned armed forces officers"), group("01", "Waiter")
KNEADING, FIRST_AID = skill("kneading", "Knead dough"), skill("first aid")
OTHER_FIRST_AID = skill("first aid again", "first aid")

ALIASES = (
    ("pastry hand", BAKER.uri),
    ("pastry hand", CAKE_MAKER.uri),
    ("hand", BAKER.uri),
    ("hand", WAITER.uri),
    ("security guard", WAITER.uri),
    ("kneader", KNEADING.uri),
    ("kneader", FIRST_AID.uri),
    ("dough work", KNEADING.uri),
)
KNOWN = (WAITER, BAKER, CAKE_MAKER, GUARD, BAKERS, WAITERS, OFFICERS, SOLDIERS)
SKILLS = (KNEADING, FIRST_AID, OTHER_FIRST_AID)
SOURCE = ShippedTaxonomy(
    concepts={concept.uri: concept for concept in KNOWN + SKILLS},
    aliases=ALIASES,
    usual={BAKER.uri: UsualSkills((KNEADING,))},
    broader=(),
    steps=Steps({}),
)


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("  Forklift \t  Operator\n", "forklift operator"),
        ("ＦＬＴ", "flt"),
        ("Straße", "strasse"),
        ("7.5\u00a0tonne", "7.5 tonne"),
        ("", ""),
    ],
)
def test_labels_are_compared_without_width_case_and_extra_spaces(typed: str, compared: str) -> None:
    assert normalise_label(typed) == compared


@pytest.mark.parametrize("text", ["baker", " BAKER ", BAKER.uri])
def test_an_occupation_is_found_by_label_or_address(text: str) -> None:
    assert resolve_occupation(SOURCE, text) == BAKER


@pytest.mark.parametrize("text", ["7512", " 7512 ", "bakers and  pastry-cooks", BAKERS.uri])
def test_a_unit_group_is_found_by_code_label_or_address(text: str) -> None:
    assert resolve_occupation(SOURCE, text) == BAKERS


def test_a_preferred_label_comes_before_an_alias() -> None:
    assert resolve_occupation(SOURCE, "security guard") == GUARD


def test_an_occupation_comes_before_a_wider_group_of_that_name() -> None:
    assert resolve_occupation(SOURCE, "waiter") == WAITER


def test_an_alias_with_several_meanings_is_ambiguous_and_lists_them() -> None:
    assert resolve_occupation(SOURCE, "Hand") == ConceptAmbiguous("Hand", (BAKER, WAITER))


def test_an_alias_of_several_occupations_in_one_unit_group_means_that_group() -> None:
    assert resolve_occupation(SOURCE, "pastry hand") == BAKERS


def test_a_misspelt_occupation_is_unknown_and_lists_what_comes_close() -> None:
    assert resolve_occupation(SOURCE, "cake makr") == ConceptUnknown("cake makr", (CAKE_MAKER,))


def test_a_code_that_lost_its_zero_in_a_spreadsheet_is_unknown_and_shows_the_right_one() -> None:
    assert resolve_occupation(SOURCE, "110") == ConceptUnknown("110", (OFFICERS,))


def test_a_wider_group_is_no_occupation() -> None:
    assert resolve_occupation(SOURCE, "01") == ConceptUnknown("01", (OFFICERS,))
    assert resolve_occupation(SOURCE, SOLDIERS.uri) == ConceptUnknown(SOLDIERS.uri, ())


@pytest.mark.parametrize("text", ["", "   ", "9999", KNEADING.uri, "http://example.org/none", "²512"])
def test_what_is_no_occupation_is_unknown(text: str) -> None:
    assert resolve_occupation(SOURCE, text) == ConceptUnknown(text.strip(), ())


@pytest.mark.parametrize("text", ["knead DOUGH", "dough work", KNEADING.uri])
def test_a_skill_is_found_by_label_alias_or_address(text: str) -> None:
    assert resolve_skill(SOURCE, text) == KNEADING


def test_a_skill_label_with_several_meanings_is_ambiguous() -> None:
    assert resolve_skill(SOURCE, "first aid") == ConceptAmbiguous("first aid", (FIRST_AID, OTHER_FIRST_AID))
    assert resolve_skill(SOURCE, "kneader") == ConceptAmbiguous("kneader", (KNEADING, FIRST_AID))


def test_an_unknown_skill_is_a_free_skill_equal_however_it_is_typed() -> None:
    assert resolve_skill(SOURCE, " Hop  Picking") == FreeSkill("hop picking")
    assert resolve_skill(SOURCE, "hop picking") == resolve_skill(SOURCE, "HOP PICKING")


def test_the_address_of_an_occupation_is_no_skill() -> None:
    assert resolve_skill(SOURCE, BAKER.uri) == FreeSkill(BAKER.uri)


def test_a_bare_unit_group_assumes_no_skills() -> None:
    assert SOURCE.usual_skills(BAKER.uri).essential == (KNEADING,)
    assert SOURCE.usual_skills(BAKERS.uri) == UsualSkills()
