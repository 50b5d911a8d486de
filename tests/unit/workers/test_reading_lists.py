import pytest

from portal.workers.domain import LineError, LineProblem, NamedWorker, first_name_of, read_lines


def test_a_line_holds_name_phone_and_e_mail() -> None:
    found = read_lines("Ana Petrova, +44 7700 900123, ana@example.org", "GB")
    assert found.workers == (NamedWorker("Ana Petrova", "+447700900123", "ana@example.org"),)
    assert found.errors == ()


@pytest.mark.parametrize(
    ("line", "worker"),
    [
        ("Ana Petrova", NamedWorker("Ana Petrova")),
        ("Ana Petrova, 07700 900123", NamedWorker("Ana Petrova", "+447700900123")),
        ("Ana Petrova,, ana@example.org", NamedWorker("Ana Petrova", None, "ana@example.org")),
        ("Ana Petrova, ana@example.org", NamedWorker("Ana Petrova", None, "ana@example.org")),
        (
            "Ana Petrova; ana@example.org; 07700900123",
            NamedWorker("Ana Petrova", "+447700900123", "ana@example.org"),
        ),
        ("Ana  Petrova\t07700 900123\t", NamedWorker("Ana Petrova", "+447700900123")),
        ("Петрова Анна, +359 88 123 4567", NamedWorker("Петрова Анна", "+359881234567")),
    ],
)
def test_phone_and_e_mail_may_lack_and_come_in_any_order(line: str, worker: NamedWorker) -> None:
    assert read_lines(line, "GB").workers == (worker,)


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("07700 900123", LineProblem.NAME),
        (", 07700 900123", LineProblem.NAME),
        ("ana@example.org", LineProblem.NAME),
        ("x" * 121, LineProblem.NAME),
        ("Ana, 12", LineProblem.PHONE),
        ("Ana, call me", LineProblem.PHONE),
        ("Ana, ana@", LineProblem.EMAIL),
        ("Ana, 07700 900123, 07700 900124", LineProblem.TOO_MANY_PARTS),
    ],
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_go_on(line: str, problem: LineProblem) -> None:
    found = read_lines(f"Ben Okoro\n\n{line}\nCleo Marsh", "GB")
    assert [one.name for one in found.workers] == ["Ben Okoro", "Cleo Marsh"]
    assert found.errors == (LineError(3, line.strip(), problem),)


def test_somebody_pasted_twice_is_named_once() -> None:
    found = read_lines("Ana, 07700 900123\nAna, +447700900123", "GB")
    assert len(found.workers) == 1
    assert found.errors == (LineError(2, "Ana, +447700900123", LineProblem.REPEATED),)


def test_two_people_of_one_name_differ_by_their_contacts() -> None:
    assert len(read_lines("Ana, 07700 900123\nAna, 07700 900124", "GB").workers) == 2


def test_the_heading_of_a_spreadsheet_is_skipped() -> None:
    found = read_lines("Name\tPhone\tE-mail\nAna\t07700 900123\ta@example.org", "GB")
    assert found.errors == ()
    assert len(found.workers) == 1


def test_an_empty_list_names_nobody() -> None:
    assert read_lines(" \n\n", "GB").workers == ()


def test_no_more_than_500_people_are_read_at_once() -> None:
    found = read_lines("\n".join(f"Worker {chr(65 + n % 26)}{n}" for n in range(501)), "GB")
    assert len(found.workers) == 500
    assert found.errors[0].problem is LineProblem.TOO_MANY_LINES


def test_an_employer_reads_a_first_name() -> None:
    assert first_name_of("Ana Maria Petrova") == "Ana"


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("Ana Petrova, 07700 900123, ana@example.org, bg", "bg"),
        ("Ana Petrova, Bulgarian", "bg"),
        ("Ana Petrova\tБългарски\t07700 900123", "bg"),
        ("Ana Petrova, 07700 900123", ""),
    ],
)
def test_a_line_may_name_the_language_that_somebody_reads(line: str, language: str) -> None:
    known = {"bg": "bg", "bulgarian": "bg", "български": "bg"}
    [found] = read_lines(line, "GB", known).workers
    assert (found.name, found.language) == ("Ana Petrova", language)


def test_a_line_names_one_language() -> None:
    found = read_lines("Ana, bg, ro", "GB", {"bg": "bg", "ro": "ro"})
    assert found.errors == (LineError(1, "Ana, bg, ro", LineProblem.TOO_MANY_PARTS),)
