"""
The optimisation kernel: at most one candidate per group, every capacity row holds, greatest total value.

`select` and the solver behind it are loaded when first asked for, so that `matching.selection.problem` and
`matching.selection.bound` can be used where no solver may be.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from matching.selection.problem import Progress, Selection, SelectParams, SelectResult

if TYPE_CHECKING:
    from matching.selection.solve import select

__all__ = ["Progress", "SelectParams", "SelectResult", "Selection", "select"]


def __getattr__(name: str) -> object:
    if name == "select":
        from matching.selection.solve import select

        return select
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
