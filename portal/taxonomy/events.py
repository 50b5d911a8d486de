"""What happened to the taxonomy."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from portal.kernel.events import Event, Ref


@dataclass(frozen=True, kw_only=True)
class TaxonomyRenewed(Event):
    """The seed or an official bundle was loaded; these are the totals since then."""

    action: ClassVar[str] = "taxonomy:concepts:renew"

    version: UUID
    source: str
    occupations: int
    skills: int
    relations: int

    @property
    def about(self) -> Ref:
        return Ref("taxonomy", self.version)
