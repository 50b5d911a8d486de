"""Bodies outside the portal, dated, and marked checked or not."""

import pytest

from portal.compliance.bodies.domain import BodyKind, bodies_in, bodies_of, outside_bodies


def test_every_line_is_dated_with_its_source() -> None:
    assert len(outside_bodies()) > 10
    assert all(one.source and one.web.startswith("https://") for one in outside_bodies())


def test_a_corridors_bodies_come_first_then_those_that_help_anywhere() -> None:
    found = [one.country for one in bodies_in({"GB", "RO"})]
    assert set(found[:-1]) == {"GB", "RO"}
    assert found[-1] == "*"
    assert [one.country for one in bodies_in({"XX"})] == ["*"]


@pytest.mark.parametrize(
    "country", ["GB", "DE", "FR", "ES", "IT", "NL", "PL", "RO", "BG", "UA", "TR", "KZ", "KG", "MD"]
)
def test_each_end_of_a_usual_corridor_has_an_inspectorate_and_somebody_else(country: str) -> None:
    kinds = {one.kind for one in bodies_in({country}) if one.country == country}
    assert kinds & {BodyKind.INSPECTORATE, BodyKind.LICENSING}
    assert kinds & {BodyKind.HELPLINE, BodyKind.UNION, BodyKind.ADVICE}


def test_where_the_work_is_comes_before_where_the_worker_is_from() -> None:
    order = list(dict.fromkeys(one.country for one in bodies_of("BG", "GB")))
    assert order == ["GB", "BG", "*"]
    assert list(dict.fromkeys(one.country for one in bodies_of("", "BG"))) == ["BG", "*"]
