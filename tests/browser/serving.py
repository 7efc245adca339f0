"""The demo town, served by its own command, a browser, and signing in: for tests and for pictures."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Browser, Error, Playwright

from api.demo.town import PASSWORD

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_START_S = 90.0
_PORTS = 5
_served = itertools.count()


def open_browser(playwright: Playwright) -> Browser | None:
    """Open the browser of the system, if there is one."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    # Kanji are drawn as they are written in Japan.
    japanese = {**os.environ, "LANGUAGE": "ja", "LANG": "ja_JP.UTF-8"}
    if not found:
        return None
    return playwright.chromium.launch(executable_path=found, args=[*_QUIET, "--lang=ja"], env=japanese)


@contextmanager
def serve_town(
    playwright: Playwright, log: Path, *command: str, settings: Mapping[str, str] = MappingProxyType({})
) -> Iterator[str]:
    """
    Serve the demo town (or what another command serves) with its worker, and give its origin.

    Parameters
    ----------
    playwright, log
        Who asks whether it answers, and where it writes.
    *command, settings
        Of `sanka`, to which a port is added; and the environment it is given beside ours.

    Raises
    ------
    RuntimeError
        With the end of its log, if it does not answer.
    """
    words = command or ("demo", "--serve")
    # Each service of a process tries ports of its own, or another would seem to be this one.
    port = 20_000 + (os.getpid() * 20 + next(_served) * _PORTS) % 20_000
    for each in range(port, port + _PORTS):
        process = _start(each, log, words, settings)
        try:
            if _answers(playwright, f"http://127.0.0.1:{each}", process):
                yield f"http://127.0.0.1:{each}"
                return
        finally:
            process.terminate()
            process.wait(30)
    raise RuntimeError(f"the service did not start: {log.read_text()[-2000:]}")


def sign_in(browser: Browser, origin: str, account: str) -> Any:
    """Sign an account in on the page, and give its cookies."""
    context = browser.new_context(base_url=origin)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("サインイン名").fill(account)
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="サインインする").click()
    page.wait_for_url(f"{origin}/")
    state = context.storage_state()
    context.close()
    return state


def _start(
    port: int, log: Path, words: tuple[str, ...], settings: Mapping[str, str]
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "api.cli", *words, "--port", str(port)]
    with log.open("ab") as out:
        return subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env={**os.environ, **settings})


def _answers(playwright: Playwright, origin: str, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the service answers; the driver asks, for a test's process may open no socket."""
    asking = playwright.request.new_context()
    deadline = time.monotonic() + _START_S
    try:
        while process.poll() is None and time.monotonic() < deadline:
            try:
                if asking.get(f"{origin}/health").ok:
                    return True
            except Error:
                time.sleep(0.3)
    finally:
        asking.dispose()
    return False
