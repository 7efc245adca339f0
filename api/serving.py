"""Serving: the web application in this process, and a worker beside it that is started again if it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import FrameType

import structlog
import uvicorn

from api.infra.installation import Installation, open_installation
from api.infra.logging import set_up_logging
from api.infra.migrate import upgrade
from api.infra.settings import Settings
from api.main import create_app

RESTART_AFTER_S = 1.0
GOODBYE_S = 10.0

log = structlog.get_logger()


def serve_with_worker(settings: Settings, host: str, port: int) -> None:
    """Serve until told to stop; the worker ends with the server."""
    set_up_logging()
    installation = open_installation(settings)
    upgrade(installation.database)
    worker = WorkerProcess(settings)
    # A supervisor's TERM, which uvicorn raises again once it is down, must not end us before the worker is.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    worker.start()
    try:
        uvicorn.run(
            create_app(installation),
            host=host,
            port=port,
            server_header=False,
            access_log=False,
            log_level="warning",
        )
    finally:
        worker.stop()


class WorkerProcess:
    """
    A worker in a process of its own.

    Parameters
    ----------
    settings
        Handed on by the environment.
    """

    def __init__(self, settings: Settings) -> None:
        self._environment = {
            **os.environ,
            "SANKA_SECRET": settings.secret.get_secret_value(),
            "SANKA_DATA_FOLDER": str(settings.data_folder.absolute()),
            "SANKA_DATABASE_URL": settings.main_url,
            "SANKA_KEYS_URL": settings.key_store_url,
            "SANKA_ORIGIN": settings.origin,
        }
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def start(self) -> None:
        """Start it, and start it again whenever it dies."""
        self._process = self._spawn()
        self._thread.start()

    def stop(self) -> None:
        """Let it put down its job and end."""
        self._stopping.set()
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(GOODBYE_S)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _spawn(self) -> subprocess.Popen[bytes]:
        # Ctrl-C goes to the server, which then tells the worker.
        return subprocess.Popen(
            [sys.executable, "-m", "api.cli", "worker"], env=self._environment, start_new_session=True
        )

    def _watch(self) -> None:
        while not self._stopping.is_set():
            assert self._process is not None
            self._process.wait()
            if not self._stopping.wait(RESTART_AFTER_S):
                log.error("worker_died", status=self._process.returncode)
                self._process = self._spawn()


def run_worker_until_told(installation: Installation) -> None:
    """Run a worker until the process is told to end; its job goes back into the queue."""
    from api.worker import run_worker

    told = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    try:
        run_worker(installation, should_stop=told.is_set)
    finally:
        installation.close()
