"""A worker's record to take along: one ZIP with a page to read and the same as data."""

import json
import zipfile
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from flask import render_template

from portal.infra.web.languages import current
from portal.kernel.events import plain
from portal.own_data.held import KEPT_WORDS, SEES_WORDS, SOURCE_WORDS, WHY_WORDS, Held, everything
from portal.own_data.records import OwnRecord

NAME = "record"


@dataclass(frozen=True)
class RecordPage:
    """The record, and what is held in general."""

    record: OwnRecord
    held: tuple[Held, ...]


def zipped(record: OwnRecord) -> bytes:
    """`record.html` and `record.json`, in the language of the page; made anew each time and kept nowhere."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr(f"{NAME}.html", _page(record))
        folder.writestr(f"{NAME}.json", json.dumps(as_data(record), ensure_ascii=False, indent=2))
    return made.getvalue()


def _page(record: OwnRecord) -> str:
    shown = RecordPage(record, everything())
    here = current()
    return render_template(
        "components/own_data/download.html", page=shown, language=here.code, direction=here.direction
    )


def as_data(record: OwnRecord) -> dict[str, Any]:
    """The record as plain JSON values; hashes of links and codes are left out."""
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
        return {key: _without_hashes(one) for key, one in value.items() if not key.endswith("_hash")}
    return [_without_hashes(one) for one in value] if isinstance(value, list) else value
