"""Whatever is typed into a form: no page falls over, what was typed stays, nothing is half saved."""

import html
import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus

import pytest
import time_machine

from portal.infra.web import Audience, allow
from tests.builders.placements import NOW
from tests.contract.access_table import WHO_MAY_MOST, address, cases
from tests.contract.asking import filled, methods, rules, send
from tests.contract.conftest import shared_world
from tests.contract.test_reading import digest
from tests.contract.world import Who, World
from tests.databases import Databases
from tests.proof import IN_FULL
from tests.web_client import XHTML, Page

PER_FORM = 1000 if IN_FULL else 8
"""On each database. The full thousand are sent by `make prove`."""

KEPT_AS_TYPED = ("<script>alert(1)</script>", "' OR 1=1 --", "{{ 7 * 7 }}", "عربي", "%s %(n)s {0}")
HOSTILE = (
    *KEPT_AS_TYPED,
    "9" * 309,
    "-1",
    "0",
    "1e400",
    "NaN",
    "Infinity",
    "१२३",
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "a\r\nBcc: everybody@work.example",
    "\r\n\t",
    "\u202eright to left\u202c",
    "\ufeff\u200b",
    "x" * 20_000,
    "a@b",
    "a@" + "b" * 300 + ".example",
    "'; DROP TABLE mail; --",
    "../../etc/passwd",
    "2027-02-30",
    "31",
    "99999999999999999999",
    "1" * 5000,
    "[]",
    '{"$gt": ""}',
    "None",
    "null",
    "00000000-0000-0000-0000-000000000000",
    "=1+1",
    "\N{SNOWMAN}\N{COMBINING ENCLOSING KEYCAP}" * 50,
)
TOKENS = {"csrf_token", "once", "acting"}
COUNTED = {"try_count", "audit_event", "audit_payload", "sent_form", "mail", "mail_about"}
"""What a failed try itself writes: that it was tried."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Form:
    """One form on a page, as the person sees it who may send it."""

    who: Who
    page: str
    action: str
    fields: dict[str, list[str]]
    texts: frozenset[str]


@pytest.fixture
def world(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    shared = shared_world(databases, tmp_path_factory.mktemp("world"))
    with time_machine.travel(NOW, tick=False):
        yield shared
    shared.services.engine.dispose()


_FORMS: dict[int, list[Form]] = {}


def forms(world: World) -> list[Form]:
    """Every form that there is, found on the pages of those who may most."""
    if id(world) not in _FORMS:
        _FORMS[id(world)] = _found(world)
    return _FORMS[id(world)]


def _found(world: World) -> list[Form]:
    found: dict[str, Form] = {}
    seen: set[str] = set()
    with world.unkept():
        for who in (world.who(title) for title in WHO_MAY_MOST):
            for rule in rules(world.app):
                own = cases(world, who, rule).own if "GET" in methods(rule) else None
                path = address(world, rule, {n: own[n] for n in rule.arguments}) if own is not None else ""
                if not path or path in seen:
                    continue
                response = send(world, who, "GET", path)
                if response.status_code == 200 and response.mimetype == "text/html":
                    seen.add(path)
                    for form in _forms_on(who, path, Page(response)):
                        found.setdefault(form.action, form)
    return list(found.values())


def _forms_on(who: Who, path: str, page: Page) -> Iterator[Form]:
    for one in page.all("form"):
        if (one.get("method") or "get").lower() == "post":
            fields = {name: value for name, value in filled(one).items() if name not in TOKENS}
            texts = {
                name
                for field in one.iter()
                if len(fields.get(name := field.get("name"), ())) == 1  # three boxes are a date
                and (
                    field.tag == f"{XHTML}textarea"
                    or (
                        field.tag == f"{XHTML}input" and field.get("type", "text") in {"text", "email", "tel"}
                    )
                )
            }
            yield Form(who, path, one.get("action") or path, fields, frozenset(filter(None, texts)))


def poisoned(form: Form, chance: random.Random) -> Pairs:
    """What somebody hostile sends: some fields spoiled, left out, repeated or renamed."""
    pairs: Pairs = []
    for name, values in form.fields.items():
        match chance.randrange(8):
            case 0:
                continue
            case 1:
                pairs += [(name, chance.choice(HOSTILE)) for _ in range(chance.randrange(1, 5))]
            case 2:
                pairs += [(name, value) for value in [*values, chance.choice(HOSTILE)]]
            case 3:
                pairs += [(f"{name}[]", values[0]), (name, chance.choice(HOSTILE))]
            case 4 | 5:
                pairs.append((name, chance.choice(HOSTILE)))
            case _:
                pairs += [(name, value) for value in values]
    if chance.random() < 0.2:
        pairs.append((chance.choice(HOSTILE) or "x", chance.choice(HOSTILE)))
    return pairs


def send_raw(world: World, form: Form, pairs: Pairs) -> Any:
    """Send fields byte by byte, even those that no browser would send."""
    sent = [*pairs, ("csrf_token", world.form_token)]
    body = "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in sent)
    return send(world, form.who, "POST", form.action, body.encode())


def _quoted(text: str) -> str:
    return quote_plus(text.encode("utf-8", "surrogatepass"))


def on_postgresql(world: World) -> int:
    """Each form is tried on one of the two databases; what differs between them is seen either way round."""
    return int(world.services.engine.dialect.name == "postgresql")


@pytest.mark.both_engines
def test_no_form_falls_over(world: World) -> None:
    chance = random.Random(f"{world.services.engine.dialect.name} 1")
    broken: dict[str, str] = {}
    for form in forms(world)[on_postgresql(world) :: 2]:
        for _ in range(PER_FORM):
            pairs = poisoned(form, chance)
            with world.unkept():
                try:
                    status = send_raw(world, form, pairs).status_code
                    trouble = f"answers {status}" if status >= 500 else ""
                except Exception as fault:
                    trouble = f"{type(fault).__name__}: {str(fault)[:200]}"
            if trouble:
                broken.setdefault(form.action, f"{trouble} to {_short(pairs)}")
    assert not broken, "\n".join(f"{action}: {trouble}" for action, trouble in broken.items())


def _short(pairs: Pairs) -> str:
    return ", ".join(f"{name}={value[:20]!a}" for name, value in pairs)[:600]


def test_what_was_typed_stays_and_nothing_is_half_saved(world: World) -> None:
    lost: list[str] = []
    saved: dict[str, set[str]] = {}
    refused = 0
    for form in forms(world):
        typed = dict(zip(sorted(form.texts), KEPT_AS_TYPED * len(form.texts), strict=False))
        if not typed:
            continue
        pairs = [(name, typed.get(name, "not one of these")) for name in form.fields]
        with world.unkept() as connection:
            before = digest(connection)
            answer = send_raw(world, form, pairs)
            after = digest(connection)
        if answer.status_code != 422:
            continue
        refused += 1
        body = html.unescape(answer.get_data(as_text=True))
        lost += [f"{form.action}: {name}" for name, value in typed.items() if value not in body]
        if differ := {name for name in before if before[name] != after[name]} - COUNTED:
            saved[form.action] = differ
    assert refused > 10
    assert lost == []
    assert saved == {}


def test_a_fault_is_noticed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the tests above can fail."""

    @allow(Audience.PUBLIC)
    def fall(**_values: Any) -> str:
        raise ValueError("fell over")

    [form] = [one for one in forms(world) if one.action == "/sign-in"]
    monkeypatch.setitem(world.app.view_functions, "accounts_public.sign_in", fall)
    with world.unkept(), pytest.raises(ValueError, match="fell over"):
        send_raw(world, form, [])
