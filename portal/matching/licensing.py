"""Which work a provider may not supply, because the law asks for a licence that it does not hold."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from portal.matching.domain import LicenceBar
from portal.organisations import queries as organisations
from portal.organisations.domain import SupplyLicence, Unlicensed, judge_licence
from portal.organisations.files import licence_rules
from portal.posts.domain import EngagementForm


def licence_bars(
    session: Session, providers: Collection[UUID], work: Collection[tuple[str, str]], on: date
) -> Mapping[UUID, frozenset[LicenceBar]]:
    """For each provider, the bars on `work`: the (country, sector) pairs of the vacancies at hand.

    Where the dated table does not know what the law asks, nothing is barred; pages say that it is unknown.
    """
    rules = {country: [rule for rule in licence_rules() if rule.country == country] for country, _ in work}

    def barred(held: Sequence[SupplyLicence], country: str, sector: str, form: EngagementForm) -> bool:
        return isinstance(judge_licence(rules[country], held, country, sector, form, on), Unlicensed)

    asked = [
        (country, sector, form)
        for country, sector in work
        for form in EngagementForm
        if barred((), country, sector, form)
    ]
    bars: dict[UUID, frozenset[LicenceBar]] = {}
    for provider in providers:
        held = [row.licence for row in organisations.licences_of(session, provider)]
        bars[provider] = frozenset(
            LicenceBar(country, form, sector)
            for country, sector, form in asked
            if barred(held, country, sector, form)
        )
    return bars
