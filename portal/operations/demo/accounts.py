"""The accounts by which somebody tries the demo, and the file that remembers their passwords."""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyotp

from portal.operations.demo.people import INSPECTOR, OPERATOR
from portal.operations.demo.world import World

PROVIDER, EMPLOYER = "fenland", "haven"
"""The organisations for which one signs in."""
_FILE = "demo_accounts.json"
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True)
class DemoAccount:
    """A way into the demo. The worker has no account: `url` opens the offer.

    Staff need a code from an authenticator app as well: `totp_secret` is what the app is given.
    """

    role: str
    email: str | None
    password: str | None
    url: str
    totp_secret: str | None = None

    @property
    def code(self) -> str | None:
        """What an authenticator app would show now."""
        return pyotp.TOTP(self.totp_secret).now() if self.totp_secret else None


def demo_people(world: World) -> dict[str, str]:
    """The mail address by role."""
    provider, employer = world.organisation(PROVIDER), world.organisation(EMPLOYER)
    return {
        "provider": provider.email_of(provider.administrator),
        "employer": employer.email_of(employer.administrator),
        "operator": OPERATOR[1],
        "compliance": INSPECTOR[1],
    }


def new_password() -> str:
    """A random password of 59 bits that can be typed from paper: no 0, o, 1, i or l."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def keep_accounts(data_dir: Path, accounts: Sequence[DemoAccount]) -> None:
    """Remember the accounts, where only the owner can read them."""
    path = data_dir / _FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump([asdict(one) for one in accounts], out, indent=1)


def kept_accounts(data_dir: Path) -> list[DemoAccount] | None:
    """The accounts of the demo that was loaded; none where there is none."""
    try:
        kept = json.loads((data_dir / _FILE).read_text())
    except FileNotFoundError:
        return None
    return [DemoAccount(**one) for one in kept]
