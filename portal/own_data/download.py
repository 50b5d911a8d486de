"""A worker's record to take along: one ZIP with a page to read and the same as data."""

import json
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from flask import render_template
from sqlalchemy.orm import Session

from portal.infra.web.languages import current
from portal.kernel.events import plain
from portal.own_data.held import KEPT_WORDS, SEES_WORDS, SOURCE_WORDS, WHY_WORDS, Held, everything
from portal.own_data.offer_lines import copies_of
from portal.own_data.records import OwnRecord

NAME = "record"
_HIDDEN = ("_hash", "done_by", "evidence", "proof")
"""Hashes of codes, ids of people who are not the worker, and what staff and payers wrote, maybe of others."""
_TERMS = frozenset({"terms", "stated"})
"""What papers state, of which each says only a part."""


@dataclass(frozen=True)
class RecordPage:
    """The record, and what is held in general."""

    record: OwnRecord
    held: tuple[Held, ...]
    is_file: bool = True


def zipped(session: Session, record: OwnRecord) -> bytes:
    """`record.html`, `record.json` and the copies of contracts; made anew each time and kept nowhere."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(f"{NAME}.html", _page(record))
        folder.writestr(f"{NAME}.json", json.dumps(as_data(record), ensure_ascii=False, indent=2))
        for name, paper in papers_in(session, record):
            folder.writestr(name, paper)
    return made.getvalue()


def papers_in(session: Session, record: OwnRecord) -> Iterator[tuple[str, bytes]]:
    """Each copy by its name in the download."""
    for line in record.offers:
        yield from copies_of(session, line).items()


def _page(record: OwnRecord) -> str:
    shown = RecordPage(record, everything())
    here = current()
    return render_template(
        "components/own_data/download.html", page=shown, language=here.code, direction=here.direction
    )


def as_data(record: OwnRecord) -> dict[str, Any]:
    """The record as plain JSON values; hashes of codes, and terms that nobody stated, are left out."""
    data = _without_hashes(plain(asdict(record)))
    data["language"] = current().code
    data["held"] = [
        {
            "what": str(one.words),
            "why": str(WHY_WORDS[one.why]),
            "kept": str(KEPT_WORDS[one.kept]),
            "from": str(SOURCE_WORDS[one.source]),
            "seen_by": [str(SEES_WORDS[each]) for each in one.seen_by],
        }
        for one in everything()
    ]
    return dict(data)


def _without_hashes(value: Any) -> Any:
    if isinstance(value, dict):
        known = {key: _stated(one) if key in _TERMS else one for key, one in value.items()}
        return {key: _without_hashes(one) for key, one in known.items() if not key.endswith(_HIDDEN)}
    return [_without_hashes(one) for one in value] if isinstance(value, list) else value


def _stated(terms: Any) -> Any:
    """A paper's terms without those that it does not state; what else goes by that name stays."""
    if not isinstance(terms, dict):
        return terms
    return {name: one for name, one in terms.items() if one not in (None, "", [])}
