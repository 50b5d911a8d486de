"""Addresses as squares that a phone reads."""

import segno
from markupsafe import Markup


def qr_svg(address: str, label: str) -> Markup:
    """A square for a page, drawn in the page itself: nothing is fetched, nobody learns who looked."""
    drawn = segno.make(address, error="m", micro=False)
    svg = drawn.svg_inline(scale=3, border=2, omitsize=False, svgclass="qr", lineclass=None, title=label)
    return Markup(svg)  # noqa: S704 - segno escapes the title; the rest is its own drawing


def qr_squares(address: str) -> tuple[tuple[bool, ...], ...]:
    """The same as rows of dark and light, for paper."""
    drawn = segno.make(address, error="m", micro=False)
    return tuple(tuple(bool(cell) for cell in row) for row in drawn.matrix)
