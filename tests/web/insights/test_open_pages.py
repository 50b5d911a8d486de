"""What a stranger can read."""

import pytest


@pytest.mark.parametrize("path", ["/", "/check", "/privacy", "/terms", "/contact"])
def test_a_stranger_can_open_every_page_of_the_small_print(client, path):
    assert client.get(path).status == 200


def test_the_first_page_has_three_doors_and_says_that_no_worker_pays(client):
    first = client.get("/")
    for words in ("I have workers", "I need workers", "Check an offer", "No worker pays."):
        assert words in first.text


def test_the_first_page_says_nothing_of_numbers_while_nothing_is_open(client):
    assert "free now" not in client.get("/").text


def test_the_footer_of_every_page_names_the_operator_and_the_sources(client, app):
    page = client.get("/terms")
    for words in (app.config["OPERATOR_EMAIL"], "ESCO", "GeoNames, CC BY 4.0", "Open Government Licence"):
        assert words in page.text
    assert page.link("Privacy") == "/privacy"


def test_contact_and_privacy_name_the_configured_operator(client, app, monkeypatch):
    monkeypatch.setitem(app.config, "OPERATOR_NAME", "Ministry of Work of Ruritania")
    monkeypatch.setitem(app.config, "OPERATOR_PHONE", "+44 1945 555 010")
    assert "Ministry of Work of Ruritania" in client.get("/privacy").text
    contact = client.get("/contact")
    assert "Ministry of Work of Ruritania" in contact.text
    assert contact.link("+44 1945 555 010") == "tel:+441945555010"


def test_an_empty_code_is_refused_beside_the_field(client):
    page = client.submit(client.get("/check"), code="")
    assert page.status == 422
    assert "Enter the number that stands on the offer" in page.text


def test_what_cannot_be_a_code_is_kept_in_the_field_and_explained(client):
    page = client.submit(client.get("/check"), code='my "offer" & more')
    assert page.status == 422
    assert "letters, digits, - and _ only" in page.text
    assert page.form("/check")["data"]["code"] == 'my "offer" & more'


def test_a_code_that_nobody_was_given_is_said_to_be_of_no_offer(client):
    page = client.submit(client.get("/"), to="/check", code="aB3-x_9Kq2aB3-x_9Kq2")
    assert page.status == 422
    assert "No offer here has this number." in page.text
    assert "An offer without a number did not come from here." in page.text


def test_an_address_that_does_not_exist_says_so_within_the_portal(client):
    page = client.get("/nowhere")
    assert page.status == 404
    assert page.link("Go to the first page") == "/"
