"""Sending what is due: claim, start, write, hand over, settle; each step its own transaction."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import structlog

from portal.infra.logs import fault
from portal.infra.mail import (
    AddressRefused,
    Delivered,
    Handover,
    Letter,
    LetterRefused,
    MailRoute,
    PutOff,
    Unreachable,
    public_host,
)
from portal.infra.unit_of_work import Transactor
from portal.kernel.events import SYSTEM
from portal.notifications import outbox, rendering
from portal.notifications.domain import AddressBook, MailState, Trouble, message_id
from portal.notifications.outbox import Departing, Result
from portal.notifications.stopping import stop_url

BATCH = 20
"""Mails claimed at once: few enough that their lease outlives a slow mail server."""


@dataclass
class Sender:
    """Drains the outbox over one connection; any number of senders may run side by side.

    Needs an application context. A mail is lost by no crash: at worst it leaves twice, under the
    same Message-ID.
    """

    transactor: Transactor
    addresses: AddressBook
    stopping: Callable[[], bool] = bool
    chance: Callable[[], float] = random.random
    route: MailRoute = field(default_factory=MailRoute)
    reached: bool = True
    """Whether the mail server could be reached the last time."""

    def send_due(self, most: int = BATCH) -> int:
        """Send up to `most` due mails; how many the mail server took."""
        with self.transactor.sessions() as session:
            if not outbox.is_any_due(session, self.transactor.clock()):
                return 0
        holder = uuid4()
        claimed = self.transactor.perform(outbox.claim, SYSTEM, holder, most)
        self.reached = not claimed or self.route.open()
        sent = 0
        try:
            for mail_id in claimed:
                if self.stopping() or not self.reached:
                    break
                sent += self._send(holder, mail_id)
        finally:
            if claimed:
                trouble = None if self.reached else Trouble.UNREACHABLE
                self.transactor.perform(outbox.hand_back, SYSTEM, holder, trouble)
        return sent

    def close(self) -> None:
        """Leave the mail server."""
        self.route.close()

    def _send(self, holder: UUID, mail_id: UUID) -> bool:
        mail = self.transactor.perform(outbox.start, SYSTEM, holder, mail_id, self.addresses)
        if mail is None:
            return False
        letter = self._written(mail)
        handover = self.route.hand_over(letter) if letter else None
        self.reached = not isinstance(handover, Unreachable)
        result = self._result(handover)
        if isinstance(handover, AddressRefused):
            self.transactor.perform(outbox.suppress, SYSTEM, mail.address.email, Trouble.ADDRESS_REFUSED)
        self.transactor.perform(outbox.settle, SYSTEM, holder, mail_id, result)
        structlog.get_logger().info(
            "mail handled",
            mail_id=str(mail_id),
            template=mail.template,
            state=result.state,
            trouble=result.trouble,
            attempts=mail.attempts,
        )
        return result.state is MailState.SENT

    def _written(self, mail: Departing) -> Letter | None:
        stop = stop_url(mail.person_id, mail.organisation_id, mail.category) if mail.person_id else None
        try:
            written = rendering.write(
                mail.template,
                mail.facts,
                name=mail.address.name,
                language=mail.address.language,
                unsubscribe_url=stop,
            )
        except Exception as error:  # one broken template must not stop the other mails
            structlog.get_logger().error(
                "a mail could not be written", template=mail.template, **fault(error)
            )
            return None
        return Letter(
            to=mail.address.email,
            subject=written.subject,
            text=written.text,
            html=written.html,
            message_id=message_id(mail.key, mail.recipient, public_host()),
            unsubscribe_url=stop,
        )

    def _result(self, handover: Handover | None) -> Result:
        match handover:
            case Delivered():
                return Result(MailState.SENT)
            case AddressRefused(code):
                return Result(MailState.FAILED, Trouble.ADDRESS_REFUSED, code)
            case LetterRefused(code):
                return Result(MailState.FAILED, Trouble.REFUSED, code)
            case PutOff(code):
                return Result(MailState.QUEUED, Trouble.PUT_OFF, code, again=self.chance())
            case Unreachable():
                return Result(MailState.QUEUED, Trouble.UNREACHABLE, again=self.chance())
            case None:
                return Result(MailState.FAILED, Trouble.UNWRITABLE)
