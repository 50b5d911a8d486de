"""How well the detector reads the lines that were set aside."""

from collections import Counter
from pathlib import Path

import pytest

from portal.compliance.wording.detector import WORDING_RULES
from portal.compliance.wording.lexicon import LANGUAGES
from portal.compliance.wording.measure import Measure, main, measure, measure_file, report
from tests.unit.compliance.wording.labelled import DEVELOPMENT, FURTHER, HELD_OUT, PAGE, lines


@pytest.fixture(scope="module")
def held_out() -> Measure:
    return measure_file(HELD_OUT)


def test_the_labelled_set_has_440_lines_in_ten_languages_half_of_them_innocent():
    rows = lines(DEVELOPMENT) + lines(HELD_OUT)
    languages = Counter(row["language"] for row in rows)
    assert len(rows) >= 440
    assert set(languages) == set(LANGUAGES)
    assert min(languages.values()) >= 44
    assert 0.48 <= sum(row["label"] == "innocent" for row in rows) / len(rows) <= 0.55


def test_a_third_of_the_lines_is_held_out_and_stands_in_no_other_file():
    kept, open_lines = lines(HELD_OUT), lines(DEVELOPMENT)
    assert len(kept) / (len(kept) + len(open_lines)) >= 0.33
    assert not {row["text"] for row in kept} & {row["text"] for row in open_lines}
    assert {row["held_out"] for row in kept} == {"yes"}
    assert {row["held_out"] for row in open_lines} == {"no"}


def test_every_label_names_a_rule_there_is_and_innocent_lines_name_none():
    for row in lines(DEVELOPMENT) + lines(HELD_OUT):
        assert (row["rule"] == "") == (row["label"] == "innocent"), row
        assert row["rule"] in {"", *WORDING_RULES}, row
        assert row["where"] in {"title", "description", "terms", "deduction"}, row


def test_precision_and_recall_on_the_held_out_third_are_nine_in_ten_or_better(held_out: Measure):
    assert held_out.overall.precision >= 0.9
    assert held_out.overall.recall >= 0.9


def test_no_language_of_the_held_out_third_falls_below_eight_in_ten(held_out: Measure):
    for language, tally in held_out.languages.items():
        assert min(tally.precision, tally.recall) >= 0.8, language


def test_the_page_holds_the_figures_that_are_measured(held_out: Measure):
    assert report(held_out) in PAGE.read_text(encoding="utf-8")


def test_the_lines_the_lexicon_was_written_from_are_read_as_well():
    read = measure_file(DEVELOPMENT)
    assert min(read.overall.precision, read.overall.recall) >= 0.97


def test_the_further_phrases_of_unsaid_language_stay_as_well_read_as_they_were():
    read = measure_file(FURTHER)
    assert read.lines >= 600
    assert min(read.overall.precision, read.overall.recall) >= 0.94


def test_a_missed_line_and_a_false_alarm_are_both_counted():
    read = measure(
        [
            {"text": "Registration fee £50", "language": "en", "where": "terms", "rule": "wording.fee"},
            {"text": "Sunny weather", "language": "en", "where": "terms", "rule": "wording.loan"},
            {"text": "Men only", "language": "en", "where": "terms", "rule": ""},
        ]
    )
    assert (read.overall.found, read.overall.missed, read.overall.false_alarms) == (1, 1, 1)
    assert (read.overall.precision, read.overall.recall) == (0.5, 0.5)
    assert read.rules["wording.sex"].false_alarms == 1
    assert read.languages["en"].missed == 1


def test_the_command_prints_the_figures_and_renews_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    labelled = tmp_path / "labelled.csv"
    labelled.write_text(
        "text,language,where,rule\nKnife deposit,en,deduction,wording.deposit\n", encoding="utf-8"
    )
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- figures -->\nold\n<!-- end of figures -->\nafter\n", encoding="utf-8")
    assert main([str(labelled), "--into", str(page)]) == 0
    assert "| all | 1 | 1 | 0 | 1.00 | 1.00 |" in capsys.readouterr().out
    renewed = page.read_text(encoding="utf-8")
    assert "| wording.deposit | 1 | 1 | 0 | 1.00 | 1.00 |" in renewed
    assert "old" not in renewed
    assert renewed.startswith("before\n")
    assert renewed.endswith("after\n")
