"""The tree keeps to its layers, and the check that says so really checks."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")


def lint(where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [LINTER, "--config", "pyproject.toml", "--no-cache"],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
    )


def test_features_depend_downwards_only() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "breach"),
    [
        ("portal/kernel/events.py", "import portal.infra.clock"),
        ("portal/availability/domain.py", "import sqlalchemy"),
        ("portal/placements/offers/domain/offers.py", "import sqlalchemy"),
        ("portal/organisations/queries.py", "import portal.placements.queries"),
        ("portal/placements/offers/service.py", "import portal.matching.models"),
    ],
)
def test_a_deliberate_breach_is_caught(tmp_path: Path, module: str, breach: str) -> None:
    shutil.copytree(
        ROOT / "portal", tmp_path / "portal", ignore=shutil.ignore_patterns("__pycache__", "data")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "config.py", tmp_path)
    guilty = tmp_path / module
    if not guilty.exists():
        guilty = guilty.with_suffix("") / "__init__.py"
    guilty.write_text(f"{breach}\n{guilty.read_text()}")
    assert lint(tmp_path).returncode != 0
