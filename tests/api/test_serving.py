"""The service as it is started: server and worker as real processes."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from api.demo.town import PASSWORD

PATIENCE_S = 60.0


@pytest.fixture
def demo(socket_enabled: None, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], httpx2.Client]]:
    """`sanka demo --serve`, ready to answer."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli", "demo", "--serve", "--port", str(port)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    origin = f"http://127.0.0.1:{port}"
    with httpx2.Client(base_url=origin, headers={"Origin": origin}, follow_redirects=True) as client:
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                client.get("/health")
                break
            except httpx2.TransportError:
                assert process.poll() is None, "the service did not start"
                assert time.monotonic() < deadline, "the service does not answer"
                time.sleep(0.2)
        yield process, client
    process.kill()
    process.wait()


def test_the_demo_serves_makes_a_proposal_and_leaves_nothing(
    demo: tuple[subprocess.Popen[bytes], httpx2.Client], tmp_path: Path
) -> None:
    """A coordinator signs in on the page and has a proposal made by the worker; Ctrl-C ends all of it."""
    process, client = demo
    page = client.post("/sign-in", data={"sign_in_name": "coordinator", "password": PASSWORD})
    assert "<h1>今日</h1>" in page.text
    page = client.post("/proposals", data={"key": uuid.uuid4().hex})
    deadline = time.monotonic() + PATIENCE_S
    while "<progress" in page.text:
        assert time.monotonic() < deadline
        time.sleep(0.3)
        page = client.get(page.url)
    status = re.search(r'class="status"><strong>(.*?)<', page.text)
    assert status is not None
    assert status[1] == "最適"
    assert page.text.count('class="card"') > 20
    process.send_signal(signal.SIGINT)
    process.wait(20)
    assert not list(tmp_path.glob("sanka-demo-*"))
    assert not _workers_of(tmp_path)


def test_a_supervisor_ends_the_worker_too(
    demo: tuple[subprocess.Popen[bytes], httpx2.Client], tmp_path: Path
) -> None:
    """TERM, as systemd and containers send it, leaves no worker behind, and nothing of the demo."""
    process, _ = demo
    assert _workers_of(tmp_path)
    process.terminate()
    assert process.wait(20) == 0
    assert not _workers_of(tmp_path)
    assert not list(tmp_path.glob("sanka-demo-*"))


def _workers_of(folder: Path) -> list[str]:
    """Give the processes that still work on a folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            if str(folder / "sanka-demo-").encode() in entry.read_bytes():
                found.append(entry.parent.name)
        except OSError:
            continue
    return found
