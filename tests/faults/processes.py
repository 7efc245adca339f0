"""The server and the worker as processes of their own, which tests end hard."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.api.service import ORIGIN, SECRET, Service

ROOT = Path(__file__).parents[2]
START_S = 60.0
KILLED = -9


def environment_of(service: Service) -> dict[str, str]:
    """Give a process the settings of a service."""
    settings = service.installation.settings
    return {
        **os.environ,
        "SANKA_SECRET": SECRET,
        "SANKA_DATABASE_URL": settings.main_url,
        "SANKA_KEYS_URL": settings.key_store_url,
        "SANKA_ORIGIN": ORIGIN,
    }


class Program:
    """
    A process that is started again after it was ended.

    Parameters
    ----------
    service
        The service whose databases it works on.
    command
        What is run, after the interpreter.
    log
        Where it writes to.
    """

    def __init__(self, service: Service, command: list[str], log: Path) -> None:
        self._environment = environment_of(service)
        self._command = command
        self._log = log
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process number."""
        assert self._process is not None
        return self._process.pid

    def start(self, *more: str) -> None:
        """Start it."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, *self._command, *more],
                env=self._environment,
                cwd=ROOT,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self) -> None:
        """End it with kill -9."""
        assert self._process is not None
        assert self._process.poll() is None, f"it ended by itself: {self._log.read_text()[-2000:]}"
        self._process.kill()
        assert self._process.wait() == KILLED

    def wait_until_dead(self) -> None:
        """Wait until it has killed itself."""
        assert self._process is not None
        assert self._process.wait(START_S) == KILLED, self._log.read_text()[-2000:]

    def end(self) -> None:
        """End it, however it stands."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


class Server(Program):
    """
    The web application on a unix socket.

    Parameters
    ----------
    service, folder
        The service, and where the log is written to.
    """

    def __init__(self, service: Service, folder: Path) -> None:
        # A socket's address is short, and pytest's folders are deep.
        self._folder = tempfile.TemporaryDirectory(prefix="sanka-")
        self.socket = f"{self._folder.name}/http"
        super().__init__(service, ["-m", "tests.faults.serve", self.socket], folder / "server.log")

    def start(self, *more: str) -> None:
        """Start it and wait until it listens."""
        super().start(*more)
        until = time.monotonic() + START_S
        while not self._listens():
            assert self._process is not None
            assert self._process.poll() is None, self._log.read_text()[-2000:]
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.02)

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(self.socket) == 0

    def end(self) -> None:
        """End it and take its socket away."""
        super().end()
        self._folder.cleanup()


class Worker(Program):
    """
    The worker, as it is started beside a server.

    Parameters
    ----------
    service, folder
        The service, and where the log is written to.
    """

    def __init__(self, service: Service, folder: Path) -> None:
        super().__init__(service, ["-m", "api.cli", "worker"], folder / "worker.log")


@contextmanager
def running(service: Service, folder: Path, *how: str) -> Iterator[Server]:
    """Run a server for a while."""
    server = Server(service, folder)
    try:
        server.start(*how)
        yield server
    finally:
        server.end()
