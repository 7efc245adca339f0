"""A worker's hold on a job: it is kept while the job is worked on in a thread of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog
from sqlalchemy.exc import SQLAlchemyError

from api.errors import ServiceError
from api.infra.installation import Installation
from api.jobs.queue import Claim, LeaseLost, Progress, is_cancel_asked, keep

HEARTBEAT_S = 15.0
POLL_S = 0.5

log = structlog.get_logger()


class LetGo(Exception):
    """The job is not to be worked on any further: it is lost, or the worker is to end."""


class Hold:
    """
    Keeps a job while it is worked on.

    Parameters
    ----------
    installation, claim
        The job as it was lent.
    is_ending
        The worker was told to end.
    """

    def __init__(self, installation: Installation, claim: Claim, is_ending: Callable[[], bool]) -> None:
        self.claim = claim
        self.is_cancelled = False
        self._installation = installation
        self._is_ending = is_ending
        self._is_lost = False
        self._progress = self._written = Progress()
        self._kept_at = time.monotonic()

    def report(self, progress: Progress) -> None:
        """
        Say how far the job has come; it is written down soon, and not more often than needed.

        Raises
        ------
        LetGo
            If there is no use in going on.
        """
        self._progress = progress
        self.check()

    def should_stop(self) -> bool:
        """
        Tell whether the job is to end early and keep what there is.

        Raises
        ------
        LetGo
            If there is no use in going on.
        """
        self.check()
        return self.is_cancelled

    def check(self) -> None:
        """
        Go on only if the job is still this worker's.

        Raises
        ------
        LetGo
            If it is not, or the worker is to end.
        """
        if self._is_lost or self._is_ending():
            raise LetGo

    def run(self, work: Callable[[], None], meanwhile: Callable[[], None]) -> None:
        """
        Work in a thread while this one keeps the job, hears signals and does something meanwhile.

        A signal is only heard in the main thread, and not while a solver runs in it.
        """
        self.keep()
        with ThreadPoolExecutor(max_workers=1) as pool:
            future = pool.submit(work)
            while not future.done():
                try:
                    future.exception(timeout=POLL_S)
                except TimeoutError:
                    self.keep()
                    meanwhile()
            future.result()

    def keep(self) -> None:
        """Lengthen the lease if it is time to, write the progress if there is any, and hear of a cancel."""
        database, clock = self._installation.database, self._installation.clock
        progress, now_s = self._progress, time.monotonic()
        try:
            if progress != self._written or now_s - self._kept_at >= HEARTBEAT_S:
                with database.write() as session:
                    self.is_cancelled = keep(session, clock.now(session), self.claim, progress)
                self._written, self._kept_at = progress, now_s
            else:
                with database.read() as session:
                    self.is_cancelled = is_cancel_asked(session, self.claim)
        except LeaseLost:
            self._is_lost = True
        except (ServiceError, SQLAlchemyError) as error:  # the lease lasts longer than most of these
            log.warning("job_not_kept", job_id=str(self.claim.job_id), kind=type(error).__name__)
