"""Whether every word that workers read is there in every language that is offered."""

import pytest
from babel.messages import Catalog, Message

from portal.infra import catalogues
from portal.infra.web import languages
from portal.infra.web.languages import LANGUAGES, SOURCE, State

TRANSLATED = [one.code for one in languages.offered() if one != SOURCE]


@pytest.fixture(scope="module")
def words() -> Catalog:
    return catalogues.extracted()


def test_the_list_of_what_is_translated_finds_words(words: Catalog) -> None:
    assert "You must not pay to get this job." in words
    assert "Matching offers and applications" in words, "words that stand in a table"
    assert "Day" in words
    assert words.get("Day", "date") is not None, "a word in its context"


def test_words_that_only_members_read_are_not_asked_of_translators(words: Catalog) -> None:
    assert "Save and come back later" not in words, (
        "another macro of a file that a worker's page imports from"
    )
    assert "Only %(open)s of it is open" not in words, "another function of a file that workers read from"


def test_every_language_is_named_in_the_file_of_states() -> None:
    assert {code for code, one in languages.translations().items() if one.by} == set(LANGUAGES)


def test_ten_languages_are_offered() -> None:
    codes = " ".join(sorted(one.code for one in languages.offered()))
    assert codes == "ar bg en es fr pl ro ru tr uk"


@pytest.mark.parametrize("code", TRANSLATED)
def test_no_word_is_missing(code: str, words: Catalog) -> None:
    known = catalogues.catalogue(code)
    lacking = [one.id for one in words if one.id and not _is_known(known.get(one.id, one.context))]
    assert not lacking, f"run `flask languages missing --language {code}`: {len(lacking)}, {lacking[:5]}"


@pytest.mark.parametrize("code", TRANSLATED)
def test_a_translation_keeps_placeholders_tags_forms_and_spaces(code: str) -> None:
    known = catalogues.catalogue(code)
    wrong = {
        str(one.id): faults
        for one in known
        if one.id
        and one.string
        and not one.fuzzy
        and (faults := catalogues.faults_of(one, known.num_plurals))
    }
    assert not wrong


def _is_known(message: Message | None) -> bool:
    return message is not None and not message.fuzzy and bool(message.string) and all(message.string)


@pytest.mark.parametrize(
    ("english", "translated", "fault"),
    [
        ("Hello %(name)s", "Salut %(nume)s", "placeholders"),
        ("Hello %(name)s", "Salut", "placeholders"),
        ("Hello %(name)s", "Salut %(name)s 100%", "percent"),
        ("<strong>No</strong>", "Nu", "tags"),
        (" on %(day)s", "pe %(day)s", "spaces"),
        ("Yes", "", "empty"),
        (("%(num)s day", "%(num)s days"), ("o zi", "%(num)s zile"), "needs 3 forms"),
        (
            ("%(num)s of %(all)s", "%(num)s of %(all)s"),
            ("una", "%(num)s din %(all)s", "%(num)s din %(all)s"),
            "placeholders",
        ),
    ],
)
def test_a_wrong_translation_is_told(
    english: str | tuple[str, str], translated: str | tuple[str, ...], fault: str
) -> None:
    assert any(fault in one for one in catalogues.faults_of(Message(english, translated), 3))


def test_a_right_translation_has_no_fault() -> None:
    days = Message(("%(num)s day", "%(num)s days"), ("o zi", "%(num)s zile", "%(num)s de zile"))
    assert catalogues.faults_of(days, 3) == []


@pytest.fixture
def folder(tmp_path, monkeypatch):  # type: ignore[no-untyped-def]
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    return tmp_path


def a_template(*words: str) -> Catalog:
    found = Catalog(project="Fairshift", version="1", charset="utf-8", fuzzy=False)
    for one in words:
        found.add(one, locations=[("templates/x.html", 1)])
    return found


def test_a_changed_word_has_to_be_translated_again(folder: object) -> None:
    catalogues.renew("ro", a_template("You can answer here until tomorrow."))
    assert (
        catalogues.fill("ro", {"You can answer here until tomorrow.": "Puteți răspunde aici până mâine."})
        == []
    )
    catalogues.renew("ro", a_template("You can answer here until Sunday."))
    [message] = [one for one in catalogues.catalogue("ro") if one.id]
    assert message.string == "Puteți răspunde aici până mâine."
    assert message.fuzzy


def test_filling_refuses_what_is_wrong_and_takes_the_rest(folder: object) -> None:
    catalogues.renew("ro", a_template("Yes", "Hello %(name)s"))
    wrong = catalogues.fill("ro", {"Yes": "Da", "Hello %(name)s": "Salut", "Nowhere": "Nicăieri"})
    assert len(wrong) == 2
    known = catalogues.catalogue("ro")
    assert known["Yes"].string == "Da"
    assert known["Hello %(name)s"].string == ""


def test_a_catalogue_is_made_ready_again_once_its_words_changed(folder: object) -> None:
    catalogues.renew("ro", a_template("Yes"))
    catalogues.compile_newer()
    ready = catalogues.catalogue_file("ro").with_suffix(".mo")
    assert b"Desigur" not in ready.read_bytes()
    catalogues.fill("ro", {"Yes": "Desigur"})
    catalogues.compile_newer()
    assert b"Desigur" in ready.read_bytes()


def test_a_language_in_state_missing_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    states = {**languages.translations()}
    states["ro"] = languages.Translation(State.MISSING, "author", states["ro"].on)
    monkeypatch.setattr(languages, "translations", lambda: states)
    assert "ro" not in [one.code for one in languages.offered()]
    assert languages.language_of("ro") == SOURCE
