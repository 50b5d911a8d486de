"""Things that the portal notices by itself and a person looks at; a flag stops nothing."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import select

from portal.compliance.domain import Finding, RuleOutcome, Severity, Stage
from portal.compliance.findings.domain import FindingState
from portal.compliance.findings.models import FindingRow
from portal.compliance.findings.stored import findings_to_json
from portal.infra.unit_of_work import Work
from portal.kernel.events import Ref

SHARED_CONTACT = "workers.shared-contact"
FORGOTTEN_WORD = "workers.forgotten-word"
BURST = "workers.answers-in-a-burst"
LOOKED_AT_WITHIN = timedelta(days=3)
FLAGS: Mapping[str, Any] = MappingProxyType(
    {
        SHARED_CONTACT: _("Workers with different names gave the same phone or e-mail as their own"),
        FORGOTTEN_WORD: _("A worker forgot the secret word and has no e-mail: see Forgotten secret words"),
        BURST: _("Several workers of one provider opened or answered offers in a burst"),
    }
)
"""What each flag is called, by its id."""


def flag(work: Work, ref: Ref, rule: str) -> bool:
    """Put something before staff; false where the same stands open already."""
    same = select(FindingRow.id).where(
        FindingRow.kind == ref.kind,
        FindingRow.object_id == ref.id,
        FindingRow.rule == rule,
        FindingRow.state == FindingState.OPEN,
    )
    if work.session.scalar(same.limit(1)) is not None:
        return False
    # "flagged" would make its thing wait; what needs evidence and is minor stops nothing
    found = Finding(rule=rule, severity=Severity.MINOR, outcome=RuleOutcome.NEEDS_EVIDENCE)
    work.session.add(
        FindingRow(
            id=work.new_id(),
            decision_id=None,
            kind=ref.kind,
            object_id=ref.id,
            stage=Stage.OFFER,
            rule=rule,
            rule_version=found.version,
            severity=found.severity,
            outcome=found.outcome,
            code="",
            label="",
            body=findings_to_json([found])[0],
            sameness="",
            evidence={},
            stops=False,
            state=FindingState.OPEN,
            found_at=work.now,
            due_at=work.now + LOOKED_AT_WITHIN,
        )
    )
    work.session.flush()
    return True
