"""Puts styles, scripts and fonts of others into `static/vendor`, without the parts that are not ours to use.

The Government Digital Service's typeface and crest are licensed to GOV.UK alone: the font faces are
taken out and the font's name is replaced by the reader's own system fonts. Run by `make setup`.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGES = ROOT / "node_modules"
VENDOR = ROOT / "static" / "vendor"
FONTS = '"Noto Sans","Segoe UI",system-ui,-apple-system,Roboto,"Helvetica Neue",Arial,sans-serif'
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
SOURCE_MAP = re.compile(r"\s*(/\*#|//#) sourceMappingURL=\S+( \*/)?\s*$")


PAPER_FONTS = (
    ("noto-sans", "NotoSans"),
    ("noto-sans-arabic", "NotoSansArabic"),
)
"""The families in which slips are printed: package, and how its files begin."""


def without_crown_fonts(css: str) -> str:
    """The style sheet with system fonts; raises ValueError if a trace of the typeface is left."""
    freed = FONT_FACE.sub("", css).replace("GDS Transport,arial,sans-serif", FONTS)
    freed = SOURCE_MAP.sub("\n", freed)
    if "GDS Transport" in freed:
        raise ValueError("the style sheet still names the GDS typeface")
    return freed


def main() -> int:
    govuk = PACKAGES / "govuk-frontend" / "dist" / "govuk"
    autocomplete = PACKAGES / "accessible-autocomplete" / "dist"
    if not govuk.is_dir() or not autocomplete.is_dir():
        print("front-end packages are missing: run `make setup`", file=sys.stderr)
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for source in (govuk / "govuk-frontend.min.css", autocomplete / "accessible-autocomplete.min.css"):
        (VENDOR / source.name).write_text(without_crown_fonts(source.read_text()))
    for source in (govuk / "govuk-frontend.min.js", autocomplete / "accessible-autocomplete.min.js"):
        (VENDOR / source.name).write_text(SOURCE_MAP.sub("\n", source.read_text()))
    put_paper_fonts()
    return 0


def put_paper_fonts() -> None:
    """The fonts of slips, regular and bold, each family with its licence."""
    (VENDOR / "fonts").mkdir()
    for package, family in PAPER_FONTS:
        source = PACKAGES / "@expo-google-fonts" / package
        for weight in ("400Regular", "700Bold"):
            file = f"{family}_{weight}.ttf"
            shutil.copyfile(source / weight / file, VENDOR / "fonts" / file)
        shutil.copyfile(source / "LICENSE_FONT", VENDOR / "fonts" / f"{family}-licence.txt")


if __name__ == "__main__":
    raise SystemExit(main())
