"""Occupations with their skills: those that ship with the portal, or all of ESCO."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.matching.domain import Knowledge
from portal.taxonomy.bundle import BundleFile, Table, bundle_files
from portal.taxonomy.domain import SkillGraph
from portal.taxonomy.files import shipped_steps, shipped_taxonomy


@dataclass(frozen=True)
class Trade:
    """One occupation: its ISCO unit group, and the skills that all or some of its posts need."""

    isco: str
    essential: tuple[str, ...]
    optional: tuple[str, ...]


@dataclass(frozen=True)
class Trades:
    """Occupations, those with many posts first, and how skills and occupations hang together."""

    trades: tuple[Trade, ...]
    knowledge: Knowledge


def shipped_trades() -> Trades:
    """Occupations of the essential sectors, as they ship."""
    taxonomy = shipped_taxonomy()
    trades = []
    for uri, usual in taxonomy.usual.items():
        essential = tuple(skill.uri for skill in usual.essential)
        optional = tuple(skill.uri for skill in usual.optional)
        trades.append(Trade(taxonomy.concepts[uri].isco or "", essential, optional))
    return Trades(tuple(trades), Knowledge(taxonomy.skills, taxonomy.steps))


def esco_trades(bundle: Path) -> Trades:
    """All occupations of an official bundle, a folder of CSV files or zips."""
    files = {file.table: file for file in bundle_files([bundle], "en")}
    iscos = {row["conceptUri"]: row["iscoGroup"] for row in _rows(files[Table.OCCUPATIONS])}
    usual: dict[str, dict[str, list[str]]] = {uri: {"essential": [], "optional": []} for uri in iscos}
    for row in _rows(files[Table.OCCUPATION_SKILLS]):
        if row["occupationUri"] in usual:
            usual[row["occupationUri"]][row["relationType"]].append(row["skillUri"])
    above = ((row["conceptUri"], row["broaderUri"]) for row in _rows(files[Table.BROADER_SKILLS]))
    skills = [row["conceptUri"] for row in _rows(files[Table.SKILLS])]
    trades = [
        Trade(iscos[uri], tuple(sorted(of["essential"])), tuple(sorted(of["optional"])))
        for uri, of in sorted(usual.items())
    ]
    return Trades(tuple(trades), Knowledge(SkillGraph.of(above, skills), shipped_steps()))


def _rows(file: BundleFile) -> Iterator[dict[str, str]]:
    return (row for _, row in file.rows())
