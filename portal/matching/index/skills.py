"""Skills by number: which a post bears, and which of them another skill is held through or related to."""

from collections.abc import Mapping

from portal.matching.domain import SkillKnowledge


def numbered(frequencies: Mapping[str, int]) -> dict[str, int]:
    """A number for each skill, the most frequent first, so that these do not share a bit of a signature."""
    ordered = sorted(frequencies, key=lambda skill: (-frequencies[skill], skill))
    return {skill: number for number, skill in enumerate(ordered)}


class Kinship:
    """The skills of many posts by their numbers, filed under their immediate broader concepts."""

    def __init__(self, numbers: Mapping[str, int], knowledge: SkillKnowledge) -> None:
        self._knowledge = knowledge
        self._numbers = numbers
        children: dict[str, set[int]] = {}
        for skill, number in numbers.items():
            for parent in knowledge.parents(skill):
                children.setdefault(parent, set()).add(number)
        self._children = children

    def of(self, skill: str) -> list[int]:
        """The numbers of the named skills that are related to this one, itself left out, in any order."""
        parents = self._knowledge.parents(skill)
        found = {self._numbers[parent] for parent in parents if parent in self._numbers}
        found.update(*(self._children.get(above, ()) for above in (skill, *parents)))
        found.discard(self._numbers.get(skill, -1))
        return list(found)
