"""The lexicon as data: every language says what the shared forms need."""

import re

import pytest

from portal.compliance.wording.detector import WORDING_RULES
from portal.compliance.wording.lexicon import DATA, LANGUAGES, lexicon

_GROUPS_EVERY_LANGUAGE_NEEDS = (
    "process",
    "charge",
    "payable",
    "youpay",
    "ownexpense",
    "send",
    "deposit",
    "returned",
    "deduct",
    "wages",
    "early",
    "penalty",
    "repay",
    "papers",
    "kept",
    "housing",
    "compulsory",
    "loan",
    "repaid",
    "no",
    "none",
    "free",
    "employer",
    "pays",
    "only",
    "women",
    "men",
    "seek",
    "age",
    "years",
    "young",
    "nation",
    "faithful",
    "without",
    "children",
    "unmarried",
    "disabled",
    "illness",
    "union",
    "goodlooking",
    "gay",
    "tax",
    "optional",
    "withyou",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_words_for_what_every_form_needs(language: str):
    written = (DATA / f"{language}.toml").read_text(encoding="utf-8")
    for group in _GROUPS_EVERY_LANGUAGE_NEEDS:
        assert re.search(rf'(?m)^{group} = "[^"]+"$', written), group


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_can_be_broken_in_every_language(language: str):
    phrases = [phrase for begun in lexicon().beginning.values() for phrase, _ in begun]
    found = {
        rule
        for phrase in phrases
        if phrase.language == language and not phrase.is_innocent
        for rule in phrase.rules
    }
    assert found == set(WORDING_RULES)


def test_no_innocent_phrase_answers_for_a_rule_there_is_not():
    phrases = [phrase for begun in lexicon().beginning.values() for phrase, _ in begun]
    assert {rule for phrase in phrases for rule in phrase.rules} == set(WORDING_RULES)


def test_every_group_a_form_names_is_a_group_of_some_language():
    named = set()
    known = set()
    for path in DATA.glob("*.toml"):
        written = path.read_text(encoding="utf-8")
        known |= set(re.findall(r'(?m)^(\w+) = "', written))
        named |= set(
            re.findall(
                r"@(\w+)", "\n".join(line for line in written.splitlines() if not line.startswith("#"))
            )
        )
    assert named <= known
