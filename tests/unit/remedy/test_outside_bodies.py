"""Bodies outside the portal, dated, and marked checked or not."""

from portal.remedy.bodies import bodies_in, outside_bodies


def test_every_line_is_dated_with_its_source() -> None:
    assert len(outside_bodies()) > 10
    assert all(one.source and one.web.startswith("https://") for one in outside_bodies())


def test_a_corridors_bodies_come_first_then_those_that_help_anywhere() -> None:
    found = [one.country for one in bodies_in({"GB", "RO"})]
    assert set(found[:-1]) == {"GB", "RO"}
    assert found[-1] == "*"
    assert [one.country for one in bodies_in({"XX"})] == ["*"]
