"""What the rows of the official bundle say, checked as they are read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from portal.taxonomy.bundle import BundleFile, Problem, Table
from portal.taxonomy.domain import ConceptKind, SkillRelation, normalise_label
from portal.taxonomy.models import ADDRESS, LONGEST_LABEL, LabelKind

KIND_OF: dict[Table, ConceptKind] = {
    Table.OCCUPATIONS: ConceptKind.OCCUPATION,
    Table.SKILLS: ConceptKind.SKILL,
    Table.SKILL_GROUPS: ConceptKind.SKILL_GROUP,
    Table.ISCO_GROUPS: ConceptKind.ISCO_GROUP,
}

_CODE_COLUMN = {Table.OCCUPATIONS: "iscoGroup", Table.ISCO_GROUPS: "code"}
_CODE_SHAPE = {Table.OCCUPATIONS: re.compile(r"[0-9]{4}"), Table.ISCO_GROUPS: re.compile(r"[0-9]{1,4}")}
_BETWEEN_LABELS = re.compile(r"[\n\r|]+")
_LONGEST_ADDRESS = ADDRESS.length or 0


@dataclass(frozen=True)
class ReadLabel:
    uri: str
    kind: LabelKind
    label: str
    normalised: str


@dataclass
class ReadConcepts:
    """The concepts of one file with their ISCO codes, where they have one, and their labels."""

    kind: ConceptKind
    isco: dict[str, str | None] = field(default_factory=dict)
    labels: list[ReadLabel] = field(default_factory=list)


def read_concepts(file: BundleFile) -> ReadConcepts:
    """All concepts of a file. Raises BrokenBundle at the first row that cannot be right."""
    read = ReadConcepts(KIND_OF[file.table])
    code_column = _CODE_COLUMN.get(file.table)
    for line, row in file.rows():
        uri = _address(file, line, row, "conceptUri")
        if uri in read.isco:
            raise file.broken(Problem.TWICE, line, "conceptUri", uri)
        read.isco[uri] = _code(file, line, row, code_column) if code_column else None
        read.labels.extend(_labels(file, line, uri, row))
    if not read.isco:
        raise file.broken(Problem.NO_ROWS)
    return read


def read_skill_relations(
    file: BundleFile, from_column: str, to_column: str
) -> dict[tuple[str, str], SkillRelation]:
    """Pairs of addresses and how they relate; essential wins where a pair stands twice."""
    pairs: dict[tuple[str, str], SkillRelation] = {}
    for line, row in file.rows():
        pair = _address(file, line, row, from_column), _address(file, line, row, to_column)
        if row["relationType"] not in set(SkillRelation):
            raise file.broken(Problem.BAD_VALUE, line, "relationType", row["relationType"])
        relation = SkillRelation(row["relationType"])
        if pairs.get(pair) is not SkillRelation.ESSENTIAL:
            pairs[pair] = relation
    if not pairs:
        raise file.broken(Problem.NO_ROWS)
    return pairs


def read_broader(file: BundleFile) -> dict[tuple[str, str], None]:
    """Pairs of an address and an immediate broader one, in the order of the file."""
    pairs = {
        (_address(file, line, row, "conceptUri"), _address(file, line, row, "broaderUri")): None
        for line, row in file.rows()
    }
    if not pairs:
        raise file.broken(Problem.NO_ROWS)
    return pairs


def _address(file: BundleFile, line: int, row: dict[str, str], column: str) -> str:
    uri = row[column].strip()
    if not uri.startswith(("http://", "https://")) or len(uri) > _LONGEST_ADDRESS or "\0" in uri:
        raise file.broken(Problem.BAD_VALUE, line, column, uri[:_LONGEST_ADDRESS])
    return uri


def _code(file: BundleFile, line: int, row: dict[str, str], column: str) -> str:
    code = row[column].strip()
    if not _CODE_SHAPE[file.table].fullmatch(code):
        raise file.broken(Problem.BAD_VALUE, line, column, code)
    return code


def _labels(file: BundleFile, line: int, uri: str, row: dict[str, str]) -> Iterator[ReadLabel]:
    """Each label once, under the most telling kind; some languages lack some labels."""
    said: set[str] = set()
    columns = (
        ("preferredLabel", LabelKind.PREFERRED),
        ("altLabels", LabelKind.ALTERNATIVE),
        ("hiddenLabels", LabelKind.HIDDEN),
    )
    for column, kind in columns:
        cell = row.get(column, "")
        for text in [cell] if kind is LabelKind.PREFERRED else _BETWEEN_LABELS.split(cell):
            label = " ".join(text.split())
            normalised = normalise_label(label)
            if not normalised or normalised in said:
                continue
            if len(label) > LONGEST_LABEL or len(normalised) > LONGEST_LABEL or "\0" in label:
                raise file.broken(Problem.BAD_VALUE, line, column, label[:80])
            said.add(normalised)
            yield ReadLabel(uri, kind, label, normalised)
