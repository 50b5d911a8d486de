"""Skills by number: which a post bears, and which of them another skill is held through or related to."""

from collections.abc import Iterable, Mapping

from portal.matching.domain import SkillKnowledge


def numbered(frequencies: Mapping[str, int]) -> dict[str, int]:
    """A number for each skill, the most frequent first, so that these do not share a bit of a signature."""
    ordered = sorted(frequencies, key=lambda skill: (-frequencies[skill], skill))
    return {skill: number for number, skill in enumerate(ordered)}


class Kinship:
    """The skills of many posts, filed under their immediate broader concepts."""

    def __init__(self, skills: Iterable[str], knowledge: SkillKnowledge) -> None:
        self._knowledge = knowledge
        self._named = frozenset(skills)
        children: dict[str, set[str]] = {}
        for skill in self._named:
            for parent in knowledge.parents(skill):
                children.setdefault(parent, set()).add(skill)
        self._children = children

    def of(self, skill: str) -> set[str]:
        """The named skills that are related to this one, itself left out."""
        parents = self._knowledge.parents(skill)
        found = set(self._named & parents) | self._children.get(skill, set())
        for parent in parents:
            found |= self._children.get(parent, set())
        return found - {skill}
