"""The standalone script's own Ed25519, on the vectors of RFC 8032, section 7.1, and against the library."""

import hashlib
import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from portal.passports import verify_offer as form
from portal.passports.domain import is_signed
from tests.unit.passports.mutations import weak_points

VECTORS = {
    "TEST 1": (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        b"",
        (
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b"
        ),
    ),
    "TEST 2": (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        bytes.fromhex("72"),
        (
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00"
        ),
    ),
    "TEST 3": (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        bytes.fromhex("af82"),
        (
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc659"
            "4a7c15e9716ed28dc027beceea1ec40a"
        ),
    ),
    "TEST SHA(abc)": (
        "833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42",
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").digest(),
        (
            "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e030"
            "3dca179c138ac17ad9bef1177331a704"
        ),
    ),
}


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_of_the_standard_are_signed_and_no_neighbour_of_them_is(name):
    _secret, public, message, signature = VECTORS[name]
    key, whole = bytes.fromhex(public), bytes.fromhex(signature)
    assert form.is_signed(key, whole, message)
    assert not form.is_signed(key, whole, message + b"\x00")
    for at in (0, 31, 32, 63):
        assert not form.is_signed(key, whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :], message)


@pytest.mark.parametrize("name", VECTORS)
def test_the_vectors_are_those_of_the_standard_as_the_library_knows_it(name):
    secret, public, message, signature = VECTORS[name]
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    assert key.public_key().public_bytes_raw().hex() == public
    assert key.sign(message).hex() == signature


def test_script_and_library_agree_on_fresh_keys_and_on_signatures_made_malleable():
    chance = random.Random(25519)
    for _ in range(20):
        key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        public, message = key.public_key().public_bytes_raw(), chance.randbytes(chance.randrange(200))
        whole = key.sign(message)
        s = int.from_bytes(whole[32:], "little")
        beyond = whole[:32] + (s + form.ORDER).to_bytes(32, "little")
        assert form.is_signed(public, whole, message)
        assert is_signed(public, whole, message)
        assert not form.is_signed(public, beyond, message)
        assert not is_signed(public, beyond, message)


@pytest.mark.parametrize("point", weak_points())
def test_nothing_is_signed_under_a_weak_key(point):
    zero = (1).to_bytes(32, "little") + bytes(32)
    assert not form.is_signed(point, zero, b"anything")
