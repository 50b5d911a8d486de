"""In worlds of every kind the engine answers what the reference answers, gate by gate."""

from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.matching.domain import EngagementForm, Gate, LicenceBar
from portal.matching.index.availabilities import AvailabilityIndex, LotValues
from portal.matching.index.layout import MANY_TERMS
from portal.matching.index.vacancies import VacancyIndex
from portal.matching.reference import judge
from tests.unit.matching.agreement import compare
from tests.unit.matching.pairs import HERE, KNOWLEDGE, availability, north_of, vacancy
from tests.unit.matching.paths import PATHS
from tests.unit.matching.worlds import world


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(("seed", "top"), [(1, 3), (2, None)])
def test_the_engine_agrees_with_the_reference_on_a_seeded_world(
    seed: int, top: int | None, path: str
) -> None:
    assert compare(*world(seed, 40, 30), top, path) > 20


@pytest.mark.parametrize("path", PATHS)
@given(st.integers(0, 10**9), st.integers(0, 8), st.integers(0, 8))
def test_the_engine_agrees_with_the_reference_on_any_world(
    path: str, seed: int, lots: int, posts: int
) -> None:
    compare(*world(seed, lots, posts), 2, path)


@pytest.mark.parametrize("path", PATHS)
def test_a_post_may_ask_more_skills_than_the_kernel_counts(path: str) -> None:
    many = frozenset(f"free {number}" for number in range(70))
    lots = [availability(reference=f"A{n}", skills=frozenset(sorted(many)[:n])) for n in (0, 3, 70)]
    assert compare(lots, [vacancy(desired_skills=many), vacancy(required_skills=many)], 5, path) == 8


@pytest.mark.parametrize("path", PATHS)
def test_a_post_that_asks_too_many_skills_goes_among_others_that_do_not(path: str) -> None:
    lots, posts = world(8, 30, 12)
    posts[2] = vacancy(desired_skills=frozenset(f"free {number}" for number in range(70)))
    index = AvailabilityIndex([*lots, availability()], KNOWLEDGE, path)
    alone = [index.best_for_vacancy(v).tobytes() for v in posts]
    assert [hits.tobytes() for hits in index.best_for_vacancies(posts)] == alone
    assert alone[2]
    assert len(set(alone)) > 2


class _OnManyTerms(LotValues):
    """Nearly as many terms as a far shelf can name were met before."""

    def __init__(self) -> None:
        super().__init__()
        for at in range(41):
            name = frozenset({f"none of ours {at}"})
            self.countries.number(name)
            self.sectors.number(name)
            self.bars.number(frozenset({LicenceBar(f"nowhere {at}", EngagementForm.LOAN)}))
        for terms in islice(product(range(41), repeat=3), MANY_TERMS - 2):
            self.terms.number(terms)


@pytest.mark.parametrize("path", PATHS)
def test_lots_may_have_more_terms_than_far_shelves_can_name(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portal.matching.index.availabilities.LotValues", _OnManyTerms)
    far = north_of(HERE, 300.0)
    lots = [
        availability(reference=f"A{at}", point=far, relocates=True, work_countries=frozenset({own, f"C{at}"}))
        for at, own in enumerate(("GB", "FR", "GB", "FR", "GB", "FR"))
    ]
    far_terms = AvailabilityIndex(lots, KNOWLEDGE, path).packed.far_terms
    assert sorted(set(far_terms.tolist())) == [MANY_TERMS - 2, MANY_TERMS - 1, MANY_TERMS]
    posts = [vacancy(accommodation=True), vacancy(accommodation=True, country="FR")]
    assert compare(lots, posts, None, path) == 2 * len(lots)


def test_each_gate_of_the_engine_is_that_of_the_reference() -> None:
    lots, posts = world(7, 40, 25)
    supply, demand = AvailabilityIndex(lots, KNOWLEDGE), VacancyIndex(posts, KNOWLEDGE)
    judged = [[judge(a, v, KNOWLEDGE).failed for v in posts] for a in lots]
    of_lots, of_vacancies = [demand.gates(a) for a in lots], [supply.gates(v) for v in posts]
    for gate in Gate:
        for j, passed in enumerate(of_vacancies):
            assert passed[gate].tolist() == [gate not in judged[i][j] for i in range(len(lots))]
        for i, passed in enumerate(of_lots):
            assert passed[gate].tolist() == [gate not in judged[i][j] for j in range(len(posts))]
