"""How an entry of the trail commits to its facts without holding them."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any


def body_of(facts: Mapping[str, Any]) -> str:
    """The facts as one exact text: JSON, keys sorted, no spaces."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def commitment(salt: bytes, body: str) -> str:
    """HMAC-SHA256 of the body under its salt, in hex: proves the body, says nothing without the salt."""
    return hmac.new(salt, body.encode(), hashlib.sha256).hexdigest()
