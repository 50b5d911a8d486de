"""Words that a person should look at, and the innocent words that resemble them."""

import time

import pytest

from portal.compliance.wording.detector import WORDING_RULES, flags_in
from portal.compliance.wording.domain import Flag, Passage

NO_FEES = {
    "en": "No fees charged.",
    "fr": "Aucun frais d'inscription.",
    "es": "Sin gastos de gestión ni comisión de agencia.",
    "ro": "Fără taxă de înscriere.",
    "bg": "Без такса за регистрация.",
    "pl": "Nie ma opłaty rekrutacyjnej.",
    "uk": "Без реєстраційного внеску та комісії агенції.",
    "ru": "Без регистрационного сбора и комиссии агентства.",
    "tr": "Kayıt ücreti alınmaz.",
    "ar": "لا نتقاضى رسوم التسجيل.",
}
NONE_AFTER = {
    "en": "Registration fee: none.",
    "fr": "Frais d'agence : néant.",
    "es": "Gastos de gestión: ninguno.",
    "ro": "Taxă de înscriere: zero.",
    "bg": "Такса за регистрация: няма.",
    "pl": "Opłata rekrutacyjna: brak.",
    "uk": "Реєстраційний внесок: немає.",
    "ru": "Регистрационный сбор: нет.",
    "tr": "Kayıt ücreti: yok.",
    "ar": "رسوم التسجيل: لا شيء.",
}
SOME_AFTER = {
    "en": "Registration fee: £50.",
    "fr": "Frais d'agence : 50 €.",
    "es": "Gastos de gestión: 50 €.",
    "ro": "Taxă de înscriere: 50 euro.",
    "bg": "Такса за регистрация: 50 лв.",
    "pl": "Opłata rekrutacyjna: 50 zł.",
    "uk": "Реєстраційний внесок: 500 грн.",
    "ru": "Регистрационный сбор: 500 руб.",
    "tr": "Kayıt ücreti: 500 TL.",
    "ar": "رسوم التسجيل: 50 يورو.",
}


def flags(text: str, where: str = "terms", language: str | None = None) -> tuple[Flag, ...]:
    return flags_in([Passage(where, text, language)])


def rules(text: str, where: str = "terms", language: str | None = None) -> set[str]:
    return {flag.rule for flag in flags(text, where, language)}


@pytest.mark.parametrize("rule", WORDING_RULES.values(), ids=lambda rule: rule.id)
def test_the_failing_example_of_every_rule_is_flagged_by_it(rule):
    assert rule.id in rules(rule.failing)


@pytest.mark.parametrize("rule", WORDING_RULES.values(), ids=lambda rule: rule.id)
def test_the_passing_example_of_every_rule_is_flagged_by_none(rule):
    assert flags(rule.passing) == ()


def test_every_rule_says_what_it_looks_for_why_and_on_whose_authority():
    for key, rule in WORDING_RULES.items():
        assert rule.id == key
        assert key.startswith("wording.")
        assert all((rule.title, rule.why, rule.source))


@pytest.mark.parametrize("language", NO_FEES)
@pytest.mark.parametrize("said", [True, False], ids=["language said", "language unknown"])
def test_no_fees_charged_is_innocent_in_every_language(language: str, said: bool):
    assert flags(NO_FEES[language], language=language if said else None) == ()


@pytest.mark.parametrize("language", NONE_AFTER)
def test_a_no_that_follows_the_fee_is_heard(language: str):
    assert flags(NONE_AFTER[language], language=language) == ()


@pytest.mark.parametrize("language", SOME_AFTER)
def test_a_sum_that_follows_the_fee_is_flagged(language: str):
    assert "wording.fee" in rules(SOME_AFTER[language], language=language)


def test_a_flag_says_which_words_where_they_stand_and_why():
    text = "Good job. A registration fee of £50 is payable. See you!"
    (flag,) = flags(text, "description", "en")
    assert flag.words == text[flag.start : flag.end]
    assert flag.words.startswith("registration fee")
    assert "." not in flag.words
    assert (flag.rule, flag.where, flag.language) == ("wording.fee", "description", "en")
    assert flag.why == "No worker pays a recruitment fee or a related cost, whatever its name."


def test_flags_follow_the_order_of_the_passages_and_of_the_text():
    passages = [
        Passage("title", "Female packers wanted"),
        Passage("terms", "Passports are kept at the office. Knife deposit £20. Men only."),
    ]
    found = flags_in(passages)
    assert [(flag.where, flag.rule) for flag in found] == [
        ("title", "wording.sex"),
        ("terms", "wording.documents"),
        ("terms", "wording.deposit"),
        ("terms", "wording.sex"),
    ]
    assert flags_in(passages) == found


def test_words_in_a_title_alone_are_enough():
    found = flags_in(
        [Passage("title", "Romanian drivers only"), Passage("description", "Night shifts, class C.")]
    )
    assert [(flag.rule, flag.where) for flag in found] == [("wording.origin", "title")]


def test_a_deduction_label_needs_no_verb_but_a_description_does():
    assert rules("Transport", "deduction") == {"wording.deduction"}
    assert rules("Transport", "description") == set()
    assert rules("Income tax", "deduction") == set()


def test_a_text_that_mixes_languages_is_read_in_both():
    found = flags("No fees! Dar pașapoartele se păstrează la birou. Kaucja za klucze 100 zł.", language="en")
    assert [(flag.rule, flag.language) for flag in found] == [
        ("wording.documents", "ro"),
        ("wording.deposit", "pl"),
    ]


def test_an_innocent_phrase_does_not_answer_for_the_next_sentence():
    assert rules("No fees charged. A uniform deposit of £40 is taken.") >= {"wording.deposit"}


def test_an_innocent_phrase_does_not_reach_over_a_but():
    assert "wording.deposit" in rules("There are no fees but a uniform deposit of £40 is taken")
    assert "wording.fee" in rules("Formation gratuite mais frais de dossier de 30 € à régler")


@pytest.mark.parametrize(
    "text",
    [
        "Uniform d e p o s i t £40",
        "Uniform dep0sit £40",
        "UNIFORM DEPOSIT £40",
        "Uniform de\u00adposit £40",
        "Uniform \uff44\uff45\uff50\uff4f\uff53\uff49\uff54 £40",
        "Uniform dер\u043esit £40",  # three Cyrillic letters
    ],
)
def test_letters_in_disguise_hide_nothing(text: str):
    (flag,) = flags(text)
    assert flag.rule == "wording.deposit"
    assert flag.words == text[flag.start : flag.end]
    assert flag.words.startswith("Uniform".upper() if text.isupper() else "Uniform")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A registration\nfee of £50", "registration\nfee"),
        ("A registration \r\n  fee of £50", "registration \r\n  fee"),
        ("REGISTRATION\nFEE of £50", "REGISTRATION\nFEE"),
        ("A registrationfee of £50", "registrationfee"),
        ("Fraisdedossier : 50 €", "Fraisdedossier"),
        ("Kayıtücreti 500 TL", "Kayıtücreti"),
        ("A registration f33 of £50", "registration f33"),
        ("A registration f€€ of £50", "registration f€€"),
        ("A reg1strat1on fee of £50", "reg1strat1on fee"),
        ("Регистрационный\nсб0р 500 руб", "Регистрационный\nсб0р"),
    ],
)
def test_what_is_broken_run_together_or_misspelt_is_read_as_it_was_meant(text: str, words: str):
    (flag,) = flags(text)
    assert (flag.rule, flag.words) == ("wording.fee", words)
    assert text[flag.start : flag.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "Registration\n\nFee earners wanted",
        "You can join us\n- registration\n- fee earners",
        "Registration\nFee earners",
        "No registration\nfee",
        "No registrationfee",
        "Call at 5am, B12 1AA, info@agency.example, 50kg, 100mg",
    ],
)
def test_lines_of_a_list_and_codes_are_not_joined_to_words(text: str):
    assert flags(text, "description") == ()


PAY_BEFORE = {
    "en": "Pay €300 before you start.",
    "fr": "Payez 300 € avant de commencer.",
    "es": "Paga 300 € antes de empezar.",
    "ro": "Plătiți 300 lei înainte de a începe.",
    "bg": "Платете 300 лв преди да започнете.",
    "pl": "Zapłać 300 zł przed rozpoczęciem pracy.",
    "uk": "Сплатіть 300 грн до початку роботи.",
    "ru": "Заплатите 300 руб до начала работы.",
    "tr": "Başlamadan önce 300 euro ödeyin.",
    "ar": "ادفع 300 يورو قبل البدء.",
}


@pytest.mark.parametrize("language", PAY_BEFORE)
def test_money_asked_for_before_the_start_is_flagged_in_every_language(language: str):
    assert rules(PAY_BEFORE[language], "description", language) == {"wording.fee"}


def test_the_first_edition_reads_as_it_did():
    for text in ("A registration\nfee of £50", "registrationfee", "registration f33", PAY_BEFORE["en"]):
        assert flags_in([Passage("description", text)], edition=1) == ()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("doar barbati", "wording.sex"),
        ("oplata rekrutacyjna 50 zl", "wording.fee"),
        ("sadece bayan eleman araniyor", "wording.sex"),
        ("caution a payer pour les outils", "wording.deposit"),
        ("deposito por las herramientas", "wording.deposit"),
        ("رُسُوم التّسجـيل ٥٠ يورو", "wording.fee"),
        ("Тільки чоловіки", "wording.sex"),
    ],
)
def test_words_are_known_without_their_accents_and_with_vowel_signs(text: str, rule: str):
    assert rule in rules(text)


@pytest.mark.parametrize(
    "text",
    [
        "Maximum 48 hours a week, contracts of 20 to 30 weeks.",
        "Up to 40 people, minimum age 18.",
        "Burgers and mince on three lines.",
        "Packing men's shirts and ladies' shoes.",
        "Processing of fish; registration at 7 am; placement of pallets.",
        "Attractive pay in a pretty town.",
        "Bring your passport so we can copy it and give it straight back.",
        "The agency charges the hirer, not you, a margin on each hour.",
    ],
)
def test_the_plain_words_of_adverts_are_left_alone(text: str):
    assert flags(text, "description") == ()


def test_an_empty_text_and_one_of_signs_only_have_no_flags():
    assert flags("") == ()
    assert flags(" .,;:!? – ✨🙂 \n\n") == ()


@pytest.mark.parametrize(
    "unit",
    [
        "a",
        " ",
        "a b ",
        "f e e ",
        ". ",
        "l'",
        "1,",
        "18 ",
        "deposit ",
        "no fee ",
        "leave before ",
        "رسوم ",
        "e\u0301",
    ],
    ids=repr,
)
def test_a_hostile_text_costs_no_more_than_its_length(unit: str):
    def cost(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        flags(text)
        return time.process_time() - start

    cost(1000)
    short, long = min(cost(2_000), cost(2_000)), cost(20_000)
    assert long < max(40 * short, 0.25)


def test_a_hundred_thousand_hostile_letters_are_read_in_seconds():
    start = time.process_time()
    flags(("you pay must deposit passport keep, not over 40 " * 3000)[:100_000])
    assert time.process_time() - start < 5
