"""The signed link by which a reader stops mails without signing in."""

from dataclasses import dataclass
from uuid import UUID

from itsdangerous import BadSignature, URLSafeSerializer

from portal.infra.seal import portal_secrets
from portal.infra.web import public_url
from portal.notifications.domain import STOPPABLE, Category
from portal.notifications.models import NO_ORGANISATION


@dataclass(frozen=True)
class Stop:
    """What a link stops: mails of one category to one person, for one organisation."""

    person_id: UUID
    organisation_id: UUID
    category: Category


def stop_url(person_id: UUID, organisation_id: UUID | None, category: Category) -> str | None:
    """The link that stops this kind of mail; none for kinds that cannot be stopped."""
    if category not in STOPPABLE:
        return None
    token = _serializer().dumps([person_id.hex, (organisation_id or NO_ORGANISATION).hex, category.value])
    return public_url("notifications_public.unsubscribe", token=token)


def read_stop(token: str) -> Stop | None:
    """What a link stops; none for a link that the portal did not make."""
    try:
        person_id, organisation_id, category = _serializer().loads(token)
        return Stop(UUID(person_id), UUID(organisation_id), Category(category))
    except (BadSignature, ValueError, TypeError, AttributeError):
        return None


def _serializer() -> URLSafeSerializer:
    oldest_first = portal_secrets()[::-1]
    return URLSafeSerializer(oldest_first, salt="stop these mails")
