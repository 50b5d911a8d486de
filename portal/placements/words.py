"""What refusals, states and reasons of the life of a match are in words."""

from collections.abc import Sequence

from flask_babel import format_date, format_datetime, gettext, ngettext

from portal.compliance.domain import RulesForbid
from portal.compliance.findings.words import message
from portal.infra.web.mixed import listed
from portal.kernel.outcomes import Refusal
from portal.kernel.periods import Period
from portal.matching.explanation import reason_in_words
from portal.placements.introductions.domain import answers, checks, engagement, introductions
from portal.placements.introductions.domain.answers import Side
from portal.placements.offers.domain import offers, terms
from portal.placements.work.domain import contracts, placements


def refusal_words(refusal: Refusal) -> str:
    """Why something did not happen, and what can be done."""
    if isinstance(refusal, RulesForbid):
        return " ".join(dict.fromkeys(message(one) for one in refusal.findings))
    for speak in (_of_answers, _of_introductions, _of_engagement, _of_offers, _of_placements):
        if words := speak(refusal):
            return words
    return gettext("That is not possible any more. Look at the page again.")


def side_words(side: Side) -> str:
    return gettext("labour provider") if side is Side.PROVIDER else gettext("employer")


def _of_answers(refusal: Refusal) -> str | None:
    match refusal:
        case answers.AnswerNotPossible():
            return gettext("This match has gone on meanwhile. See below where it stands now.")
        case answers.WaitsForApproval():
            return gettext("This waits for approval: both organisations must be approved first.")
        case answers.TooManyHeads(free):
            if free < 1:
                return gettext("None are free any more on these days")
            return gettext("Enter a whole number from 1 to %(free)s, the number that is free", free=free)
        case answers.NoHeadsLeft(side):
            if side is Side.PROVIDER:
                return gettext("These workers have just been promised elsewhere.")
            return gettext("These places have just been filled.")
        case answers.GroupTooSmall(least):
            return gettext("One side wants at least %(least)s workers at once", least=least)
        case answers.NoLongerFits(gates):
            reasons = ", ".join(reason_in_words(gate) for gate in gates)
            return gettext("The posts no longer fit each other: %(reasons)s.", reasons=reasons)
        case answers.OnHold(by_licence=True):
            return gettext("This waits: a supply licence that the work needs is not good now.")
        case answers.OnHold():
            return gettext("This is on hold while the operator's staff look at it. You will be told.")
        case answers.MatchGone(reason):
            if reason:
                return gettext("This match has lapsed: %(reason)s.", reason=reason_in_words(reason))
            return gettext("This match has lapsed.")
        case _:
            return None


def _of_introductions(refusal: Refusal) -> str | None:
    match refusal:
        case introductions.IntroductionOver():
            return gettext("This introduction is over; nothing more can be done in it.")
        case introductions.SomebodyAccepted(accepted):
            return ngettext(
                "%(num)s worker has accepted, so it can no longer be withdrawn.",
                "%(num)s workers have accepted, so it can no longer be withdrawn.",
                accepted,
            )
        case introductions.NoDaysInCommon():
            return gettext("The two posts no longer share a day.")
        case introductions.NotEnoughPlaces(unfilled):
            return gettext("Enter a whole number from 1 to %(n)s, the places that nobody fills", n=unfilled)
        case introductions.NotLonger(last):
            return gettext("Enter a date after %(day)s", day=format_date(last, "long"))
        case introductions.NothingProposed():
            return gettext("There is no proposal of the other side to agree to.")
        case _:
            return None


def _of_engagement(refusal: Refusal) -> str | None:
    match refusal:
        case engagement.NotAgreed():
            return gettext("Both sides must agree the engagement first; before that no offer goes out.")
        case engagement.WorkChanged():
            return gettext(
                "The employer changed the work, its place or its pay after you agreed. "
                "Propose the terms again; once both sides agree, offers can go out."
            )
        case engagement.NotTheirs():
            return gettext("You proposed this yourself; the other side must agree.")
        case engagement.ProposalReplaced():
            return gettext("The terms were changed meanwhile. Read the newest version below.")
        case engagement.EngagementIncomplete():
            return gettext(
                "The agreed insurance or return date ends before that day. Change the engagement first."
            )
        case _:
            return None


def _of_offers(refusal: Refusal) -> str | None:
    match refusal:
        case offers.OfferExpired(at):
            return gettext(
                "This offer was open until %(when)s UTC.", when=format_datetime(at, "d MMMM, HH:mm")
            )
        case offers.OfferWithdrawn():
            return gettext("This offer was withdrawn.")
        case offers.OfferAlreadyAnswered():
            return gettext("This offer was answered already.")
        case offers.PlacesTaken():
            return gettext("All places are taken.")
        case offers.DaysTaken(free):
            return _days_taken(free)
        case offers.NotOpened():
            return gettext("Open the offer first, with a secret word of your own.")
        case offers.TooLateToUndo():
            return gettext("An answer can be taken back for one hour. Speak to the agency now.")
        case offers.MoreTimeGiven():
            return gettext("More time was asked for or given before. That is possible once.")
        case offers.NoMoreTime():
            return gettext("There is no more time: the work starts too soon.")
        case contracts.NotTheirEmployer():
            return gettext("The side that employs the worker gives the contract.")
        case contracts.UnknownPaper():
            return gettext("Choose a PDF or a photo (JPEG, PNG) of at most 1.9 MB.")
        case terms.TermsChanged():
            return gettext("The terms changed while you were reading. Read what changed, then answer.")
        case offers.OfferPaused():
            return gettext("This offer is paused while it is being checked.")
        case _:
            return None


def _days_taken(free: Sequence[Period]) -> str:
    taken = gettext("Other work was accepted on some of these days.")
    if not free:
        return taken + " " + gettext("None of these days is free.")
    spans = [
        gettext(
            "%(first)s to %(last)s", first=format_date(one.first, "long"), last=format_date(one.last, "long")
        )
        for one in free
    ]
    return taken + " " + gettext("Still free: %(days)s.", days=listed(spans))


def _of_placements(refusal: Refusal) -> str | None:
    match refusal:
        case placements.PlacementNotPossible():
            return gettext("Something has changed for one of these workers meanwhile. See below.")
        case placements.NotYetDayOne(first):
            return gettext("The roll-call opens on %(day)s, the first day.", day=format_date(first, "long"))
        case placements.NoticeTooShort(earliest, days):
            return gettext(
                "Enter %(day)s or later: you agreed %(days)s days' notice",
                day=format_date(earliest, "long"),
                days=days,
            )
        case placements.DayOutside(first, last):
            return gettext(
                "Enter a date from %(first)s to %(last)s",
                first=format_date(first, "long"),
                last=format_date(last, "long"),
            )
        case placements.NotStarted():
            return gettext("Somebody who has not started yet is cancelled, not recorded as gone")
        case checks.CannotShorten(until) if until:
            return gettext(
                "The right to work ends on %(day)s, so no day is left to shorten to. Renew the check first.",
                day=format_date(until, "long"),
            )
        case checks.CannotShorten():
            return gettext("There is no end of the right to work on record to shorten to.")
        case placements.NobodyChosen():
            return gettext("Choose at least one worker")
        case _:
            return None
