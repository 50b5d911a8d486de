"""The official ESCO bundle as downloaded: CSV files in folders or zips, any version and language."""

import csv
import io
import re
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from portal.kernel.outcomes import Refusal
from portal.taxonomy.domain import DEFAULT_LANGUAGE

_NAME = re.compile(r"^(?P<stem>[A-Za-z]+?)(?:_(?P<language>[a-z]{2,3}(?:-[A-Za-z]{2,4})?))?\.csv$")


class Table(StrEnum):
    """The files of a bundle that the portal reads, by the name that ESCO gives them."""

    OCCUPATIONS = "occupations"
    SKILLS = "skills"
    SKILL_GROUPS = "skillgroups"
    ISCO_GROUPS = "iscogroups"
    OCCUPATION_SKILLS = "occupationskillrelations"
    SKILL_SKILLS = "skillskillrelations"
    BROADER_OCCUPATIONS = "broaderrelationsoccpillar"
    BROADER_SKILLS = "broaderrelationsskillpillar"

    @property
    def has_labels(self) -> bool:
        """Files of concepts come in languages; files of relations are the same in all of them."""
        return self in _WITH_LABELS


_WITH_LABELS = {Table.OCCUPATIONS, Table.SKILLS, Table.SKILL_GROUPS, Table.ISCO_GROUPS}

COLUMNS: dict[Table, tuple[str, ...]] = {
    Table.OCCUPATIONS: ("conceptUri", "iscoGroup", "preferredLabel"),
    Table.SKILLS: ("conceptUri", "preferredLabel"),
    Table.SKILL_GROUPS: ("conceptUri", "preferredLabel"),
    Table.ISCO_GROUPS: ("conceptUri", "code", "preferredLabel"),
    Table.OCCUPATION_SKILLS: ("occupationUri", "relationType", "skillUri"),
    Table.SKILL_SKILLS: ("originalSkillUri", "relationType", "relatedSkillUri"),
    Table.BROADER_OCCUPATIONS: ("conceptUri", "broaderUri"),
    Table.BROADER_SKILLS: ("conceptUri", "broaderUri"),
}
"""The columns that each file must have; found by name, in any order, among any others."""


class Problem(StrEnum):
    """What can be wrong with a bundle."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"
    NOT_UTF8 = "not-utf8"
    NO_COLUMN = "no-column"
    NO_ROWS = "no-rows"
    WRONG_LENGTH = "wrong-length"
    MALFORMED = "malformed"
    BAD_VALUE = "bad-value"
    TWICE = "twice"
    NOTHING_TO_READ = "nothing-to-read"
    WRONG_LANGUAGE = "wrong-language"


@dataclass(frozen=True)
class BundleBroken(Refusal):
    """Why nothing was imported. `line` counts from 1, the header; `found` is the offending part."""

    file: str
    problem: Problem
    line: int | None = None
    column: str | None = None
    found: str | None = None


class BrokenBundle(Exception):
    """Carries the refusal out of the reading of a file."""

    def __init__(self, refusal: BundleBroken) -> None:
        super().__init__(refusal)
        self.refusal = refusal


@dataclass(frozen=True)
class BundleFile:
    """One CSV file of a bundle, on its own or inside a zip."""

    name: str
    table: Table
    language: str | None
    container: Path
    member: str | None = None

    @contextmanager
    def _open(self) -> Iterator[BinaryIO]:
        if self.member is None:
            with self.container.open("rb") as file:
                yield file
        else:
            with zipfile.ZipFile(self.container) as archive, archive.open(self.member) as file:
                yield file  # type: ignore[misc]  # zipfile's reader is a binary file in all but its type

    def rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Each row with the line it begins on. Raises BrokenBundle."""
        try:
            with self._open() as raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as text:
                yield from self._read(text)
        except UnicodeDecodeError as error:
            raise self.broken(Problem.NOT_UTF8) from error
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, RuntimeError) as error:
            raise self.broken(Problem.UNREADABLE) from error

    def _read(self, text: io.TextIOWrapper) -> Iterator[tuple[int, dict[str, str]]]:
        csv.field_size_limit(sys.maxsize)
        reader = csv.reader(text, strict=True)
        line = 1
        try:
            header = [name.strip() for name in next(reader, [])]
            self._check(header)
            line = reader.line_num + 1
            for cells in reader:
                if cells and len(cells) != len(header):
                    raise self.broken(Problem.WRONG_LENGTH, line, found=f"{len(cells)} / {len(header)}")
                if cells:
                    yield line, dict(zip(header, cells, strict=True))
                line = reader.line_num + 1
        except csv.Error as error:
            raise self.broken(Problem.MALFORMED, line, found=str(error)) from error

    def _check(self, header: Sequence[str]) -> None:
        for column in COLUMNS[self.table]:
            if column not in header:
                raise self.broken(Problem.NO_COLUMN, 1, column)

    def broken(
        self, problem: Problem, line: int | None = None, column: str | None = None, found: str | None = None
    ) -> BrokenBundle:
        return BrokenBundle(BundleBroken(self.name, problem, line, column, found))


def bundle_files(paths: Sequence[Path], language: str | None = None) -> list[BundleFile]:
    """The files to import from zips, folders and single files; labels in one language if one is named.

    Files of other languages and files that the portal has no use for are left out. Raises BrokenBundle
    when a path is absent, a zip cannot be opened, or nothing is left.
    """
    found = [file for path in paths for file in _files_in(path)]
    if not found:
        names = ", ".join(str(path) for path in paths)
        raise BrokenBundle(BundleBroken(names, Problem.NOTHING_TO_READ))
    labelled = [file for file in found if file.table.has_labels]
    spoken = [file for file in labelled if language in (None, file.language or language)]
    if labelled and not spoken:
        others = ", ".join(sorted({file.language or "" for file in labelled}))
        raise BrokenBundle(BundleBroken(labelled[0].name, Problem.WRONG_LANGUAGE, found=others))
    return _each_table_once(spoken + [file for file in found if not file.table.has_labels])


def _each_table_once(files: list[BundleFile]) -> list[BundleFile]:
    """The same file given twice (in a folder and its zip) counts once; relations have no language."""
    once: dict[tuple[Table, str | None], BundleFile] = {}
    for file in files:
        once[file.table, (file.language or DEFAULT_LANGUAGE) if file.table.has_labels else None] = file
    return list(once.values())


def _files_in(path: Path) -> Iterator[BundleFile]:
    if path.is_dir():
        for inside in sorted(path.rglob("*")):
            if inside.suffix.lower() in {".csv", ".zip"} and inside.is_file():
                yield from _files_in(inside)
    elif not path.exists():
        raise BrokenBundle(BundleBroken(str(path), Problem.ABSENT))
    elif path.suffix.lower() == ".csv":
        yield from _known(path.name, path, None)
    else:
        try:
            with zipfile.ZipFile(path) as archive:
                members = archive.namelist()
        except (OSError, zipfile.BadZipFile) as error:
            raise BrokenBundle(BundleBroken(path.name, Problem.UNREADABLE)) from error
        for member in members:
            yield from _known(member.rpartition("/")[2], path, member)


def _known(name: str, container: Path, member: str | None) -> Iterator[BundleFile]:
    match = _NAME.match(name)
    if match and match["stem"].lower() in set(Table):
        shown = f"{container.name}: {name}" if member else name
        yield BundleFile(shown, Table(match["stem"].lower()), match["language"], container, member)
