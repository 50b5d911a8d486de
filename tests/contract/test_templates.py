"""Endpoints, views and templates answer to each other, and nothing lies about unused."""

import re
from pathlib import Path

from flask import Flask

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates"
SHARED = {"layouts", "components", "errors", "emails"}
DESK_VIEW = re.compile(r'self\.template\("([a-z_]+)"\)')
DESK_FOLDER = re.compile(r'templates="([a-z/]+)"')
NAMED = re.compile(r"""["']([a-z_]+(?:/[a-z_]+)*\.(?:html|txt))["']""")


def pages() -> set[str]:
    found = (one.relative_to(TEMPLATES) for one in TEMPLATES.rglob("*.html"))
    return {one.as_posix() for one in found if one.parts[0] not in SHARED}


def drawn_by_desks() -> set[str]:
    """Both kinds of post have pages of the same names, which their common desk draws."""
    views = DESK_VIEW.findall((ROOT / "portal/posts/desk.py").read_text())
    folders = [
        folder
        for source in (ROOT / "portal").rglob("member.py")
        for folder in DESK_FOLDER.findall(source.read_text())
    ]
    return {f"{folder}/{view}.html" for folder in folders for view in views}


def test_every_page_template_is_drawn_by_a_view_or_another_template() -> None:
    named = set()
    for source in [*(ROOT / "portal").rglob("*.py"), *TEMPLATES.rglob("*.html")]:
        named |= set(NAMED.findall(source.read_text()))
    assert pages() - named - drawn_by_desks() == set()


def test_every_template_that_code_names_exists() -> None:
    missing = {
        f"{source.relative_to(ROOT)}: {name}"
        for source in (ROOT / "portal").rglob("*.py")
        for name in NAMED.findall(source.read_text())
        if name.endswith(".html") and not (TEMPLATES / name).exists()
    }
    assert missing == set()


def test_templates_lie_in_the_folder_of_their_feature_and_audience() -> None:
    features = {one.name for one in (ROOT / "portal").iterdir() if one.is_dir()}
    strays = {one for one in pages() if one.split("/")[0] not in features}
    assert strays == set()


def test_every_endpoint_of_the_portal_names_its_feature_and_audience(portal: Flask) -> None:
    shape = re.compile(r"^[a-z]+(_[a-z]+)*_(public|account|member|staff|worker)\.[a-z_]+$")
    odd = {e for e in portal.view_functions if e != "static" and not shape.match(e)}
    assert odd == set()
