"""The browser of the journeys: the system's Chromium, or installed when root may."""

import os
import shutil
import subprocess
from collections.abc import Mapping

from config.local.words import say, step

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW = "Browser journeys are skipped: no Chromium here. On Debian: apt-get install chromium. Else: CHROMIUM=/path/to/it"


def path(given: Mapping[str, str]) -> str | None:
    """Where Chromium is; `CHROMIUM` overrides."""
    if chosen := given.get("CHROMIUM"):
        return chosen
    return next(filter(None, map(shutil.which, NAMES)), None)


def ensure(given: Mapping[str, str]) -> str | None:
    """As `path`, after an attempt of the package manager when we are root; says so when there is none."""
    if found := path(given):
        return found
    if os.getuid() == 0 and shutil.which("apt-get"):
        _install()
    if not (found := path(given)):
        say(HOW)
    return found


def _install() -> None:
    quiet = {"env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, "stdout": subprocess.DEVNULL}
    with step("installing Chromium with apt-get"):
        for words in (["install"], ["update"], ["install"]):
            chosen = ["-y", "--no-install-recommends", "chromium"] if words == ["install"] else []
            done = subprocess.run(["apt-get", "-qq", *words, *chosen], check=False, stderr=subprocess.DEVNULL, **quiet)
            if words == ["install"] and done.returncode == 0:
                return
