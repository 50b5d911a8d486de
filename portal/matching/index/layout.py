"""How posts, questions and hits lie in memory; `kernel.c` declares the same."""

from struct import Struct
from typing import Final

import numpy as np

from portal.matching.domain import EngagementForm, Shift

LAYOUT: Final = 1
"""Counts the changes of what stands below: files of another layout are not read."""

_PLACE = [("latitude", "<f8"), ("longitude", "<f8")]  # degrees, as they were given
_REST = [
    ("signature", "<u8"),
    ("first", "<i4"),  # days as ordinals: from and to, or starts and ends
    ("last", "<i4"),
    ("headcount", "<i4"),
    ("min_group", "<i4"),
    ("pay", "<u4"),  # this and the next two: the number of a distinct value
    ("abilities", "<u4"),
    ("terms", "<u4"),
    ("occupation", "<u2"),
    ("flags", "<u2"),
]
LOT = np.dtype([*_PLACE, ("travel_km", "<f8"), *_REST])
VACANCY = np.dtype([*_PLACE, ("latest_start", "<i4"), ("min_days", "<i4"), *_REST])
"""Both kinds of post take one line of the processor's cache."""

_QUESTION = [
    ("terms", "<u4"),  # where the rows of answers begin
    ("abilities", "<u4"),
    ("pay", "<u4"),
    ("nearness", "<u4"),
    ("runs", "<u4"),
    ("runs_end", "<u4"),
    ("program", "<u4"),
    ("program_end", "<u4"),
    ("shelves", "<u4"),
    ("shelves_end", "<u4"),
    ("wished", "<u4"),
    ("wished_end", "<u4"),
    ("busy", "<u4"),
    ("busy_end", "<u4"),
    ("trade_first", "<u4"),
    ("trade_after", "<u4"),
    ("desired", "<u8"),
    ("by_occupation", "<u4"),
    ("anywhere", "<u4"),
]
LOT_QUESTION = np.dtype([("post", LOT), *_QUESTION])
VACANCY_QUESTION = np.dtype([("post", VACANCY), *_QUESTION])

# The same as bytes, from flat numbers: one question takes a microsecond so
LOT_ASKS: Final = Struct("<3dQ4i3I2H 16IQ2I")
VACANCY_ASKS: Final = Struct("<2d2iQ4i3I2H 16IQ2I")

RUN = np.dtype([("nearness", "<f8"), ("first", "<u4"), ("after", "<u4")])
"""Occupations with adjoining numbers that are equally near to the one asked about."""

LINK = np.dtype([("weight", "<u4"), ("held", "<u4"), ("related", "<u4"), ("end", "<u4")])
"""A skill of the asking post: its weight, and where the indexed skills begin through which it is held, then
those related to it, and where these end."""

BUSY = np.dtype([("first", "<i4"), ("last", "<i4"), ("heads", "<i4")])
"""Heads taken on every day of a period."""

CELLS = np.dtype([("reach_km", "<f8"), ("height", "<f8"), ("band", "<u4"), ("bands", "<u4")])
"""A class of posts of about the same reach: the height of its bands in degrees, the number of its first
band among those of all classes, and how many there are."""

HIT = np.dtype(
    [
        ("nano_score", "<i8"),
        ("skills", "<f8"),
        ("occupation", "<f8"),
        ("distance", "<f8"),
        ("dates", "<f8"),
        ("heads", "<f8"),
        ("distance_km", "<f8"),
        ("record", "<u4"),
        ("rank", "<u4"),
        ("covered", "<i4"),
        ("free_availability", "<i4"),  # heads of the lot in the covered days, then of the vacancy
        ("free_vacancy", "<i4"),
        ("relocating", "<u4"),
    ]
)

# What a post's flags say
MOBILE: Final = 1  # a lot that relocates, a vacancy with accommodation
HELD: Final = 2
BUSY_SOMETIMES: Final = 4
ENTRY_LEVEL: Final = 8
REQUIRES_SKILLS: Final = 16
ANY_SHIFT: Final = 32
SHIFTS_AT: Final = 6
FORMS_AT: Final = 10
ALL_SHIFTS_MASK: Final = (1 << len(Shift)) - 1
ALL_FORMS_MASK: Final = (1 << len(EngagementForm)) - 1

# What an answer about terms says: the forms that no licence allows, and whether the work is permitted
PERMITTED: Final = 1 << len(EngagementForm)
# What an answer about abilities says
TICKETS_HELD: Final = 1
LANGUAGES_SPOKEN: Final = 2

MANY_TERMS: Final = 0xFFFF
"""On a far shelf: the number of the terms is this or a higher one."""
REQUIRED: Final = 1 << 31
"""Set in the number of a skill that its vacancy requires and does not merely desire."""
SIGNATURE_BITS: Final = 64

_SHIFT_BITS = {shift: 1 << at for at, shift in enumerate(Shift)}
_FORM_BITS = {form: 1 << at for at, form in enumerate(EngagementForm)}
_shift_masks: dict[frozenset[Shift], int] = {}
_form_masks: dict[frozenset[EngagementForm], int] = {}


def shifts_mask(shifts: frozenset[Shift]) -> int:
    """One bit for each shift; none named means all."""
    known = _shift_masks.get(shifts)
    if known is None:
        known = _shift_masks[shifts] = sum(_SHIFT_BITS[s] for s in shifts) or ALL_SHIFTS_MASK
    return known


def forms_mask(forms: frozenset[EngagementForm]) -> int:
    """One bit for each form of engagement; none named means any."""
    known = _form_masks.get(forms)
    if known is None:
        known = _form_masks[forms] = sum(_FORM_BITS[f] for f in forms) or ALL_FORMS_MASK
    return known
