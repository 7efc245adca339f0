"""
Parts of a problem solved on a Dask cluster (extra `cluster`).

What travels is arrays of numbers: no name, no address, no id of a person. Workers need the same release of
sanka; who may reach the scheduler can run code on it, so it belongs into a network of its own or behind
Dask's TLS.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, ParamSpec, TypeVar

from distributed import Client, Event

from matching.selection.crew import Crew

_P = ParamSpec("_P")
_T = TypeVar("_T")

CONNECT_S = 10.0
"""How long a scheduler may take to answer."""
ASK_EVERY_S = 0.5
"""How often workers ask whether anybody still waits for them, and we ask whether there are workers."""
ABSENT_S = 5.0
"""How long there may be no worker, or no scheduler, before the caller solves by itself."""
PACKAGES = ("sanka", "ortools", "numpy", "scipy")


class NoCluster(Exception):
    """
    The cluster cannot be used.

    Parameters
    ----------
    key
        The sentence of `api.words` that says why and what to do.
    values
        What is filled in there.
    """

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


@contextmanager
def cluster(address: str) -> Iterator[Cluster]:
    """
    Connect to a scheduler, and leave its workers free at the end, whatever they are at.

    Parameters
    ----------
    address
        Of the scheduler, such as tcp://192.0.2.1:8786.

    Raises
    ------
    NoCluster
        If no scheduler answers, it has no workers, or one of them runs another release.
    """
    # What happens to workers is said by us, once, and not by a log that breaks into the line of progress.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT_S, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as failure:
        raise NoCluster("scheduler_silent", address=address, reason=str(failure) or "timeout") from failure
    crew = Cluster(client)
    try:
        _check_workers(client, address)
        yield crew
    finally:
        crew.shutdown()
        client.close(timeout=CONNECT_S)


class Cluster(Crew):
    """
    The workers of a Dask scheduler.

    A worker that dies has its parts done by another; after three deaths at the same part, or when nobody is
    left, the caller gets it back.

    Parameters
    ----------
    client
        Connected.
    """

    def __init__(self, client: Client) -> None:
        self._client = client
        self._executor = client.get_executor(pure=False)
        self._flag = _Flag(f"sanka-called-off-{uuid.uuid4().hex}")
        self._seen_at = self._asked_at = time.monotonic()

    def submit(self, work: Callable[_P, _T], /, *args: _P.args, **kwargs: _P.kwargs) -> Future[_T]:
        """Let a worker do the work."""
        return self._executor.submit(work, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = True) -> None:
        """Tell the workers that nobody waits for them any longer."""
        if self._client.status == "running":
            Event(self._flag.name, client=self._client).set()
        self._executor.shutdown(wait=False)

    @property
    def is_called_off(self) -> Callable[[], bool]:
        """Ask a flag that the scheduler keeps: Dask does not stop what a worker has begun."""
        return self._flag

    def is_manned(self) -> bool:
        """Say whether a worker has been there within the last seconds."""
        now = time.monotonic()
        if now - self._asked_at >= ASK_EVERY_S:
            self._asked_at = now
            if self._client.status == "running" and self._client.scheduler_info()["workers"]:
                self._seen_at = now
        return now - self._seen_at < ABSENT_S


@dataclass
class _Flag:
    """A flag with a name that a worker asks the scheduler about, not too often."""

    name: str
    _event: Any = field(default=None, init=False, repr=False)
    _asked_at: float = field(default=0.0, init=False, repr=False)
    _is_set: bool = field(default=False, init=False, repr=False)

    def __call__(self) -> bool:
        now = time.monotonic()
        if not self._is_set and now - self._asked_at >= ASK_EVERY_S:
            self._asked_at = now
            if self._event is None:
                self._event = Event(self.name)
            self._is_set = self._event.is_set()
        return self._is_set

    def __reduce__(self) -> tuple[type[_Flag], tuple[str]]:
        return _Flag, (self.name,)


def versions() -> dict[str, str]:
    """Give the releases that decide what a worker's answer is."""
    return {package: version(package) for package in PACKAGES}


def _check_workers(client: Client, address: str) -> None:
    """Refuse to start with nobody, or with workers whose answers could differ from ours."""
    found: dict[str, Any] = client.run(versions, on_error="return")
    if not found:
        raise NoCluster("scheduler_alone", address=address)
    here = versions()
    for worker, there in found.items():
        if isinstance(there, BaseException):
            raise NoCluster("workers_differ", worker=worker, what="sanka", here=here["sanka"], there="-")
        for package in PACKAGES:
            if there[package] != here[package]:
                raise NoCluster(
                    "workers_differ",
                    worker=worker,
                    what=package,
                    here=here[package],
                    there=there[package],
                )
