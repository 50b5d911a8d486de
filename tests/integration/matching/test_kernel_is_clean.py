"""The compiled search, built to watch over itself, reads and writes only what is its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WATCHED = "-fsanitize=address,undefined"
WORKLOAD = """
import importlib.util
import sys

spec = importlib.util.spec_from_file_location("portal.matching.index.kernel", sys.argv[1])
sys.modules[spec.name] = kernel = importlib.util.module_from_spec(spec)
import portal.matching.index
portal.matching.index.kernel = kernel
spec.loader.exec_module(kernel)

from portal.matching.index.availabilities import AvailabilityIndex
from portal.matching.index.vacancies import VacancyIndex
from tests.unit.matching.pairs import KNOWLEDGE
from tests.unit.matching.worlds import world

for size in (0, 1, 40):
    lots, vacancies = world(size, size, size)
    supply = AvailabilityIndex(lots, KNOWLEDGE, "compiled")
    demand = VacancyIndex(vacancies, KNOWLEDGE, "compiled")
    _, asking = world(3, 0, 40)
    others, _ = world(3, 40, 0)
    for top in (0, 1, 20, None):
        print(sum(map(len, supply.best_for_vacancies(asking, top))))
        print(sum(map(len, demand.best_for_availabilities(others, top))))
"""


def library(name: str) -> str | None:
    """Where the compiler keeps one of its libraries, if it has it."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None:
        return None
    told = subprocess.run([compiler, f"-print-file-name={name}"], capture_output=True, text=True, check=False)
    found = Path(told.stdout.strip())
    return str(found) if found.is_absolute() and found.exists() else None


def test_no_fault_is_found_by_the_watching_compiler(tmp_path_factory: pytest.TempPathFactory) -> None:
    watching = library("libasan.so")
    if watching is None:
        pytest.skip("no compiler that watches over memory is at hand")
    folder = tmp_path_factory.mktemp("watched")
    subprocess.run(
        [sys.executable, ROOT / "scripts" / "build_kernel.py", "--into", folder, WATCHED, "-O1", "-g"],
        capture_output=True,
        check=True,
    )
    built = next(iter(folder.glob("kernel.*")))
    environment = os.environ | {
        "LD_PRELOAD": watching,
        "ASAN_OPTIONS": "detect_leaks=0",
        "UBSAN_OPTIONS": "halt_on_error=1",
        "PYTHONPATH": str(ROOT),
    }
    ran = subprocess.run(
        [sys.executable, "-c", WORKLOAD, built],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        cwd=ROOT,
    )
    assert ran.returncode == 0, ran.stderr
    assert "ERROR" not in ran.stderr
    assert "runtime error" not in ran.stderr
    found = [int(line) for line in ran.stdout.split()]
    assert len(found) == 24
    assert max(found) > 20


def test_one_line_says_why_numpy_matches(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("without")
    built = subprocess.run(
        [sys.executable, ROOT / "scripts" / "build_kernel.py", "--into", folder],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"CC": "no-such-compiler"},
    )
    assert built.returncode == 1
    assert built.stderr == ""
    assert built.stdout.count("\n") == 1
    assert "NumPy" in built.stdout
    assert "no-such-compiler" in built.stdout or "setuptools" in built.stdout
    assert not list(folder.iterdir())
