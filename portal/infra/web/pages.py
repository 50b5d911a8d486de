"""Making pages: one frozen dataclass in, one template out."""

import re
import secrets
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NoReturn
from urllib.parse import urlsplit

from babel import Locale
from flask import Flask, Response, current_app, flash, g, make_response, render_template, request
from flask_babel import format_date, get_locale, gettext
from jinja2 import Undefined
from markupsafe import Markup

from portal.infra.web.access import acting_token, viewer
from portal.infra.web.mixed import listed

POUND = "GBP"
_NOTHING = (None, "undefined", "null", "caller")


class StrictButForComponents(Undefined):
    """What a page forgot is an error; what a component's dictionary leaves out is nothing."""

    @property
    def _of_a_component(self) -> bool:
        # the components also ask for a bare `undefined`, `null` or `caller`, and `if` without `else`
        return isinstance(self._undefined_obj, dict) or self._undefined_name in _NOTHING

    def _answer(self, lenient: Any) -> Any:
        return lenient if self._of_a_component else self._fail_with_undefined_error()

    def __bool__(self) -> bool:
        return bool(self._answer(lenient=False))

    def __str__(self) -> str:
        return str(self._answer(""))

    def __iter__(self) -> Any:
        return iter(self._answer(()))

    def __len__(self) -> int:
        return int(self._answer(0))

    def __eq__(self, other: object) -> bool:
        return bool(self._answer(type(other) is type(self)))

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return int(self._answer(0))


def page(template: str, page: Any = None, *, status: int = 200, **more: Any) -> Response:
    """The page drawn by `template` from one value, called `page` in the template."""
    return make_response(render_template(template, page=page, **more), status)


def ask(template: str, form: Any, page: Any = None) -> Response:
    """A page with a form: 422 when what was sent could not be taken, so that caches and tests can tell."""
    status = 422 if request.method == "POST" and form.errors else 200
    return make_response(render_template(template, page=page, form=form), status)


def say(message: str) -> None:
    """Tell the person, at the top of the next page, what has just been done."""
    flash(message, "done")


def public_url(endpoint: str, **values: Any) -> str:
    """An address that works outside the portal, built on the configured public address only."""
    public = urlsplit(current_app.config["PUBLIC_URL"])
    adapter = current_app.url_map.bind(
        public.netloc, script_name=public.path or "/", url_scheme=public.scheme
    )
    return adapter.build(endpoint, values, force_external=True)


def safe_next(target: str | None) -> str | None:
    """A local path to go on to, or none when it would lead elsewhere."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return None if parts.scheme or parts.netloc or re.search(r"[\x00-\x1f\\]", target) else target


def install(app: Flask) -> None:
    """The words, filters and headers that all pages share."""
    app.jinja_env.undefined = StrictButForComponents
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.add_template_filter(day, "day")
    app.add_template_filter(moment, "moment")
    app.add_template_filter(money, "money")
    app.add_template_filter(country_name, "country_name")
    app.add_template_filter(language_name, "language_name")
    app.add_template_filter(percent, "percent")

    @app.context_processor
    def shared() -> dict[str, Any]:
        locale = get_locale() or Locale("en")
        return {
            "viewer": viewer,
            "nonce": nonce(),
            "language": locale.language,
            "direction": locale.text_direction,
        }

    app.add_template_global(acting_token)
    app.after_request(_protect)


def nonce() -> str:
    """The word by which this page's own scripts are known to the browser."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def _protect(response: Response) -> Response:
    response.headers.setdefault(
        "Content-Security-Policy",
        f"default-src 'self'; script-src 'self' 'nonce-{nonce()}'; style-src 'self'; img-src 'self' data:; "
        "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    )
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    if current_app.config["SESSION_COOKIE_SECURE"]:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    return response


def day(value: date | None) -> str:
    """A date as people of the page's language write it: 3 March 2027."""
    return format_date(value, "long") if value else ""


def moment(value: datetime | None) -> str:
    """Day and time with the time zone: 3 March 2027, 14:05 UTC."""
    return f"{day_and_time(value)} UTC" if value else ""


def day_and_time(value: datetime) -> str:
    """On the clock that the value is of: 3 March 2027, 14:05."""
    return listed((day(value), f"{value:%H:%M}"))


def money(amount: Decimal | float | str | None, currency: str) -> Markup:
    """A sum in its currency, signs placed as the language does; never broken over two lines."""
    if amount is None:
        return Markup("")
    from babel.numbers import format_currency, get_currency_symbol

    locale = get_locale() or "en_GB"
    text = format_currency(Decimal(str(amount)), currency, locale=locale)
    if currency == POUND:  # CLDR has "UK£" in Arabic and "£GB" in French; payslips and coins say £ everywhere
        text = text.replace(get_currency_symbol(POUND, locale=locale), "£")
    return Markup('<bdi class="nowrap">{}</bdi>').format(text)


def country_name(code: str) -> str:
    """A country by its name in the page's language; an unknown code stays as it is."""
    locale = get_locale() or Locale("en")
    return str(locale.territories.get(code.upper(), code))


def language_name(code: str) -> str:
    """A language by its name in the page's language."""
    locale = get_locale() or Locale("en")
    return str(locale.languages.get(code, code))


def percent(share: float) -> str:
    """A share of one as whole percent."""
    return str(gettext("%(n)s%%", n=round(share * 100)))


def gone(template: str, page: Any = None) -> Response:
    """A page that says what used to be here (410)."""
    return make_response(render_template(template, page=page), 410)


def not_found() -> NoReturn:
    """The one answer for what is missing and what belongs to others."""
    from flask import abort

    abort(404)


def printable(text: str) -> str:
    """Text without control characters, which one database takes and the other refuses."""
    return "".join(filter(str.isprintable, text))
