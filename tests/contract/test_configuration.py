"""Every setting is written down, and nothing is written down that is none."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import config

DOCUMENT = config.ROOT / "docs" / "configuration.md"
DOCUMENTED = re.compile(r"^\| `([A-Z_]+)` \| (.+?) \|", re.MULTILINE)
OF_TESTS = {"FAIRSHIFT_PROVE", "CI"}


class Watched(Mapping[str, str]):
    """An environment that notes what is asked for."""

    def __init__(self, **values: str) -> None:
        self.values_set = values
        self.asked: set[str] = set()

    def __getitem__(self, name: str) -> str:
        self.asked.add(name)
        return self.values_set[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_set)

    def __len__(self) -> int:
        return len(self.values_set)


def test_every_setting_is_documented_and_no_other(tmp_path: Path) -> None:
    read = Watched(DATA_DIR=str(tmp_path))
    config.settings(read)
    assert dict(DOCUMENTED.findall(DOCUMENT.read_text())).keys() - OF_TESTS == read.asked


@pytest.mark.parametrize(
    "name", ["OPERATOR_NAME", "OPERATOR_EMAIL", "OPERATOR_COUNTRY", "MAIL_SERVER", "MAIL_PORT"]
)
def test_the_documented_default_is_the_real_one(name: str, tmp_path: Path) -> None:
    said = dict(DOCUMENTED.findall(DOCUMENT.read_text()))[name]
    assert said == f"`{config.settings({'DATA_DIR': str(tmp_path)})[name]}`"


@pytest.mark.parametrize(
    "name", ["SECRET_KEY", "PASSPORT_KEY", "PUBLIC_URL", "MAIL_SERVER", "OPERATOR_EMAIL"]
)
def test_production_does_not_start_without_what_the_document_calls_needed(name: str, tmp_path: Path) -> None:
    whole = {
        "FAIRSHIFT_ENV": "production",
        "DATA_DIR": str(tmp_path),
        "SECRET_KEY": "s" * 32,
        "PASSPORT_KEY": "k" * 42 + "A",
        "PUBLIC_URL": "https://portal.example",
        "MAIL_SERVER": "mail.example",
        "OPERATOR_EMAIL": "help@portal.example",
    }
    assert config.settings(whole)["PRODUCTION"]
    [line] = [one for one in DOCUMENT.read_text().splitlines() if one.startswith(f"| `{name}`")]
    assert "*needed*" in line
    with pytest.raises(config.Misconfigured, match=name):
        config.settings({key: value for key, value in whole.items() if key != name})


@pytest.mark.parametrize("name", ["Production", "prod", " production"])
def test_a_misspelt_production_does_not_start_as_development(name: str, tmp_path: Path) -> None:
    with pytest.raises(config.Misconfigured, match="FAIRSHIFT_ENV"):
        config.settings({"FAIRSHIFT_ENV": name, "DATA_DIR": str(tmp_path)})
