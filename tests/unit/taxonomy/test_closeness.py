"""What comes first while a person types."""

from portal.taxonomy.closeness import LabelEntry, search


def entry(label: str, uri: str, standing: int = 0, *, telling: bool = True) -> LabelEntry:
    return LabelEntry(uri, label, label.casefold(), standing, telling)


ENTRIES = [
    entry("forklift operator", "forklift", 1),
    entry("FLT", "forklift"),
    entry("flat roofer", "roofer", 1),
    entry("electric forklift fitter", "fitter", 1),
    entry("forklift driving", "tractor", 2, telling=False),
    entry("veg packer", "packer"),
    entry("hand packer", "packer", 1),
]


def uris(text: str, limit: int = 10) -> list[str]:
    return [hit.uri for hit in search(text, ENTRIES, limit)]


def test_a_label_that_is_just_that_comes_first() -> None:
    assert uris("flt") == ["forklift"]


def test_labels_that_begin_with_it_come_before_labels_with_such_a_word_and_loose_ones_last() -> None:
    assert uris("Forkl") == ["forklift", "fitter", "tractor"]


def test_words_may_come_in_any_order() -> None:
    assert uris("oper fork") == ["forklift"]


def test_a_concept_is_listed_once_with_its_best_label() -> None:
    assert [hit.label for hit in search("packer", ENTRIES, 10)] == ["veg packer"]


def test_a_misspelling_finds_what_it_looks_like() -> None:
    assert uris("forklfit operator")[0] == "forklift"


def test_nothing_is_offered_for_nothing_or_nonsense() -> None:
    assert uris("") == uris("  ") == uris("xyzzy") == []


def test_no_more_are_listed_than_asked() -> None:
    assert len(uris("f", 2)) == 2
