"""What a dispatcher types."""

from datetime import date, timedelta
from typing import Any

from portal.infra import clock


def day_boxes(day: date) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]


def lot_answers(**changes: Any) -> dict[str, Any]:
    """40 forklift drivers in Spalding, from tomorrow."""
    plain = {
        "occupation": "FLT",
        "headcount": "40",
        "all_alike": "yes",
        "place": "Spalding",
        "country": "GB",
        "travel_km": "30",
        "relocates": "no",
        "available_from": day_boxes(clock.today() + timedelta(days=1)),
        "pay_1": "11,50",
        "currency_1": "GBP",
        "paid_by_workers": "no",
        "do": "continue",
    }
    return {**plain, **changes}
