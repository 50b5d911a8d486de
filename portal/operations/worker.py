"""What runs beside the web server: sends due mail, runs due jobs, and ends when it is told to."""

import signal
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

import structlog

from portal.infra.logs import fault
from portal.infra.schedule import BREATH, AnyJob, run_due
from portal.infra.unit_of_work import Transactor
from portal.notifications.domain import AddressBook
from portal.notifications.sender import Sender

PAUSE_SECONDS = 0.5
"""How long an idle worker sleeps."""

SENDING_SECONDS = 1.0
"""How long it sends batch after batch before it looks at its jobs again."""

LONGEST_PAUSE_SECONDS = 30.0
"""How long it leaves a mail server alone that could not be reached, at most."""

GRACE_SECONDS = 8
"""How long the work in hand may take once the worker is told to stop."""


class OutOfTime(BaseException):
    """The work in hand took too long after a stop signal; its lease or its rollback undoes it."""


@dataclass
class Worker:
    """One worker; any number of them may run side by side. Needs an application context."""

    transactor: Transactor
    addresses: AddressBook
    jobs: Sequence[AnyJob]
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.sender = Sender(self.transactor, self.addresses, stopping=self.stop.is_set)
        self._unreached = 0
        self._leave_alone_until = 0.0

    def work_once(self) -> bool:
        """Run what is due, once; whether there was anything."""
        ran = run_due(self.transactor, self.jobs, stopping=self.stop.is_set)
        return bool(self._send()) or bool(ran)

    def work(self) -> None:
        """Go on until told to stop; a fault is logged and the next round tried."""
        log = structlog.get_logger()
        log.info("worker started")
        try:
            while not self.stop.is_set():
                self._round()
        except OutOfTime:
            log.warning("the work in hand was broken off")
        finally:
            self.sender.close()
            log.info("worker ended")

    def _round(self) -> None:
        ran, sent = [], 0
        try:
            ran = run_due(self.transactor, self.jobs, stopping=self.stop.is_set)
            sent = self._send_for_a_while()
        except Exception as error:
            structlog.get_logger().error("a round failed", **fault(error))
            self.stop.wait(PAUSE_SECONDS * 4)
        if ran or not sent:
            self.stop.wait(BREATH.total_seconds() if ran else PAUSE_SECONDS)

    def _send_for_a_while(self) -> int:
        until, sent = time.monotonic() + SENDING_SECONDS, 0
        while time.monotonic() < until and not self.stop.is_set() and (batch := self._send()):
            sent += batch
        return sent

    def _send(self) -> int:
        if time.monotonic() < self._leave_alone_until:
            return 0
        sent = self.sender.send_due()
        self._unreached = 0 if self.sender.reached else self._unreached + 1
        if self._unreached:
            pause = min(2.0 ** min(self._unreached, 10), LONGEST_PAUSE_SECONDS)
            self._leave_alone_until = time.monotonic() + pause
        return sent


def end_on_signals(worker: Worker) -> None:
    """On SIGTERM or SIGINT finish the mail in hand; break off what takes longer than the grace."""

    def stop(number: int, _frame: FrameType | None) -> None:
        if not worker.stop.is_set():
            worker.stop.set()
            signal.alarm(GRACE_SECONDS)

    def break_off(number: int, _frame: FrameType | None) -> None:
        raise OutOfTime

    signal.signal(signal.SIGALRM, break_off)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
