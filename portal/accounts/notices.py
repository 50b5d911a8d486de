"""The mails about one's own account; they go to the address itself, confirmed or not."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from portal.accounts.events import PasswordChanged, SecondFactorTurnedOff, SecondFactorTurnedOn
from portal.accounts.secrets import token_hash
from portal.infra.unit_of_work import Work
from portal.infra.web import public_url
from portal.kernel.events import Event
from portal.notifications.domain import Category, Message, ToAddress, ToPerson


def confirm_email(email: str, language: str, token: str, expires_at: datetime) -> Message:
    """Please confirm that this address is yours."""
    return _with_link("confirm_email", email, language, token, expires_at)


def change_email(email: str, language: str, token: str, expires_at: datetime) -> Message:
    """Please confirm your new address."""
    return _with_link("change_email", email, language, token, expires_at)


def choose_password(email: str, language: str, token: str, expires_at: datetime) -> Message:
    """Here you choose a new password."""
    return _with_link("choose_password", email, language, token, expires_at)


def email_changed(change_id: UUID, old_email: str, language: str) -> Message:
    """To the old address: it no longer belongs to your account."""
    return Message(
        template="accounts/email_changed",
        to=ToAddress(old_email, language),
        facts={"url": public_url("insights_public.contact")},
        key=f"accounts/email_changed:{change_id}",
        category=Category.ACCOUNT,
    )


def _with_link(name: str, email: str, language: str, token: str, expires_at: datetime) -> Message:
    return Message(
        template=f"accounts/{name}",
        to=ToAddress(email, language),
        facts={
            "url": public_url(f"accounts_public.{name}", token=token),
            "expires_at": expires_at.isoformat(),
        },
        key=f"accounts/{name}:{token_hash(token)[:32]}",
        category=Category.ACCOUNT,
        expires_at=expires_at,
    )


def _security_news(template: str) -> Callable[[Work, Any], Iterable[Message]]:
    def tell(work: Work, happened: Any) -> Iterable[Message]:
        yield Message(
            template=f"accounts/{template}",
            to=ToPerson(happened.person_id),
            facts={"url": public_url("accounts_public.forgot_password"), "at": happened.at.isoformat()},
            key=f"accounts/{template}:{work.new_id()}",
            category=Category.ACCOUNT,
        )

    return tell


NOTICES: Mapping[type[Event], Callable[[Work, Any], Iterable[Message]]] = {
    PasswordChanged: _security_news("password_changed"),
    SecondFactorTurnedOn: _security_news("second_factor_on"),
    SecondFactorTurnedOff: _security_news("second_factor_off"),
}
