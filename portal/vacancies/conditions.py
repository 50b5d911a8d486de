"""The work as it really is: what workers ask about before they say yes, and what was answered."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any


class HolidayPay(StrEnum):
    """Whether pay for leave comes on top of the rate or is inside it."""

    APART = "apart"
    WITHIN = "within"


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Facts of a vacancy that nobody has to give; empty means that nobody has said."""

    guaranteed_hours: Decimal | None = None
    """A week, paid whether there is work or not."""
    payday: str = ""
    holiday_pay: HolidayPay | None = None
    holiday_percent: Decimal | None = None
    """Of the pay."""
    sick_pay: str = ""
    pace: str = ""
    """Targets, piece counts, the speed of a line."""
    weather: str = ""
    """Outdoors, cold stores, heat."""
    heaviest_kg: int | None = None
    """The heaviest thing that one worker lifts."""
    protection: str = ""
    """Which protective equipment is given, by whom."""
    training: str = ""
    training_language: str = ""
    """A language code; empty where none was named."""
    training_paid: bool | None = None
    breaks: str = ""
    people_per_room: int | None = None
    housing_minutes: int | None = None
    """From the bed to the place of work."""
    transport_minutes: int | None = None
    """One way."""
    if_work_stops: str = ""
    notice_days: int | None = None
    union: str = ""
    """Union or works council at the place of work."""
    contact_name: str = ""
    contact_phone: str = ""
    """Answers before the first shift begins, at five in the morning too."""
    may_refuse_hours: bool | None = None
    """Whether a worker may say no to extra hours."""

    @property
    def answered(self) -> tuple[str, ...]:
        """The names of what was said, in order."""
        return tuple(one.name for one in fields(self) if getattr(self, one.name) not in (None, ""))

    def without_contact(self) -> "Conditions":
        """What may be read before both sides have said yes: nothing by which the place is known."""
        return replace(self, contact_name="", contact_phone="", union="")


ASKED = tuple(one.name for one in fields(Conditions))
"""Every fact that workers ask for."""


def written(conditions: Conditions) -> dict[str, Any]:
    """As plain JSON; what nobody has said is left out."""
    return {name: _plain(getattr(conditions, name)) for name in conditions.answered}


def read(kept: Mapping[str, Any]) -> Conditions:
    """The value behind the JSON; names that it does not know are left alone."""
    known = {name: value for name, value in kept.items() if name in ASKED}
    for name in ("guaranteed_hours", "holiday_percent"):
        if name in known:
            known[name] = Decimal(known[name])
    if "holiday_pay" in known:
        known["holiday_pay"] = HolidayPay(known["holiday_pay"])
    return Conditions(**known)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, (Decimal, HolidayPay)) else value
