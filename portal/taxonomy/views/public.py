"""Occupations and skills to choose from, while a person types."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from portal.infra.web import Audience, allow, reading
from portal.infra.web.pages import printable
from portal.taxonomy.queries import search_occupations, search_skills
from portal.taxonomy.queries import usual_skills as skills_usual_in

public_pages = Blueprint("taxonomy_public", __name__, url_prefix="/typing")

LONGEST = 100
"""More than this nobody types to find an occupation."""


@public_pages.get("/occupations")
@allow(Audience.PUBLIC)
def occupations() -> ResponseReturnValue:
    """Occupations that `q` may mean, best first."""
    hits = search_occupations(reading(), printable(request.args.get("q", ""))[:LONGEST])
    return {
        "found": [
            {
                "uri": hit.concept.uri,
                "label": hit.concept.label,
                "isco": hit.concept.isco,
                "group": hit.isco_label,
                "matched": hit.matched_label,
            }
            for hit in hits
        ]
    }


@public_pages.get("/skills")
@allow(Audience.PUBLIC)
def skills() -> ResponseReturnValue:
    """Skills that `q` may mean, best first."""
    hits = search_skills(reading(), printable(request.args.get("q", ""))[:LONGEST])
    return {
        "found": [
            {"uri": hit.concept.uri, "label": hit.concept.label, "matched": hit.matched_label} for hit in hits
        ]
    }


@public_pages.get("/usual-skills")
@allow(Audience.PUBLIC)
def usual_skills() -> ResponseReturnValue:
    """What workers of an occupation (its address) usually know."""
    usual = skills_usual_in(reading(), printable(request.args.get("occupation", ""))[:300])
    return {
        "essential": [{"uri": one.uri, "label": one.label} for one in usual.essential],
        "optional": [{"uri": one.uri, "label": one.label} for one in usual.optional],
    }
