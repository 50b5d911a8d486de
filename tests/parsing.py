"""Pages as trees: what looks the same but for its numbers and secrets is parsed once."""

import copy
import re
from functools import lru_cache
from typing import Any

import html5lib

OF_THE_MOMENT = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{8,}"
    r'|(?<=")[\w.-]{20,}(?=")',
    re.ASCII,
)
"""Ids, made-up numbers and secrets: letters and digits that mean nothing to a parser."""
STAND_IN = re.compile("\ue000([0-9]+)\ue001")


def parsed(html: str) -> tuple[Any, list[str]]:
    """The page's tree, the caller's own, and the codes of what in it is not HTML5."""
    found: dict[str, str] = {}
    shape = OF_THE_MOMENT.sub(lambda one: found.setdefault(one.group(), f"\ue000{len(found)}\ue001"), html)
    tree, errors = _parsed(shape)
    tree = copy.deepcopy(tree)
    _put_back(tree, list(found))
    return tree, list(errors)


@lru_cache(64)
def _parsed(shape: str) -> tuple[Any, tuple[str, ...]]:
    parser = html5lib.HTMLParser(namespaceHTMLElements=True)
    tree = parser.parse(shape)
    return tree, tuple(code for _, code, _ in parser.errors)


def _put_back(tree: Any, found: list[str]) -> None:
    def original(text: str) -> str:
        return STAND_IN.sub(lambda one: found[int(one.group(1))], text)

    for node in tree.iter():
        if node.text and "\ue000" in node.text:
            node.text = original(node.text)
        if node.tail and "\ue000" in node.tail:
            node.tail = original(node.tail)
        for name, value in node.attrib.items():
            if "\ue000" in value:
                node.set(name, original(value))
