"""The labelled lines and the detector's page, where the tests find them."""

import csv
from pathlib import Path

HERE = Path(__file__).parent
DEVELOPMENT = HERE / "development.csv"
HELD_OUT = HERE / "held_out.csv"
FURTHER = HERE / "further.csv"
PAGE = HERE.parents[3] / "docs" / "detector.md"


def lines(path: Path) -> list[dict[str, str]]:
    """The labelled lines of a file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
