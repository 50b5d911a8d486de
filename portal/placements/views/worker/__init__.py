"""One worker's offer, for whoever holds its code: nothing to install, no account."""

from datetime import datetime
from uuid import UUID

from flask import Blueprint

from portal.infra.web import public_url
from portal.placements import local_time
from portal.placements.offers import service as offers
from portal.workers.own_contact import key_made

worker_pages = Blueprint("placements_worker", __name__)
local_time.give_to(worker_pages)


@worker_pages.app_template_global()
def offer_link(offer_id: str, code_hash: str) -> str:
    """The address of a worker's offer, made when a mail is written, so that no code is stored."""
    code = offers.code_under(UUID(offer_id), code_hash)
    return public_url("placements_worker.offer", code=code or "unknown")


@worker_pages.app_template_global()
def new_word_link(worker_id: str, made_at: str) -> str:
    """Where a worker chooses a new word; made when a mail is written, so that no key is stored."""
    key = key_made(UUID(worker_id), datetime.fromisoformat(made_at))
    return public_url("placements_worker.new_word", worker_id=worker_id, key=key)


# The pages register themselves on the blueprint above.
import portal.placements.views.worker.answers  # noqa: E402
import portal.placements.views.worker.asking  # noqa: E402
import portal.placements.views.worker.costs  # noqa: E402
import portal.placements.views.worker.leaving  # noqa: E402
import portal.placements.views.worker.opening  # noqa: E402
import portal.placements.views.worker.papers  # noqa: E402
import portal.placements.views.worker.record  # noqa: E402
import portal.placements.views.worker.safety  # noqa: E402
import portal.placements.views.worker.terms  # noqa: E402
import portal.placements.views.worker.transfer  # noqa: E402, F401
from portal.placements.views.worker.showing import speak_to_worker  # noqa: E402

worker_pages.before_request(speak_to_worker)
