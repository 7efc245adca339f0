"""What can go wrong at the service, by name; `web.errors` maps each to a status and a Japanese answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class ServiceError(Exception):
    """An act that was not done; nothing of it was kept."""


class NotSignedIn(ServiceError):
    """Nobody is signed in, or the session has ended."""


class NotFound(ServiceError):
    """There is no such record for this user: unknown, of another municipality, or not theirs to see."""


class ForeignOrigin(ServiceError):
    """A change was asked for from another site, or without saying from where."""


class TooManyAttempts(ServiceError):
    """Signing in was tried too often."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(retry_after_s)
        self.retry_after_s = retry_after_s


class VersionMissing(ServiceError):
    """A change came without the version it starts from (If-Match)."""


class Stale(ServiceError):
    """A change started from an older version."""

    def __init__(self, version: int, fields: Sequence[str]) -> None:
        super().__init__(version, fields)
        self.version = version
        self.fields = tuple(fields)


class KeyMissing(ServiceError):
    """An act came without an Idempotency-Key."""


class KeyReused(ServiceError):
    """The same Idempotency-Key came with another act or body."""


class Conflict(ServiceError):
    """The act does not fit what already holds; the code says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong with what was given: where, what was given, and what is expected."""

    field: str
    given: str
    expected: str
    row: int | None = None


class Refused(ServiceError):
    """What was given cannot be used; every fault is named."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = tuple(faults)


class Busy(ServiceError):
    """Somebody else has been writing for too long, or the database cannot be reached."""


class DiskFull(ServiceError):
    """There is no room to write."""


class PolicyError(ServiceError):
    """A route did not pass the gate it names: a fault of ours, closed."""


class BadSettings(ServiceError):
    """The service is not started: settings are missing or weak."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class KeyLost(ServiceError):
    """A sealed record cannot be opened: its key is gone, or it is not the record it claims to be."""
