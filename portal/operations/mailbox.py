"""The development mailbox: takes every mail over SMTP, keeps it as a file, shows it in the browser."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from itertools import count
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

MOST_LISTED = 200
NAME = re.compile(r"\d{20}-\d+")


@dataclass(frozen=True)
class MailboxLine:
    """One mail of the list."""

    name: str
    to: str
    subject: str
    at: datetime


@dataclass(frozen=True)
class MailboxMail:
    """One mail as it came."""

    line: MailboxLine
    sender: str
    text: str
    html: str


class Mailbox:
    """A folder of mails, one file each; the name sorts by time of arrival."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._number = count()

    def keep(self, content: bytes) -> str:
        """Store a mail; its name."""
        self.folder.mkdir(parents=True, exist_ok=True)
        at = datetime.now(UTC)
        name = f"{at:%Y%m%d%H%M%S%f}-{next(self._number)}"
        draft = self.folder / f".{name}"
        draft.write_bytes(content)
        draft.rename(self.folder / f"{name}.eml")
        return name

    def lines(self, to: str = "") -> list[MailboxLine]:
        """The newest mails, newest first; only those to a recipient whose address holds `to`."""
        found: list[MailboxLine] = []
        for path in sorted(self.folder.glob("*.eml"), reverse=True):
            with path.open("rb") as content:
                line = _line(path.stem, BytesHeaderParser(policy=policy.default).parse(content))
            if to.strip().lower() in line.to.lower():
                found.append(line)
            if len(found) == MOST_LISTED:
                break
        return found

    def mail(self, name: str) -> MailboxMail | None:
        """One mail by its name."""
        path = self.folder / f"{name}.eml"
        if not NAME.fullmatch(name) or not path.is_file():
            return None
        mail = _read(path)
        return MailboxMail(_line(name, mail), str(mail["From"]), _part(mail, "plain"), _part(mail, "html"))

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a mail that comes by SMTP."""
        self.keep(envelope.content)
        return "250 Kept"


@contextmanager
def serving(mailbox: Mailbox, port: int) -> Iterator[None]:
    """Listen for mails on the loopback address."""
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, ident="Fairshift mailbox")
    controller.start()
    try:
        yield
    finally:
        controller.stop(no_assert=True)


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def _line(name: str, mail: EmailMessage) -> MailboxLine:
    at = datetime.strptime(name.partition("-")[0], "%Y%m%d%H%M%S%f").replace(tzinfo=UTC)
    return MailboxLine(name, str(mail["To"] or ""), str(mail["Subject"] or ""), at)


def _part(mail: EmailMessage, subtype: str) -> str:
    part = mail.get_body((subtype,))
    return str(part.get_content()) if part is not None else ""
