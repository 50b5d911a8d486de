"""A mail server for tests: real SMTP on the loopback address, with answers that a test can set."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event
from typing import Any, cast

from aiosmtpd.controller import Controller


class MailServer:
    """Keeps each mail it takes, and how many connections there were."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.raw: list[bytes] = []
        self.connections = 0
        self.to_recipient: list[str] = []
        """Answers to give to the next RCPT commands, first one first; 250 when empty."""
        self.to_data: list[str] = []
        self.port = 0
        self.pause = 0.0
        """Seconds before each mail is answered."""
        self.has_mail = Event()

    async def handle_EHLO(  # noqa: N802 - the interface of aiosmtpd
        self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        answer = self.to_recipient.pop(0) if self.to_recipient else "250 OK"
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = self.to_data.pop(0) if self.to_data else "250 OK"
        if self.pause:
            await asyncio.sleep(self.pause)
        if answer.startswith("250"):
            self.raw.append(envelope.content)
            self.mails.append(
                cast("EmailMessage", message_from_bytes(envelope.content, policy=policy.default))
            )
            self.recipients.append(list(envelope.rcpt_tos))
            self.has_mail.set()
        return answer


def words(mail: EmailMessage, subtype: str) -> str:
    """The plain ("plain") or HTML ("html") part of a mail."""
    part = mail.get_body((subtype,))
    assert part is not None
    return str(part.get_content())


def free_port() -> int:
    """A port on the loopback address on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Run one on a free port."""
    server = MailServer()
    server.port = free_port()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()
