"""The demo's world holds together: every word in it means something to the portal."""

import re
from collections import Counter

import pytest

from portal.compliance.costs.categories import cost_categories
from portal.compliance.domain import Terms
from portal.compliance.rules.costs import judge_costs
from portal.operations.demo.costs import SCHEDULES, cost_schedule
from portal.operations.demo.files import demo_world
from portal.operations.demo.world import Admission, DemoHold, DemoPost, Life, Story
from portal.organisations.application import REGISTER_FORMATS
from portal.organisations.domain.names import register_key
from portal.organisations.files import authorities, sectors
from portal.posts.domain import EngagementForm, Level, Shift, ShiftRule
from portal.taxonomy.domain import Concept, ConceptKind, FreeSkill, resolve_occupation, resolve_skill
from portal.taxonomy.files import shipped_taxonomy
from portal.taxonomy.tickets import common_tickets
from portal.vacancies.domain import PayInterval

WORLD = demo_world()
POSTS: tuple[DemoPost, ...] = (*WORLD.lots, *WORLD.vacancies)
LOCAL_TICKETS = {"Airside pass", "Ammonia refrigeration ticket", "Garda vetting", "PVG record", "SIA licence"}
FREE_SKILLS = {"ammonia refrigeration", "olive vibrator"}
UNPUBLISHABLE = {"worker-travel", "worker-boots", "worker-bond"}


def test_it_has_about_forty_organisations_three_hundred_lots_and_two_hundred_vacancies() -> None:
    assert 40 <= len(WORLD.organisations) <= 50
    assert 290 <= len(WORLD.lots) <= 325
    assert 190 <= len(WORLD.vacancies) <= 240


def test_every_occupation_is_one_of_the_taxonomy() -> None:
    found = {name: resolve_occupation(shipped_taxonomy(), name) for name in {one.occupation for one in POSTS}}
    kinds = {name: getattr(one, "kind", one) for name, one in found.items()}
    assert {name for name, kind in kinds.items() if kind is not ConceptKind.OCCUPATION} == set()


def test_every_skill_is_one_of_the_taxonomy_or_meant_as_a_free_one() -> None:
    named = {skill for lot in WORLD.lots for skill in lot.skills}
    named |= {skill for job in WORLD.vacancies for skill in (*job.required_skills, *job.desired_skills)}
    found = {name: resolve_skill(shipped_taxonomy(), name) for name in named}
    assert {name for name, one in found.items() if isinstance(one, FreeSkill)} == FREE_SKILLS
    assert all(isinstance(one, Concept | FreeSkill) for one in found.values())


def test_tickets_shifts_forms_and_levels_are_the_portals_own_words() -> None:
    for one in POSTS:
        assert set(one.tickets) <= set(common_tickets()) | LOCAL_TICKETS
        assert set(one.shifts) <= set(Shift)
        assert set(one.engagement) <= set(EngagementForm)
        assert {level for _, level in one.languages} <= set(Level.__members__)
    for job in WORLD.vacancies:
        assert job.shift_rule in set(ShiftRule)
        assert job.pay_interval in set(PayInterval)
        assert re.fullmatch(r"\d\d:\d\d", job.start_time)


def test_sectors_and_authorities_are_known() -> None:
    known = {one.code for one in sectors()}
    assert {code for one in WORLD.organisations for code in one.sectors} <= known
    assert {job.sector[:2] for job in WORLD.vacancies} <= known
    assert {one.authority for one in WORLD.licences} <= {one.id for one in authorities()}
    keys = {one.key for one in WORLD.organisations}
    assert {one.organisation for one in WORLD.licences} <= keys


def test_lots_come_from_providers_and_vacancies_from_employers() -> None:
    assert all(WORLD.organisation(lot.organisation).supplies for lot in WORLD.lots)
    assert all(WORLD.organisation(job.organisation).employs for job in WORLD.vacancies)


def test_some_posts_are_in_each_state_of_their_life() -> None:
    for posts in (WORLD.lots, WORLD.vacancies):
        assert set(Counter(one.life for one in posts)) == set(Life)


def test_the_queue_holds_an_express_application_and_a_usual_one() -> None:
    admitted = Counter(one.admission for one in WORLD.organisations)
    assert admitted[Admission.EXPRESS] == admitted[Admission.PENDING] == 1
    assert admitted[Admission.REFUSED] == admitted[Admission.HELD] == 1


def test_the_flooded_factory_lends_three_hundred_workers_in_nine_lots() -> None:
    lots = [lot for lot in WORLD.lots if lot.organisation == "welland"]
    assert (len(lots), sum(lot.headcount for lot in lots)) == (9, 300)
    assert {lot.town for lot in lots} == {"Spalding", "Holbeach"}


def test_mail_goes_nowhere_and_phones_ring_nowhere() -> None:
    for one in WORLD.organisations:
        assert re.fullmatch(r"[a-z.]+@[a-z]+\.example", one.email_of(one.administrator))
        assert re.match(r"01632 960\d{3}$|\+44 1632 960\d{3}$|\+33 1 99 00 |\+49 30 23125 ", one.phone(3))
    domains = Counter(one.domain for one in WORLD.organisations)
    assert max(domains.values()) == 1


def test_register_numbers_look_as_they_do_in_their_country() -> None:
    for one in WORLD.organisations:
        form = REGISTER_FORMATS.get(one.country, ".*")
        assert re.fullmatch(form, register_key(one.register_number) or "no number"), one.key


def test_nothing_about_a_person_that_must_not_be_asked_is_in_it() -> None:
    words = re.compile(
        r"\b(male|female|men|women|young|old age|married|nationals?|muslim|christian)\b", re.IGNORECASE
    )
    texts = [lot.notes for lot in WORLD.lots]
    texts += [f"{job.title} {job.description} {job.transport}" for job in WORLD.vacancies]
    assert [text for text in texts if words.search(text)] == []


@pytest.mark.parametrize("name", sorted(SCHEDULES))
def test_only_the_three_spoiled_cost_schedules_cannot_be_published(name: str) -> None:
    schedule = cost_schedule(name, "GBP", None)
    assert {line.category for line in schedule.lines} <= set(cost_categories())
    is_refused = bool(judge_costs(Terms(costs=schedule.lines)) or schedule.unanswered)
    assert is_refused == (name in UNPUBLISHABLE)


def test_a_vacancy_at_the_workers_cost_stays_a_draft() -> None:
    spoiled = [job for job in WORLD.vacancies if job.costs in UNPUBLISHABLE]
    assert {job.costs for job in spoiled} == UNPUBLISHABLE
    assert {job.life for job in spoiled} == {Life.DRAFT}


def test_the_world_is_the_same_every_time() -> None:
    demo_world.cache_clear()
    assert demo_world() == WORLD


@pytest.mark.parametrize("hold", WORLD.holds, ids=lambda hold: hold.organisation)
def test_what_is_stopped_was_published_before(hold: DemoHold) -> None:
    posts: tuple[DemoPost, ...] = WORLD.lots if hold.kind == "availability" else WORLD.vacancies
    meant = (hold.organisation, hold.town, hold.occupation)
    first = next(one for one in posts if (one.organisation, one.town, one.occupation) == meant)
    assert first.life is Life.PUBLISHED
    assert first.posted > hold.days


@pytest.mark.parametrize("story", WORLD.stories, ids=lambda story: story.key)
def test_a_story_joins_one_lot_and_one_vacancy_that_were_published_before(story: Story) -> None:
    [lot] = [one for one in WORLD.lots if one.story == story.key]
    [job] = [one for one in WORLD.vacancies if one.story == story.key]
    assert story.introduced < min(lot.posted, job.posted)
    assert story.heads <= min(lot.headcount, job.headcount)


def test_organisations_were_there_before_they_posted() -> None:
    for one in POSTS:
        assert one.posted <= WORLD.organisation(one.organisation).registered_days, one
