"""Handing one mail to the mail server, over a connection that is kept for the next."""

import re
import smtplib
import ssl
from dataclasses import dataclass
from email import policy
from email.charset import QP, Charset
from email.mime.base import MIMEBase
from email.mime.text import MIMEText
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import flask_mail
from flask import current_app


@dataclass(frozen=True)
class Letter:
    """One mail to one address, written and ready to go."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    unsubscribe_url: str | None = None
    """Where a POST stops further mails of the kind (RFC 8058); none where they cannot be stopped."""


@dataclass(frozen=True)
class Delivered:
    """The mail server took the mail."""


@dataclass(frozen=True)
class AddressRefused:
    """The mail server says for good that nobody reads this address."""

    code: int


@dataclass(frozen=True)
class LetterRefused:
    """The mail server refused the mail for good, for another reason."""

    code: int


@dataclass(frozen=True)
class PutOff:
    """The mail server asked to try again later."""

    code: int


@dataclass(frozen=True)
class Unreachable:
    """There is no talking to the mail server just now."""


Handover = Delivered | AddressRefused | LetterRefused | PutOff | Unreachable

NO_SUCH_ADDRESS = re.compile(rb"\b5\.(?:1\.[1236]|1\.10|2\.1)\b")
"""Enhanced codes (RFC 3463, RFC 7505) that speak of the address; a bare 550 may be a policy."""


class MailRoute:
    """A connection to the configured mail server: opened when needed, kept, opened again after a fault."""

    def __init__(self) -> None:
        self._connection: _Connection | None = None

    def __enter__(self) -> "MailRoute":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def open(self) -> bool:
        """Connect if needed; whether the mail server is there and trusted."""
        if self._connection is None:
            state: Any = flask_mail.Mail().init_app(current_app)
            connection = _Connection(state)
            try:
                connection.__enter__()
            except (OSError, smtplib.SMTPException):
                return False
            self._connection = connection
        return True

    def close(self) -> None:
        """End the connection, politely where the server still listens."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.leave()

    def hand_over(self, letter: Letter) -> Handover:
        """Send one mail; what the mail server answered."""
        if not self.open() or self._connection is None:
            return Unreachable()
        try:
            self._connection.send(_message(letter))
        except smtplib.SMTPRecipientsRefused as refused:
            code, words = next(iter(refused.recipients.values()))
            return self._refusal(code, words, of_address=True)
        except smtplib.SMTPSenderRefused as refused:
            return self._refusal(refused.smtp_code, refused.smtp_error, of_address=False)
        except smtplib.SMTPDataError as refused:
            return self._refusal(refused.smtp_code, refused.smtp_error, of_address=False)
        except (OSError, smtplib.SMTPException):
            self.close()
            return Unreachable()
        return Delivered()

    def _refusal(self, code: int, words: bytes | str, *, of_address: bool) -> Handover:
        if code == 421:
            self.close()
        if code < 500:
            return PutOff(code)
        said = words if isinstance(words, bytes) else words.encode(errors="replace")
        return AddressRefused(code) if of_address and NO_SUCH_ADDRESS.search(said) else LetterRefused(code)


class _Connection(flask_mail.Connection):
    """Flask-Mail's connection with a time limit, and with the server's certificate verified."""

    def configure_host(self) -> smtplib.SMTP | smtplib.SMTP_SSL:
        limits: dict[str, Any] = {
            "timeout": current_app.config["MAIL_TIMEOUT_SECONDS"],
            "local_hostname": public_host(),  # the default asks the name service
        }
        verified = ssl.create_default_context()
        host: smtplib.SMTP | smtplib.SMTP_SSL
        if self.mail.use_ssl:
            host = smtplib.SMTP_SSL(self.mail.server, self.mail.port, context=verified, **limits)
        else:
            host = smtplib.SMTP(self.mail.server, self.mail.port or 25, **limits)
        try:
            if self.mail.use_tls:
                host.starttls(context=verified)
            if self.mail.username and self.mail.password:
                host.login(self.mail.username, self.mail.password)
        except (OSError, smtplib.SMTPException):
            host.close()
            raise
        return host

    def leave(self) -> None:
        if self.host is not None:
            try:
                self.host.quit()
            except (OSError, smtplib.SMTPException):
                self.host.close()


class _Message(flask_mail.Message):
    """Flask-Mail's message with short body lines, and with long head lines left as they are.

    Refolding would break the address in List-Unsubscribe into encoded words.
    """

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        quoted = Charset("utf-8")
        quoted.body_encoding = QP
        return MIMEText(text or "", subtype, quoted)  # type: ignore[arg-type]

    def _message(self) -> MIMEBase:
        message = super()._message()
        message.policy = policy.SMTP.clone(refold_source="none")
        return message


def _message(letter: Letter) -> _Message:
    head: dict[str, str] = {"Auto-Submitted": "auto-generated"}
    if letter.unsubscribe_url:
        head["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
        head["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message = _Message(
        subject=letter.subject,
        recipients=[letter.to],
        body=letter.text,
        html=letter.html,
        extra_headers=head,
    )
    message.msgId = letter.message_id
    return message


def public_host() -> str:
    """The host of the portal's public address, which its mails name as their origin."""
    return urlsplit(current_app.config["PUBLIC_URL"]).hostname or "localhost"


def install(app: Any) -> None:
    """Let mails be sent in tests too: whoever starts a sender there has a mail server of their own."""
    app.config.setdefault("MAIL_SUPPRESS_SEND", False)
