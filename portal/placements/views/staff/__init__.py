"""What compliance staff do: look through matches and read one whole, hold and release, sanction, call."""

from flask import Blueprint

from portal.placements.state_words import give_to

staff_pages = Blueprint("placements_staff", __name__, url_prefix="/staff")
give_to(staff_pages)

# The pages register themselves on the blueprint above.
import portal.placements.views.staff.comparison  # noqa: E402
import portal.placements.views.staff.contracts  # noqa: E402
import portal.placements.views.staff.errands  # noqa: E402
import portal.placements.views.staff.forgotten_words  # noqa: E402
import portal.placements.views.staff.holds  # noqa: E402
import portal.placements.views.staff.matches  # noqa: E402
import portal.placements.views.staff.sanctions  # noqa: E402, F401
