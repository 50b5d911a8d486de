"""The page on which a member names a proof of one cost; the same for both kinds of posts."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from portal.compliance.costs.forms.evidence import EvidenceForm
from portal.compliance.costs.words import CostInWords
from portal.infra.web import ask, say
from portal.infra.web.pages import not_found
from portal.kernel.outcomes import Refusal


@dataclass(frozen=True)
class ProofPage:
    """The cost that is to be shown, and where one came from."""

    line: CostInWords
    back: str


def line_at(lines: Iterable[CostInWords], position: int) -> CostInWords:
    """The line at a place of a ledger; any other place is not found."""
    return next((one for one in lines if one.position == position), None) or not_found()


def name_proof(
    template: str, line: CostInWords, act: Callable[[EvidenceForm], Any], back: str
) -> ResponseReturnValue:
    """Ask for the proof, and keep it."""
    form = EvidenceForm()
    if not form.validate_on_submit():
        return ask(template, form, ProofPage(line, back))
    if isinstance(act(form), Refusal):
        not_found()
    say(gettext("Kept. It reads “evidenced” now; staff may ask to see the paper."))
    return redirect(back, 303)
