"""Who is shown which links."""

from uuid import UUID

from portal.insights.navigation import account_destinations, current, destinations
from portal.kernel.viewer import STRANGER, MemberRole, Membership, StaffRole, Viewer

ALL = frozenset(
    {
        "passports_public.check",
        "accounts_public.sign_in",
        "accounts_account.profile",
        "organisations_public.register",
        "insights_account.home",
        "availability_member.posts",
        "vacancies_member.posts",
        "organisations_member.organisation",
        "organisations_member.members",
        "organisations_staff.queue",
        "placements_staff.matches",
        "placements_staff.holds",
    }
)


def a_member(*, supplies: bool, employs: bool) -> Viewer:
    place = Membership(UUID(int=7), "Fenland Labour", MemberRole.MEMBER, supplies, employs, approved=True)
    return Viewer(UUID(int=1), "Maria", (place,), place)


def endpoints(viewer: Viewer, offered: frozenset[str] = ALL) -> list[str]:
    return [place.endpoint for place in destinations(viewer, offered)]


def test_a_stranger_can_check_an_offer_sign_in_or_register():
    assert endpoints(STRANGER) == [
        "passports_public.check",
        "accounts_public.sign_in",
        "organisations_public.register",
    ]


def test_a_provider_sees_spare_workers_and_no_vacancies():
    assert endpoints(a_member(supplies=True, employs=False)) == [
        "insights_account.home",
        "availability_member.posts",
        "organisations_member.organisation",
    ]


def test_an_employer_sees_vacancies_and_no_spare_workers():
    found = endpoints(a_member(supplies=False, employs=True))
    assert "vacancies_member.posts" in found
    assert "availability_member.posts" not in found


def test_an_organisation_that_does_both_sees_both():
    found = endpoints(a_member(supplies=True, employs=True))
    assert {"availability_member.posts", "vacancies_member.posts"} <= set(found)


def test_an_operator_sees_approvals_and_no_holds():
    found = endpoints(Viewer(UUID(int=1), "Ola", staff=frozenset({StaffRole.OPERATOR})))
    assert "organisations_staff.queue" in found
    assert "placements_staff.holds" not in found


def test_compliance_staff_see_matches_holds_and_organisations():
    found = endpoints(Viewer(UUID(int=1), "Ola", staff=frozenset({StaffRole.COMPLIANCE})))
    assert found == [
        "insights_account.home",
        "placements_staff.matches",
        "placements_staff.holds",
        "organisations_staff.queue",
    ]


def test_somebody_who_is_both_sees_the_organisations_once():
    found = endpoints(Viewer(UUID(int=1), "Ola", staff=frozenset(StaffRole)))
    assert found.count("organisations_staff.queue") == 1


def test_a_page_that_the_portal_lacks_is_not_linked():
    without = ALL - {"availability_member.posts"}
    assert "availability_member.posts" not in endpoints(a_member(supplies=True, employs=True), without)


def test_the_link_of_the_page_itself_is_marked_before_one_of_its_area():
    staff = Viewer(UUID(int=1), "Ola", staff=frozenset({StaffRole.COMPLIANCE}))
    places = destinations(staff, ALL)
    here = current(places, "placements_staff.holds")
    assert here is not None
    assert here.endpoint == "placements_staff.holds"


def test_a_page_near_a_link_marks_that_link():
    places = destinations(a_member(supplies=True, employs=False), ALL)
    here = current(places, "availability_member.edit")
    assert here is not None
    assert here.endpoint == "availability_member.posts"


def test_the_page_of_one_introduction_marks_the_list_of_them():
    offered = ALL | {"placements_member.matches", "placements_member.introductions"}
    places = destinations(a_member(supplies=True, employs=False), offered)
    here = current(places, "placements_member.introduction")
    assert here is not None
    assert here.endpoint == "placements_member.introductions"


def test_a_step_of_an_introduction_marks_the_introductions_and_not_the_matches():
    offered = ALL | {"placements_member.matches", "placements_member.introductions"}
    places = destinations(a_member(supplies=True, employs=False), offered)
    for step in ("name_workers", "engagement", "slips"):
        here = current(places, f"placements_member.{step}")
        assert here is not None
        assert here.endpoint == "placements_member.introductions"


def test_no_link_is_marked_on_a_page_that_belongs_to_none():
    assert current(destinations(STRANGER, ALL), None) is None
    assert current(destinations(STRANGER, ALL), "placements_worker.offer") is None
    assert current(destinations(STRANGER, ALL), "insights_public.first_page") is None


def test_members_are_offered_only_to_somebody_with_an_organisation():
    staff = Viewer(UUID(int=1), "Ola", staff=frozenset({StaffRole.OPERATOR}))
    assert [p.endpoint for p in account_destinations(staff, ALL)] == ["accounts_account.profile"]
    assert len(account_destinations(a_member(supplies=True, employs=False), ALL)) == 2
    assert account_destinations(STRANGER, ALL) == ()
