"""The rules in force as a document, for whoever wants to know by what is judged."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from portal.compliance.domain import Severity, Stage
from portal.compliance.rules.assist import AssistCheck, assist_checks
from portal.compliance.rules.rule import Rule, RuleSet
from portal.compliance.rules.sets import RULE_SETS

_ABOUT = {
    "costs": "Who pays",
    "pay": "Pay and hours",
    "parties": "Who supplies whom",
    "workers": "Each worker",
    "terms": "The same terms throughout",
    "records": "What is kept",
    "wording": "Wording",
}

_HOW_TO_READ = """\
A rule is data and a pure function over what is known of a post, a match, an offer or a placement. It
says nothing where there is nothing to look at. A critical failure refuses; major and minor ones carry a
deadline. What is flagged, or lacks a proof, waits for a person. "Read" says that somebody checked the
paragraph against the text of the source; the others are still to be checked."""


def rules_document(*, as_markdown: bool) -> str:
    """Every rule of the newest set, by what it is about, then the checks that staff make."""
    newest = RULE_SETS[-1]
    lines = _markdown(newest) if as_markdown else _plain(newest)
    return "\n".join(lines) + "\n"


def _plain(rules: RuleSet) -> Iterator[str]:
    for rule in rules.rules:
        yield f"{rule.id} {rule.version}  {rule.severity.value}  {rule.title}. {rule.source.text}."


def _markdown(rules: RuleSet) -> Iterator[str]:
    yield "# Rules of fair recruitment"
    yield ""
    yield f"Rule set {rules.number}, in force since {rules.since.isoformat()}; {len(rules.rules)} rules."
    yield "Written by `flask compliance rules --markdown`; not edited by hand."
    yield ""
    yield _HOW_TO_READ
    for feature, about in _ABOUT.items():
        yield ""
        yield f"## {about}"
        yield ""
        yield from _table(rule for rule in rules.rules if rule.id.partition(".")[0] == feature)
    yield ""
    yield "## Checks that staff make"
    yield ""
    yield "The system prepares them; a person looks at the evidence, writes down what it was, and decides."
    yield ""
    yield "| check | title | evidence | severity | from | source |"
    yield "|---|---|---|---|---|---|"
    yield from map(_check_row, assist_checks().values())


def _table(rules: Iterable[Rule]) -> Iterator[str]:
    yield "| rule | version | title | severity | asked at | source | read |"
    yield "|---|---|---|---|---|---|---|"
    for rule in rules:
        cells = (
            f"`{rule.id}`",
            str(rule.version),
            rule.title,
            _severity(rule.severity, rule.deadline),
            ", ".join(stage.value for stage in Stage if stage in rule.stages),
            rule.source.text,
            "yes" if rule.source.is_verified else "no",
        )
        yield f"| {' | '.join(cells)} |"


def _check_row(check: AssistCheck) -> str:
    cells = (
        f"`{check.id}`",
        check.title,
        check.evidence,
        _severity(check.severity, check.deadline),
        check.stage.value,
        check.source,
    )
    return f"| {' | '.join(cells)} |"


def _severity(severity: Severity, deadline: timedelta | None) -> str:
    return severity.value if deadline is None else f"{severity.value}, {deadline.days} days"
