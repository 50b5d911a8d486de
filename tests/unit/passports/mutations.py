"""A thousand ways to change a passport, each of which must be noticed."""

import random
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from itertools import chain

from portal.passports import verify_offer as form
from portal.passports.domain import payload_of, sign, token_of
from tests.unit.passports.specimens import KEY, KEYS, OTHER_KEY, PASSPORT, key_name, token

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
GENUINE = token()
OTHER = token(number="P-2222-2222", title="Other work", employer="Somebody else")


def mutated(count: int = 1000, seed: int = 8032) -> list[str]:
    """So many different tokens, none of which is the genuine one; the special ones first."""
    found = {}
    chance = random.Random(seed)
    for one in chain(special(), _endless(chance)):
        if one not in {GENUINE, OTHER}:
            found[one] = None
        if len(found) == count:
            break
    return list(found)


def special() -> Iterator[str]:
    """Malleable base64, signatures that a lax verifier takes, other keys, foreign letters, too much."""
    head, payload, signature = GENUINE.split(".")
    raw = form.from_text(signature) or b""
    yield from (GENUINE + end for end in ("=", "==", "\n", " ", ".", "\x00", "A", "%3D"))
    yield from (start + GENUINE for start in (" ", "\n", "\ufeff", "F"))
    yield from (f"{head}.{payload}={'.'}{signature}", f"{head}.{payload} .{signature}", f"{head}.{payload}")
    yield GENUINE.lower()
    yield GENUINE.upper()
    yield GENUINE.replace("-", "+").replace("_", "/") + "="
    for text in (payload, signature):
        last = LETTERS.index(text[-1])
        spare = {0: 0, 2: 4, 3: 2}[len(text) % 4]
        for bits in range(1, 2**spare):
            changed = text[:-1] + LETTERS[last ^ bits]
            yield GENUINE.replace(text, changed)
    s = int.from_bytes(raw[32:], "little")
    for times in range(1, 16):
        if (s + times * form.ORDER).bit_length() <= 256:
            yield _with(payload, raw[:32] + (s + times * form.ORDER).to_bytes(32, "little"))
    for point in weak_points():
        yield _with(payload, point + raw[32:])
        yield _with(payload, point + bytes(32))
    yield _with(payload, raw[:31] + bytes([raw[31] ^ 0x80]) + raw[32:])
    yield from (_with(payload, one) for one in (b"", raw[:63], raw + b"\x00", raw[32:] + raw[:32]))
    whole = payload_of(PASSPORT, key_name())
    yield token(OTHER_KEY)
    yield token(OTHER_KEY, named=key_name())
    yield token(KEY, named=key_name(OTHER_KEY))
    yield token_of(whole, sign(whole, OTHER_KEY))
    yield token_of(whole, KEY.sign(whole))
    yield token_of(whole, KEY.sign(form.OF_FILE + whole))
    yield f"{head}.{OTHER.split('.')[1]}.{signature}"
    yield f"{head}.{payload}.{OTHER.split('.')[2]}"
    yield from _rewritten(whole, raw)
    yield from (
        "",
        ".",
        "..",
        "FS1..",
        "FS1.A.A",
        "FS2." + GENUINE[4:],
        "\ud800",
        "ａ" * 50,
        "ΦΣ1" + GENUINE[3:],
    )
    yield from ("A" * 5_000_000, f"FS1.{'A' * 5_000_000}.{signature}", GENUINE * 50, "FS1." + "." * 100_000)


def _rewritten(whole: bytes, raw: bytes) -> Iterator[str]:
    """The same facts in other bytes, and other facts under the genuine signature."""
    pairs = (
        (b'"pay":"14.20"', b'"pay":"24.20"'),
        (b'"pay":"14.20"', b'"pay":14.20'),
        (b'"pay":"14.20"', b'"pay":"14.20","pay":"14.20"'),
        (b'"form":1', b'"form":true'),
        (b'"form":1', b'"form":1.0'),
        (b'"form":1', b'"form":' + b"9" * 4000),
        (b'"no_worker_pays":true', b'"no_worker_pays":false'),
        (b"{", b"{ "),
        (b"{", b'{"extra":"x",'),
        (b"Boston", b"B\\u006fston"),
        (b"Boston", b"Boston\xe2\x80\xae"),
        (b"Boston", b"\xff\xfe"),
        (b"Boston", b"\\ud800"),
        ("Ż".encode(), "Z\u0307".encode()),
        (b"{", b"[" * 3000),
    )
    for old, new in pairs:
        yield token_of(whole.replace(old, new, 1), raw)
    yield token_of(whole + b"\n", raw)
    yield token_of(b"\xef\xbb\xbf" + whole, raw)
    yield token_of(b"null", raw)


def weak_points() -> tuple[bytes, ...]:
    """Points of small order, and ones that are written in a second way: what lax verifiers let through."""
    p = form.P
    numbers = (0, 1, p - 1, p, p + 1, 1 << 255, (1 << 255) + 1, (1 << 255) + p - 1, 2**255 - 1, 2**256 - 1)
    eighth = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"
    inverse = "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"
    return (*(one.to_bytes(32, "little") for one in numbers), bytes.fromhex(eighth), bytes.fromhex(inverse))


def _with(payload: str, signature: bytes) -> str:
    return f"FS1.{payload}.{urlsafe_b64encode(signature).decode().rstrip('=')}"


def _endless(chance: random.Random) -> Iterator[str]:
    while True:
        yield from _accidents(chance)


def _accidents(chance: random.Random) -> Iterator[str]:
    """Bits that turn over, ends that are lost, letters that move, come or change."""
    _head, payload, signature = GENUINE.split(".")
    for text in (payload, signature):
        raw = bytearray(form.from_text(text) or b"")
        raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
        yield GENUINE.replace(text, form.to_text(bytes(raw)))
    at = chance.randrange(len(GENUINE))
    yield GENUINE[:at]
    yield GENUINE[:at] + chance.choice(LETTERS + ".=\u0430\u202e\x00") + GENUINE[at:]
    yield GENUINE[:at] + chance.choice(LETTERS) + GENUINE[at + 1 :]
    other = chance.randrange(len(GENUINE))
    low, high = sorted((at, other))
    yield GENUINE[:low] + GENUINE[high:] + GENUINE[low:high]


__all__ = ["GENUINE", "KEYS", "mutated", "special", "weak_points"]
