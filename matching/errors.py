"""The two ways the core fails: the input is wrong, or the solver is."""

from __future__ import annotations


class InvalidProblem(ValueError):
    """
    Some input cannot be used; says which record, which field, what was given and what is expected.

    Parameters
    ----------
    record
        What holds the field, as a reader would name it: ``person P012``.
    field
        The field's code name, with the position inside it where there is one.
    given
        The value as it was given.
    expected
        What would be accepted, in words.
    """

    def __init__(self, record: str, field: str, given: object, expected: str) -> None:
        super().__init__(f"{record}: {field}: expected {expected}, given {given!r}")
        self.record = record
        self.field = field
        self.given = given
        self.expected = expected


class SolverFault(RuntimeError):
    """The solver refused the model or returned something that does not hold; never "no candidates"."""


def require(condition: bool, record: str, field: str, given: object, expected: str) -> None:
    """Raise `InvalidProblem` unless the condition holds."""
    if not condition:
        raise InvalidProblem(record, field, given, expected)
