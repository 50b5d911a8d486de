"""Who may open which page and see whose things, found out by asking; `make access` writes docs/access.md."""

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from itertools import groupby
from pathlib import Path
from typing import Any
from uuid import uuid4

import time_machine
from werkzeug.routing import Rule

from portal.infra.web.access import Audience, audiences_of
from tests.builders.placements import NOW
from tests.contract.asking import Answer, Asked, address, ask, methods, rules, send, typed, undrawn
from tests.contract.filled import a_world
from tests.contract.world import Values, Who, World
from tests.schema import build_schema
from tests.web_client import Page

DOCUMENT = Path(__file__).parents[2] / "docs" / "access.md"

OWNED, LINK, STAFF = "owned", "link", "staff"

SUBJECTS: tuple[tuple[str, str, str], ...] = (
    # pages of these names; whose thing their address names; which kind of thing
    ("availability_member.check", OWNED, "draft of availability"),
    ("availability_member.discard", OWNED, "draft of availability"),
    ("availability_member.evidence", OWNED, "cost of a lot"),
    ("availability_member.*", OWNED, "availability"),
    ("vacancies_member.check", OWNED, "draft of a vacancy"),
    ("vacancies_member.discard", OWNED, "draft of a vacancy"),
    ("vacancies_member.evidence", OWNED, "cost of a vacancy"),
    ("vacancies_member.*", OWNED, "vacancy"),
    ("vacancies_staff.*", STAFF, "cost that workers would pay"),
    ("organisations_account.act_for", OWNED, "company"),
    ("organisations_member.branch", OWNED, "branch"),
    ("organisations_member.licence", OWNED, "licence"),
    ("organisations_member.member", OWNED, "member"),
    ("organisations_member.remove_member", OWNED, "member"),
    ("organisations_member.withdraw_invitation", OWNED, "invitation"),
    ("placements_member.post_matches", OWNED, "post"),
    ("placements_member.end_standing_yes", OWNED, "post with a standing yes"),
    ("placements_member.*beforehand*", OWNED, "post"),
    ("placements_member.why_not*", OWNED, "post"),
    ("placements_member.match", OWNED, "match"),
    ("placements_member.say_*", OWNED, "match"),
    ("placements_member.undo", OWNED, "match"),
    ("placements_member.end_placements", OWNED, "ending"),
    ("placements_member.*question*", OWNED, "question"),
    ("placements_member.*offer*", OWNED, "offer"),
    ("placements_member.record_answer", OWNED, "offer"),
    ("placements_member.contract_paper", OWNED, "contract"),
    ("placements_member.*", OWNED, "introduction"),
    ("placements_worker.paid*", LINK, "accepted offer"),
    ("placements_worker.record*", LINK, "accepted offer"),
    ("placements_worker.leave_work", LINK, "accepted offer"),
    ("placements_worker.own_return_sheet", LINK, "accepted offer"),
    ("placements_worker.transfer", LINK, "accepted offer"),
    ("placements_worker.safety", LINK, "accepted offer"),
    ("placements_worker.papers", LINK, "accepted offer"),
    ("placements_worker.contract", LINK, "accepted offer"),
    ("placements_worker.new_word", LINK, "new word"),
    ("placements_worker.*", LINK, "offer"),
    ("passports_public.work", LINK, "work for a group"),
    ("passports_public.*", LINK, "passport"),
    ("passports_worker.*", LINK, "offer"),
    ("passports_staff.*", STAFF, "slip"),
    ("passports_member.answer_by_phone", OWNED, "offer"),
    ("passports_member.*", OWNED, "introduction"),
    ("accounts_public.choose_password", LINK, "new password"),
    ("accounts_public.confirm_email", LINK, "confirmation"),
    ("accounts_public.change_email", LINK, "new address"),
    ("organisations_public.invitation", LINK, "invitation"),
    ("notifications_public.unsubscribe", LINK, "unsubscription"),
    ("operations_public.mail*", LINK, "mail in the mailbox"),
    ("organisations_staff.*licence", STAFF, "licence"),
    ("organisations_staff.*", STAFF, "organisation"),
    ("compliance_member.sanction", OWNED, "sanction"),
    ("compliance_staff.withdraw_pay", STAFF, "minimum pay"),
    ("compliance_staff.sanction", STAFF, "sanction"),
    ("compliance_staff.exception", STAFF, "fee exception"),
    ("compliance_staff.see_proof", STAFF, "proven cost"),
    ("compliance_staff.finding", STAFF, "finding"),
    ("compliance_staff.task", STAFF, "task"),
    ("compliance_staff.switch_*", STAFF, "rule"),
    ("compliance_staff.confirm_off", STAFF, "rule"),
    ("plans_staff.*", STAFF, "plan"),
    ("placements_staff.propose_sanction", STAFF, "finding"),
    ("placements_staff.give_word_key", STAFF, "forgotten word"),
    ("placements_staff.errand", STAFF, "errand"),
    ("placements_staff.open_contract", STAFF, "contract to read"),
    ("placements_staff.hold", STAFF, "thing to hold"),
    ("placements_staff.release", STAFF, "held thing"),
    ("placements_staff.match", STAFF, "match"),
    ("own_data_worker.*", LINK, "own page"),
    ("own_data_member.remove", OWNED, "contested listing"),
    ("own_data_member.*", OWNED, "correction"),
    ("own_data_staff.remove", STAFF, "contested listing"),
    ("remedy_member.case", OWNED, "case"),
    ("remedy_member.word", OWNED, "case"),
    ("remedy_worker.report", LINK, "offer"),
    ("remedy_worker.check*", LINK, "accepted offer"),
    ("remedy_worker.*", LINK, "repayment"),
    ("remedy_staff.step", STAFF, "step of a case"),
    ("remedy_staff.remove_amount", STAFF, "amount of a case"),
    ("remedy_staff.hand_out_link", STAFF, "affected worker"),
    ("remedy_staff.case", STAFF, "case"),
    ("notifications_staff.resend", STAFF, "mail"),
    ("notifications_staff.lift", STAFF, "address"),
)
"""The first row that fits says what an address with values in it is about. A new page may need a row here."""


class UnknownSubject(Exception):
    """A page's address names a thing of which these tests do not know what kind it is."""


def subject_of(rule: Rule) -> tuple[str, str] | None:
    """Whose thing, and of which kind, the address or the form names; none where it names nothing."""
    for pattern, whose, kind in SUBJECTS:
        if fnmatch(rule.endpoint, pattern) if rule.arguments else rule.endpoint == pattern:
            return whose, kind
    if not rule.arguments:
        return None
    raise UnknownSubject(
        f"{rule.endpoint} ({rule.rule}): add a row to SUBJECTS in tests/contract/access_table.py that says "
        "what its address names, and such a thing to tests/contract/world.py if there is none yet"
    )


@dataclass(frozen=True)
class Cases:
    """The things for which one person asks with one address."""

    own: Values | None
    foreign: tuple[Values, ...] = ()
    missing: Values | None = None


def cases(world: World, who: Who, rule: Rule) -> Cases:
    """What the address can name: something of one's own, of others, and something that is not there."""
    subject = subject_of(rule)
    if subject is None:
        return Cases({})
    whose, kind = subject
    if whose == LINK:
        held = world.links[kind]
        return Cases(held, missing=dict.fromkeys(held, "nobody-has-this-word"))
    if whose == STAFF:
        there = world.for_staff[kind]
        return Cases(there, missing=_absent(there))
    own = world.owned.get(who.organisation_id, {}).get(kind) if who.organisation_id else None
    every = [things[kind] for things in world.owned.values() if kind in things]
    foreign = tuple(one for at, one in enumerate(every) if one != own and one not in every[:at])
    if who.organisation_id is None:
        own, foreign = None, foreign[:1]
    return Cases(own, foreign, _absent(every[0]))


def _absent(values: Values) -> Values:
    if all(isinstance(value, str) for value in values.values()):
        return dict.fromkeys(values, "no-such-thing")
    return {name: value if isinstance(value, str | int) else uuid4() for name, value in values.items()}


WHO_MAY_MOST = (
    "provider's administrator",
    "employer's administrator",
    "operator",
    "compliance",
    "applicant",
    "stranger",
)
"""In this order they look for forms."""

Forms = dict[str, dict[str, Any]]
"""By address: what its form would send."""


def forms_of(world: World) -> Forms:
    """All forms on all pages that anybody can open, filled in plausibly by whoever may."""
    found: Forms = {}
    seen: set[str] = set()
    with world.unkept():
        for who in (world.who(title) for title in WHO_MAY_MOST):
            for rule in rules(world.app):
                own = cases(world, who, rule).own if "GET" in methods(rule) else None
                path = address(world, rule, own) if own is not None else ""
                if path and path not in seen:
                    response = send(world, who, "GET", path)
                    if response.status_code == 200 and response.mimetype == "text/html":
                        seen.add(path)
                        found = typed(Page(response)) | found
    return found


BY_LINK, ONCE_OPENED = "with the link", "once opened"

REFUSED = (Answer.SIGN_IN, Answer.FORBIDDEN)
"""Turned away before anybody looks whose thing it is; one foreign thing proves it."""


def judge(world: World, who: Who, method: str, rule: Rule, forms: Forms) -> str:
    """In words: what somebody can do with an address."""

    def asked(values: Values) -> Asked:
        path = address(world, rule, {name: values[name] for name in rule.arguments})
        typed_in = {**forms.get(path, {}), **{k: v for k, v in values.items() if k not in rule.arguments}}
        return ask(world, who, method, path, typed_in if method == "POST" else None)

    tried, subject = cases(world, who, rule), subject_of(rule)
    own = asked(tried.own) if tried.own is not None else None
    is_refused = own is not None and own.answer in REFUSED
    foreign = [asked(one) for one in (tried.foreign[:1] if is_refused else tried.foreign)]
    missing = asked(tried.missing) if tried.missing is not None and not is_refused else None
    if foreign and missing and missing.answer is Answer.MISSING:
        alike = all(one.body == missing.body for one in foreign if one.answer is Answer.MISSING)
        assert alike, f"{who.title}: {rule.endpoint} tells a foreign thing from a missing one"
    words = _in_words(
        own and own.answer,
        {one.answer for one in foreign},
        missing and (Answer.MISSING if missing.status == 410 else missing.answer),
        subject[0] if subject else "",
    )
    if words == BY_LINK and Audience.WORKER in audiences_of(world.app, rule.endpoint):
        return ONCE_OPENED if own and own.status == 303 else f"WRONG: {words}"
    return words


def _in_words(own: Answer | None, foreign: set[Answer], missing: Answer | None, whose: str) -> str:
    all_answers = {own, missing, *foreign} - {None}
    if len(all_answers) == 1 and all_answers <= set(REFUSED):
        return str(all_answers.pop())
    match own, whose:
        case Answer.GIVEN, "":
            return "yes"
        case Answer.GIVEN, "link" if missing is Answer.MISSING:
            return BY_LINK
        case Answer.GIVEN, "staff" if missing is Answer.MISSING:
            return "all"
        case Answer.GIVEN, "owned" if foreign == {Answer.MISSING} and missing is Answer.MISSING:
            return "own"
        case None, "owned" if foreign == {Answer.MISSING} and missing is Answer.MISSING:
            return "own (has none)"
        case _:
            return f"WRONG: own {own}, of others {sorted(foreign)}, missing {missing}"


@dataclass(frozen=True)
class Row:
    """One address and method, and what each person can do with it."""

    endpoint: str
    method: str
    address: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return f"| {' | '.join((f'`{self.endpoint}`', self.method, f'`{self.address}`', *self.cells))} |"


def table(
    world: World, endpoints: Sequence[str] | None = None, *, forms: Forms | None = None
) -> Iterator[Row]:
    """The whole table, or the rows of some endpoints; POSTs send the `forms`."""
    forms = forms or {}
    with undrawn():
        yield from _rows(world, endpoints, forms)


def _rows(world: World, endpoints: Sequence[str] | None, forms: Forms) -> Iterator[Row]:
    for rule in rules(world.app):
        if endpoints is None or rule.endpoint in endpoints:
            for method in methods(rule):
                cells = tuple(judge(world, who, method, rule, forms) for who in world.people)
                yield Row(rule.endpoint, method, rule.rule.replace("|", "/"), cells)


HEAD = """# Who may open which page

Found out by asking: `tests/contract/access_table.py` sends every request as everybody, for things of
their own, of others and that are not there. `tests/contract/test_access.py` fails when this page says
anything else than the portal does. To renew it, run `make access` and read the difference.

| word | what it means |
|---|---|
| yes | the page is given, or the act is done |
| own | for things of one's own organisation, or of a match that it has a part in; others' are not found |
| own (has none) | the same, but this person's organisation has no such thing in the test |
| with the link | for whoever holds the link, signed in or not; a made-up link leads nowhere |
| once opened | the same, where the worker's secret word was given; elsewhere led to where it is asked |
| all | for everything there is |
| sign in | led to the page for signing in |
| no | told that the page is not for them (403) |

What is not found is not found in the same words, whether it belongs to others or does not exist.

The people: a *stranger*; an *account* without organisation; the *applicant*, administrator of an
organisation that is both labour provider and employer and waits for approval; a *member* and an
*administrator* of a labour provider, and of an employer; an *operator*; a *compliance* officer.
"""


def document(world: World, rows: Sequence[Row]) -> str:
    """docs/access.md, whole."""
    people = [one.title for one in world.people]
    head = f"| page | method | address | {' | '.join(people)} |\n|{'---|' * (len(people) + 3)}"
    parts = [HEAD]
    for feature, group in groupby(rows, key=lambda row: row.endpoint.partition("_")[0]):
        parts.append("\n".join([f"## {feature.capitalize()}", "", head, *map(str, group), ""]))
    return "\n".join(parts)


def main() -> None:
    """Write docs/access.md anew."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'world.db'}"
        build_schema(url)
        world = a_world(url, Path(folder))
        with time_machine.travel(NOW, tick=False):
            DOCUMENT.write_text(document(world, list(table(world, forms=forms_of(world)))))


if __name__ == "__main__":
    main()
