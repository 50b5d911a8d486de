"""Why words were flagged is said to members in their own language."""

from unittest.mock import patch

from portal.compliance.domain import Finding, RuleOutcome, Severity
from portal.compliance.findings import words
from portal.compliance.findings.wording_words import WORDING_WHYS
from portal.compliance.wording.detector import WORDING_RULES
from portal.compliance.wording.lexicon import lexicon


def test_every_reason_of_the_lexicon_can_be_translated() -> None:
    phrases = {phrase.why for begun in lexicon().beginning.values() for phrase, _ in begun}
    assert phrases | {rule.why for rule in WORDING_RULES.values()} == {"", *WORDING_WHYS}


def test_the_reason_is_translated_where_a_member_reads_it() -> None:
    why = WORDING_RULES["wording.fee"].why
    found = Finding(
        rule="wording.fee",
        severity=Severity.CRITICAL,
        outcome=RuleOutcome.FLAGGED,
        label="registration fee",
        facts=(("where", "somewhere"), ("why", why)),
    )
    with patch.object(words, "gettext", lambda text, **told: f"<{text % told}>" if told else f"<{text}>"):
        assert f"<{why}>" in words.message(found)
