"""What some vacancies of the demo say of the work as it really is; the others leave it out, as people do."""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

from portal.operations.demo.world import DemoVacancy
from portal.vacancies.conditions import Conditions, HolidayPay

FOOD = Conditions(
    guaranteed_hours=Decimal(32),
    payday="Every Friday, for the week before",
    holiday_pay=HolidayPay.APART,
    holiday_percent=Decimal("12.07"),
    sick_pay="By law, from the first day",
    pace="The line runs at one speed. No piece rate.",
    weather="Inside, 4 to 8 degrees",
    heaviest_kg=15,
    protection="Boots, coat, gloves, from the employer, free",
    training="Half a day on the first shift",
    training_language="en",
    training_paid=True,
    breaks="30 minutes unpaid, twice 10 minutes paid",
    people_per_room=2,
    housing_minutes=15,
    transport_minutes=25,
    if_work_stops="Two weeks are paid, and the way home",
    notice_days=7,
    union="Works council, office next to the canteen",
    contact_name="Shift desk",
    contact_phone="+441632960137",
    may_refuse_hours=True,
)
FIELD = Conditions(
    guaranteed_hours=Decimal(30),
    payday="Every Friday, for the week before",
    pace="60 trays an hour after two weeks; nobody is sent home for less",
    weather="Outdoors in all weathers",
    heaviest_kg=12,
    protection="Gloves and rain clothes, from the farm, free",
    people_per_room=4,
    contact_name="Field office",
    contact_phone="+441632960152",
    may_refuse_hours=True,
)
_BY_SECTOR: Mapping[str, Conditions] = MappingProxyType({"10": FOOD, "01": FIELD})


def conditions_of(job: DemoVacancy) -> Conditions:
    """By the division of its sector."""
    return _BY_SECTOR.get(job.sector[:2], Conditions())
