"""Terms and findings as plain JSON and back, exactly, so that a decision can be judged again."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from types import UnionType
from typing import Any, Union, get_args, get_origin

from cattrs import Converter

from portal.compliance.domain import Finding, Terms
from portal.organisations.domain import LicenceVerdict

_CENTS = Decimal("0.01")
_VERDICTS = {kind.__name__: kind for kind in get_args(LicenceVerdict)}
_KIND = "verdict"


def to_json(terms: Terms) -> dict[str, Any]:
    """Everything that is known; what is not known is left out."""
    body: dict[str, Any] = _plain(_CONVERTER.unstructure(terms, Terms))
    return body


def from_json(body: Mapping[str, Any]) -> Terms:
    """The terms that `to_json` wrote; raises an exception where somebody changed them beyond reading."""
    return _CONVERTER.structure(body, Terms)


def findings_to_json(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    return [_plain(_CONVERTER.unstructure(one, Finding)) for one in findings]


def findings_from_json(body: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    return tuple(_CONVERTER.structure(one, Finding) for one in body)


def digest_of(
    body: Mapping[str, Any], rule_set: int, off: frozenset[str], versions: Mapping[str, int]
) -> str:
    """The same for the same case (terms as JSON) under the same rules, on whichever day it is judged."""
    case = [
        {name: part for name, part in body.items() if name != "on"},
        rule_set,
        sorted(off),
        dict(versions),
    ]
    return sha256(json.dumps(case, sort_keys=True).encode()).hexdigest()


def _plain(body: Any) -> Any:
    """As it comes back from the database: lists where there were tuples."""
    return json.loads(json.dumps(body))


def _write_amount(amount: Decimal) -> str:
    in_cents = amount.quantize(_CENTS) if amount.is_finite() and amount.adjusted() < 20 else amount
    return f"{in_cents if in_cents == amount else amount:f}"


def _is_set(kind: Any) -> bool:
    origin: Any = get_origin(kind)
    return origin is frozenset


def _is_verdict(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType) and set(get_args(kind)) - {type(None)} == set(
        _VERDICTS.values()
    )


def _write_verdict(verdict: Any) -> Any:
    if verdict is None:
        return None
    return {_KIND: type(verdict).__name__, **_CONVERTER.unstructure(verdict)}


def _read_verdict(body: Any, _kind: Any) -> Any:
    if body is None:
        return None
    fields = {name: value for name, value in body.items() if name != _KIND}
    return _CONVERTER.structure(fields, _VERDICTS[body[_KIND]])


def _converter() -> Converter:
    made = Converter(omit_if_default=True, forbid_extra_keys=True)
    made.register_unstructure_hook(Decimal, _write_amount)
    made.register_structure_hook(Decimal, lambda text, _kind: Decimal(text))
    made.register_unstructure_hook(datetime, lambda moment: moment.isoformat())
    made.register_structure_hook(datetime, lambda text, _kind: datetime.fromisoformat(text))
    made.register_unstructure_hook(date, lambda day: day.isoformat())
    made.register_structure_hook(date, lambda text, _kind: date.fromisoformat(text))
    made.register_unstructure_hook_func(_is_set, sorted)
    made.register_unstructure_hook_func(_is_verdict, _write_verdict)
    made.register_structure_hook_func(_is_verdict, _read_verdict)
    return made


_CONVERTER = _converter()
