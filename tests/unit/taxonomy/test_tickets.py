"""Common tickets, their codes and what they imply."""

from portal.taxonomy.tickets import common_tickets, implied_tickets, ticket_code, ticket_label


def test_what_a_ticket_implies_is_a_ticket_itself() -> None:
    for code, implied in implied_tickets().items():
        assert implied <= set(common_tickets()), code


def test_no_ticket_implies_itself_by_any_way_round() -> None:
    for start in common_tickets():
        waiting, seen = set(implied_tickets().get(start, ())), set()
        while waiting:
            one = waiting.pop()
            assert one != start
            seen.add(one)
            waiting |= implied_tickets().get(one, frozenset()) - seen


def test_a_typed_label_or_code_of_a_common_ticket_is_its_code() -> None:
    assert ticket_code("  first AID at work ") == "first-aid"
    assert ticket_code("ADR") == "adr"


def test_a_ticket_of_ones_own_keeps_its_words_with_spaces_collapsed() -> None:
    assert ticket_code("  Milking   parlour pass ") == "Milking parlour pass"
    assert ticket_label("Milking parlour pass") == "Milking parlour pass"
