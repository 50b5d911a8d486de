"""What people are asked about costs, form by form."""

from portal.compliance.costs.forms.schedule import CostsPart, cost_answers, field_name, typed_categories

__all__ = ["CostsPart", "cost_answers", "field_name", "typed_categories"]
