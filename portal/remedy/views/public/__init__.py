"""Reporting without an account, looking a case up, and who else helps."""

from flask import Blueprint

public_pages = Blueprint("remedy_public", __name__)

from portal.remedy.views.public import helping, looking_up, reporting  # noqa: E402, F401 - they add their pages
