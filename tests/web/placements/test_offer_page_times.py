"""A worker reads deadlines on the clock of the place of work, and no promise about taxes."""

from portal.kernel.events import Ref
from portal.notifications import queries as notifications
from portal.notifications.models import Mail
from portal.notifications.rendering import write
from portal.placements.offers.service import prolong_offer
from tests.builders.placements import Matched, agreed, code, offered
from tests.web_client import ReviewingClient


def test_the_offer_names_its_deadline_in_the_time_of_the_place(at: Matched) -> None:
    made = agreed(at)
    [offer] = offered(at, made, "Ana Petrova")
    page = ReviewingClient(at.app).get(f"/offer/{code(offer)}")
    assert "Answer by 3 March 2027, 01:30, United Kingdom Time (in 2 days)" in page.text
    assert "UTC" not in page.text


def test_the_mail_that_gives_more_time_names_the_deadline_so_too(at: Matched) -> None:
    [offer] = offered(at, agreed(at), "Ana Petrova, , ana@example.org")
    at.do(prolong_offer, at.provider.organisation_id, offer.id, by=at.provider)
    with at.reading() as session, at.app.app_context():
        about = notifications.mails_about(session, [Ref("offer", offer.id)])
        [mail] = [session.get_one(Mail, one.id) for one in about if one.template.endswith("worker_prolonged")]
        words = write(mail.template, mail.facts, name="", language="en", unsubscribe_url=None)
    for body in (words.text, words.html):
        assert "United Kingdom Time" in body
        assert "UTC" not in body
