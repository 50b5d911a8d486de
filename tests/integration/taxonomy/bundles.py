"""Small made-up bundles with the oddities of the official one."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

ESCO = "http://data.europa.eu/esco"
FORKLIFT = f"{ESCO}/occupation/eeac6251-1974-42f5-91ed-513c6c883755"
OPERATE_FORKLIFT = f"{ESCO}/skill/28cb374e-6261-4133-8371-f9a5470145da"
OFFICER = f"{ESCO}/occupation/officer"
MARCHING = f"{ESCO}/skill/marching"
STANDING = f"{ESCO}/skill/standing"
MOVING = f"{ESCO}/skill/moving"
GROUP = f"{ESCO}/skill/group"
GONE = f"{ESCO}/occupation/gone"

Table = Sequence[Sequence[str]]

OCCUPATIONS: Table = [
    ["altLabels", "conceptType", "iscoGroup", "conceptUri", "preferredLabel", "hiddenLabels", "description"],
    [
        "lift truck driver\nfork driver",
        "Occupation",
        "8344",
        FORKLIFT,
        "lift truck worker",
        "fltd",
        "Drives.\nLifts.",
    ],
    ["", "Occupation", "0110", OFFICER, " army  officer ", "", 'Says "march", and\nfollows.'],
]
SKILLS: Table = [
    ["conceptUri", "skillType", "preferredLabel", "altLabels", "description"],
    [OPERATE_FORKLIFT, "skill/competence", "operate forklift", "drive forklift", ""],
    [MARCHING, "", "march", "march\nwalk in step", "x" * 200_000],
    [STANDING, "knowledge", "stand at ease", "", ""],
    [MOVING, "skill/competence", "move", "", ""],
]
SKILL_GROUPS: Table = [["conceptUri", "preferredLabel", "code"], [GROUP, "drill", "S1"]]
ISCO_GROUPS: Table = [
    ["conceptUri", "code", "preferredLabel"],
    [f"{ESCO}/isco/C0", "0", "Armed forces occupations"],
    [f"{ESCO}/isco/C0110", "0110", "Officers of the forces"],
]
OCCUPATION_SKILLS: Table = [
    ["occupationUri", "relationType", "skillType", "skillUri"],
    [FORKLIFT, "essential", "skill/competence", OPERATE_FORKLIFT],
    [OFFICER, "essential", "skill/competence", MARCHING],
    [OFFICER, "optional", "knowledge", STANDING],
    [GONE, "essential", "knowledge", STANDING],
]
SKILL_SKILLS: Table = [
    ["originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"],
    [MARCHING, "", "optional", "knowledge", STANDING],
]
BROADER_SKILLS: Table = [
    ["conceptType", "conceptUri", "broaderType", "broaderUri"],
    ["KnowledgeSkillCompetence", MARCHING, "KnowledgeSkillCompetence", MOVING],
    ["KnowledgeSkillCompetence", MARCHING, "SkillGroup", GROUP],
    ["KnowledgeSkillCompetence", STANDING, "SkillGroup", GROUP],
    ["KnowledgeSkillCompetence", STANDING, "SkillGroup", f"{ESCO}/skill/nowhere"],
]
BROADER_OCCUPATIONS: Table = [
    ["conceptType", "conceptUri", "broaderType", "broaderUri"],
    ["Occupation", OFFICER, "ISCOGroup", f"{ESCO}/isco/C0110"],
]

CLASSIFICATION: dict[str, Table] = {
    "occupations_en.csv": OCCUPATIONS,
    "skills_en.csv": SKILLS,
    "skillGroups_en.csv": SKILL_GROUPS,
    "ISCOGroups_en.csv": ISCO_GROUPS,
    "conceptSchemes_en.csv": [["conceptSchemeUri", "hasTopConcept"], ["http://x", "y" * 300_000]],
}
RELATIONS: dict[str, Table] = {
    "occupationSkillRelations.csv": OCCUPATION_SKILLS,
    "skillSkillRelations.csv": SKILL_SKILLS,
    "broaderRelationsSkillPillar_en.csv": BROADER_SKILLS,
    "broaderRelationsOccPillar.csv": BROADER_OCCUPATIONS,
}


def as_csv(table: Table) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(table)
    return text.getvalue().encode("utf-8-sig")


def zipped(path: Path, tables: Mapping[str, Table], folder: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in tables.items():
            archive.writestr(folder + name, as_csv(table))
    return path


def in_folder(path: Path, tables: Mapping[str, Table]) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    for name, table in tables.items():
        (path / name).write_bytes(as_csv(table))
    return path
