"""docs/rules.md lists the rules in force, and every check that is made."""

from pathlib import Path

from portal.compliance.rules.assist import assist_checks
from portal.compliance.rules.document import rules_document
from portal.compliance.rules.sets import RULE_SETS

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"


def test_the_document_is_current() -> None:
    assert rules_document(as_markdown=True) == DOCUMENT.read_text(), (
        "run `flask compliance rules --markdown > docs/rules.md`"
    )


def test_every_rule_and_every_check_is_listed_with_its_source() -> None:
    text = DOCUMENT.read_text()
    for rule in RULE_SETS[-1].rules:
        assert f"`{rule.id}`" in text
        assert rule.source.text in text
    for check in assist_checks().values():
        assert f"`{check.id}`" in text
        assert check.source in text
