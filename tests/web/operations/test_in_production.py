"""The portal as it stands on the open internet: what it says, what it hides, whom it counts."""

from pathlib import Path

import pytest
from flask import Flask, request

import config
from portal.app import create_app
from portal.infra.web import Audience, allow

PROXY, READER = "127.0.0.1", "192.0.2.7"
ADDRESS = "https://portal.example"


@allow(Audience.PUBLIC)
def _break(code: str) -> str:
    raise RuntimeError("ana@workers.example")


@allow(Audience.PUBLIC)
def _who(code: str) -> str:
    return str(request.remote_addr)


@pytest.fixture
def in_production(tmp_path: Path) -> Flask:
    environment = {
        "TRUSTED_HOSTS": "portal-1.internal",
        "FAIRSHIFT_ENV": "production",
        "DATA_DIR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'portal.db'}",
        "SECRET_KEY": "s" * 32,
        "PASSPORT_KEY": "k" * 42 + "A",
        "PUBLIC_URL": ADDRESS,
        "MAIL_SERVER": "mail.example",
        "OPERATOR_EMAIL": "help@portal.example",
    }
    app = create_app(config.settings(environment))
    app.add_url_rule("/broken/<code>", view_func=_break)
    app.add_url_rule("/who/<code>", view_func=_who)
    return app


@pytest.mark.parametrize("path", ["/livez", "/nowhere", "/static/css/portal.css", "/broken/x"])
def test_every_answer_asks_for_https_and_runs_no_strangers_script(in_production: Flask, path: str) -> None:
    with in_production.test_client().get(path, base_url=ADDRESS) as answer:
        headers = answer.headers
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_breaks_is_logged_without_code_and_without_people(
    in_production: Flask, capfd: pytest.CaptureFixture[str]
) -> None:
    assert in_production.test_client().get("/broken/worker-code-1", base_url=ADDRESS).status_code == 500
    said = "".join(capfd.readouterr())
    assert "RuntimeError" in said
    assert "test_in_production.py" in said
    assert "worker-code-1" not in said
    assert "ana@workers.example" not in said


@pytest.mark.parametrize(
    ("forwarded", "counted"),
    [(READER, READER), (f"203.0.113.9, {READER}", READER), (None, PROXY)],
    ids=["by the proxy", "made up by the reader", "not at all"],
)
def test_tries_are_counted_by_the_address_that_the_nearest_proxy_names(
    in_production: Flask, forwarded: str | None, counted: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    client = in_production.test_client()
    answer = client.get("/who/x", base_url=ADDRESS, headers=headers, environ_base={"REMOTE_ADDR": PROXY})
    assert answer.text == counted


@pytest.mark.parametrize("address", [ADDRESS, "https://portal.example:443", "http://portal-1.internal:8000"])
def test_it_answers_under_its_own_names(in_production: Flask, address: str) -> None:
    assert in_production.test_client().get("/livez", base_url=address).status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/", "/sign-in", "/nowhere", "/static/css/portal.css"])
@pytest.mark.parametrize(
    "host", ["evil.example", "portal.example.evil.example", "x.portal.example", "[", "a b"]
)
def test_it_does_not_answer_under_a_strangers_name(in_production: Flask, path: str, host: str) -> None:
    for method in ("get", "post"):
        ask = getattr(in_production.test_client(), method)
        with ask(path, base_url=ADDRESS, headers={"Host": host}) as answer:
            assert answer.status_code == 400
            assert host not in answer.text or host == "["


def test_a_developers_portal_answers_under_any_name(portal: Flask) -> None:
    assert portal.test_client().get("/livez", base_url="http://192.0.2.7:8000").status_code == 200
