"""Findings for tests, made as they would be in life: by judging terms."""

from decimal import Decimal
from uuid import UUID, uuid4

from flask import Flask

from portal.compliance.costs.domain import CostLine, Payer
from portal.compliance.domain import Stage, Terms
from portal.compliance.findings.queries import findings_of
from portal.compliance.findings.service import judge_and_keep
from portal.kernel.events import SYSTEM, Ref
from tests.builders.accounts import transactor_of

A_BOND = Terms(costs=(CostLine(category="ILL-BOND", payer=Payer.WORKER, label="Productivity bond"),))

LONG_WEEKS = Terms(hours_per_week=Decimal(60))


def a_finding(app: Flask, terms: Terms = A_BOND, ref: Ref | None = None) -> UUID:
    """The first finding that stands against something with these terms."""
    about = ref or Ref("vacancy", uuid4())
    transactor_of(app).perform(judge_and_keep, SYSTEM, about, Stage.PUBLISH, terms, {})
    with app.extensions["fairshift"].sessions() as session:
        [found, *_] = [one for one in findings_of(session, about) if one.state.counts]
    return found.id


def mend(app: Flask, ref: Ref) -> None:
    """The same thing again, with nothing wrong."""
    transactor_of(app).perform(judge_and_keep, SYSTEM, ref, Stage.PUBLISH, Terms(), {})
