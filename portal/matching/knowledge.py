"""The taxonomy as the matcher needs it, read again only when it was loaded anew."""

from threading import Lock

from sqlalchemy.orm import Session

from portal.matching.domain import Knowledge
from portal.taxonomy import queries as taxonomy
from portal.taxonomy.files import shipped_steps

_known: dict[tuple[str, str], Knowledge] = {}
_lock = Lock()


def knowledge_of(session: Session) -> Knowledge:
    """How skills and occupations hang together, in the version that the database holds now."""
    key = (str(session.get_bind().engine.url), str(taxonomy.taxonomy_version(session)))
    with _lock:
        if key not in _known:
            _known.clear()
            _known[key] = Knowledge(skills=taxonomy.skill_graph(session), steps=shipped_steps())
        return _known[key]
