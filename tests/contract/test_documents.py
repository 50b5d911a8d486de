"""What the documents say is there, is there; nothing in the repository tells where it was written."""

import re
import subprocess
from functools import cache
from pathlib import Path

import pytest

import config

ROOT = config.ROOT
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
PATH = re.compile(r"`((?:portal|tests|docs|templates|scripts|migrations|static)/[\w./-]+)`")
MARKS = (
    "registry" + ".npmjs",
    "files" + ".pythonhosted",
    "pypi.org" + "/simple",
    "/ro" + "ot/",
    "/home" + "/us",
    "/wo" + "rk/main",
    "/tm" + "p/brief",
)
"""Put together here, so that this file does not hold them."""


@cache
def committed() -> tuple[Path, ...]:
    """All files of the repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def documents() -> list[Path]:
    return [one for one in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if one.exists()]


@pytest.mark.parametrize("document", documents(), ids=lambda one: one.name)
def test_links_lead_to_files(document: Path) -> None:
    text = document.read_text()
    linked = {name: document.parent / name for name in LINK.findall(text)}
    named = {name: ROOT / name for name in PATH.findall(text)}
    assert [name for name, path in (linked | named).items() if not path.exists()] == []


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = [int(one.name[:4]) for one in sorted((ROOT / "docs" / "adr").glob("*.md"))]
    assert numbers == list(range(1, len(numbers) + 1))


def test_nothing_tells_where_it_was_written() -> None:
    telling = {
        f"{path.relative_to(ROOT)}: {mark}"
        for path in committed()
        for mark in MARKS
        if mark.encode() in path.read_bytes()
    }
    assert telling == set()
