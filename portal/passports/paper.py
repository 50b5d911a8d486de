"""Slips as PDF: one a page, letters joined and directions kept as each language writes them."""

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from portal.infra.paper import Text, document, measured, write
from portal.passports.helpers import Line
from portal.passports.qr import qr_squares
from portal.passports.slips import Slip

TOKENS = "offer-passports.txt"
"""The attachment with the signed passports, not compressed, so that a checker finds them."""


class Paper(StrEnum):
    A6 = "a6"
    A4 = "a4"


MILLIMETRES = {Paper.A6: (105.0, 148.0), Paper.A4: (210.0, 297.0)}
SCALES = {Paper.A6: 1.0, Paper.A4: 1.7}
SHRUNK = (1.1, 1.0, 0.92, 0.85, 0.78, 0.7, 0.6)
"""How much larger or smaller letters become until everything is on one page."""

GAPS = 6.0
"""Millimetres kept free around the squares."""


def slips_pdf(slips: Sequence[Slip], paper: Paper) -> bytes:
    """All slips in one file, each on a page of its own. Needs the fonts that set-up puts in place."""
    pdf = _document(slips, paper)
    for slip in slips:
        pdf.add_page()
        _draw(pdf, slip, paper)
    tokens = "\n".join(slip.token for slip in slips)
    pdf.embed_file(bytes=tokens.encode("ascii"), basename=TOKENS, compress=False)
    return bytes(pdf.output())


def _document(slips: Sequence[Slip], paper: Paper) -> Any:
    return document(slips[0].language if slips else "en", MILLIMETRES[paper], 6 * SCALES[paper])


def _draw(pdf: Any, slip: Slip, paper: Paper) -> None:
    squares = 27 * SCALES[paper]
    room = pdf.h - pdf.t_margin - pdf.b_margin - squares
    scales = [SCALES[paper] * one for one in SHRUNK]
    largest = bisect_left(scales, True, key=lambda one: _height(pdf, slip, paper, one) <= room)
    scale = scales[min(largest, len(scales) - 1)]
    for text in _above(slip, scale):
        write(pdf, slip.direction, text)
    _two_squares(pdf, slip, squares, scale)
    for text in _below(slip, paper, scale):
        write(pdf, slip.direction, text)


def _above(slip: Slip, scale: float) -> list[Text]:
    """What stands above the squares."""
    return [
        Text(slip.title, 13 * scale, bold=True),
        Text(slip.greeting, 7.5 * scale, after=1.5 * scale),
        *(part for line in slip.lines for part in _fact(slip, line, scale)),
        Text(slip.must_not_pay, 11 * scale, bold=True, after=1.5 * scale),
    ]


def _below(slip: Slip, paper: Paper, scale: float) -> list[Text]:
    """What stands below them."""
    return [
        *_phone_code(slip, scale),
        *(part for line in (*slip.notice, *slip.complaint) for part in _two_lines(line, scale)),
        *_helpers(slip, paper, scale),
    ]


def _helpers(slip: Slip, paper: Paper, scale: float) -> list[Text]:
    """All of them on large paper, the first of each country on small."""
    told = slip.helpers
    lines = told.first if paper is Paper.A6 else told.every
    if not lines:
        return []
    small = scale if paper is Paper.A6 else 0.8 * scale
    return [
        Text(told.title, 7.5 * scale, bold=True),
        *([Text(told.in_danger, 7.5 * small)] if paper is Paper.A4 else []),
        *(part for line in lines for part in _fact(slip, line, small, points=7.5)),
        *([Text(told.note, 6.5 * small)] if told.note else []),
    ]


def _phone_code(slip: Slip, scale: float) -> tuple[Text, ...]:
    if not slip.slip_code:
        return ()
    code = Text(slip.slip_code, 13 * scale, bold=True, is_latin=True, after=1 * scale)
    return Text(slip.phone_words, 8 * scale), code


def _fact(slip: Slip, line: Line, scale: float, points: float = 9) -> tuple[Text, ...]:
    """Label and words on one line; a phone within a line from right to left would turn round."""
    if not line.words:
        return (Text(line.label, points * scale, bold=True),)
    if line.is_latin and slip.direction == "rtl":
        return Text(f"{line.label}:", points * scale), Text(line.words, points * scale, is_latin=True)
    return (Text(f"{line.label}: {line.words}", points * scale, after=0.5 * scale),)


def _two_lines(line: Line, scale: float) -> tuple[Text, ...]:
    label = Text(line.label, 7.5 * scale, bold=True)
    return (label, Text(line.words, 8 * scale, is_latin=line.is_latin)) if line.words else (label,)


def _height(pdf: Any, slip: Slip, paper: Paper, scale: float) -> float:
    parts = (*_above(slip, scale), *_below(slip, paper, scale))
    captions = max(
        measured(pdf, slip.direction, Text(words, 7.5 * scale), _half(pdf))
        for words in (slip.own_words, slip.check_words)
    )
    number = measured(pdf, slip.direction, Text(slip.number, 9 * scale, bold=True, is_latin=True), _half(pdf))
    return (
        sum(measured(pdf, slip.direction, one, pdf.epw) + one.after for one in parts)
        + captions
        + number
        + GAPS
    )


def _half(pdf: Any) -> float:
    return float(pdf.epw / 2 - 2)


def _two_squares(pdf: Any, slip: Slip, size: float, scale: float) -> None:
    """The worker's own link where reading begins, the public check beside it, each with its words."""
    top, half = pdf.get_y() + 1.5, _half(pdf)
    near, far = pdf.l_margin, pdf.l_margin + half + 4
    own, public = (far, near) if slip.direction == "rtl" else (near, far)
    ends = []
    for x, link, words, number in (
        (own, slip.own_link, slip.own_words, ""),
        (public, slip.check_link, slip.check_words, slip.number),
    ):
        left = x + half - size - pdf.c_margin if slip.direction == "rtl" else x + pdf.c_margin
        _square(pdf, link, left, top, size)
        pdf.set_y(top + size + 1.5)
        write(pdf, slip.direction, Text(words, 7.5 * scale), x, half)
        if number:
            write(pdf, slip.direction, Text(number, 9 * scale, bold=True, is_latin=True), x, half)
        ends.append(pdf.get_y())
    pdf.set_y(max(ends) + 2)


def _square(pdf: Any, link: str, x: float, y: float, size: float) -> None:
    rows = qr_squares(link)
    cell = size / len(rows)
    pdf.set_fill_color(0)
    for down, row in enumerate(rows):
        start = None
        for across, dark in enumerate((*row, False)):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                pdf.rect(x + start * cell, y + down * cell, (across - start) * cell, cell * 1.01, style="F")
                start = None
    pdf.link(x, y, size, size, link)
