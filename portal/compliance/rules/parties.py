"""The rules on who supplies whom: licensed, with a chain that is licensed, to an employer that exists."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from portal.compliance.domain import Parties, Severity, Stage, Terms
from portal.compliance.rules.rule import Rule, Said, Source, failed, flagged, passed, unproven
from portal.organisations.domain import LicenceVerdict, Licensed, NotNeeded, Unknown, Unlicensed

LICENSED = "parties.provider-licensed"
CHAIN = "parties.chain-licensed"
EMPLOYER = "parties.employer-registered"
LOOK_ALIKE = "parties.look-alike"
_OF_A_PAIR = frozenset({Stage.MATCH, Stage.INTRODUCTION, Stage.OFFER, Stage.START, Stage.AFTERWARDS})
_FAIR = "ILO General principles and operational guidelines for fair recruitment (2016), guidelines 3 and 4"


def provider_licensed(terms: Terms) -> Sequence[Said]:
    """The provider holds the supply licence that the place of work asks for, on the day it is judged."""
    return () if terms.licence is None else _of_licence(terms.licence)


def _of_licence(verdict: LicenceVerdict) -> Sequence[Said]:
    match verdict:
        case Licensed():
            until = verdict.until.isoformat() if verdict.until else ""
            told = {"authority": verdict.authority, "number": verdict.number, "until": until}
            return passed(**told) if verdict.is_checked else unproven(why="not looked up", **told)
        case NotNeeded():
            return passed(source=verdict.source)
        case Unlicensed():
            return failed(authority=verdict.authority)
        case Unknown():
            return unproven(why="law not entered")


def chain_licensed(terms: Terms) -> Sequence[Said]:
    """Whoever stands between workers and provider is named, and licensed where the law asks for it."""
    if terms.licence is None:
        return ()
    if terms.chain is None:
        return unproven(why="chain not declared")
    said = [one for verdict in terms.chain for one in _of_licence(verdict)]
    return said or passed(links="0")


def employer_registered(terms: Terms) -> Sequence[Said]:
    """The employer is on its country's register and was approved by the operator."""
    parties = terms.parties
    if parties is None:
        return ()
    if parties.employer_approved is False:
        return failed(why="not approved")
    if not parties.employer_register_number:
        return unproven(why="no register number")
    return passed(number=parties.employer_register_number)


def look_alike(terms: Terms) -> Sequence[Said]:
    """Provider and employer are not one and the same under two names."""
    if terms.parties is None:
        return ()
    shared = terms.parties.shared
    return flagged(shared=", ".join(sorted(shared))) if shared else passed()


_TRUE = Licensed("gb-fwa", "FEN0001", date(2027, 5, 3), is_checked=True)
_PARTIES = Parties(employer_register_number="01234567", employer_approved=True)

PARTY_RULES = (
    Rule(
        id=LICENSED,
        title="The labour provider is licensed for this work, then and now",
        severity=Severity.CRITICAL,
        source=Source(
            "ILO Private Employment Agencies Convention, 1997 (No. 181), article 3; the law of the place"
        ),
        stages=_OF_A_PAIR,
        check=provider_licensed,
        passing=Terms(licence=_TRUE),
        failing=Terms(licence=Unlicensed("gb-fwa")),
    ),
    Rule(
        id=CHAIN,
        title="Every sub-agent is named and licensed",
        severity=Severity.CRITICAL,
        source=Source(_FAIR),
        stages=_OF_A_PAIR,
        check=chain_licensed,
        passing=Terms(licence=_TRUE, chain=(_TRUE,)),
        failing=Terms(licence=_TRUE, chain=(_TRUE, Unlicensed("gb-fwa"))),
    ),
    Rule(
        id=EMPLOYER,
        title="The employer exists and was approved",
        severity=Severity.MAJOR,
        deadline=timedelta(days=14),
        source=Source(_FAIR),
        stages=_OF_A_PAIR,
        check=employer_registered,
        passing=Terms(parties=_PARTIES),
        failing=Terms(parties=replace(_PARTIES, employer_approved=False)),
    ),
    Rule(
        id=LOOK_ALIKE,
        title="Provider and employer are not the same under two names",
        severity=Severity.CRITICAL,
        source=Source(_FAIR),
        stages=_OF_A_PAIR,
        check=look_alike,
        passing=Terms(parties=_PARTIES),
        failing=Terms(parties=replace(_PARTIES, shared=frozenset({"phone"}))),
    ),
)
