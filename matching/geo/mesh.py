"""
標準地域メッシュ: the 500 m squares in which homes are known.

A code has nine digits, counted from the south-west: two for the latitude and two for the longitude of the
first square (40 minutes x 1 degree), then its eighths, their tenths and their halves. So the first square is
160 steps of 15 arc-seconds high and 160 steps of 22.5 arc-seconds wide, and a square is two whole numbers.

Source: JIS X 0410 (地域メッシュコード), 2分の1地域メッシュ.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.errors import InvalidProblem, require

_STEPS_PER_DEGREE_LAT = 240
_STEPS_PER_DEGREE_LON = 160
_STEPS_PER_FIRST_SQUARE = 160
_FIRST_LON_DEGREES = 100

# First squares 30 to 68 north and 22 to 53 east, eighths, tenths, halves: 20 to 46 N, 122 to 154 E.
_CODE = re.compile(r"(?:[345]\d|6[0-8])(?:2[2-9]|[34]\d|5[0-3])[0-7]{2}\d{2}[1-4]", re.ASCII)
_EXPECTED_CODE = "9 digits of a 500 m square in Japan (2分の1地域メッシュ), the last 1 to 4"


def mesh_code(lat: float, lon: float) -> str:
    """
    Give the code of the 500 m square a point is in; south and west edges belong to the square.

    Parameters
    ----------
    lat
        Degrees north, from 20 to below 46.
    lon
        Degrees east, from 122 to below 154.

    Raises
    ------
    InvalidProblem
        If the point is outside these ranges or not a number.
    """
    require(20 <= lat < 46, "position", "lat", lat, "20 to below 46 degrees north")
    require(122 <= lon < 154, "position", "lon", lon, "122 to below 154 degrees east")
    first_lat, lat_step = divmod(_steps(lat, _STEPS_PER_DEGREE_LAT), _STEPS_PER_FIRST_SQUARE)
    first_lon, lon_step = divmod(_steps(lon, _STEPS_PER_DEGREE_LON), _STEPS_PER_FIRST_SQUARE)
    eighth_lat, lat_step = divmod(lat_step, 20)
    eighth_lon, lon_step = divmod(lon_step, 20)
    tenth_lat, half_lat = divmod(lat_step, 2)
    tenth_lon, half_lon = divmod(lon_step, 2)
    half = 1 + 2 * half_lat + half_lon
    return f"{first_lat}{first_lon - _FIRST_LON_DEGREES}{eighth_lat}{eighth_lon}{tenth_lat}{tenth_lon}{half}"


def mesh_bounds(code: str) -> tuple[float, float, float, float]:
    """
    Give the edges of a square: south, west, north, east in degrees.

    Raises
    ------
    InvalidProblem
        If the code is not one of a 500 m square in Japan.
    """
    require(_is_code(code), "grid square", "mesh_code", code, _EXPECTED_CODE)
    south, west, north, east = mesh_bounds_array([code])[0].tolist()
    return south, west, north, east


def mesh_bounds_array(codes: Sequence[str]) -> NDArray[np.float64]:
    """
    Give the edges of many squares; neighbours share theirs to the last bit.

    Parameters
    ----------
    codes
        n codes of nine digits.

    Returns
    -------
    NDArray[np.float64]
        Shape (n, 4): south, west, north, east in degrees.

    Raises
    ------
    InvalidProblem
        If a code is not one of a 500 m square in Japan; names the first such position.
    """
    for position, code in enumerate(codes):
        if not _is_code(code):
            raise InvalidProblem("grid square", f"mesh_code[{position}]", code, _EXPECTED_CODE)
    rest = np.fromiter(map(int, codes), dtype=np.int64, count=len(codes))
    rest, half = np.divmod(rest, 10)
    rest, tenth_lon = np.divmod(rest, 10)
    rest, tenth_lat = np.divmod(rest, 10)
    rest, eighth_lon = np.divmod(rest, 10)
    rest, eighth_lat = np.divmod(rest, 10)
    first_lat, first_lon = np.divmod(rest, 100)
    lat_step = first_lat * _STEPS_PER_FIRST_SQUARE + eighth_lat * 20 + tenth_lat * 2 + (half - 1) // 2
    lon_step = (
        (first_lon + _FIRST_LON_DEGREES) * _STEPS_PER_FIRST_SQUARE
        + eighth_lon * 20
        + tenth_lon * 2
        + (half - 1) % 2
    )
    return np.column_stack(
        (
            lat_step / _STEPS_PER_DEGREE_LAT,
            lon_step / _STEPS_PER_DEGREE_LON,
            (lat_step + 1) / _STEPS_PER_DEGREE_LAT,
            (lon_step + 1) / _STEPS_PER_DEGREE_LON,
        )
    )


def mesh_centres(codes: Sequence[str]) -> NDArray[np.float64]:
    """
    Give the centres of many squares.

    Parameters
    ----------
    codes
        n codes of nine digits.

    Returns
    -------
    NDArray[np.float64]
        Shape (n, 2): latitude and longitude in degrees.

    Raises
    ------
    InvalidProblem
        If a code is not one of a 500 m square in Japan; names the first such position.
    """
    bounds = mesh_bounds_array(codes)
    return (bounds[:, :2] + bounds[:, 2:]) / 2


def _is_code(code: str) -> bool:
    """Say whether these are nine digits of a square within the ranges for Japan."""
    return _CODE.fullmatch(code) is not None


def _steps(degrees: float, per_degree: int) -> int:
    """Count the whole steps up to here; an edge, as `mesh_bounds` computes it, is a whole step."""
    nearest = round(degrees * per_degree)
    return nearest if nearest / per_degree <= degrees else nearest - 1
