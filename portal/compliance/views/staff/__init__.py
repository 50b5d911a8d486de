"""What staff see and keep of compliance: the rules, their findings, and the data that they judge by."""

from flask import Blueprint

staff_pages = Blueprint("compliance_staff", __name__, url_prefix="/staff")

# The pages register themselves on the blueprint above.
import portal.compliance.views.staff.pay  # noqa: E402, F401
