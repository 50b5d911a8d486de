"""The rules on each worker: told, terms first, a free answer, of age, with the right to work, safe."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from portal.compliance.domain import (
    Consent,
    Instruction,
    Listing,
    Movement,
    Severity,
    Stage,
    Terms,
    WorkerChecks,
)
from portal.compliance.rules.rule import Rule, Said, Source, failed, passed, unproven

LISTING = "workers.told-of-listing"
TERMS_FIRST = "workers.terms-before-agreement"
OWN_ANSWER = "workers.own-answer"
ADULT = "workers.adult-across-borders"
RIGHT_TO_WORK = "workers.right-to-work"
MOVEMENT = "workers.movement-allowed"
SAFETY = "workers.safety-before-first-shift"
MEASURES = ("instruction", "ppe", "training")
_OFFERED = frozenset({Stage.OFFER, Stage.START, Stage.AFTERWARDS})
_STARTING = frozenset({Stage.START})
_FAIR = "ILO General principles and operational guidelines for fair recruitment (2016)"


def told_of_listing(terms: Terms) -> Sequence[Said]:
    """A worker who is listed was told so, and has not objected."""
    if terms.listing is None:
        return ()
    if terms.listing.objected_at is not None:
        return failed(why="objected")
    return passed() if terms.listing.told_at else unproven(why="not told")


def terms_before_agreement(terms: Terms) -> Sequence[Said]:
    """The worker saw the terms before answering, in a language that the worker understands."""
    consent = terms.consent
    if consent is None or consent.answered_at is None:
        return ()
    if consent.opened_at is None:
        return failed(why="not opened") if consent.by_worker else unproven(why="not opened")
    if not consent.offered_at <= consent.opened_at <= consent.answered_at:
        return failed(why="order of times")
    if not consent.understands:
        return unproven(why="language not known")
    return passed() if consent.language in consent.understands else failed(why="language")


def own_answer(terms: Terms) -> Sequence[Said]:
    """The worker gave the answer, not somebody for the worker."""
    consent = terms.consent
    if consent is None or consent.answered_at is None or consent.by_worker is None:
        return ()
    return passed() if consent.by_worker else unproven(why="not confirmed by the worker")


def adult_across_borders(terms: Terms) -> Sequence[Said]:
    """Whoever crosses a border for work is of age."""
    if terms.checks is None or terms.origin is None or terms.country in (None, terms.origin):
        return ()
    if terms.checks.adult is None:
        return unproven(why="age not checked")
    return passed() if terms.checks.adult else failed(why="not of age")


def right_to_work(terms: Terms) -> Sequence[Said]:
    """Somebody checked the right to work, and it lasts to the last day."""
    checks = terms.checks
    if checks is None:
        return ()
    if not checks.right_to_work_checked_by:
        return unproven(why="not checked")
    if checks.right_to_work_unlimited:
        return passed()
    if checks.right_to_work_until is None or checks.last_day is None:
        return unproven(why="end not known")
    told = {"until": checks.right_to_work_until, "last_day": checks.last_day}
    return passed(**told) if checks.right_to_work_until >= checks.last_day else failed(**told)


def movement_allowed(terms: Terms) -> Sequence[Said]:
    """No restriction of movement stands in the way without an exception that is satisfied."""
    if terms.movement is None:
        return ()
    open_ = terms.movement.restrictions - terms.movement.satisfied
    return failed(restrictions=", ".join(sorted(open_))) if open_ else passed()


def safety_before_first_shift(terms: Terms) -> Sequence[Said]:
    """Instruction, protective equipment and training came before the first shift, confirmed, understood."""
    if terms.instructions is None or terms.starts is None:
        return ()
    understands = terms.consent.understands if terms.consent else frozenset()
    good = {
        one.kind
        for one in terms.instructions
        if one.confirmed and one.on <= terms.starts and (not understands or one.language in understands)
    }
    missing = [kind for kind in MEASURES if kind not in good]
    return failed(missing=", ".join(missing)) if missing else passed()


_EIGHT = datetime(2026, 6, 1, 8, tzinfo=UTC)
_CONSENT = Consent(
    offered_at=_EIGHT,
    opened_at=_EIGHT + timedelta(hours=1),
    answered_at=_EIGHT + timedelta(hours=2),
    language="ro",
    understands=frozenset({"ro"}),
    by_worker=True,
)
_CHECKS = WorkerChecks(
    adult=True,
    right_to_work_checked_by="Share code, by the employer",
    right_to_work_until=date(2026, 9, 30),
    last_day=date(2026, 8, 31),
)
_MONDAY = date(2026, 6, 8)
_INSTRUCTIONS = tuple(Instruction(kind=kind, language="ro", on=_MONDAY, confirmed=True) for kind in MEASURES)

WORKER_RULES = (
    Rule(
        id=LISTING,
        title="The worker was told of the listing and does not object",
        severity=Severity.CRITICAL,
        source=Source("Regulation (EU) 2016/679 (GDPR), articles 14 and 21"),
        stages=_OFFERED,
        check=told_of_listing,
        passing=Terms(listing=Listing(told_at=_EIGHT, language="ro")),
        failing=Terms(listing=Listing(told_at=_EIGHT, language="ro", objected_at=_EIGHT)),
    ),
    Rule(
        id=TERMS_FIRST,
        title="Key terms come before agreement, in a language that is understood",
        severity=Severity.CRITICAL,
        source=Source(f"{_FAIR}, general principle 8; Directive (EU) 2019/1152, articles 4 and 5"),
        stages=_OFFERED,
        check=terms_before_agreement,
        passing=Terms(consent=_CONSENT),
        failing=Terms(consent=replace(_CONSENT, language="en")),
    ),
    Rule(
        id=OWN_ANSWER,
        title="The worker's answer is the worker's own",
        severity=Severity.MAJOR,
        deadline=timedelta(days=3),
        source=Source(f"{_FAIR}, general principle 9"),
        stages=_OFFERED,
        check=own_answer,
        passing=Terms(consent=_CONSENT),
        failing=Terms(consent=replace(_CONSENT, by_worker=False)),
    ),
    Rule(
        id=ADULT,
        title="Whoever crosses a border for work is of age",
        severity=Severity.CRITICAL,
        source=Source("ILO Worst Forms of Child Labour Convention, 1999 (No. 182), article 3"),
        stages=_STARTING,
        check=adult_across_borders,
        passing=Terms(origin="RO", country="GB", checks=_CHECKS),
        failing=Terms(origin="RO", country="GB", checks=replace(_CHECKS, adult=False)),
    ),
    Rule(
        id=RIGHT_TO_WORK,
        title="The right to work lasts to the last day",
        severity=Severity.CRITICAL,
        source=Source("Directive 2009/52/EC, article 4; the law of the place of work"),
        stages=_STARTING,
        check=right_to_work,
        passing=Terms(checks=_CHECKS),
        failing=Terms(checks=replace(_CHECKS, last_day=date(2026, 10, 31))),
    ),
    Rule(
        id=MOVEMENT,
        title="No restriction of movement stands in the way",
        severity=Severity.CRITICAL,
        source=Source("The restriction's own source; Commission guidance 2020/C 102 I/03"),
        stages=frozenset({Stage.MATCH, Stage.INTRODUCTION, Stage.OFFER, Stage.START}),
        check=movement_allowed,
        passing=Terms(movement=Movement(restrictions=frozenset({"r1"}), satisfied=frozenset({"r1"}))),
        failing=Terms(movement=Movement(restrictions=frozenset({"r1"}))),
    ),
    Rule(
        id=SAFETY,
        title="Safety instruction, equipment and training come before the first shift",
        severity=Severity.CRITICAL,
        source=Source("Directive 89/391/EEC, article 12; Directive 91/383/EEC, articles 3 and 4"),
        stages=_STARTING,
        check=safety_before_first_shift,
        passing=Terms(starts=_MONDAY, instructions=_INSTRUCTIONS),
        failing=Terms(starts=_MONDAY, instructions=_INSTRUCTIONS[:2]),
    ),
)
