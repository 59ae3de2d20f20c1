"""The lock files: complete, hashed, of one mind, and silent about where they came from."""

import re

import pytest

from config.local.place import ROOT

LOCKS = ("app", "local", "test", "spark")


def text(name: str) -> str:
    return (ROOT / "requirements" / f"{name}.txt").read_text()


def pins(name: str) -> set[str]:
    return set(re.findall(r"^([\w.\[\]-]+==[^\s;]+)", text(name), re.M))


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_hashes_and_names_no_host(name):
    assert len(pins(name)) <= text(name).count("--hash=sha256:")
    assert "://" not in text(name)
    assert "make lock" in text(name)


def test_each_lock_holds_the_one_before_at_the_same_versions():
    assert pins("app") <= pins("local") <= pins("test")


@pytest.mark.parametrize("name", ["app", "demo", "local", "test"])
def test_every_wish_is_in_the_lock(name):
    wishes = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    names = {re.split(r"[\[~=<>]", line)[0].lower() for line in wishes if line and line[0] not in "#-"}
    assert names - {pin.split("==")[0].split("[")[0] for pin in pins("test")} == set()
