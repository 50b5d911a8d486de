"""Somebody who wants one mail a day gets one mail a day, best match first."""

from datetime import timedelta
from uuid import uuid4

from portal.kernel.events import SYSTEM
from portal.notifications import queries, service
from portal.notifications.digest import send_digests
from portal.notifications.domain import Category, Frequency, MailState, Preference, ToPerson
from tests.integration.notifications.conftest import Post
from tests.mail_server import words

FARM, BAKERY = uuid4(), uuid4()
TO_NEXT_MORNING = timedelta(hours=21)


def prefer(post: Post, to: ToPerson, matches: Frequency, *, progress: bool = True) -> None:
    post.transactor.perform(service.choose, SYSTEM, to.person_id, FARM, Preference(matches, progress))


def match(post: Post, to: ToPerson, lamp: str, score: int, **more: object) -> None:
    given = {"category": Category.MATCHES, "organisation_id": FARM, **more}
    facts = {"lamp": lamp, "score": score, "url": f"http://portal.test/lamps/{lamp}"}
    post.queue(to, key=f"match:{lamp}", facts=facts, **given)


def digests(post: Post) -> int:
    return post.transactor.perform(send_digests, SYSTEM)


def test_held_matches_leave_in_one_mail_best_first(post: Post) -> None:
    to = post.readers.new()
    prefer(post, to, Frequency.DAILY)
    for lamp, score in (("dim", 20), ("bright", 95), ("fair", 60)):
        match(post, to, lamp, score)
    assert digests(post) == 0
    assert post.send() == 0
    post.wait(TO_NEXT_MORNING)
    assert digests(post) == 1
    assert digests(post) == 0
    assert post.send() == 1
    (mail,) = post.server.mails
    assert mail["Subject"] == "3 new matches are waiting for you"
    said = words(mail, "plain")
    order = [said.index(f"The {lamp} lamp is lit") for lamp in ("bright", "fair", "dim")]
    assert order == sorted(order)
    assert "http://portal.test/lamps/bright" in said
    assert 'href="http://portal.test/lamps/dim"' in words(mail, "html")
    assert mail["List-Unsubscribe"] is not None
    assert {row.state for row in post.rows()} == {MailState.SENT}


def test_an_urgent_match_does_not_wait(post: Post) -> None:
    to = post.readers.new()
    prefer(post, to, Frequency.WEEKLY)
    match(post, to, "tomorrow", 50, urgent=True)
    match(post, to, "in May", 90)
    assert post.send() == 1
    assert [row.state for row in post.rows()] == [MailState.HELD, MailState.SENT]


def test_each_organisation_has_its_own_digest(post: Post) -> None:
    to = post.readers.new()
    for organisation in (FARM, BAKERY):
        chosen = Preference(Frequency.DAILY)
        post.transactor.perform(service.choose, SYSTEM, to.person_id, organisation, chosen)
        match(post, to, str(organisation)[:4], 50, organisation_id=organisation)
    post.wait(TO_NEXT_MORNING)
    assert digests(post) == 2


def test_a_match_that_expired_is_left_out(post: Post) -> None:
    to = post.readers.new()
    prefer(post, to, Frequency.DAILY)
    match(post, to, "stale", 99, expires_at=post.now + timedelta(hours=2))
    match(post, to, "fresh", 10)
    post.wait(TO_NEXT_MORNING)
    digests(post)
    post.send()
    said = words(post.server.mails[0], "plain")
    assert "fresh" in said
    assert "stale" not in said
    assert {row.key: row.state for row in post.rows()}["match:stale"] is MailState.EXPIRED


def test_many_matches_are_counted_and_the_best_are_listed(post: Post) -> None:
    to = post.readers.new()
    prefer(post, to, Frequency.DAILY)
    for number in range(34):
        match(post, to, f"n{number}x", number)
    post.wait(TO_NEXT_MORNING)
    digests(post)
    assert post.send() == 1
    said = words(post.server.mails[0], "plain")
    assert post.server.mails[0]["Subject"] == "34 new matches are waiting for you"
    assert "The n33x lamp is lit" in said
    assert "The n3x lamp is lit" not in said
    assert "The others are listed in the portal." in said


def test_whoever_chooses_at_once_gets_what_was_held_with_the_next_round(post: Post) -> None:
    to = post.readers.new()
    prefer(post, to, Frequency.WEEKLY)
    match(post, to, "north", 50)
    prefer(post, to, Frequency.AT_ONCE)
    assert digests(post) == 1
    assert post.send() == 1


def test_whoever_stops_gets_nothing_that_was_held(post: Post) -> None:
    to = post.readers.new()
    prefer(post, to, Frequency.DAILY)
    match(post, to, "north", 50)
    post.transactor.perform(service.stop, SYSTEM, to.person_id, FARM, Category.MATCHES)
    post.wait(TO_NEXT_MORNING)
    assert digests(post) == 0
    assert post.row().state is MailState.SUPPRESSED
    with post.services.sessions() as session:
        assert queries.preference(session, to.person_id, FARM) == Preference(Frequency.NEVER)
        assert queries.preference(session, to.person_id, BAKERY) == Preference()


def test_a_choice_is_kept_and_replaced(post: Post) -> None:
    to = post.readers.new()
    prefer(post, to, Frequency.DAILY, progress=False)
    prefer(post, to, Frequency.WEEKLY)
    with post.services.sessions() as session:
        assert queries.preference(session, to.person_id, FARM) == Preference(Frequency.WEEKLY)
