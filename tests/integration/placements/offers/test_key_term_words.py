"""Every key term has a name that a worker reads."""

from portal.placements.offers.domain.key_terms import TERMS
from portal.placements.offers.key_term_words import LABELS


def test_every_key_term_has_a_label() -> None:
    assert set(LABELS) == set(TERMS)
