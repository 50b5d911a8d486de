"""Occupations, skills, their labels and how they relate, as they are stored.

The seed and the official bundle stand side by side (`Origin`), so that either can be loaded again
without touching the other. No foreign keys: relations may come before their concepts, a few of the
official ones never find them, and posts keep the address of a concept that a later version drops.
"""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.infra.database import Base
from portal.taxonomy.domain import ConceptKind, SkillRelation

ADDRESS = String(200)
LONGEST_LABEL = 500

# Sorted by code point on every database, so that an index serves "begins with".
_SPELLING = String(LONGEST_LABEL).with_variant(String(LONGEST_LABEL, collation="C"), "postgresql")


class Origin(StrEnum):
    """Who says so: the seed that ships with the portal, or the official ESCO bundle."""

    SEED = "seed"
    ESCO = "esco"


class LabelKind(StrEnum):
    PREFERRED = "preferred"
    ALIAS = "alias"
    """What the trade says; hand-written."""
    ALTERNATIVE = "alternative"
    HIDDEN = "hidden"


class Pillar(StrEnum):
    """ESCO's two hierarchies."""

    OCCUPATIONS = "occupations"
    SKILLS = "skills"


class ConceptRow(Base):
    """An occupation, a skill or a group; in the seed, in the official bundle, or in both."""

    __tablename__ = "concept"
    __table_args__ = (Index(None, "isco"),)

    uri: Mapped[str] = mapped_column(ADDRESS, primary_key=True)
    kind: Mapped[ConceptKind]
    isco: Mapped[str | None] = mapped_column(String(4))
    in_seed: Mapped[bool]
    in_esco: Mapped[bool]


class ConceptLabelRow(Base):
    """What a concept is called in one language; `normalised` is the form that is compared."""

    __tablename__ = "concept_label"
    __table_args__ = (Index(None, "normalised", "concept_kind"), Index(None, "uri"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uri: Mapped[str] = mapped_column(ADDRESS)
    concept_kind: Mapped[ConceptKind]
    language: Mapped[str] = mapped_column(String(12))
    kind: Mapped[LabelKind]
    label: Mapped[str] = mapped_column(Text)
    normalised: Mapped[str] = mapped_column(_SPELLING)
    origin: Mapped[Origin]


class OccupationSkillRow(Base):
    """A skill that an occupation needs, always (essential) or in some places (optional)."""

    __tablename__ = "occupation_skill"
    __table_args__ = ({"sqlite_with_rowid": False},)

    origin: Mapped[Origin] = mapped_column(primary_key=True)
    occupation_uri: Mapped[str] = mapped_column(ADDRESS, primary_key=True)
    skill_uri: Mapped[str] = mapped_column(ADDRESS, primary_key=True)
    relation: Mapped[SkillRelation]


class BroaderConceptRow(Base):
    """What stands immediately above a concept."""

    __tablename__ = "concept_broader"
    __table_args__ = ({"sqlite_with_rowid": False},)

    origin: Mapped[Origin] = mapped_column(primary_key=True)
    pillar: Mapped[Pillar] = mapped_column(primary_key=True)
    uri: Mapped[str] = mapped_column(ADDRESS, primary_key=True)
    broader_uri: Mapped[str] = mapped_column(ADDRESS, primary_key=True)


class SkillSkillRow(Base):
    """A skill or piece of knowledge that another skill rests on."""

    __tablename__ = "skill_skill"
    __table_args__ = ({"sqlite_with_rowid": False},)

    skill_uri: Mapped[str] = mapped_column(ADDRESS, primary_key=True)
    related_uri: Mapped[str] = mapped_column(ADDRESS, primary_key=True)
    relation: Mapped[SkillRelation]


class TaxonomyStateRow(Base):
    """Which state of the taxonomy the database holds; one row."""

    __tablename__ = "taxonomy_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[UUID]
    """New after every change, so that whoever keeps the taxonomy in memory can tell."""
    seed_fingerprint: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime]
