"""The nearest menus of many people at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.spatial import cKDTree

from matching.errors import require
from matching.geo.distance import chord_to_m, to_unit_vectors

_POINTS_AT_ONCE = 8192
_INDEX_BITS = 28
_INDEX_MASK = (1 << _INDEX_BITS) - 1


class NearestMenus:
    """
    A k-d tree over the places of menus.

    Menus at the very same place share one point of the tree, so that a thousand menus in one building cost no
    more than one. Menus equally far, to the millimetre, come in the order of their indices.

    Parameters
    ----------
    places
        Shape (m, 2): latitude and longitude of each menu in degrees, m below 2**28. A menu without a position
        (NaN) is never found.
    """

    def __init__(self, places: NDArray[np.float64]) -> None:
        require(len(places) <= _INDEX_MASK, "nearest menus", "places", len(places), "fewer than 2**28 menus")
        has_place = np.flatnonzero(np.isfinite(places).all(axis=1))
        points, point_of_menu = np.unique(places[has_place], axis=0, return_inverse=True)
        self._menus = has_place[
            np.argsort(point_of_menu, kind="stable")
        ]  # point by point, each in index order
        self._menus_at = np.bincount(point_of_menu, minlength=len(points))
        self._first_menu = np.cumsum(self._menus_at) - self._menus_at
        self._tree = cKDTree(to_unit_vectors(points[:, 0], points[:, 1]))

    def query(
        self, lat: ArrayLike, lon: ArrayLike, k: int, workers: int = 1
    ) -> tuple[NDArray[np.int32], NDArray[np.float64]]:
        """
        Find the k menus nearest to each point, nearest first.

        Parameters
        ----------
        lat, lon
            q points in degrees; one without a position (NaN) finds nothing.
        k
            How many menus, 1 or more.
        workers
            Threads for the search; -1 for all. The answer does not depend on it.

        Returns
        -------
        tuple
            Indices into `places` and great-circle metres, to the millimetre, each of shape (q, k); -1 and
            infinity where there are fewer than k menus.

        Raises
        ------
        InvalidProblem
            If k is less than 1.
        """
        require(k >= 1, "nearest menus", "k", k, "1 or more")
        points = to_unit_vectors(lat, lon)
        indices = np.full((len(points), k), -1, dtype=np.int32)
        distance_m = np.full((len(points), k), np.inf)
        found = min(k, len(self._menus))
        has_place = np.flatnonzero(np.isfinite(points).all(axis=1))
        if found:
            for start in range(0, len(has_place), _POINTS_AT_ONCE):
                block = has_place[start : start + _POINTS_AT_ONCE]
                ranked = self._ranked(points[block], found, found + 1, workers)
                indices[block, :found] = ranked & _INDEX_MASK
                distance_m[block, :found] = (ranked >> _INDEX_BITS) / 1000
        return indices, distance_m

    def _ranked(self, points: NDArray[np.float64], k: int, depth: int, workers: int) -> NDArray[np.int64]:
        """
        Give the k nearest menus of each unit vector as sorted numbers: millimetres above, index below.

        Looks at `depth` places, at least k + 1 where there are so many: one more than could be needed shows
        whether the last place shares its distance with others. Points where it does look twice as deep.
        """
        depth = min(depth, self._tree.n)
        chord, place = self._tree.query(points, k=np.arange(1, depth + 1), workers=workers)
        millimetres = np.rint(chord_to_m(np.asarray(chord)) * 1000).astype(np.int64)
        ranked = np.sort(self._keys(millimetres, np.asarray(place), k), axis=1)[:, :k]
        if depth < self._tree.n:
            is_cut_in_tie = millimetres[:, k - 1] == millimetres[:, -1]
            if is_cut_in_tie.any():
                ranked[is_cut_in_tie] = self._ranked(points[is_cut_in_tie], k, 2 * depth, workers)
        return ranked

    def _keys(self, millimetres: NDArray[np.int64], place: NDArray[np.intp], k: int) -> NDArray[np.int64]:
        """
        Turn rows of places, nearest first, into rows of menus as numbers that sort by distance, then index.

        A place gives at most k menus less those at nearer places; short rows end with the largest number.
        """
        menus_at = self._menus_at[place]
        nearer = np.cumsum(menus_at, axis=1) - menus_at
        nearer[:, 1:][millimetres[:, 1:] == millimetres[:, :-1]] = 0
        taken = np.clip(k - np.maximum.accumulate(nearer, axis=1), 0, menus_at)

        flat = taken.ravel()
        nth_menu = np.arange(flat.sum()) - np.repeat(np.cumsum(flat) - flat, flat)
        menu = self._menus[np.repeat(self._first_menu[place].ravel(), flat) + nth_menu]
        in_row = taken.sum(axis=1)
        keys = np.full((len(taken), in_row.max()), np.iinfo(np.int64).max)
        keys[np.arange(keys.shape[1]) < in_row[:, None]] = (
            np.repeat(millimetres.ravel() << _INDEX_BITS, flat) | menu
        )
        return keys
