"""A flat map: kilometres east and north of a point as degrees, near enough for anything invented."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

_KM_PER_DEGREE = 111.2
_DECIMALS = 5


def degrees_at(origin: ArrayLike, km: ArrayLike) -> NDArray[np.float64]:
    """
    Give the points so many kilometres from an origin, to five decimals (about a metre).

    Parameters
    ----------
    origin
        Shape (2,) or (n, 2): latitude and longitude in degrees.
    km
        Shape (2,) or (n, 2): kilometres east and north.

    Returns
    -------
    NDArray[np.float64]
        Latitude and longitude in degrees, shape (2,) or (n, 2).
    """
    lat, lng = np.moveaxis(np.asarray(origin, dtype=np.float64), -1, 0)
    east_km, north_km = np.moveaxis(np.asarray(km, dtype=np.float64), -1, 0)
    to_lat = lat + north_km / _KM_PER_DEGREE
    to_lng = lng + east_km / (_KM_PER_DEGREE * np.cos(np.radians(lat)))
    return np.stack([to_lat, to_lng], axis=-1).round(_DECIMALS)
