"""The arrays of this package: their types, and the checks that make them what they say."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

import numpy as np
import numpy.typing as npt
from scipy import sparse

from matching.errors import require

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]
Matrix: TypeAlias = "sparse.csr_array[np.int64, tuple[int, int]]"
T = TypeVar("T", bound=np.generic)

RECORD = "selection"
"""How errors name the problem."""
EXACT = 2.0**53
"""Whole numbers below this are exact in float64, so no solver can round them."""


def as_ints(field: str, given: npt.ArrayLike, size: int | None = None, lowest: int | None = None) -> Ints:
    """
    Give a read-only vector of int64.

    Parameters
    ----------
    field
        Its name, for the error.
    given
        Integers of any width.
    size
        How many there must be; None for any number.
    lowest
        The least value allowed; None for any.

    Raises
    ------
    InvalidProblem
        If it is not that.
    """
    array = np.asarray(given)
    require(array.ndim == 1, RECORD, field, array.shape, "one dimension")
    require(
        size is None or array.size == size, RECORD, field, array.size, f"{size} entries, one per candidate"
    )
    # An empty list becomes an array of float64, which is no reason to complain.
    is_int = array.size == 0 or (array.dtype.kind in "iu" and np.can_cast(array.dtype, np.int64))
    require(is_int, RECORD, field, array.dtype.name, "integers that fit into int64")
    if lowest is not None and array.size:
        at = int(array.argmin())
        require(bool(array[at] >= lowest), RECORD, f"{field}[{at}]", int(array[at]), f"{lowest} or more")
    return _read_only(array.astype(np.int64, copy=False))


def as_flags(field: str, given: npt.ArrayLike, size: int) -> Flags:
    """
    Give a read-only vector of bool.

    Parameters
    ----------
    field
        Its name, for the error.
    given
        An array of bool; integers are refused, for they may be positions.
    size
        How many there must be.

    Raises
    ------
    InvalidProblem
        If it is not that.
    """
    array = np.asarray(given)
    require(array.shape == (size,), RECORD, field, array.shape, f"shape {(size,)}, one per candidate")
    require(array.dtype == np.bool_ or size == 0, RECORD, field, array.dtype.name, "bool")
    return _read_only(array.astype(np.bool_, copy=False))


def as_uses(field: str, given: Matrix, shape: tuple[int, int]) -> Matrix:
    """
    Give a CSR array of int64, sorted, without zeros or doubles; copied only if it was not like that.

    Parameters
    ----------
    field
        Its name, for the error.
    given
        Any scipy.sparse matrix of integers, 0 or more.
    shape
        Rows of capacity, candidates.

    Raises
    ------
    InvalidProblem
        If it is not that, or if its entries add up to 2**53 or more.
    """
    require(sparse.issparse(given), RECORD, field, type(given).__name__, "a scipy.sparse matrix")
    uses: Matrix = sparse.csr_array(given)
    require(uses.shape == shape, RECORD, field, uses.shape, f"shape {shape}: capacity rows x candidates")
    data = as_ints(field, uses.data, lowest=0)
    require_exact_sum(field, data)
    uses = sparse.csr_array((data, uses.indices, uses.indptr), shape=shape)
    if not (uses.has_canonical_format and data.all()):
        uses = uses.copy()
        uses.sum_duplicates()
        uses.eliminate_zeros()
    return uses


def entry_rows(uses: Matrix) -> Ints:
    """
    Give the row of each entry, in the order of the entries.

    Parameters
    ----------
    uses
        Shape [rows, any].
    """
    return np.repeat(np.arange(uses.shape[0]), np.diff(uses.indptr))


def require_exact_sum(field: str, array: Ints) -> None:
    """
    Refuse numbers whose sums could be rounded by a solver that counts in float64.

    Parameters
    ----------
    field
        Its name, for the error.
    array
        Shape [any].

    Raises
    ------
    InvalidProblem
        If the absolute values add up to 2**53 or more.
    """
    total = float(np.abs(array.astype(np.float64)).sum())
    require(total < EXACT, RECORD, field, total, "absolute values that add up to less than 2**53")


def _read_only(array: npt.NDArray[T]) -> npt.NDArray[T]:
    view = array.view()
    view.flags.writeable = False
    return view
