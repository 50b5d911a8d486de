"""Measures the wording detector: `python -m portal.compliance.wording.measure LABELLED.csv`."""

import argparse
import csv
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from portal.compliance.wording.detector import flags_in
from portal.compliance.wording.domain import Passage

_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"
COMMAND = "python -m portal.compliance.wording.measure"
_MONEY = frozenset(
    f"wording.{rule}" for rule in ("fee", "deposit", "deduction", "bond", "loan", "tied-housing")
)


@dataclass
class Tally:
    """Labelled lines counted: found and missed among those that should be flagged, false alarms among all."""

    found: int = 0
    missed: int = 0
    false_alarms: int = 0

    @property
    def precision(self) -> float:
        """The share of flags that are right, 0 to 1; 1 where nothing was flagged."""
        return self.found / (self.found + self.false_alarms) if self.found + self.false_alarms else 1.0

    @property
    def recall(self) -> float:
        """The share of what should be flagged that was, 0 to 1; 1 where nothing should be."""
        return self.found / (self.found + self.missed) if self.found + self.missed else 1.0


@dataclass
class Measure:
    """What the detector made of labelled lines.

    Overall and per language a line counts once. It is found if the rule its label names is among its flags.
    It is a false alarm if it is innocent and flagged, or is flagged by a rule of another kind than its
    label's; rules about money count as one kind, as a deducted deposit is both. Per rule, each flag counts.
    """

    lines: int = 0
    innocent: int = 0
    overall: Tally = field(default_factory=Tally)
    languages: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    rules: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))

    def count(self, expected: str, language: str, flagged: Iterable[str]) -> None:
        """Count one labelled line; `expected` is its rule, empty if it is innocent."""
        seen = set(flagged)
        strange = {rule for rule in seen if not _is_alike(rule, expected)}
        self.lines += 1
        self.innocent += not expected
        for tally in (self.overall, self.languages[language]):
            tally.found += bool(expected) and expected in seen
            tally.missed += bool(expected) and expected not in seen
            tally.false_alarms += bool(strange)
        if expected:
            self.rules[expected].found += expected in seen
            self.rules[expected].missed += expected not in seen
        for rule in strange:
            self.rules[rule].false_alarms += 1


def measure(rows: Iterable[Mapping[str, str]]) -> Measure:
    """Measure the detector on labelled lines (columns text, where, rule, and language if it was said)."""
    result = Measure()
    for row in rows:
        flags = flags_in([Passage(row["where"], row["text"], row.get("language"))])
        result.count(row["rule"], row.get("language", "not said"), (flag.rule for flag in flags))
    return result


def measure_file(path: Path) -> Measure:
    """Measure the detector on a labelled CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return measure(csv.DictReader(file))


def report(result: Measure) -> str:
    """The figures as Markdown: how many lines, then a table, shares with two decimals."""
    rows = ["| | lines to flag | found | false alarms | precision | recall |", "|---|---|---|---|---|---|"]
    rows.append(_row("all", result.overall))
    rows.extend(_row(f"language {name}", result.languages[name]) for name in sorted(result.languages))
    rows.extend(_row(name, result.rules[name]) for name in sorted(result.rules))
    return f"{result.lines} lines, {result.innocent} of them innocent.\n\n" + "\n".join(rows)


def _row(name: str, tally: Tally) -> str:
    counts = f"{tally.found + tally.missed} | {tally.found} | {tally.false_alarms}"
    return f"| {name} | {counts} | {tally.precision:.2f} | {tally.recall:.2f} |"


def _is_alike(rule: str, expected: str) -> bool:
    return rule == expected or (rule in _MONEY and expected in _MONEY)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print precision and recall of a labelled file."""
    parser = argparse.ArgumentParser(prog=COMMAND, description=__doc__)
    parser.add_argument("file", type=Path, help="labelled lines: text, language, where, label, rule")
    parser.add_argument(
        "--into", type=Path, help="a page whose figures are replaced, such as docs/detector.md"
    )
    given = parser.parse_args(arguments)
    figures = report(measure_file(given.file))
    sys.stdout.write(f"{figures}\n")
    if given.into is not None:
        page = given.into.read_text(encoding="utf-8")
        before, after = page.split(_BEGIN)[0], page.split(_END)[1]
        given.into.write_text(f"{before}{_BEGIN}\n\n{figures}\n\n{_END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
