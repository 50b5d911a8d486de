"""How the portal is set up: every setting, its default, and what production insists on."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent
LEAST_SECRET = 32
PASSPORT_KEY_BYTES = 32


class Misconfigured(Exception):
    """The portal will not start with these settings; the message says what to set."""


def settings(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The settings that Flask gets, read from the environment.

    Raises Misconfigured in production (FAIRSHIFT_ENV=production) while a secret, the public
    address or the mail server is missing.
    """
    env = os.environ if environ is None else environ
    production = _is_production(env)
    data_dir = Path(env.get("DATA_DIR") or ROOT / "var").resolve()
    public_url = env.get("PUBLIC_URL") or f"http://127.0.0.1:{env.get('PORT') or '8000'}"
    hosts = [urlsplit(public_url).hostname or "", *env.get("TRUSTED_HOSTS", "").split()]
    found = {
        "PRODUCTION": production,
        "DATA_DIR": data_dir,
        "DATABASE_URL": env.get("DATABASE_URL") or f"sqlite:///{data_dir / 'fairshift.db'}",
        "PUBLIC_URL": public_url.rstrip("/"),
        "TRUSTED_HOSTS": hosts if production else None,
        "SECRET_KEY": env.get("SECRET_KEY")
        or _kept_secret(data_dir, "secret_key", 48, production=production),
        "SECRET_KEY_FALLBACKS": env.get("SECRET_KEY_FALLBACKS", "").split(),
        "PASSPORT_KEY": env.get("PASSPORT_KEY")
        or _kept_secret(data_dir, "passport_key", PASSPORT_KEY_BYTES, production=production),
        "PASSPORT_EARLIER_KEYS": env.get("PASSPORT_EARLIER_KEYS", "").split(),
        "OPERATOR_NAME": env.get("OPERATOR_NAME", "The Fairshift operator"),
        "OPERATOR_EMAIL": env.get("OPERATOR_EMAIL", "help@fairshift.example"),
        "OPERATOR_PHONE": env.get("OPERATOR_PHONE", ""),
        "OPERATOR_COUNTRY": env.get("OPERATOR_COUNTRY", "GB"),
        "BABEL_DEFAULT_LOCALE": "en_GB",
        "BABEL_DEFAULT_TIMEZONE": "UTC",
        "BABEL_TRANSLATION_DIRECTORIES": str(ROOT / "portal" / "translations"),
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": public_url.startswith("https://"),
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": True,
        "TRUSTED_PROXIES": int(env.get("TRUSTED_PROXIES") or production),
        **_mail(env),
    }
    found["SESSION_COOKIE_NAME"] = "__Host-session" if found["SESSION_COOKIE_SECURE"] else "session"
    if production:
        _insist(env, found)
    return found


def _is_production(env: Mapping[str, str]) -> bool:
    """Whether this is the real portal; a misspelt word must not open what only developers need."""
    kind = env.get("FAIRSHIFT_ENV") or "development"
    if kind not in ("production", "development"):
        raise Misconfigured(f"FAIRSHIFT_ENV is {kind!r}; it can be production or development")
    return kind == "production"


def _mail(env: Mapping[str, str]) -> dict[str, Any]:
    return {
        "MAIL_SERVER": env.get("MAIL_SERVER", "127.0.0.1"),
        "MAIL_PORT": int(env.get("MAIL_PORT") or 8025),
        "MAIL_USERNAME": env.get("MAIL_USERNAME") or None,
        "MAIL_PASSWORD": env.get("MAIL_PASSWORD") or None,
        "MAIL_USE_TLS": env.get("MAIL_USE_TLS") == "1",
        "MAIL_USE_SSL": env.get("MAIL_USE_SSL") == "1",
        "MAIL_TIMEOUT_SECONDS": float(env.get("MAIL_TIMEOUT_SECONDS") or 20),
        "MAIL_DEFAULT_SENDER": env.get("MAIL_DEFAULT_SENDER", "Fairshift <no-reply@fairshift.example>"),
    }


def _kept_secret(data_dir: Path, name: str, size: int, *, production: bool) -> str:
    """Development's own secret, made once and kept beside the data."""
    if production:
        return ""
    kept = data_dir / name
    try:
        return kept.read_text()
    except FileNotFoundError:
        data_dir.mkdir(parents=True, exist_ok=True)
        fresh = secrets.token_urlsafe(size)
        try:
            with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
                out.write(fresh)
        except FileExistsError:
            return kept.read_text()
        return fresh


def _insist(env: Mapping[str, str], found: Mapping[str, Any]) -> None:
    needed = ("SECRET_KEY", "PASSPORT_KEY", "PUBLIC_URL", "MAIL_SERVER", "OPERATOR_EMAIL")
    missing = [name for name in needed if not env.get(name)]
    if missing:
        raise Misconfigured(f"production needs {', '.join(missing)} to be set")
    if len(found["SECRET_KEY"]) < LEAST_SECRET:
        raise Misconfigured(f"SECRET_KEY needs {LEAST_SECRET} characters or more")
    if not re.fullmatch(r"[A-Za-z0-9_-]{43}", found["PASSPORT_KEY"]):
        raise Misconfigured(
            "PASSPORT_KEY needs to be 32 random bytes in base64url: 43 characters, no padding"
        )
    if not found["PUBLIC_URL"].startswith("https://"):
        raise Misconfigured("PUBLIC_URL needs to start with https:// in production")
