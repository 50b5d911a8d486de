"""The standalone script says of a file what the portal says, with nothing but Python's own library."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from portal.passports import verify_offer as form
from portal.passports.domain import is_signed, known_keys, public_bytes, sealed_file, token_of
from portal.passports.script import script_with
from tests.unit.passports.mutations import GENUINE, mutated
from tests.unit.passports.specimens import KEY, KEYS, NOW, OTHER_KEY, token

SOON = {"answer_by": NOW.replace(year=2126)}
STANDING = token(**SOON)


def test_the_script_and_the_library_judge_a_thousand_mutated_passports_alike() -> None:
    for one in (*mutated(), GENUINE):
        assert form.judge(one, KEYS, NOW) == form.judge(one, KEYS, NOW, is_signed), one[:200]


def test_the_script_is_written_for_python_3_8_and_needs_no_other_library() -> None:
    tree = ast.parse(script_with(KEYS), feature_version=(3, 8))
    named = {
        alias.name.partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    named |= {
        str(node.module).partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    assert named <= sys.stdlib_module_names


def run(script: Path, *arguments: str, piped: bytes = b"") -> tuple[int, str]:
    """As somebody without this portal runs it: isolated, and without any installed package."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), *arguments],
        input=piped,
        capture_output=True,
        timeout=30,
        check=False,
    )
    return done.returncode, done.stdout.decode()


@pytest.fixture
def script(tmp_path: Path) -> Path:
    written = tmp_path / "verify_offer.py"
    written.write_text(script_with(KEYS), "utf-8")
    return written


def page(text: str = "<p>Pay: 14.20</p>") -> bytes:
    return f"<!DOCTYPE html><html>{text}<pre>{STANDING}</pre></html>".encode()


@pytest.mark.parametrize(
    ("content", "status", "word"),
    [
        (STANDING.encode(), 0, "GENUINE"),
        (f'{{"token": "{STANDING}"}}'.encode(), 0, "GENUINE"),
        (b"%PDF-1.7 stream\n" + STANDING.encode() + b"\nendstream", 0, "GENUINE"),
        (sealed_file(page(), KEY), 0, "GENUINE"),
        (sealed_file(page(), KEY).replace(b"14.20", b"24.20"), 1, "ALTERED"),
        (sealed_file(page(), OTHER_KEY), 1, "ALTERED"),
        (page("<p>Pay: 24.20</p>"), 1, "ALTERED"),
        (f"<p>Pay: 24.20</p><b>{STANDING}</b>".encode(), 1, "ALTERED"),
        (page().replace(b"<html", b"<HTMLX"), 1, "ALTERED"),
        (b"%PDF-1.7\n" + page("<p>Pay: 24.20</p>"), 1, "ALTERED"),
        (f"From: <ana@example.org>\n{STANDING}".encode(), 0, "GENUINE"),
        (STANDING.encode()[:-9] + b"AAAAAAAAA", 1, "ALTERED"),
        (token(OTHER_KEY, **SOON).encode(), 1, "FORGED"),
        (token(answer_by=NOW.replace(year=2020)).encode(), 1, "EXPIRED"),
        ((STANDING + "\n" + token(OTHER_KEY, **SOON)).encode(), 1, "FORGED"),
        (b"Forklift operator, 14.20 an hour", 2, "NO OFFER"),
        (b"", 2, "NO OFFER"),
    ],
)
def test_the_script_alone_tells_what_a_file_is(
    script: Path, tmp_path: Path, content: bytes, status: int, word: str
) -> None:
    (tmp_path / "offer").write_bytes(content)
    code, said = run(script, str(tmp_path / "offer"))
    assert (code, word in said) == (status, True), said
    assert run(script, "-", piped=content) == (code, said)


def test_the_script_prints_what_was_signed_and_what_it_cannot_know(script: Path) -> None:
    _code, said = run(script, "-", piped=STANDING.encode())
    for words in ("Fenland Labour", "14.20 GBP per hour", "GLAA FENL0001 2028-01-31", "You must not pay"):
        assert words in said
    assert "https://portal.example/check/P-7KQ4-M2XD" in said


def test_a_file_that_is_not_there_is_said_to_be_so(script: Path, tmp_path: Path) -> None:
    assert run(script, str(tmp_path / "nothing"))[0] == 2


@pytest.fixture
def ours(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The portal under the key that signed the specimens."""
    monkeypatch.setitem(app.config, "PASSPORT_KEY", form.to_text(KEY.private_bytes_raw()))
    return app


def test_the_portals_own_command_says_the_same(ours: Flask, tmp_path: Path) -> None:
    (tmp_path / "offer.txt").write_text(STANDING)
    (tmp_path / "forged.txt").write_text(token(OTHER_KEY, **SOON))
    runner = ours.test_cli_runner()
    good = runner.invoke(args=["offers", "verify", str(tmp_path / "offer.txt")])
    bad = runner.invoke(args=["offers", "verify", str(tmp_path / "forged.txt")])
    assert (good.exit_code, bad.exit_code) == (0, 1)
    assert "GENUINE" in good.output
    assert "FORGED" in bad.output


def test_an_earlier_key_is_written_into_the_script_too(ours: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = public_bytes(OTHER_KEY)
    monkeypatch.setitem(ours.config, "PASSPORT_EARLIER_KEYS", [earlier.hex()])
    written = ours.test_cli_runner().invoke(args=["offers", "verifier"]).output
    assert [one in written for one in (public_bytes(KEY).hex(), earlier.hex())] == [True, True]
    assert form.key_id(earlier) in known_keys([earlier])


def test_a_token_is_one_word() -> None:
    assert token_of(b"{}", bytes(64)).isascii()
