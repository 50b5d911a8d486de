"""The standalone script, with the portal's public keys written into it."""

from collections.abc import Mapping
from pathlib import Path

SOURCE = Path(__file__).with_name("verify_offer.py")
PLACE = "PUBLIC_KEYS: dict[str, str] = {}"


def script_with(public_keys: Mapping[str, bytes]) -> str:
    """The text of the script that trusts these keys and no other."""
    text = SOURCE.read_text("utf-8")
    if text.count(PLACE) != 1:
        raise LookupError("the script has no single place for keys")
    lines = "".join(f'    "{name}": "{key.hex()}",\n' for name, key in public_keys.items())
    return text.replace(PLACE, f"PUBLIC_KEYS: dict[str, str] = {{\n{lines}}}")
