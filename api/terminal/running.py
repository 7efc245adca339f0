"""How a long command runs: on which processors, beside the thread that hears Ctrl-C, with faults in words."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

import typer

from api.terminal import show
from api.words import word
from matching.errors import InvalidProblem
from matching.selection.crew import Crew, Processes
from matching.vocabulary import Lang

_T = TypeVar("_T")
_LISTEN_EVERY_S = 0.1


@contextmanager
def crew_of(scheduler: str, lang: Lang) -> Iterator[Crew]:
    """Give who solves parts side by side: the processes of this machine, or a cluster's workers."""
    if not scheduler:
        with Processes(os.cpu_count() or 1) as crew:
            yield crew
        return
    try:
        from api.cluster import NoCluster, cluster
    except ModuleNotFoundError as missing:
        show.fault(word("needs_cluster", lang, package=missing.name or ""))
        raise typer.Exit(2) from missing
    try:
        with cluster(scheduler) as workers:
            yield workers
    except NoCluster as failure:
        show.fault(word(failure.key, lang, **failure.values))
        raise typer.Exit(2) from failure


def stop_on_interrupt() -> Callable[[], bool]:
    """Stop the solve at the first Ctrl-C and keep what was found; the second one ends the program."""
    stopped = threading.Event()

    def stop(number: int, frame: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, stop)
    return stopped.is_set


def in_thread(work: Callable[[], _T]) -> _T:
    """Work beside the main thread, for only that one can hear Ctrl-C, and not while a solver runs in it."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        future = pool.submit(work)
        while True:
            try:
                return future.result(timeout=_LISTEN_EVERY_S)
            except TimeoutError:
                if future.done():
                    raise


@contextmanager
def input_errors(lang: Lang) -> Iterator[None]:
    """Say what is wrong with the input in one plain sentence, and end with status 2."""
    try:
        yield
    except InvalidProblem as error:
        show.invalid(error, lang)
        raise typer.Exit(2) from error
