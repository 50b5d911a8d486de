"""A text folded to plain words, and the way back to the letters as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.compliance.wording.folding import fold, one_alphabet


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Łódź, İŞÇİ ışık", ("lodz", ",", "isci", "isik")),
        ("L'agence d'intérim", ("l", "agence", "d", "interim")),
        ("don't; обов'язкове", ("dont", ".", "обовязкове")),
        ("EUR50 1.500,50 € 50eur", ("eur", "50", "1.500,50", "€", "50", "eur")),
        ("50 лв. на ден.", ("50", "лв", "на", "ден", ".")),
        ("a small f e e is due", ("a", "small", "fee", "is", "due")),
        ("pay a f-e-e", ("pay", "a", "fee")),
        ("٥٠ أجرة", ("50", "اجره")),
        ("18-35 – H/F", ("18", "35", ",", "h", "f")),
    ],
)
def test_a_text_becomes_plain_words(text: str, words: tuple[str, ...]):
    assert fold(text).words == words


def test_a_mixed_word_is_read_in_the_alphabet_most_of_it_is_written_in():
    assert one_alphabet("d\u0435posit") == "deposit"
    assert one_alphabet("зaлoг") == "залог"
    assert one_alphabet("deposit") == "deposit"


def test_a_letter_without_a_look_alike_tells_the_alphabet_of_a_mixed_word():
    assert one_alphabet("f\u0435\u0435") == "fee"
    assert one_alphabet("\u0493\u0435\u0435") == "\u0493\u0435\u0435"  # no Latin letter: left as it is
    assert fold("ʀegistration ƒee").words == ("registration", "fee")


def test_words_lead_back_to_the_letters_as_written():
    text = "Pay a «ﬁne» of £5 now"
    folded = fold(text)
    assert [text[start:end] for start, end in folded.spans] == ["Pay", "a", "ﬁne", "of", "£", "5", "now"]
    assert folded.words[2] == "fine"


@given(st.text(max_size=200))
def test_any_text_can_be_folded_and_every_word_stands_somewhere_in_it(text: str):
    folded = fold(text)
    assert len(folded.words) == len(folded.spans)
    for start, end in folded.spans:
        assert 0 <= start < end <= len(text)
    assert list(folded.spans) == sorted(folded.spans)
