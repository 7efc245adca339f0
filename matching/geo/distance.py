"""
Distances in metres: on a sphere for search and rules, on the ellipsoid for what people are shown.

Anywhere in Japan the sphere is within 0.6 % of the ellipsoid: far less than the road adds to a straight line.
"""

from __future__ import annotations

import numpy as np
from geopy.distance import geodesic
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_M = 6_371_009.0
"""Mean radius of the earth (IUGG), as geopy takes it."""


def great_circle_m(lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike) -> NDArray[np.float64]:
    """
    Measure from points to points on the sphere.

    Parameters
    ----------
    lat1, lon1, lat2, lon2
        Degrees; shapes that broadcast together. NaN gives NaN.

    Returns
    -------
    NDArray[np.float64]
        Metres, in the broadcast shape; within 0.6 % of the ellipsoid.
    """
    from_lat, from_lon = np.radians(lat1), np.radians(lon1)
    to_lat, to_lon = np.radians(lat2), np.radians(lon2)
    return _arc_m(_half_chord_squared(from_lat, to_lat, to_lon - from_lon))


def shown_distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """
    Measure between two points in degrees as people are shown it: on the WGS 84 ellipsoid, to the metre.

    Source: geopy.distance.geodesic (Karney 2013). For the few pairs on a page; far too slow for search.
    """
    metres: float = geodesic((lat1, lon1), (lat2, lon2)).m
    return round(metres)


def to_unit_vectors(lat: ArrayLike, lon: ArrayLike) -> NDArray[np.float64]:
    """
    Turn points on the sphere into vectors of length 1, so that near means near in space too.

    Parameters
    ----------
    lat, lon
        Degrees, shape (n,).

    Returns
    -------
    NDArray[np.float64]
        Shape (n, 3). Two vectors at distance c are `chord_to_m(c)` apart on the ground.
    """
    lat, lon = np.radians(lat), np.radians(lon)
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=-1)


def chord_to_m(chord: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn the distance of two unit vectors, 0 to 2, into metres on the ground."""
    return _arc_m(np.square(chord / 2))


def square_distance_m(
    bounds: NDArray[np.float64], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """
    Measure from grid squares to points, pair by pair: from their nearest and farthest point and their centre.

    Both extremes are exact on the sphere. At every latitude of the square its longitude nearest to the point
    is best. So the nearest point is on that meridian, at the foot of the great circle that meets it squarely,
    or as close to the foot as the square goes. The farthest point is a corner of the other side.

    Parameters
    ----------
    bounds
        Shape (n, 4): south, west, north, east in degrees, as `mesh_bounds_array` gives them.
    lat, lon
        The n points, in degrees.

    Returns
    -------
    tuple
        Nearest, farthest and centre distance in metres, each of shape (n,): nearest <= centre <= farthest,
        nearest is 0 inside the square, and a pair with NaN on either side gives NaN.
    """
    south, west, north, east = np.radians(bounds.T, order="C")
    lat, lon = np.radians(lat), np.radians(lon)
    near_lon = np.clip(lon, west, east) - lon
    far_lon = np.maximum(np.abs(west - lon), np.abs(east - lon))
    near_lat = np.clip(_foot_on_meridian(lat, near_lon), south, north)

    nearest = _arc_m(_half_chord_squared(lat, near_lat, near_lon))
    farthest = _arc_m(
        np.maximum(_half_chord_squared(lat, south, far_lon), _half_chord_squared(lat, north, far_lon))
    )
    centre = _arc_m(_half_chord_squared(lat, (south + north) / 2, (west + east) / 2 - lon))
    return nearest, farthest, centre


def _half_chord_squared(
    lat1: NDArray[np.float64], lat2: NDArray[np.float64], lon_apart: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the square of half the chord of the unit sphere (the haversine); angles in radians."""
    height = np.square(np.sin((lat2 - lat1) / 2))
    width = np.square(np.sin(lon_apart / 2))
    width *= np.cos(lat1)
    width *= np.cos(lat2)
    width += height
    return width


def _arc_m(half_chord_squared: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn the square of half a chord of the unit sphere into metres on the ground."""
    return 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half_chord_squared, 1)))


def _foot_on_meridian(lat: NDArray[np.float64], lon_apart: NDArray[np.float64]) -> NDArray[np.float64]:
    """
    Give the latitude of the point of a meridian nearest to a point, all in radians.

    It is tan(foot) = tan(lat) / cos(lon_apart), written as a step from `lat` to be exact on the meridian.
    """
    bend = np.square(np.sin(lon_apart / 2))
    step: NDArray[np.float64] = np.arctan(bend * np.sin(2 * lat) / (1 - 2 * bend * np.square(np.cos(lat))))
    return lat + step
