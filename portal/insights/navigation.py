"""Where a person can go from any page, by who they are and what the portal offers."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _

from portal.kernel.viewer import StaffRole, Viewer


@dataclass(frozen=True)
class Destination:
    """One link of the navigation: its words, and the endpoint behind it."""

    words: str
    endpoint: str

    @property
    def area(self) -> str:
        """The blueprint of the endpoint, which marks the link while one is on a page near it."""
        return self.endpoint.partition(".")[0]


Offered = Callable[[Viewer], bool]


def _stranger(viewer: Viewer) -> bool:
    return not viewer.is_signed_in


def _signed_in(viewer: Viewer) -> bool:
    return viewer.is_signed_in


def _provider(viewer: Viewer) -> bool:
    return viewer.acting is not None and viewer.acting.supplies


def _employer(viewer: Viewer) -> bool:
    return viewer.acting is not None and viewer.acting.employs


def _member(viewer: Viewer) -> bool:
    return viewer.acting is not None


def _operator(viewer: Viewer) -> bool:
    return StaffRole.OPERATOR in viewer.staff


def _compliance(viewer: Viewer) -> bool:
    return StaffRole.COMPLIANCE in viewer.staff


def _staff(viewer: Viewer) -> bool:
    return bool(viewer.staff)


def _compliance_only(viewer: Viewer) -> bool:
    """An operator has the same page under the words of the work there."""
    return _compliance(viewer) and not _operator(viewer)


_FOR_STRANGERS: tuple[tuple[Offered, Destination], ...] = (
    (_stranger, Destination(_("Check an offer"), "passports_public.check")),
    (_stranger, Destination(_("Sign in"), "accounts_public.sign_in")),
    (_stranger, Destination(_("Register"), "organisations_public.register")),
)
_NAVIGATION: tuple[tuple[Offered, Destination], ...] = (
    *_FOR_STRANGERS,
    (_signed_in, Destination(_("Home"), "insights_account.home")),
    (_provider, Destination(_("Spare workers"), "availability_member.posts")),
    (_employer, Destination(_("Vacancies"), "vacancies_member.posts")),
    (_member, Destination(_("Matches"), "placements_member.matches")),
    (_member, Destination(_("Introductions"), "placements_member.introductions")),
    (_member, Destination(_("Organisation"), "organisations_member.organisation")),
    (_operator, Destination(_("Approvals"), "organisations_staff.queue")),
    (_operator, Destination(_("Plans"), "plans_staff.plans")),
    (_operator, Destination(_("Mail"), "notifications_staff.mail")),
    (_staff, Destination(_("Calls"), "passports_staff.calls")),
    (_compliance, Destination(_("Matches"), "placements_staff.matches")),
    (_compliance, Destination(_("Holds"), "placements_staff.holds")),
    (_compliance, Destination(_("Findings"), "compliance_staff.findings")),
    (_compliance, Destination(_("To look into"), "placements_staff.errands")),
    (_compliance, Destination(_("Cases"), "remedy_staff.cases")),
    (_compliance, Destination(_("Sanctions"), "compliance_staff.sanctions")),
    (_compliance, Destination(_("Rules"), "compliance_staff.rules")),
    (_compliance, Destination(_("Minimum pay"), "compliance_staff.minimum_pay")),
    (_operator, Destination(_("Exceptions"), "compliance_staff.exceptions")),
    (_compliance_only, Destination(_("Organisations"), "organisations_staff.queue")),
)

_ACCOUNT: tuple[Destination, ...] = (
    Destination(_("Your account"), "accounts_account.profile"),
    Destination(_("Which mails you get"), "notifications_account.preferences"),
    Destination(_("Members"), "organisations_member.members"),
    Destination(_("Cases that ask something of us"), "remedy_member.cases"),
    Destination(_("Report a wrong"), "remedy_member.report"),
    Destination(_("Register an organisation"), "organisations_account.register"),
)


def destinations(viewer: Viewer, endpoints: frozenset[str]) -> tuple[Destination, ...]:
    """The main links for this viewer, in order, as far as the portal has the pages."""
    return tuple(place for offered, place in _NAVIGATION if offered(viewer) and place.endpoint in endpoints)


def account_destinations(viewer: Viewer, endpoints: frozenset[str]) -> tuple[Destination, ...]:
    """The links of the account menu; none for a stranger."""
    if not viewer.is_signed_in:
        return ()
    needs_organisation = {"organisations_member.members", "remedy_member.report"}
    needs_administrator = {"remedy_member.cases"}
    return tuple(
        place
        for place in _ACCOUNT
        if place.endpoint in endpoints
        and (viewer.acting is not None or place.endpoint not in needs_organisation)
        and (viewer.is_administrator or place.endpoint not in needs_administrator)
    )


_BELOW_INTRODUCTIONS = frozenset(
    f"placements_member.{page}"
    for page in (
        *("engagement", "name_workers", "slips", "roll_call", "end_placements", "withdraw"),
        *("give_back", "extend", "agree_extension", "record_answer", "withdraw_offer", "offer_again"),
    )
)
"""Steps of an introduction, whose endpoints do not say so."""


def current(places: tuple[Destination, ...], endpoint: str | None) -> Destination | None:
    """The link that stands for the page one is on: the page itself, its list, else the first of its area.

    The open pages of insights belong together by nothing but their place in the code.
    """
    exact = [place for place in places if place.endpoint == endpoint]
    area = (endpoint or "").partition(".")[0]
    if endpoint in _BELOW_INTRODUCTIONS:
        endpoint = "placements_member.introduction"
    near = [place for place in places if place.area == area and area != "insights_public"]
    akin = [place for place in near if (endpoint or "").startswith(place.endpoint.removesuffix("s"))]
    return next(iter([*exact, *akin, *near]), None)
