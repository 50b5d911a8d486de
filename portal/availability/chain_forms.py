"""What a dispatcher is asked about sub-agents through whom workers come."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import wtforms
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from portal.infra.web.forms import FromList, OneOf, Text
from portal.organisations.domain.chains import MOST_LINKS, Chain, SubAgent, ThroughAgents
from portal.organisations.files import authority_name, authority_named
from portal.organisations.forms.choices import country_choices
from portal.organisations.forms.registers import suggested_authorities

THROUGH = (
    (ThroughAgents.NO.value, _("No, they are our own or came to us directly")),
    (ThroughAgents.YES.value, _("Yes")),
)
LINKS = range(1, MOST_LINKS + 1)


class AgentRow(NamedTuple):
    """The fields of one sub-agent."""

    name: Any
    country: Any
    authority: Any
    number: Any

    @property
    def is_filled(self) -> bool:
        return any(field.data for field in self)

    @property
    def has_errors(self) -> bool:
        return any(field.errors for field in self)


def _name(place: int) -> Text:
    hint = _("The one nearest to you first. One with two licences is entered twice.") if place == 1 else ""
    return Text(_("Sub-agent %(n)s", n=place), hint=hint)


def _authority() -> Text:
    suggested = {"list": "authorities", "autocomplete": "off", "spellcheck": "false"}
    return Text(_("Authority of its licence"), render_kw=suggested)


class ChainPart(wtforms.Form):  # type: ignore[misc]  # the library has no types
    """Whether workers come through sub-agents, and up to four of those, in order."""

    through_agents = OneOf(
        _("Do they come through sub-agents?"),
        THROUGH,
        hint=_("Anybody between you and the worker who recruits for you. Each needs its licence."),
    )
    agent_1, agent_country_1 = _name(1), FromList(_("Country"))
    agent_authority_1, agent_number_1 = _authority(), Text(_("Licence number"), most=60)
    agent_2, agent_country_2 = _name(2), FromList(_("Country"))
    agent_authority_2, agent_number_2 = _authority(), Text(_("Licence number"), most=60)
    agent_3, agent_country_3 = _name(3), FromList(_("Country"))
    agent_authority_3, agent_number_3 = _authority(), Text(_("Licence number"), most=60)
    agent_4, agent_country_4 = _name(4), FromList(_("Country"))
    agent_authority_4, agent_number_4 = _authority(), Text(_("Licence number"), most=60)

    def offer_agents(self) -> None:
        """Fill in what can be chosen."""
        for row in self.agent_rows():
            row.country.choices = country_choices()

    @staticmethod
    def authority_names() -> list[tuple[str, str]]:
        """Names of authorities that are offered while one types."""
        return suggested_authorities()

    def agent_rows(self) -> Iterator[AgentRow]:
        for place in LINKS:
            yield AgentRow(
                self[f"agent_{place}"],
                self[f"agent_country_{place}"],
                self[f"agent_authority_{place}"],
                self[f"agent_number_{place}"],
            )

    def judge_agents(self) -> bool:
        """Put a message beside each row that is half filled; whether all is well."""
        filled = [row for row in self.agent_rows() if row.is_filled]
        if self.through_agents.data == ThroughAgents.YES and not filled:
            _fail(self["agent_1"], gettext("Enter the name of the first sub-agent"))
            return False
        if filled and self.through_agents.data != ThroughAgents.YES:
            _fail(self.through_agents, gettext("Choose Yes, or clear the sub-agents below"))
            return False
        unfinished = [row for row in filled if not _is_whole(row)]
        return not unfinished

    def chain(self) -> Chain:
        """The chain that a valid form describes."""
        if not self.through_agents.data:
            return Chain()
        agents = [
            SubAgent(
                row.name.data, row.country.data, _authority_id(row.authority.data), row.number.data or ""
            )
            for row in self.agent_rows()
            if row.name.data
        ]
        return Chain(ThroughAgents(self.through_agents.data), tuple(agents))


def chain_typed(chain: Chain) -> dict[str, list[str]]:
    """A chain as it would be typed into the form."""
    if chain.through is ThroughAgents.UNSAID:
        return {}
    typed = {"through_agents": [chain.through.value]}
    for place, agent in zip(LINKS, chain.agents, strict=False):
        typed |= {
            f"agent_{place}": [agent.name],
            f"agent_country_{place}": [agent.country],
            f"agent_authority_{place}": [authority_name(agent.authority) if agent.authority else ""],
            f"agent_number_{place}": [agent.number],
        }
    return typed


def chain_words(chain: Chain) -> str:
    """The chain as its organisation reads it."""
    if chain.through is ThroughAgents.UNSAID:
        return gettext("Nobody has said: unproven")
    if chain.through is ThroughAgents.NO:
        return gettext("None")
    return "; ".join(_agent_words(one) for one in chain.agents)


def _agent_words(agent: SubAgent) -> str:
    if not agent.number:
        return gettext("%(name)s, no licence named", name=agent.name)
    authority = authority_name(agent.authority)
    return gettext(
        "%(name)s, licence %(number)s of %(authority)s",
        name=agent.name,
        number=agent.number,
        authority=authority,
    )


def _is_whole(row: AgentRow) -> bool:
    wrong = [
        (row.name, gettext("Enter the name of the sub-agent, or clear this row"), bool(row.name.data)),
        (row.country, gettext("Choose the country in which it works"), bool(row.country.data)),
        (
            row.authority,
            gettext("We know no authority by this name. Choose one from the list, or leave it empty"),
            not row.authority.data or authority_named(row.authority.data) is not None,
        ),
        (
            row.number,
            gettext("Enter the licence number, or clear the authority"),
            bool(row.number.data) or not row.authority.data,
        ),
        (
            row.authority,
            gettext("Enter the authority that gave this licence"),
            bool(row.authority.data) or not row.number.data,
        ),
    ]
    for field, message, is_right in wrong:
        if not is_right:
            _fail(field, message)
    return all(is_right for _field, _message, is_right in wrong)


def _authority_id(typed: str | None) -> str:
    found = authority_named(typed) if typed else None
    return found.id if found else ""


def _fail(field: Any, message: str) -> None:
    field.errors = [*field.errors, message]
