"""What a finding says to people: what was found, and what to do."""

from collections.abc import Callable, Mapping
from datetime import date

from flask_babel import format_date, gettext
from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from portal.compliance.costs.categories import cost_categories
from portal.compliance.domain import Finding, RuleOutcome, Severity, Stage
from portal.compliance.findings.domain import FindingState
from portal.compliance.findings.queries import findings_of, what_stops
from portal.compliance.rules.assist import assist_checks
from portal.compliance.rules.rule import Rule
from portal.compliance.rules.sets import RULE_SETS
from portal.infra.web.pages import country_name
from portal.kernel.events import Ref

OUTCOMES = {
    RuleOutcome.PASS: _("Passed"),
    RuleOutcome.FAIL: _("Failed"),
    RuleOutcome.NEEDS_EVIDENCE: _("Needs evidence"),
    RuleOutcome.FLAGGED: _("Flagged"),
}
SEVERITIES = {
    Severity.CRITICAL: _("Critical"),
    Severity.MAJOR: _("Major"),
    Severity.MINOR: _("Minor"),
}
STATES = {
    FindingState.OPEN: _("Open"),
    FindingState.CLEARED: _("Cleared"),
    FindingState.UPHELD: _("Upheld"),
    FindingState.SUPERSEDED: _("No longer arises"),
}
STAGES = {
    Stage.PUBLISH: _("publishing"),
    Stage.MATCH: _("match"),
    Stage.INTRODUCTION: _("introduction"),
    Stage.OFFER: _("offer"),
    Stage.START: _("start of work"),
    Stage.AFTERWARDS: _("afterwards"),
}
PLACES = {
    "title": _("the title"),
    "description": _("the description"),
    "terms": _("the terms"),
    "deduction": _("a cost line"),
}
_WHY = {
    "no rate": _("no minimum pay is known there; show the collective agreement"),
    "currency": _("pay is in another currency than the minimum"),
    "law not entered": _("nobody has entered what the law there asks"),
    "chain not declared": _("nobody has said whether sub-agents are involved"),
    "no register number": _("its register number is not known"),
    "not approved": _("it was not approved"),
    "not told": _("the worker was not told yet"),
    "objected": _("the worker objected"),
    "not opened": _("the worker did not open the terms"),
    "order of times": _("the times are out of order"),
    "language not known": _("nobody knows which languages the worker understands"),
    "language": _("the worker does not understand their language"),
    "not confirmed by the worker": _("somebody else gave the answer"),
    "age not checked": _("nobody has checked the age"),
    "not of age": _("the worker is under age"),
    "not checked": _("nobody has checked it"),
    "not looked up": _("the organisation declares it, and nobody has looked it up yet"),
    "end not known": _("until when it lasts is not known"),
}

_PARTS = {
    "optional": _("that it is a choice"),
    "itemised": _("that it stands on its own line of the payslip"),
    "at_cost": _("that it costs no more than it costs the employer"),
    "cap": _("that it is under the cap of the place"),
    "pay left": _("that the minimum pay is left after it"),
    "price a week": _("what it costs a week"),
    "currency": _("what it costs in the currency of the pay"),
    "hours": _("the guaranteed hours, so that one can see what is left of the pay"),
    "law": _("which law asks for it"),
    "amount a week": _("how much it is a week, beside pay and hours"),
    "amount": _("why it takes more than half of the pay"),
}
"""What a rule on money taken from pay asks for."""


def title_of(rule_id: str) -> str:
    """The title of a rule of any set, or of a check that staff make."""
    if check := assist_checks().get(rule_id):
        return check.title
    rule = rule_of(rule_id)
    return rule.title if rule else rule_id


def rule_of(rule_id: str, version: int | None = None) -> Rule | None:
    """The rule with this id, the newest where no version is given."""
    found = (
        rule
        for one in reversed(RULE_SETS)
        for rule in one.rules
        if rule.id == rule_id and version in (None, rule.version)
    )
    return next(found, None)


def source_of(finding: Finding) -> str:
    """Where the finding's rule comes from."""
    if check := assist_checks().get(finding.rule):
        return check.source
    rule = rule_of(finding.rule, finding.version)
    return rule.source.text if rule else ""


def message(finding: Finding) -> str:
    """One or two sentences: what was found, and what would be right."""
    told = dict(finding.facts)
    if finding.outcome is RuleOutcome.PASS:
        return _passed(finding, told)
    if finding.rule.startswith("wording."):
        place = PLACES.get(told.get("where", ""), told.get("where", ""))
        return gettext(
            "“%(words)s” in %(place)s. %(why)s",
            words=finding.label,
            place=place,
            why=gettext(told["why"]),
        )
    phrase = _PHRASES.get(finding.rule)
    return phrase(finding, told) if phrase else _plainly(finding, told)


def stop_reason(session: Session, ref: Ref) -> str | None:
    """Why a post or a match waits or takes part in nothing, for its owner; none where nothing stops it."""
    found = what_stops(session, ref)
    if not found:
        return None
    said = " ".join(dict.fromkeys(message(one.finding) for one in found))
    if any(one.finding.blocks for one in found):
        return gettext("Nothing is matched until this is mended: %(said)s", said=said)
    return gettext("Being checked by staff, and not matched until they decide: %(said)s", said=said)


def unproven(session: Session, ref: Ref) -> list[str]:
    """What is still to be shown of a post, for its owner."""
    asked = (one for one in findings_of(session, ref) if one.state is FindingState.OPEN)
    lacking = (message(one.finding) for one in asked if one.finding.outcome is RuleOutcome.NEEDS_EVIDENCE)
    return list(dict.fromkeys(lacking))


def _passed(finding: Finding, told: Mapping[str, str]) -> str:
    if authority := told.get("allowed_by"):
        return gettext("Allowed by %(authority)s, against the ILO definition.", authority=authority)
    if finding.rule.startswith("wording."):
        return gettext("No words found for: %(title)s.", title=title_of(finding.rule))
    return gettext("Kept: %(title)s.", title=title_of(finding.rule))


def _worker_pays(finding: Finding, told: Mapping[str, str]) -> str:
    if told.get("weeks") == "not known":
        return gettext(
            "Paid back: %(amount)s. Was every week of it? Staff look: %(what)s.",
            amount=told["paid_back"],
            what=_what(finding),
        )
    if "apart" in told:
        return gettext(
            "Is it the worker's own choice, before and apart from recruitment? Staff look: %(what)s.",
            what=_what(finding),
        )
    said = gettext("The worker would pay: %(what)s. %(instead)s", what=_what(finding), instead=_instead(told))
    if told.get("worker_confirmed") == "no":
        return f"{said} {gettext('It was paid back, but the worker has not confirmed it.')}"
    if "paid_back" in told:
        return f"{said} {gettext('Only a part was paid back: %(amount)s.', amount=told['paid_back'])}"
    if told.get("exception_holds") == "no":
        return f"{said} {gettext('The exception does not hold here and now.')}"
    return said


def _nobody_may_pay(finding: Finding, told: Mapping[str, str]) -> str:
    return gettext(
        "Nobody may charge this: %(what)s. %(instead)s", what=_what(finding), instead=_instead(told)
    )


def _choice(_finding: Finding, told: Mapping[str, str]) -> str:
    if "broken" in told:
        return gettext(
            "A worker may pay for this only by choice, itemised, at cost, under the cap and with the minimum"
            " pay left. Not so: %(broken)s.",
            broken=_parts(told["broken"]),
        )
    return gettext(
        "Say, and show, that it is a free choice at cost. Open: %(open)s.", open=_parts(told["open"])
    )


def _statutory(finding: Finding, told: Mapping[str, str]) -> str:
    return gettext(
        "Only what a law asks for may be taken from pay: %(what)s. Say, and show: %(open)s.",
        what=_what(finding),
        open=_parts(told["open"]),
    )


def _parts(named: str) -> str:
    return "; ".join(str(_PARTS.get(one, one)) for one in named.split(", "))


def _tied(finding: Finding, told: Mapping[str, str]) -> str:
    return gettext(
        "“%(what)s” would be taken from the worker as %(how)s. Work may not be tied to that.",
        what=_what(finding),
        how=told["collection"],
    )


def _minimum(finding: Finding, told: Mapping[str, str]) -> str:
    if "why" in told:
        return gettext("Minimum pay: %(why)s.", why=_why(told))
    return gettext(
        "The pay of %(pay)s is below the minimum of %(least)s %(currency)s an hour (%(country)s).",
        pay=told["pay"],
        least=told["hourly"],
        currency=told["currency"],
        country=country_name(told["country"]),
    )


def _payslip(_finding: Finding, told: Mapping[str, str]) -> str:
    return gettext("The example payslip does not add up: %(wrong)s.", wrong=told["wrong"])


def _hours(_finding: Finding, told: Mapping[str, str]) -> str:
    return gettext("%(hours)s hours a week are more than %(most)s.", hours=told["hours"], most=told["most"])


def _licence(_finding: Finding, told: Mapping[str, str]) -> str:
    if "authority" in told:
        return gettext("A licence of %(authority)s is needed and not held.", authority=told["authority"])
    return gettext("Supply licence: %(why)s.", why=_why(told))


def _look_alike(_finding: Finding, told: Mapping[str, str]) -> str:
    return gettext("Labour provider and employer share: %(shared)s.", shared=told["shared"])


def _right_to_work(_finding: Finding, told: Mapping[str, str]) -> str:
    if "why" in told:
        return gettext("Right to work: %(why)s.", why=_why(told))
    until, last_day = (format_date(date.fromisoformat(told[name]), "long") for name in ("until", "last_day"))
    return gettext(
        "The right to work ends on %(until)s, before the last day, %(last_day)s."
        " Shorten the placement to %(until)s, or renew the check.",
        until=until,
        last_day=last_day,
    )


def _adult(finding: Finding, told: Mapping[str, str]) -> str:
    if finding.outcome is RuleOutcome.FAIL:
        return gettext("Somebody under 18 may not cross a border for work.")
    return gettext("Age: %(why)s.", why=_why(told))


def _safety(_finding: Finding, told: Mapping[str, str]) -> str:
    measures = {
        "instruction": gettext("safety instruction"),
        "ppe": gettext("protective equipment"),
        "training": gettext("training for the job"),
    }
    missing = [measures[one] for one in told["missing"].split(", ")]
    return gettext(
        "Before the first shift this is needed, confirmed by the worker: %(missing)s.",
        missing=", ".join(missing),
    )


def _plainly(finding: Finding, told: Mapping[str, str]) -> str:
    """The rule's title, then what is against it."""
    against = _why(told) if "why" in told else "; ".join(str(value) for _name, value in finding.facts)
    title = title_of(finding.rule)
    if finding.outcome is RuleOutcome.NEEDS_EVIDENCE:
        return gettext("Not shown yet: %(title)s (%(against)s).", title=title, against=against or "–")
    return gettext("Not kept: %(title)s (%(against)s).", title=title, against=against or "–")


def _what(finding: Finding) -> str:
    category = cost_categories().get(finding.code)
    covers = category.covers if category else finding.code
    return f"{finding.label} ({covers})" if finding.label else covers


def _instead(told: Mapping[str, str]) -> str:
    said = told.get("instead", "")
    return f"{said}." if said and not said.endswith(".") else said


def _why(told: Mapping[str, str]) -> str:
    return str(_WHY.get(told.get("why", ""), told.get("why", "")))


_PHRASES: Mapping[str, Callable[[Finding, Mapping[str, str]], str]] = {
    "costs.worker-pays": _worker_pays,
    "costs.nobody-may-pay": _nobody_may_pay,
    "costs.choice": _choice,
    "costs.statutory": _statutory,
    "costs.tied-to-loan": _tied,
    "pay.below-minimum": _minimum,
    "pay.payslip-adds-up": _payslip,
    "pay.hours-within-limits": _hours,
    "parties.provider-licensed": _licence,
    "parties.chain-licensed": _licence,
    "parties.look-alike": _look_alike,
    "workers.right-to-work": _right_to_work,
    "workers.adult-across-borders": _adult,
    "workers.safety-before-first-shift": _safety,
}
