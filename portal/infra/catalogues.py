"""Catalogues of the worker's side: finding its words, keeping translations in step, judging them."""

import ast
import csv
import os
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2 import Environment, FileSystemLoader, nodes

import config

FOLDER = config.ROOT / "portal" / "translations"
TEMPLATES = config.ROOT / "templates"
TEMPLATE_CATALOGUE = FOLDER / "messages.pot"
EVERYTHING = "*"
LONGEST_FILE = 10_000
"""More lines than any template has."""
_KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_TAG = re.compile(r"</?\w[^>]*>")
_RIGHT_PERCENT = re.compile(r"%%|%\(\w+\)[sd]")
_DATED = (
    "POT-Creation-Date",
    "PO-Revision-Date",
    "Generated-By",
    "Last-Translator",
    "Language-Team",
    "Report-M",
)

Translated = str | Sequence[str]


@dataclass(frozen=True)
class WorkerSide:
    """What makes the worker's side, as worker_side.toml lists it."""

    templates: tuple[str, ...]
    """Patterns below templates/; what these templates include belongs to it too."""
    python: Mapping[str, Sequence[str]]
    """File patterns, each with the names of the functions and tables whose words workers read, or "*"."""
    data: Mapping[str, Sequence[str]]
    """Tables, each with the columns that workers read."""


@cache
def worker_side() -> WorkerSide:
    """The list of what workers read."""
    listed = tomllib.loads((FOLDER / "worker_side.toml").read_text("utf-8"))
    return WorkerSide(tuple(listed["templates"]), listed["python"], listed["data"])


def is_read_by_workers(template: str) -> bool:
    """Whether a template below templates/ is listed for workers by itself, not as a part of another."""
    return any(fnmatch(template, pattern.replace("**/", "")) for pattern in worker_side().templates)


def extracted() -> Catalog:
    """Every message of the worker's side, with the files in which it stands."""
    found = Catalog(project="Fairshift", version="1", charset="utf-8", fuzzy=False)
    for path, message, context in sorted(_messages(), key=lambda one: (one[0], str(one[1]))):
        found.add(message, locations=[(path, 1)], context=context)
    return found


def _messages() -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    for path, wanted in worker_templates().items():
        source = BytesIO((TEMPLATES / path).read_bytes())
        options = {"trim_blocks": "true", "lstrip_blocks": "true"}
        for line, words, _comments, context in extract(
            "jinja2.ext:babel_extract", source, _KEYWORDS, options=options
        ):
            if wanted is None or line in wanted:
                yield f"templates/{path}", words, context
    for pattern, names in worker_side().python.items():
        for module in _files(pattern):
            yield from _of_module(module, names)
    for table, columns in worker_side().data.items():
        with (config.ROOT / table).open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                yield from ((table, row[column], None) for column in columns if row[column])


def _files(pattern: str) -> Iterable[Path]:
    found = sorted(config.ROOT.glob(pattern))
    if not found:
        raise LookupError(f"worker_side.toml names {pattern}, which is not there")
    return found


def _of_module(module: Path, names: Sequence[str]) -> Iterator[tuple[str, Any, str | None]]:
    source = module.read_bytes()
    wanted = None if EVERYTHING in names else _lines_of(source, names, module)
    where = module.relative_to(config.ROOT).as_posix()
    for line, words, _comments, context in extract("python", BytesIO(source), _KEYWORDS):
        if wanted is None or line in wanted:
            yield where, words, context


def _lines_of(source: bytes, names: Sequence[str], module: Path) -> set[int]:
    """The lines on which the named functions, classes and tables of a module stand."""
    found: dict[str, range] = {}
    for node in ast.parse(source).body:
        for name in _names_of(node):
            found[name] = range(node.lineno, (node.end_lineno or node.lineno) + 1)
    if missing := set(names) - set(found):
        raise LookupError(f"worker_side.toml names {sorted(missing)} of {module.name}, which are not there")
    return {line for name in names for line in found[name]}


def _names_of(node: ast.stmt) -> list[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Assign(targets=targets):
            names = [one for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]
            return [one.id for one in names]
        case ast.AnnAssign(target=ast.Name(id=name)):
            return [name]
        case _:
            return []


def worker_templates() -> dict[str, set[int] | None]:
    """The templates of the worker's side with all that they include, extend and import.

    Of a file of macros only the lines of those that are imported; none stands for all lines.
    """
    environment = Environment(loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"])  # noqa: S701 - only parsed
    listed = (
        path.relative_to(TEMPLATES).as_posix()
        for pattern in worker_side().templates
        for path in sorted(TEMPLATES.glob(pattern))
        if path.is_file() and path.suffix in {".html", ".txt"}
    )
    open_: list[tuple[str, frozenset[str] | None]] = [(one, None) for one in listed]
    found: dict[str, set[int] | None] = {}
    seen: set[tuple[str, frozenset[str] | None]] = set()
    while open_:
        name, macros = one = open_.pop()
        if one in seen or not (TEMPLATES / name).is_file():
            continue
        seen.add(one)
        tree = environment.parse((TEMPLATES / name).read_text("utf-8"))
        open_ += _named_by(tree)
        before = found.get(name, set())
        lines = None if macros is None else _lines_of_macros(tree, macros)
        found[name] = None if before is None or lines is None else before | lines
    return found


def _named_by(tree: nodes.Template) -> Iterator[tuple[str, frozenset[str] | None]]:
    for one in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        match one:
            case nodes.FromImport(template=nodes.Const(value=path), names=names):
                yield path, frozenset(name if isinstance(name, str) else name[0] for name in names)
            case (
                nodes.Extends(template=nodes.Const(value=path))
                | nodes.Include(template=nodes.Const(value=path))
                | nodes.Import(template=nodes.Const(value=path))
            ):
                yield path, None
            case _:
                continue  # a name that is only known when the page is drawn


def _lines_of_macros(tree: nodes.Template, wanted: Iterable[str]) -> set[int]:
    """The lines of macros and of those that they call, in the file where they stand."""
    macros = [one for one in tree.body if isinstance(one, nodes.Macro)]
    ends = [*(one.lineno for one in macros[1:]), LONGEST_FILE]
    known = {one.name: (one, range(one.lineno, end)) for one, end in zip(macros, ends, strict=True)}
    open_, taken = list(wanted), set[str]()
    while open_:
        name = open_.pop()
        if name in known and name not in taken:
            taken.add(name)
            open_ += [used.name for used in known[name][0].find_all(nodes.Name)]
    return {line for name in taken for line in known[name][1]}


def catalogue_file(code: str) -> Path:
    """Where the translation into a language lies."""
    return FOLDER / code / "LC_MESSAGES" / "messages.po"


def catalogue(code: str) -> Catalog:
    """The translation into a language; an empty one if there is none yet."""
    path = catalogue_file(code)
    if not path.is_file():
        return Catalog(locale=code, project="Fairshift", version="1", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=code)


def renew(code: str, template: Catalog) -> Catalog:
    """Take the words as they are now into a translation: what is known stays, what changed is marked."""
    known = catalogue(code)
    known.update(template, no_fuzzy_matching=False, update_header_comment=False, update_creation_date=False)
    known.obsolete.clear()
    save(known, catalogue_file(code))
    return known


def save(words: Catalog, path: Path) -> None:
    """Write a catalogue in a form that changes only where its words do."""
    path.parent.mkdir(parents=True, exist_ok=True)
    words.header_comment = (
        f"# Words of the worker's side of Fairshift{f', {words.locale}' if words.locale else ''}."
    )
    out = BytesIO()
    write_po(out, words, width=110, sort_output=True, include_lineno=False, ignore_obsolete=True)
    kept = [line for line in out.getvalue().decode().splitlines() if not line.lstrip('"').startswith(_DATED)]
    path.write_text("\n".join(kept).rstrip() + "\n", "utf-8")


def fill(code: str, translated: Mapping[str, Translated]) -> list[str]:
    """Put translations into a catalogue; returns what was wrong with those that were left out."""
    words, wrong = catalogue(code), []
    known = {key_of(one): one for one in words if one.id}
    for key, said in translated.items():
        message = known.get(key)
        if message is None:
            wrong.append(f"{key!r}: there is no such message")
            continue
        if not any(said):
            continue
        before = message.string
        message.string = said if isinstance(said, str) else tuple(said)
        if faults := faults_of(message, words.num_plurals):
            message.string = before
            wrong.append(f"{key!r}: {'; '.join(faults)}")
        else:
            message.flags.discard("fuzzy")
    save(words, catalogue_file(code))
    return wrong


def key_of(message: Message) -> str:
    """What a message is known by in a file of translations: its English, a plural by its singular."""
    words = _forms(message.id)[0]
    return f"{message.context}|{words}" if message.context else words


def missing(code: str) -> list[Message]:
    """What the worker's side says and the translation does not, or no longer for sure."""
    words = catalogue(code)
    return [
        known or one
        for one in extracted()
        if one.id
        and ((known := words.get(one.id, one.context)) is None or known.fuzzy or not _is_said(known))
    ]


def _is_said(message: Message) -> bool:
    return all(_forms(message.string)) and bool(message.string)


def faults_of(message: Message, plurals: int) -> list[str]:
    """What is wrong with one translation: its forms, placeholders, tags, or outer spaces."""
    source, forms = _forms(message.id), _forms(message.string)
    wanted = plurals if message.pluralizable else 1
    if len(forms) != wanted or not _is_said(message):
        return [f"needs {wanted} forms" if wanted > 1 else "is empty"]
    return list(dict.fromkeys(fault for form in forms for fault in _faults_of_form(source, form)))


def _forms(words: Any) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words)


def _faults_of_form(source: Sequence[str], form: str) -> Iterator[str]:
    allowed = {name for one in source for name in _PLACEHOLDER.findall(one)}
    needed = set(allowed) if len(source) == 1 else allowed - {"num"}
    said = set(_PLACEHOLDER.findall(form))
    if said - allowed or needed - said:
        yield f"has the placeholders {sorted(said)} in place of {sorted(allowed)}"
    if allowed and "%" in _RIGHT_PERCENT.sub("", form):
        yield "has a percent sign that belongs to no placeholder"
    if not any(Counter(_TAG.findall(form)) == Counter(_TAG.findall(one)) for one in source):
        yield "has other tags"
    if any(
        form[:1].isspace() != one[:1].isspace() or form[-1:].isspace() != one[-1:].isspace() for one in source
    ):
        yield "begins or ends with other spaces"


def compile_newer() -> None:
    """Make what the portal reads of each catalogue, where it is not there or older than its words."""
    for words in FOLDER.glob("*/LC_MESSAGES/messages.po"):
        ready = words.with_suffix(".mo")
        if ready.is_file() and ready.stat().st_mtime_ns > words.stat().st_mtime_ns:
            continue
        fresh = ready.with_name(f"{ready.name}.{os.getpid()}")
        with words.open("rb") as source, fresh.open("wb") as out:
            write_mo(out, read_po(source, locale=words.parent.parent.name))
        fresh.replace(ready)  # others may read the old one meanwhile
