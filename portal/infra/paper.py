"""Paper as PDF: letters joined and directions kept as each language writes them."""

from dataclasses import dataclass
from typing import Any

import config
from portal.infra.web.mixed import without_marks

FONTS = config.ROOT / "static" / "vendor" / "fonts"
LATIN, ARABIC = "NotoSans", "NotoSansArabic"
A4 = (210.0, 297.0)
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


def document(language: str, size: tuple[float, float], margin: float) -> Any:
    """An empty file with the fonts that set-up puts in place; `size` and `margin` are in millimetres."""
    from fpdf import FPDF

    pdf = FPDF(format=size)
    pdf.set_margins(margin, margin)
    pdf.set_auto_page_break(False)
    pdf.set_lang(language)
    for family in (LATIN, ARABIC):
        pdf.add_font(family, "", FONTS / f"{family}_400Regular.ttf")
        pdf.add_font(family, "B", FONTS / f"{family}_700Bold.ttf")
    return pdf


def measured(pdf: Any, direction: str, text: Text, width: float) -> float:
    """How high a paragraph of that width is."""
    align = _prepare(pdf, direction, text)
    return float(
        pdf.multi_cell(
            width,
            text.points * LEADING,
            without_marks(text.words),
            align=align,
            dry_run=True,
            output="HEIGHT",
        )
    )


def write(pdf: Any, direction: str, text: Text, x: float | None = None, width: float | None = None) -> None:
    """Put a paragraph where the last one ended."""
    align = _prepare(pdf, direction, text)
    pdf.set_x(pdf.l_margin if x is None else x)
    height = text.points * LEADING
    pdf.multi_cell(
        width or pdf.epw, height, without_marks(text.words), align=align, new_x="LMARGIN", new_y="NEXT"
    )
    pdf.set_y(pdf.get_y() + text.after)


def _prepare(pdf: Any, direction: str, text: Text) -> str:
    """Set the letters for one paragraph; how it is aligned."""
    from_right = direction == "rtl" and not text.is_latin
    family, other = (ARABIC, LATIN) if from_right else (LATIN, ARABIC)
    pdf.set_text_shaping(True, direction="rtl" if from_right else "ltr")
    pdf.set_fallback_fonts([other], exact_match=False)
    pdf.set_font(family, "B" if text.bold else "", text.points)
    return "R" if direction == "rtl" else "L"
