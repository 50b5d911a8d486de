"""What is kept of an answer: the text that was shown, in which language, by which road it came."""

from flask_babel import get_locale

from portal.infra.unit_of_work import Work
from portal.placements.models import AnswerRecord, Offer
from portal.placements.offers.domain.offers import Channel, OfferAct
from portal.placements.offers.page import offer_page
from portal.placements.offers.service.finding import code_under
from portal.placements.offers.shown_text import shown_text, text_hash


def keep_answer(work: Work, offer: Offer, act: OfferAct, channel: Channel) -> None:
    """Add what was answered to the record; nothing in it is changed afterwards."""
    code = code_under(offer.id, offer.code_hash)
    work.session.flush()
    page = offer_page(work.session, code) if code else None
    shown = shown_text(page) if page else ""
    locale = get_locale()
    work.session.add(
        AnswerRecord(
            id=work.new_id(),
            offer_id=offer.id,
            act=act,
            shown=shown,
            shown_hash=text_hash(shown),
            language=locale.language if locale else "en",
            channel=channel,
            at=work.now,
        )
    )
