"""A mail leaves after the act that caused it, once, whole, and never too late."""

from datetime import timedelta
from uuid import uuid4

import pytest

from portal.kernel.events import SYSTEM, Ref
from portal.notifications import outbox, queries, service
from portal.notifications.domain import (
    LEASE,
    MOST_ATTEMPTS,
    Category,
    MailState,
    ToAddress,
    ToPerson,
    ToWorker,
)
from portal.notifications.outbox import Result
from tests.integration.notifications.conftest import Post
from tests.mail_server import words

NEVER_REACHED = 9
"""The discard port: nothing listens there."""


def test_a_mail_says_who_what_and_why(post: Post) -> None:
    to = post.readers.new("Ana Ruiz")
    post.queue(to)
    assert post.send() == 1
    (mail,) = post.server.mails
    assert post.server.recipients == [[post.readers.email(to)]]
    assert mail["To"] == post.readers.email(to)
    assert mail["Subject"] == "The north lamp is lit"
    for subtype in ("plain", "html"):
        said = words(mail, subtype)
        for part in (
            "Hello Ana Ruiz,",
            "Lamp: north",
            "http://portal.test/lamps",
            "You receive this because",
            "look after lamps",
        ):
            assert part in said
    assert 'style="' in words(mail, "html")
    assert mail["List-Unsubscribe"] is None
    assert post.row().state is MailState.SENT
    assert post.row().sent_at == post.now


def test_no_link_is_kept_of_a_mail_that_was_sent(post: Post) -> None:
    post.queue(post.readers.new(), facts={"lamp": "north", "url": "http://portal.test/lamps/a-secret-token"})
    post.send()
    assert "a-secret-token" in words(post.server.mails[0], "plain")
    assert post.row().facts == {"lamp": "north"}


def test_a_mail_that_could_not_be_sent_keeps_its_link_for_the_next_try(post: Post) -> None:
    post.queue(post.readers.new())
    holder = uuid4()
    [mail_id] = post.transactor.perform(outbox.claim, SYSTEM, holder, 1)
    post.transactor.perform(outbox.start, SYSTEM, holder, mail_id, post.readers)
    post.transactor.perform(outbox.settle, SYSTEM, holder, mail_id, Result(MailState.FAILED))
    assert post.row().facts["url"] == "http://portal.test/lamps"


def test_a_fact_called_name_does_not_change_whom_a_mail_greets(post: Post) -> None:
    facts = {"lamp": "north", "name": "Mallory", "reader": "Mallory", "url": "http://portal.test/lamps"}
    post.queue(post.readers.new("Ana Ruiz"), facts=facts)
    post.send()
    assert "Hello Ana Ruiz," in words(post.server.mails[0], "plain")


def test_nothing_is_sent_twice(post: Post) -> None:
    to = post.readers.new()
    post.queue(to)
    post.queue(to)
    post.queue(to, key="another")
    assert [post.send(), post.send()] == [2, 0]
    assert len({mail["Message-ID"] for mail in post.server.mails}) == 2


def test_the_same_occasion_is_one_mail_to_each(post: Post) -> None:
    post.queue(post.readers.new())
    post.queue(post.readers.new())
    assert post.send() == 2
    assert len({mail["Message-ID"] for mail in post.server.mails}) == 2


def test_one_connection_serves_a_batch(post: Post) -> None:
    for number in range(5):
        post.queue(post.readers.new(), key=f"k{number}")
    assert post.send() == 5
    assert post.server.connections == 1


def test_a_mail_that_can_be_stopped_says_how(post: Post) -> None:
    post.queue(post.readers.new(), category=Category.PROGRESS, organisation_id=uuid4())
    post.send()
    (mail,) = post.server.mails
    link = mail["List-Unsubscribe"].strip("<>")
    assert link.startswith("http://portal.test/unsubscribe/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"List-Unsubscribe: <{link}>\r\n".encode() in post.server.raw[0]
    assert link in words(mail, "plain")


def test_an_expired_mail_is_never_sent(post: Post) -> None:
    post.queue(post.readers.new(), expires_at=post.now + timedelta(hours=1))
    post.wait(timedelta(hours=1))
    assert post.send() == 0
    assert post.server.mails == []
    assert post.row().state is MailState.EXPIRED


def test_a_mail_that_expires_after_the_claim_is_not_sent(post: Post) -> None:
    post.queue(post.readers.new(), expires_at=post.now + timedelta(seconds=30))
    holder = uuid4()
    (mail_id,) = post.transactor.perform(outbox.claim, SYSTEM, holder, 5)
    post.wait(timedelta(seconds=30))
    assert post.transactor.perform(outbox.start, SYSTEM, holder, mail_id, post.readers) is None
    assert post.row().state is MailState.EXPIRED


def test_a_mail_that_is_put_off_is_tried_again_later(post: Post) -> None:
    post.server.to_recipient = ["451 4.7.1 Later"]
    post.queue(post.readers.new())
    assert post.send() == 0
    row = post.row()
    assert (row.state, row.attempts) == (MailState.QUEUED, 1)
    assert row.last_error == "the mail server asked to try again later (451)"
    assert row.due_at == post.now + timedelta(seconds=15)
    assert post.send() == 0
    post.wait(timedelta(seconds=15))
    assert post.send() == 1
    assert post.row().last_error is None


def test_a_mail_that_is_put_off_for_ever_is_given_up(post: Post) -> None:
    post.queue(post.readers.new())
    post.change(attempts=MOST_ATTEMPTS - 1)
    post.server.to_data = ["450 4.3.0 Later"]
    post.send()
    assert post.row().state is MailState.FAILED


def test_without_a_mail_server_no_attempt_is_counted(post: Post) -> None:
    from flask import current_app

    current_app.config["MAIL_PORT"] = NEVER_REACHED
    post.queue(post.readers.new())
    assert post.send() == 0
    row = post.row()
    assert (row.state, row.attempts, row.claimed_by) == (MailState.QUEUED, 0, None)
    assert row.last_error == "the mail server could not be reached"
    current_app.config["MAIL_PORT"] = post.server.port
    assert post.send() == 1


def test_an_address_that_nobody_reads_gets_nothing_more_until_somebody_lifts_that(post: Post) -> None:
    to = post.readers.new()
    post.server.to_recipient = ["550 5.1.1 No such user"]
    post.queue(to)
    post.send()
    assert post.row().state is MailState.FAILED
    post.queue(to, key="second")
    assert post.send() == 0
    assert [row.state for row in post.rows()] == [MailState.FAILED, MailState.SUPPRESSED]
    with post.services.sessions() as session:
        (listed,) = queries.suppressed_addresses(session)
        given_up = queries.undelivered(session, post.now)
    assert listed.email == post.readers.email(to)
    assert len(given_up) == 2
    assert post.transactor.perform(service.lift, SYSTEM, listed.id) == service.Lifted()
    for line in given_up:
        assert post.transactor.perform(service.resend, SYSTEM, line.mail.id) == service.Resent()
    assert post.send() == 2


def test_a_refusal_for_another_reason_does_not_condemn_the_address(post: Post) -> None:
    post.server.to_recipient = ["550 5.7.1 Relaying denied"]
    to = post.readers.new()
    post.queue(to)
    post.send()
    assert post.row().last_error == "the mail server refused the mail (550)"
    post.queue(to, key="second")
    assert post.send() == 1


def test_one_refused_mail_does_not_hold_up_the_others(post: Post) -> None:
    post.server.to_data = ["554 5.6.0 No"]
    post.queue(post.readers.new(), key="a")
    post.wait(timedelta(seconds=1))
    post.queue(post.readers.new(), key="b")
    assert post.send() == 1
    assert post.server.connections == 1


def test_whoever_has_no_address_gets_none(post: Post) -> None:
    post.queue(ToWorker(uuid4()), category=Category.WORKER)
    post.queue(ToPerson(uuid4()))
    assert post.send() == 0
    assert {row.state for row in post.rows()} == {MailState.SUPPRESSED}
    with post.services.sessions() as session:
        (shown,) = queries.undelivered(session, post.now)
    assert isinstance(shown.to, ToPerson), "nobody can mend that a worker has no address"


def test_a_bare_address_is_written_to(post: Post) -> None:
    post.queue(ToAddress("Desk@Farm.example"))
    assert post.send() == 1
    assert post.server.recipients == [["desk@farm.example"]]


def test_a_template_that_lacks_a_fact_is_given_up_and_seen(post: Post) -> None:
    post.queue(post.readers.new(), facts={}, about=(Ref("lamp", uuid4()),))
    post.queue(post.readers.new(), key="good")
    assert post.send() == 1
    assert sorted(row.state for row in post.rows()) == [MailState.FAILED, MailState.SENT]


def test_the_mails_about_a_thing_are_found(post: Post) -> None:
    lamp, other = Ref("lamp", uuid4()), Ref("lamp", uuid4())
    post.queue(post.readers.new(), about=(lamp, lamp))
    post.queue(post.readers.new(), key="other", about=(other,))
    with post.services.sessions() as session:
        (line,) = queries.mails_about(session, [lamp])
        assert len(queries.mails_about(session, [lamp, other])) == 2
        assert queries.mails_about(session, []) == []
    assert (line.template, line.state) == ("lamps/lit", MailState.QUEUED)


@pytest.mark.parametrize(
    "name",
    [
        "Ana\r\nBcc: all@farm.example",
        "Ana\r\n\tX: y",
        "\x00\x1b[31mAna",
        "\u202eanA",
        "<script>alert(1)</script>",
        "{{ 7*7 }}",
    ],
)
def test_hostile_words_stay_words(post: Post, name: str) -> None:
    post.queue(post.readers.new(name), facts={"lamp": name, "url": "http://portal.test/lamps"})
    assert post.send() == 1
    (mail,) = post.server.mails
    assert set(mail.keys()) == {
        "Content-Type",
        "MIME-Version",
        "Subject",
        "From",
        "To",
        "Date",
        "Message-ID",
        "Auto-Submitted",
    }
    assert len(post.server.recipients[0]) == 1
    assert "<script>" not in words(mail, "html")
    assert "49" not in words(mail, "plain").split("Lamp:")[1].splitlines()[0]


def test_a_hostile_address_is_not_written_to(post: Post) -> None:
    post.queue(post.readers.new(email="a@farm.example>\r\nRCPT TO:<b@farm.example"))
    assert post.send() == 0
    assert post.row().last_error == "the address cannot be written to"


def test_a_long_subject_in_any_script_arrives_whole(post: Post) -> None:
    lamp = "مصباح الشمال " * 10
    post.queue(post.readers.new("नमस्ते"), facts={"lamp": lamp.strip(), "url": "http://portal.test/lamps"})
    assert post.send() == 1
    (mail,) = post.server.mails
    assert " ".join(str(mail["Subject"]).split()) == f"The {lamp.strip()} lamp is lit"
    assert "नमस्ते" in words(mail, "plain")
    assert max(len(line) for line in post.server.raw[0].split(b"\r\n")) < 999


def test_a_sender_that_lost_its_lease_can_settle_nothing(post: Post) -> None:
    """Two senders; the first stops for longer than its lease between handing over and settling."""
    post.queue(post.readers.new())
    slow, quick = uuid4(), uuid4()
    (mail_id,) = post.transactor.perform(outbox.claim, SYSTEM, slow, 5)
    assert post.transactor.perform(outbox.claim, SYSTEM, quick, 5) == []
    assert post.transactor.perform(outbox.start, SYSTEM, slow, mail_id, post.readers) is not None
    post.wait(LEASE + timedelta(seconds=1))
    assert post.transactor.perform(outbox.claim, SYSTEM, quick, 5) == [mail_id]
    again = post.transactor.perform(outbox.start, SYSTEM, quick, mail_id, post.readers)
    assert again is not None
    assert again.attempts == 2
    assert not post.transactor.perform(outbox.settle, SYSTEM, slow, mail_id, Result(MailState.FAILED))
    assert post.transactor.perform(outbox.settle, SYSTEM, quick, mail_id, Result(MailState.SENT))
    assert post.row().state is MailState.SENT


def test_a_sender_that_dies_while_sending_loses_nothing(post: Post) -> None:
    for number in range(6):
        post.queue(post.readers.new(), key=f"k{number}")
    dying = post.sender()

    class Killed(BaseException):
        """Stands for a signal that nothing can catch."""

    handed = dying.route.hand_over
    count = iter(range(100))

    def hand_over_and_die(letter: object) -> object:
        answer = handed(letter)  # type: ignore[arg-type]
        if next(count) == 2:
            raise Killed
        return answer

    dying.route.hand_over = hand_over_and_die  # type: ignore[method-assign, assignment]
    with pytest.raises(Killed):
        dying.send_due()
    assert len(post.server.mails) == 3
    assert post.send() == 3
    post.wait(LEASE + timedelta(seconds=1))
    assert post.send() == 1
    assert {row.state for row in post.rows()} == {MailState.SENT}
    ids = [mail["Message-ID"] for mail in post.server.mails]
    assert len(set(ids)) == 6
    assert len(ids) == 7


def test_a_mail_that_kills_its_sender_each_time_is_given_up(post: Post) -> None:
    post.queue(post.readers.new())
    post.change(state=MailState.SENDING, attempts=MOST_ATTEMPTS, claimed_by=uuid4(), claimed_until=post.now)
    post.wait(timedelta(seconds=1))
    assert post.send() == 0
    assert post.row().state is MailState.FAILED
    assert post.row().last_error == "the sender stopped while sending"


def test_a_stop_signal_lets_the_mail_in_hand_go_and_hands_the_others_back(post: Post) -> None:
    for number in range(3):
        post.queue(post.readers.new(), key=f"k{number}")
    asked = iter([False, True, True])
    sender = post.sender(stopping=lambda: next(asked))
    assert sender.send_due() == 1
    waiting = [row for row in post.rows() if row.state is MailState.QUEUED]
    assert [(row.claimed_by, row.attempts) for row in waiting] == [(None, 0), (None, 0)]
    assert post.send() == 2


def test_a_pressing_mail_goes_first(post: Post) -> None:
    post.queue(post.readers.new(), key="match", category=Category.MATCHES)
    post.wait(timedelta(seconds=1))
    urgent = post.readers.new()
    post.queue(urgent, key="reset your password")
    assert post.sender().send_due(most=1) == 1
    assert post.server.recipients == [[post.readers.email(urgent)]]


def test_a_reader_who_stopped_in_the_meantime_gets_nothing(post: Post) -> None:
    to, farm = post.readers.new(), uuid4()
    post.queue(to, category=Category.PROGRESS, organisation_id=farm)
    post.transactor.perform(service.stop, SYSTEM, to.person_id, farm, Category.PROGRESS)
    assert post.send() == 0
    with post.services.sessions() as session:
        assert queries.undelivered(session, post.now) == []
    assert post.row().state is MailState.SUPPRESSED
    assert post.transactor.perform(service.resend, SYSTEM, post.row().id) == service.NotGivenUp()


def test_a_mail_that_is_too_late_is_not_sent_again(post: Post) -> None:
    post.queue(post.readers.new(), expires_at=post.now + timedelta(hours=1))
    post.change(state=MailState.FAILED)
    post.wait(timedelta(hours=2))
    assert post.transactor.perform(service.resend, SYSTEM, post.row().id) == service.TooLate(
        post.row().expires_at  # type: ignore[arg-type]
    )
