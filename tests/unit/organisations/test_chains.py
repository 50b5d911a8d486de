"""Sub-agents between a provider and its workers."""

from dataclasses import replace
from datetime import date

from portal.organisations.domain.chains import Chain, ChainVerdict, SubAgent, ThroughAgents, judge_chain
from portal.organisations.domain.licences import (
    LicenceRule,
    LicenceStatus,
    Licensed,
    NotNeeded,
    SupplyLicence,
    Unknown,
    Unlicensed,
)

DAY = date(2027, 3, 3)
GB = LicenceRule("GB", "01", "agency", True, "gb-fwa", date(2006, 10, 1), None, "Act", True)
PH = replace(GB, country="PH", sector="", authority="ph-dmw")
RO = replace(GB, country="RO", sector="", is_needed=False, authority="", source="none asked")
RULES = (GB, PH, RO)
MANILA = SubAgent("Manila Hands", "PH", "ph-dmw", "DMW-1")
MANILA_IN_GB = SubAgent("Manila Hands", "PH", "gb-fwa", "FEN 77")
BOSTON = SubAgent("Boston Crews", "GB", "gb-fwa", "FEN 88")


def judge(*agents: SubAgent, known: dict[tuple[str, str], SupplyLicence] | None = None) -> ChainVerdict:
    chain = Chain(ThroughAgents.YES, agents)
    return judge_chain(RULES, chain, "GB", "01.13", "agency", DAY, known)


def test_a_chain_of_which_nobody_has_said_anything_is_unproven_and_bars_nothing() -> None:
    verdict = judge_chain(RULES, Chain(), "GB", "01", "agency", DAY)
    assert not verdict.is_declared
    assert not verdict.is_proven
    assert verdict.unlicensed == ()


def test_workers_without_sub_agents_are_a_proven_chain() -> None:
    assert judge_chain(RULES, Chain(ThroughAgents.NO), "GB", "01", "agency", DAY).is_proven


def test_a_chain_that_names_nobody_is_not_declared() -> None:
    assert not judge().is_declared


def test_each_link_has_its_verdict_in_order() -> None:
    verdict = judge(BOSTON, replace(BOSTON, name="Fen Gangs", number=""))
    assert [one.name for one in verdict.links] == ["Boston Crews", "Fen Gangs"]
    assert isinstance(verdict.links[0].verdict, Licensed)
    assert verdict.links[1].verdict == Unlicensed("gb-fwa")
    assert not verdict.is_proven


def test_a_link_keeps_the_law_of_the_work_and_that_of_its_own_country() -> None:
    assert [one.verdict for one in judge(MANILA).unlicensed] == [Unlicensed("gb-fwa")]
    assert [one.verdict for one in judge(MANILA_IN_GB).unlicensed] == [Unlicensed("ph-dmw")]
    assert judge(MANILA, MANILA_IN_GB).is_proven


def test_where_the_law_of_a_link_is_not_known_the_chain_is_unproven() -> None:
    abroad = replace(BOSTON, country="XK")
    verdict = judge(abroad)
    assert verdict.links[0].verdict == Unknown()
    assert not verdict.is_proven
    assert verdict.unlicensed == ()


def test_what_a_register_says_of_a_link_counts_before_what_was_typed() -> None:
    suspended = SupplyLicence("gb-fwa", "FEN88", "GB", (), date(2020, 1, 1), None, LicenceStatus.SUSPENDED)
    assert judge(BOSTON, known={("gb-fwa", "FEN88"): suspended}).unlicensed


def test_a_link_where_no_licence_is_asked_needs_none() -> None:
    chain = Chain(ThroughAgents.YES, (SubAgent("Cluj Staff", "RO"),))
    verdict = judge_chain((RO,), chain, "RO", "01", "agency", DAY)
    assert verdict.links[0].verdict == NotNeeded("none asked")
    assert verdict.is_proven
