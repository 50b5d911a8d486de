"""The contract that follows an acceptance: what it states, as typed, and a copy of the paper."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.kernel.outcomes import Refusal
from portal.placements.offers.domain.key_terms import KeyTerms

MOST_BYTES = 1_900_000
"""Of a copy; a request of the portal holds two megabytes in all."""


class PaperKind(StrEnum):
    """What a copy of a contract may be, by how its bytes begin."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"

    @property
    def ending(self) -> str:
        """Of a file's name."""
        return {PaperKind.PDF: "pdf", PaperKind.JPEG: "jpg", PaperKind.PNG: "png"}[self]


_BEGINNINGS = (
    (b"%PDF-", PaperKind.PDF),
    (b"\xff\xd8\xff", PaperKind.JPEG),
    (b"\x89PNG\r\n\x1a\n", PaperKind.PNG),
)


@dataclass(frozen=True)
class NotTheirEmployer(Refusal):
    """Only the side that employs gives the contract."""


@dataclass(frozen=True)
class NothingStated(Refusal):
    """A contract states something, or there is a copy of it."""


@dataclass(frozen=True)
class UnknownPaper(Refusal):
    """The copy is neither a PDF nor a photo, or is larger than can be kept."""


@dataclass(frozen=True, kw_only=True)
class ContractRow:
    """A contract as it was given; a later one counts, the earlier stay."""

    id: UUID
    offer_id: UUID
    version: int
    stated: KeyTerms
    kind: PaperKind | None
    """Of the copy; none where there is none."""
    given_by: UUID
    """The organisation that employs."""
    given_at: datetime


def kind_of(paper: bytes) -> PaperKind | UnknownPaper:
    """What a copy is; its name and what a browser says of it do not count."""
    if len(paper) > MOST_BYTES:
        return UnknownPaper()
    return next((kind for begins, kind in _BEGINNINGS if paper.startswith(begins)), UnknownPaper())
