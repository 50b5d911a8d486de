"""Figures as rows, kept in a file and in a document between two marks, so that they can be renewed."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_DOCUMENT = Path("docs/scale.md")
_FIGURES = Path("var/bench")


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    what: str
    figure: str


def written(name: str, listed: Sequence[Row]) -> None:
    """Write rows to a file and between the marks of their name in the document."""
    _FIGURES.mkdir(parents=True, exist_ok=True)
    (_FIGURES / f"{name}.json").write_text(json.dumps([asdict(row) for row in listed], indent=1) + "\n")
    _DOCUMENT.write_text(with_table(_DOCUMENT.read_text(), name, listed))


def with_table(text: str, name: str, listed: Sequence[Row]) -> str:
    """The text with a new table between its two marks; as it is where it has none."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->"
    if begin not in text or end not in text:
        return text
    before, rest = text.split(begin, 1)
    lines = ["| what | figure |", "|---|---|", *(f"| {row.what} | {row.figure} |" for row in listed)]
    table = "\n".join(lines)
    return f"{before}{begin}{table}\n{end}{rest.split(end, 1)[1]}"
