"""Slips as PDF: one a page, letters joined and directions kept as each language writes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import config
from portal.passports.qr import qr_squares
from portal.passports.slips import Line, Slip

FONTS = config.ROOT / "static" / "vendor" / "fonts"
LATIN, ARABIC = "NotoSans", "NotoSansArabic"
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

LEADING = 1.3 * 25.4 / 72
"""Millimetres from line to line for each point of a letter's size."""


@dataclass(frozen=True)
class Text:
    """One paragraph: points, whether bold, whether written from left to right in any language."""

    words: str
    points: float
    bold: bool = False
    is_latin: bool = False
    after: float = 0.0
    """Millimetres below it."""


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
    from fpdf import FPDF

    pdf = FPDF(format=MILLIMETRES[paper])
    margin = 6 * SCALES[paper]
    pdf.set_margins(margin, margin)
    pdf.set_auto_page_break(False)
    pdf.set_lang(slips[0].language if slips else "en")
    for family in (LATIN, ARABIC):
        pdf.add_font(family, "", FONTS / f"{family}_400Regular.ttf")
        pdf.add_font(family, "B", FONTS / f"{family}_700Bold.ttf")
    return pdf


def _draw(pdf: Any, slip: Slip, paper: Paper) -> None:
    squares = 27 * SCALES[paper]
    room = pdf.h - pdf.t_margin - pdf.b_margin - squares
    scale = next((one for one in SHRUNK if _height(pdf, slip, SCALES[paper] * one) <= room), SHRUNK[-1])
    for text in _above(slip, SCALES[paper] * scale):
        _write(pdf, slip, text)
    _two_squares(pdf, slip, squares, SCALES[paper] * scale)
    for text in _below(slip, SCALES[paper] * scale):
        _write(pdf, slip, text)


def _above(slip: Slip, scale: float) -> list[Text]:
    """What stands above the squares."""
    return [
        Text(slip.title, 13 * scale, bold=True),
        Text(slip.greeting, 7.5 * scale, after=1.5 * scale),
        *(part for line in slip.lines for part in _fact(slip, line, scale)),
        Text(slip.must_not_pay, 11 * scale, bold=True, after=1.5 * scale),
    ]


def _below(slip: Slip, scale: float) -> list[Text]:
    """What stands below them."""
    return [
        Text(slip.phone_words, 8 * scale),
        Text(slip.slip_code, 13 * scale, bold=True, is_latin=True, after=1 * scale),
        *(part for line in slip.complaint for part in _two_lines(line, scale)),
    ]


def _fact(slip: Slip, line: Line, scale: float) -> tuple[Text, ...]:
    """Label and words on one line; a phone within a line from right to left would turn round."""
    if line.is_latin and slip.direction == "rtl":
        return Text(f"{line.label}:", 9 * scale), Text(line.words, 9 * scale, is_latin=True)
    return (Text(f"{line.label}: {line.words}", 9 * scale, after=0.5 * scale),)


def _two_lines(line: Line, scale: float) -> tuple[Text, Text]:
    return Text(line.label, 7.5 * scale, bold=True), Text(line.words, 8 * scale, is_latin=line.is_latin)


def _height(pdf: Any, slip: Slip, scale: float) -> float:
    parts = (*_above(slip, scale), *_below(slip, scale))
    captions = max(
        _measured(pdf, slip, Text(words, 7.5 * scale), _half(pdf))
        for words in (slip.own_words, slip.check_words)
    )
    number = _measured(pdf, slip, Text(slip.number, 9 * scale, bold=True, is_latin=True), _half(pdf))
    return sum(_measured(pdf, slip, one, pdf.epw) + one.after for one in parts) + captions + number + GAPS


def _half(pdf: Any) -> float:
    return float(pdf.epw / 2 - 2)


def _prepare(pdf: Any, slip: Slip, text: Text) -> str:
    """Set the letters for one paragraph; how it is aligned."""
    from_right = slip.direction == "rtl" and not text.is_latin
    family, other = (ARABIC, LATIN) if from_right else (LATIN, ARABIC)
    pdf.set_text_shaping(True, direction="rtl" if from_right else "ltr")
    pdf.set_fallback_fonts([other], exact_match=False)
    pdf.set_font(family, "B" if text.bold else "", text.points)
    return "R" if slip.direction == "rtl" else "L"


def _measured(pdf: Any, slip: Slip, text: Text, width: float) -> float:
    align = _prepare(pdf, slip, text)
    return float(
        pdf.multi_cell(width, text.points * LEADING, text.words, align=align, dry_run=True, output="HEIGHT")
    )


def _write(pdf: Any, slip: Slip, text: Text, x: float | None = None, width: float | None = None) -> None:
    align = _prepare(pdf, slip, text)
    pdf.set_x(pdf.l_margin if x is None else x)
    height = text.points * LEADING
    pdf.multi_cell(width or pdf.epw, height, text.words, align=align, new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(pdf.get_y() + text.after)


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
        left = x + half - size if slip.direction == "rtl" else x
        _square(pdf, link, left, top, size)
        pdf.set_y(top + size + 1.5)
        _write(pdf, slip, Text(words, 7.5 * scale), x, half)
        if number:
            _write(pdf, slip, Text(number, 9 * scale, bold=True, is_latin=True), x, half)
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
