"""What is held of a listing and of money that came back, in parts that a worker can fold open."""

from collections.abc import Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.compliance.errands.domain import ErrandKind
from portal.infra.web.pages import day, language_name
from portal.own_data.parts import Part, row, said
from portal.own_data.records import LossLine, OwnRecord, PaidBack
from portal.placements.local_time import local_moment
from portal.posts.words import plain_money
from portal.remedy.domain.money import PaymentState
from portal.workers.domain import Ground, Road

_ROADS = {
    Road.MAIL: _("E-mail"),
    Road.OFFER_MAIL: _("in the e-mail of an offer"),
    Road.SLIP: _("on the page and the slip of your offer"),
}
_GROUNDS = {
    Ground.OBJECTS: _("No more offers"),
    Ground.UNKNOWN_AGENCY: _("I do not know this agency"),
    Ground.LEFT: _("I no longer work with them"),
}
_PAYMENTS = {
    PaymentState.CLAIMED: _("Waits for your word."),
    PaymentState.CONFIRMED: _("You said: it came."),
    PaymentState.DENIED: _("You said: it did not come. They have to pay it."),
}


def listing_parts(record: OwnRecord) -> tuple[Part, ...]:
    """That you were told, what you said to it, when you asked for a new word, what staff did for you."""
    return tuple(one for one in (*_listing(record), *_errands(record)) if one.facts)


def _errands(record: OwnRecord) -> Iterator[Part]:
    for one in record.errands:
        yield Part(
            gettext("That the portal's staff were asked to call or help you, and what they wrote down"),
            said(
                (gettext("Why"), _errand_words(one.kind)),
                (gettext("Asked on"), local_moment(one.since, record.country)),
                (gettext("To be done by"), local_moment(one.due_at, record.country)),
                (gettext("Done"), local_moment(one.done_at, record.country)),
            ),
            text=one.note,
        )


def _errand_words(kind: ErrandKind) -> str:
    match kind:
        case ErrandKind.SHARED_CONTACT:
            return gettext("Somebody else gave the same phone or e-mail")
        case ErrandKind.BURST:
            return gettext("Several workers answered within minutes")
        case ErrandKind.FORGOTTEN_WORD:
            return gettext("You asked for a new secret word")
        case ErrandKind.SILENT_FIRST:
            return gettext("You had not said on day %(n)s how the job is", n=7)
        case ErrandKind.SILENT_SECOND:
            return gettext("You had not said on day %(n)s how the job is", n=30)


def _listing(record: OwnRecord) -> Iterator[Part]:
    listing, help_ = record.listing, record.word_help
    road = _ROADS[listing.road] if listing.road else ""
    language = language_name(listing.language) if listing.language else ""
    yield Part(
        gettext("That you were told of the listing, when and in which language"),
        said((gettext("When"), row(local_moment(listing.told_at, record.country), road, language))),
    )
    yield Part(
        gettext("Whether you refuse the listing"),
        said(
            (gettext("You said"), _GROUNDS[listing.ground] if listing.ground else ""),
            (gettext("When"), local_moment(listing.objected_at, record.country)),
            (gettext("The agency takes you off its list by"), day(listing.remove_by)),
            (gettext("You were taken off"), local_moment(listing.removed_at, record.country)),
        ),
    )
    if help_ is not None:
        yield Part(
            gettext("That you asked for a new word"),
            said(
                (gettext("You asked us for help"), local_moment(help_.asked_at, record.country)),
                (gettext("The link to a new word was made"), local_moment(help_.key_made_at, record.country)),
                (gettext("The link works until"), local_moment(help_.key_until, record.country)),
            ),
        )


def loss_part(loss: LossLine) -> Part:
    """What one worker lost in one case, and what came back."""
    nothing = gettext("You lost nothing.") if loss.lost_nothing else ""
    lost = ((one.what, row(plain_money(one.total, one.currency), day(one.paid_on))) for one in loss.amounts)
    return Part(
        gettext("Your case %(number)s", number=loss.number),
        said((gettext("What you lost"), nothing), *lost, *map(_paid_back, loss.paid_back)),
    )


def _paid_back(one: PaidBack) -> tuple[str, str]:
    paid = one.payment
    words = gettext(
        "%(payer)s says it paid you %(sum)s", payer=one.payer, sum=plain_money(paid.amount, one.currency)
    )
    return words, row(day(paid.paid_on), _PAYMENTS[paid.state])
