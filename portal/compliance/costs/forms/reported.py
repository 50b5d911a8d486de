"""What a placed worker is asked who paid for the job: what for, how much, to whom, when."""

from flask_babel import lazy_gettext as _

from portal.compliance.costs.domain import Collection, CostBasis, CostLine, CostStage, Payer
from portal.compliance.costs.words import COLLECTIONS, STAGES
from portal.infra.web.forms import Amount, Form, FromList, OneOf, Submit, Text
from portal.posts.domain import CURRENCIES

PAID_FOR = (
    ("FEE-MATCH", _("To get the job, or to be put on a list")),
    ("ILL-BOND", _("A deposit or a bond")),
    ("COST-MEDICAL", _("A medical check or a vaccination")),
    ("COST-TRAINING", _("Training, a test, a licence")),
    ("COST-EQUIPMENT", _("Clothes, boots or tools")),
    ("COST-TRAVEL", _("Travel, or a bed on the way")),
    ("COST-ADMIN", _("Papers, a visa, a permit")),
    ("ILL-BRIBE", _("A gift or a favour")),
    ("ILL-EXTRA", _("Something else")),
)


class PaidForm(Form):
    """Yes, I paid."""

    paid_for = OneOf(_("What did you pay for?"), PAID_FOR, needed=_("Choose what you paid for"))
    amount = Amount(
        _("How much?"),
        needed=_("Enter how much you paid, like 200. If you are not sure, enter about how much"),
    )
    currency = FromList(_("Currency"), [(one, one) for one in CURRENCIES], needed=_("Choose the currency"))
    to_whom = Text(_("To whom?"), hint=_("A name, a firm, or “the man at the bus”."), most=200)
    how = FromList(_("How?"), [("", _("Choose")), *COLLECTIONS])
    stage = FromList(_("When?"), [("", _("Choose")), *STAGES])
    submit = Submit(_("Tell us"))

    def line(self) -> CostLine:
        """The ledger's line that a valid form describes."""
        return CostLine(
            category=self.paid_for.data or "",
            payer=Payer.WORKER,
            amount=self.amount.data,
            currency=self.currency.data,
            basis=CostBasis.PER_WORKER,
            collected_by=self.to_whom.data or "",
            collection=Collection(self.how.data) if self.how.data else None,
            stage=CostStage(self.stage.data) if self.stage.data else None,
        )
