"""On a developer's machine the mails can be read in the browser; in production there is no such page."""

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from portal.app import create_app
from portal.operations.mailbox import Mailbox
from tests.web_client import ReviewingClient


@pytest.fixture
def mailbox(app: Flask, tmp_path: Path) -> Iterator[Mailbox]:
    before = app.config["DATA_DIR"]
    app.config["DATA_DIR"] = tmp_path
    yield Mailbox(tmp_path / "mailbox")
    app.config["DATA_DIR"] = before


def keep(mailbox: Mailbox, to: str, subject: str) -> str:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "portal@portal.example", to, subject
    made.set_content("See <b>this</b>:\nhttp://portal.test/matches?a=1&b=2")
    made.add_alternative(
        '<html><head></head><body><a href="http://portal.test/">x</a><script>alert(1)</script></body></html>',
        subtype="html",
    )
    return mailbox.keep(made.as_bytes())


def test_an_empty_mailbox_says_so(client: ReviewingClient, mailbox: Mailbox) -> None:
    assert "No mail yet." in client.get("/mailbox").text


def test_mails_are_listed_and_opened(client: ReviewingClient, mailbox: Mailbox) -> None:
    keep(mailbox, "ana@farm.example", "12 pickers fit")
    keep(mailbox, "bo@bakery.example", "<i>Hostile</i> & long")
    page = client.get("/mailbox")
    assert page.text.index("<i>Hostile</i>") < page.text.index("12 pickers fit")
    page = client.get(client.get("/mailbox?to=ana").link("12 pickers fit"))
    assert "See <b>this</b>:" in page.text
    assert page.link("http://portal.test/matches") == "http://portal.test/matches?a=1&b=2"
    assert "No mail to such an address." in client.get("/mailbox?to=nobody").text


def test_the_html_of_a_mail_is_sealed(client: ReviewingClient, mailbox: Mailbox) -> None:
    name = keep(mailbox, "ana@farm.example", "12 pickers fit")
    answer = client.http.get(f"/mailbox/{name}/html")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox ")
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "allow-scripts" not in policy
    assert '<base target="_top">' in answer.get_data(as_text=True)


def test_a_mail_that_is_not_there_is_not_found(client: ReviewingClient, mailbox: Mailbox) -> None:
    for path in ("/mailbox/20270101000000000000-0", "/mailbox/x", "/mailbox/..%2fsecret_key/html"):
        assert client.get(path).status == 404


def test_production_has_no_mailbox(tmp_path: Path) -> None:
    production = create_app(
        {"TESTING": True, "PRODUCTION": True, "DATA_DIR": tmp_path, "DATABASE_URL": "sqlite://"}
    )
    assert not any("mailbox" in rule.rule for rule in production.url_map.iter_rules())
    production.extensions["fairshift"].engine.dispose()
