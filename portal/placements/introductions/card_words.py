"""What one side asks of the other's post before it opens a match: pay or tongue, days, shifts, bed."""

from flask_babel import gettext

from portal.availability.domain import AvailabilityRow
from portal.infra.web.pages import day
from portal.placements.introductions.domain.answers import Side
from portal.posts.words import languages_words, plain_money, shift_words
from portal.vacancies.domain import VacancyRow


def at_a_glance(lot: AvailabilityRow, vacancy: VacancyRow, side: Side) -> str:
    """One line for a list; nothing in it is masked before an introduction."""
    return " · ".join(filter(None, _of_vacancy(vacancy) if side is Side.PROVIDER else _of_lot(lot)))


def _of_vacancy(vacancy: VacancyRow) -> tuple[str, ...]:
    pay = plain_money(vacancy.pay, vacancy.currency)
    if vacancy.ends:
        days = gettext("%(first)s to %(last)s", first=day(vacancy.starts), last=day(vacancy.ends))
    else:
        days = gettext("from %(first)s, no end named", first=day(vacancy.starts))
    return (
        gettext("%(pay)s an hour", pay=pay),
        days,
        shift_words(vacancy.shifts),
        gettext("housing offered") if vacancy.accommodation else "",
    )


def _of_lot(lot: AvailabilityRow) -> tuple[str, ...]:
    if lot.available_to:
        days = gettext(
            "free %(first)s to %(last)s", first=day(lot.available_from), last=day(lot.available_to)
        )
    else:
        days = gettext("free from %(first)s, no end named", first=day(lot.available_from))
    return (
        days,
        shift_words(lot.shifts),
        languages_words(lot.languages.items()),
        gettext("would move if housed") if lot.relocates else "",
    )
