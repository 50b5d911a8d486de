"""What the words of a spreadsheet mean: occupations, skills and places, or what they may have meant."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from portal.gazetteer.domain import Place, PlaceAmbiguous, PlaceSource, PlaceUnknown, resolve
from portal.kernel.globe import Point
from portal.matching.cell_values import Expected, items
from portal.taxonomy.domain import (
    Concept,
    ConceptAmbiguous,
    ConceptSource,
    ConceptUnknown,
    FreeSkill,
    resolve_occupation,
    resolve_skill,
)


@dataclass(frozen=True)
class MeantOccupation:
    """An occupation as matching needs it."""

    isco: str
    essential_skills: frozenset[str]


class Wording:
    """Looks words up in a taxonomy and a gazetteer, and remembers what was found."""

    def __init__(self, concepts: ConceptSource, places: PlaceSource) -> None:
        self._concepts = concepts
        self._places = places
        self.occupation = cache(self._occupation)
        self.point = cache(self._point)
        self._skill = cache(self._look_up_skill)

    def skills(self, text: str) -> frozenset[str] | Expected:
        """The skills of a list divided by semicolons, each by its address or as a free skill."""
        found = [self._skill(item) for item in items(text)]
        for one in found:
            if isinstance(one, Expected):
                return one
        return frozenset(one for one in found if isinstance(one, str))

    def _look_up_skill(self, text: str) -> str | Expected:
        match resolve_skill(self._concepts, text):
            case Concept(uri=uri):
                return uri
            case FreeSkill(label=label):
                return label
            case ConceptAmbiguous(candidates=candidates):
                return Expected(f"one meaning of “{text}” by its address: {_listed(candidates)}")

    def _occupation(self, text: str) -> MeantOccupation | Expected:
        match resolve_occupation(self._concepts, text):
            case Concept() as concept:
                usual = self._concepts.usual_skills(concept.uri).essential
                return MeantOccupation(concept.isco or "", frozenset(skill.uri for skill in usual))
            case ConceptAmbiguous(candidates=candidates):
                return Expected(f"one of these occupations: {_listed(candidates)}")
            case ConceptUnknown(candidates=()):
                return Expected("an occupation: an ISCO-08 code of 4 digits, an ESCO address or a label")
            case ConceptUnknown(candidates=candidates):
                return Expected(
                    f"an ISCO-08 code of 4 digits, an ESCO address or a label, e.g. {_listed(candidates)}"
                )

    def _point(self, text: str, country: str) -> Point | Expected:
        if not text:
            return Expected("a town or postcode, or latitude and longitude")
        match resolve(self._places, text, country):
            case Place(latitude=latitude, longitude=longitude):
                return Point(latitude, longitude)
            case PlaceUnknown(candidates=()):
                return Expected(f"a town or postcode in {country}, or latitude and longitude")
            case PlaceUnknown(candidates=candidates):
                return Expected(f"a town or postcode in {country}, e.g. {_places(candidates)}")
            case PlaceAmbiguous(candidates=candidates):
                return Expected(f"one of these places: {_places(candidates)}")


def _listed(concepts: Sequence[Concept]) -> str:
    return "; ".join(
        f"{c.label} ({c.isco}, {c.uri})"
        if c.isco and not c.is_unit_group
        else f"{c.label} ({c.isco or c.uri})"
        for c in concepts
    )


def _places(places: Sequence[Place]) -> str:
    return "; ".join(f"{place.label} ({place.country})" for place in places)
