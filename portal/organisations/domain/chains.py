"""Sub-agents between a labour provider and its workers: a chain, of which each link needs its licence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from portal.organisations.domain.licences import (
    LicenceRule,
    LicenceVerdict,
    Licensed,
    NotNeeded,
    SupplyLicence,
    Unknown,
    Unlicensed,
    judge_licence,
)
from portal.organisations.domain.names import name_key, register_key

MOST_LINKS = 4


class ThroughAgents(StrEnum):
    """Whether workers come through sub-agents, as the provider says."""

    NO = "no"
    YES = "yes"
    UNSAID = "unsaid"
    """Nobody has said: unproven."""


@dataclass(frozen=True)
class SubAgent:
    """One link, by name and country, with the licence that it is said to hold.

    One with two licences is entered twice. `authority` is an id, or what was typed where none is known.
    """

    name: str
    country: str
    authority: str = ""
    number: str = ""


@dataclass(frozen=True)
class Chain:
    """Whether there are sub-agents, and which, from the provider towards the worker."""

    through: ThroughAgents = ThroughAgents.UNSAID
    agents: tuple[SubAgent, ...] = ()

    @property
    def is_declared(self) -> bool:
        """Somebody has said which sub-agents there are, or that there are none."""
        return self.through is ThroughAgents.NO or (self.through is ThroughAgents.YES and bool(self.agents))

    @property
    def length(self) -> int | None:
        """Through how many sub-agents the workers come; none where nobody has said."""
        return len({(name_key(one.name), one.country) for one in self.agents}) if self.is_declared else None


NOBODY_HAS_SAID = Chain()


@dataclass(frozen=True)
class LinkVerdict:
    """What the law says of one link."""

    name: str
    country: str
    verdict: LicenceVerdict


@dataclass(frozen=True)
class ChainVerdict:
    """What the law says of each link, in order; `is_declared` is false where nobody has said."""

    is_declared: bool
    links: tuple[LinkVerdict, ...] = ()

    @property
    def unlicensed(self) -> tuple[LinkVerdict, ...]:
        return tuple(one for one in self.links if isinstance(one.verdict, Unlicensed))

    @property
    def is_proven(self) -> bool:
        """Declared, and the law is known and kept for every link."""
        return self.is_declared and all(isinstance(one.verdict, Licensed | NotNeeded) for one in self.links)


LicenceNumber = tuple[str, str]
"""An authority's id and a number as `register_key` writes it."""


def judge_chain(  # noqa: PLR0917 - place, sector, form and day are always given together
    rules: Iterable[LicenceRule],
    chain: Chain,
    country: str,
    sector: str,
    form: str,
    on: date,
    known: Mapping[LicenceNumber, SupplyLicence] | None = None,
) -> ChainVerdict:
    """Whether every link may take part in supplying labour there, in that sector and form, on that day.

    A link keeps the law of the country of work and that of its own. `known` are licences of which a
    register, or the portal, has said more; what is only typed counts as declared and without end.
    """
    listed = tuple(rules)
    links = [
        LinkVerdict(
            agents[0].name,
            agents[0].country,
            _strictest(
                judge_licence(listed, _held(agents, where, on, known or {}), where, sector, form, on)
                for where in dict.fromkeys((country, agents[0].country))
            ),
        )
        for agents in _links(chain)
    ]
    return ChainVerdict(chain.is_declared, tuple(links))


def _links(chain: Chain) -> list[list[SubAgent]]:
    """The entries of each link: one agent may stand there with several licences."""
    links: dict[tuple[str, str], list[SubAgent]] = {}
    if chain.through is ThroughAgents.YES:
        for agent in chain.agents:
            links.setdefault((name_key(agent.name), agent.country), []).append(agent)
    return list(links.values())


def _held(
    agents: Sequence[SubAgent], where: str, on: date, known: Mapping[LicenceNumber, SupplyLicence]
) -> list[SupplyLicence]:
    """The licences of one link, read as licences of the country whose law is asked."""
    held = []
    for agent in agents:
        key = register_key(agent.number)
        if key is None:
            continue
        found = known.get((agent.authority, key))
        held.append(found or SupplyLicence(agent.authority, agent.number, where, (), on, None))
    return held


def _strictest(verdicts: Iterable[LicenceVerdict]) -> LicenceVerdict:
    """Unlicensed under one law is unlicensed; unknown under one is unknown."""
    order = (Unlicensed, Unknown, Licensed, NotNeeded)
    return min(verdicts, key=lambda one: order.index(type(one)))
