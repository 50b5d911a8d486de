"""What is held of an offer: when it was made, opened and answered, what was shown, its terms."""

from collections.abc import Iterator

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.pages import language_name
from portal.own_data.job_parts import job_parts
from portal.own_data.offer_lines import OfferLine
from portal.own_data.parts import Part, When, row, said, term_facts
from portal.passports.queries import PassportNumber
from portal.placements.local_time import local_moment
from portal.placements.offers.answers_shown import KeptAnswer
from portal.placements.offers.domain.offers import Channel, OfferAct, Through
from portal.placements.offers.domain.terms import KeptTerms, WhyTerms

_THROUGH = {Through.WORKER: _("you"), Through.PROVIDER: _("your agency")}
_ACTS = {
    OfferAct.ACCEPT: _("you accepted"),
    OfferAct.DECLINE: _("you said no thanks"),
    OfferAct.CONFIRM: _("you confirmed that you accepted"),
    OfferAct.DENY: _("you said that you did not accept"),
    OfferAct.UNDO: _("you took your answer back"),
}
_CHANNELS = {
    Channel.DEVICE: _("on the page of your offer"),
    Channel.PHONE: _("Phone"),
    Channel.AGENCY: _("through your agency"),
    Channel.SLIP: _("by phone, with the code of your slip"),
}
_WHY_TERMS = {
    WhyTerms.OFFERED: _("Offer made"),
    WhyTerms.WORK_CHANGED: _("The workplace changed the work"),
    WhyTerms.AGREEMENT_CHANGED: _("Your agency and the workplace agreed on something else"),
    WhyTerms.CONTRACT: _("The contract says something else"),
}


def parts_of(line: OfferLine) -> tuple[Part, ...]:
    """Every part of which anything is held, in the order in which things happen."""

    def when(at: object) -> str:
        return local_moment(at, line.country)  # type: ignore[arg-type]

    return tuple(_parts(line, when))


def _parts(line: OfferLine, when: When) -> Iterator[Part]:
    yield _answering(line, when)
    yield from (_shown(one, when) for one in line.answers)
    yield from (_version(one, when) for one in line.terms)
    if line.job:
        yield from job_parts(line.job, line.provider, line.employer, when)


def _answering(line: OfferLine, when: When) -> Part:
    o = line.offer
    return Part(
        gettext("What you answered, when and how"),
        said(
            (gettext("By this number the workplace knew you"), o.number),
            (gettext("Offer made"), when(o.made_at)),
            *((gettext("Number on the offer"), _passport(one, when)) for one in line.passports),
            (gettext("Answer by"), when(o.answer_by)),
            (gettext("You opened it"), when(o.opened_at)),
            (gettext("You asked for more time"), when(o.more_time_asked_at)),
            (gettext("You were given more time"), when(o.prolonged_at)),
            (gettext("Your answer"), when(o.answered_at)),
            (gettext("Who gave the answer"), _THROUGH[o.answered_through] if o.answered_through else ""),
            (gettext("You confirmed it"), when(o.confirmed_at)),
        ),
    )


def _passport(one: PassportNumber, when: When) -> str:
    other = gettext("replaced by %(number)s", number=one.replaced_by) if one.replaced_by else ""
    return row(one.number, when(one.issued_at), other)


def _shown(one: KeptAnswer, when: When) -> Part:
    return Part(
        gettext("What you were shown when you answered"),
        said(
            (gettext("Your answer"), _ACTS.get(one.act, one.act.value)),
            (gettext("When"), when(one.at)),
            (gettext("How?"), _CHANNELS[one.channel]),
            (gettext("Your language"), language_name(one.language)),
        ),
        text=one.shown,
    )


def _version(one: KeptTerms, when: When) -> Part:
    answer = {True: gettext("You said: yes."), False: gettext("You said: no.")}
    return Part(
        gettext("The terms of the offer, version %(n)s", n=one.version),
        said(
            (_WHY_TERMS[one.why], when(one.made_at)),
            (
                gettext("Your answer"),
                row(answer[one.agreed] if one.agreed is not None else "", when(one.answered_at)),
            ),
            *term_facts(one.terms),
        ),
    )
