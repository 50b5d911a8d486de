"""When a mail leaves, how long a failed one waits, and what may stand in a mail's head."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from portal.notifications.domain import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    Category,
    Frequency,
    MailState,
    Preference,
    ToAddress,
    ToPerson,
    ToWorker,
    Trouble,
    clean,
    departure,
    in_header,
    is_writable,
    label,
    message_id,
    next_digest,
    pause_after,
    recipient,
    without_links,
)

WEDNESDAY_NOON = datetime(2027, 3, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize("category", list(Category))
def test_by_default_every_mail_leaves_at_once(category: Category) -> None:
    leaves = departure(category, urgent=False, preference=Preference(), now=WEDNESDAY_NOON)
    assert (leaves.state, leaves.due_at) == (MailState.QUEUED, WEDNESDAY_NOON)


def test_a_match_waits_for_the_digest_of_somebody_who_wants_one() -> None:
    wants = Preference(matches=Frequency.DAILY)
    leaves = departure(Category.MATCHES, urgent=False, preference=wants, now=WEDNESDAY_NOON)
    assert (leaves.state, leaves.due_at) == (MailState.HELD, datetime(2027, 3, 4, 6, tzinfo=UTC))


def test_a_start_within_two_days_is_told_at_once() -> None:
    wants = Preference(matches=Frequency.WEEKLY)
    leaves = departure(Category.MATCHES, urgent=True, preference=wants, now=WEDNESDAY_NOON)
    assert leaves.state is MailState.QUEUED


def test_what_somebody_stopped_is_not_sent_however_urgent() -> None:
    wants = Preference(matches=Frequency.NEVER, progress=False)
    for category in (Category.MATCHES, Category.PROGRESS):
        leaves = departure(category, urgent=True, preference=wants, now=WEDNESDAY_NOON)
        assert (leaves.state, leaves.trouble) == (MailState.SUPPRESSED, Trouble.STOPPED)


def test_nobody_can_stop_mails_about_their_account_or_their_offer() -> None:
    wants = Preference(matches=Frequency.NEVER, progress=False)
    for category in (Category.ACCOUNT, Category.WORKER):
        leaves = departure(category, urgent=False, preference=wants, now=WEDNESDAY_NOON)
        assert leaves.state is MailState.QUEUED


def test_a_weekly_digest_leaves_on_monday_morning() -> None:
    assert next_digest(Frequency.WEEKLY, WEDNESDAY_NOON) == datetime(2027, 3, 8, 6, tzinfo=UTC)
    monday = datetime(2027, 3, 8, 6, tzinfo=UTC)
    assert next_digest(Frequency.WEEKLY, monday) == monday + timedelta(days=7)
    assert next_digest(Frequency.DAILY, monday - timedelta(seconds=1)) == monday


def test_pauses_double_up_to_an_hour_and_are_spread() -> None:
    middle = [pause_after(attempts, 0.5) for attempts in (1, 2, 3, 60)]
    assert middle == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE, LONGEST_PAUSE]
    assert pause_after(1, 0.0) == FIRST_PAUSE * 0.75
    assert pause_after(1, 1.0) == FIRST_PAUSE * 1.25


def test_the_same_mail_has_the_same_message_id() -> None:
    first = message_id("match:1", "person:1", "portal.test")
    assert first == message_id("match:1", "person:1", "portal.test")
    assert first != message_id("match:1", "person:2", "portal.test")
    assert first.startswith("<")
    assert first.endswith("@portal.test>")


@pytest.mark.parametrize("to", [ToPerson(uuid4()), ToWorker(uuid4()), ToAddress("desk@farm.example", "ro")])
def test_a_recipient_is_read_back_from_its_label(to: ToPerson | ToWorker | ToAddress) -> None:
    assert recipient(label(to), "ro") == to


def test_one_line_stays_one_line() -> None:
    assert in_header("Hull\r\nBcc: all@farm.example") == "Hull Bcc: all@farm.example"
    assert in_header("a\r\n\tb\x00c\u2028d\u202ee") == "a b c d e"
    assert len(in_header("x" * 900)) == 200


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "@farm.example",
        "a@",
        "a b@farm.example",
        "a@b@c",
        "a@farm.example\r\nRCPT TO:<b@c>",
        "a>@farm.example",
        "ß@farm.example",
    ],
)
def test_an_address_that_would_break_the_envelope_is_not_written_to(email: str) -> None:
    assert not is_writable(email)


def test_an_unusual_address_is_written_to() -> None:
    assert is_writable("o'neil+jobs@sub.farm.example")


def test_control_characters_do_not_get_into_facts() -> None:
    facts = {"lamp": "no\x00rth\x1b", "lines": ["a\nb\tc", {"deep": "\x7fd"}], "count": 3, "none": None}
    assert clean(facts) == {"lamp": "north", "lines": ["a\nb\tc", {"deep": "d"}], "count": 3, "none": None}


def test_links_are_left_out_wherever_they_stand() -> None:
    facts = {
        "url": "https://portal.example/t",
        "count": 2,
        "mails": [{"facts": {"url": "http://x", "score": 1}}],
    }
    assert without_links(facts) == {"count": 2, "mails": [{"facts": {"score": 1}}]}
