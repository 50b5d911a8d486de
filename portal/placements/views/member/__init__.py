"""Matches and introductions, for members of both sides."""

import secrets

from flask import Blueprint

from portal.placements.introductions.domain.answers import NoReason
from portal.placements.introductions.forms import NO_REASONS

member_pages = Blueprint("placements_member", __name__)


@member_pages.app_template_global()
def fresh_token() -> str:
    """The word by which a second sending of a bare button's form is recognised."""
    return secrets.token_urlsafe(18)


@member_pages.app_template_filter()
def no_reason_words(reason: str) -> str:
    """Why a side said "not now"."""
    return str(NO_REASONS[NoReason(reason)])


# The pages register themselves on the blueprint above.
import portal.placements.views.member.all_matches  # noqa: E402
import portal.placements.views.member.checks  # noqa: E402
import portal.placements.views.member.contracts  # noqa: E402
import portal.placements.views.member.endings  # noqa: E402
import portal.placements.views.member.engagements  # noqa: E402
import portal.placements.views.member.introduction_list  # noqa: E402
import portal.placements.views.member.introductions  # noqa: E402
import portal.placements.views.member.matches  # noqa: E402
import portal.placements.views.member.people  # noqa: E402
import portal.placements.views.member.questions  # noqa: E402
import portal.placements.views.member.return_sheets  # noqa: E402
import portal.placements.views.member.safety  # noqa: E402
import portal.placements.views.member.transfers  # noqa: E402
import portal.placements.views.member.why_not  # noqa: E402, F401
