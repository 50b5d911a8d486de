"""The home of everybody who is signed in."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.infra.web import Audience, allow, page

account_pages = Blueprint("insights_account", __name__)


@account_pages.get("/home")
@allow(Audience.ACCOUNT)
def home() -> ResponseReturnValue:
    """What needs me now?"""
    return page("insights/account/home.html")
