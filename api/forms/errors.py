"""What is wrong with a form."""

from __future__ import annotations

from collections.abc import Sequence

from api.errors import Fault


class InvalidForm(ValueError):
    """
    A form cannot be used.

    Parameters
    ----------
    file
        The file or what was sent, as a reader would name it: ``plan.toml``.
    faults
        Each field, what was given there, and what is expected.
    """

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        told = "; ".join(f"{each.field}: expected {each.expected}, given {each.given!r}" for each in faults)
        super().__init__(f"{file}: {told}")
        self.file = file
        self.faults = tuple(faults)
