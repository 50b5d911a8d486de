"""What every page of the portal is made with."""

from portal.infra.web.access import Audience, allow, opened_by, viewer
from portal.infra.web.acts import acting_for, perform, reading
from portal.infra.web.pages import ask, page, public_url, say

__all__ = [
    "Audience",
    "acting_for",
    "allow",
    "ask",
    "opened_by",
    "page",
    "perform",
    "public_url",
    "reading",
    "say",
    "viewer",
]
