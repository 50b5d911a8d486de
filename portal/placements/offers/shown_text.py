"""What a worker was shown of an offer, in plain text, so that it can be kept with the answer."""

from collections.abc import Iterator
from hashlib import sha256

from flask_babel import gettext
from markupsafe import Markup

from portal.infra.web.mixed import isolated, listed
from portal.infra.web.pages import day, money
from portal.placements.introductions.facts import Facts
from portal.placements.offers.page import OfferPage
from portal.posts.words import place_words


def shown_text(page: OfferPage) -> str:
    """The key facts of the offer's page, one a line, in the language of the page; names no worker."""
    return "\n".join(_lines(page))


def text_hash(text: str) -> str:
    """By this it is seen that the kept text was not changed."""
    return sha256(text.encode()).hexdigest()


def _lines(page: OfferPage) -> Iterator[str]:
    job, row = page.vacancy, page.introduction
    yield gettext("Work: %(title)s in %(town)s", title=job.title, town=job.town)
    yield gettext("%(first)s to %(last)s", first=day(row.first), last=day(row.last))
    yield place_words(job.town, None, job.country)
    yield f"{isolated(page.provider.name)} / {isolated(page.employer.name)}"
    yield gettext("You must not pay to get this job.")
    for one in page.terms.changed:
        yield f"{one.words}: {one.label}: {isolated(one.before)} → {isolated(one.after)}"
    yield from _facts(page.terms.first)
    yield from _facts(page.terms.choices)
    yield from _facts(page.terms.work)
    yield from _facts(page.payslip)
    for line in (*page.costs.lines, *page.costs.already_paid):
        amount = money(line.amount, line.currency) if line.amount is not None else gettext("not stated")
        plain = amount.striptags() if isinstance(amount, Markup) else amount
        yield f"{isolated(line.covers)}: {listed((line.payer, plain))} {line.basis}"
    yield from _facts(page.contract)
    yield from _facts(page.terms.contract)
    if page.terms.not_said:
        yield gettext("Not said – ask: %(facts)s.", facts=listed(page.terms.not_said))
    yield page.present_job


def _facts(facts: Facts) -> Iterator[str]:
    return (f"{label}: {isolated(_plain(value))}" for label, value in facts)


def _plain(line: str) -> str:
    """Sums of money come with marks for the browser."""
    return " ".join(line.striptags().split()) if isinstance(line, Markup) else line
