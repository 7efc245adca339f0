"""
The map of みほん町, an invented town of 8 km from west to east and 10 km from south to north.

It is laid over high mountains where nobody lives and no road leads: no square of the town is anybody's home,
and nothing in it could be taken for a real place.
"""

from __future__ import annotations

from typing import NamedTuple

from matching.model import Place
from matching.simulation.plane import degrees_at

DISTRICTS = ("北部", "中央", "南部")
"""日常生活圏域: 北部, 中央, 南部."""


class Settlement(NamedTuple):
    """A cluster of homes: its centre, in kilometres east and north of the town hall, and its share."""

    centre_km: tuple[float, float]
    share: float


SETTLEMENTS = (
    Settlement((0.0, 0.0), 0.2),
    Settlement((1.2, 0.6), 0.1),
    Settlement((-1.0, -0.8), 0.1),
    Settlement((0.5, 2.8), 0.22),
    Settlement((-1.5, 3.0), 0.12),
    Settlement((0.2, -2.7), 0.16),
    Settlement((1.6, -3.4), 0.1),
)
"""Where people live."""

_TOWN_HALL = (36.42, 137.6)
_CENTRAL_HALF_KM = 1.7


def place_at(east_km: float, north_km: float) -> Place:
    """Give the point so many kilometres east and north of the town hall."""
    lat, lng = degrees_at(_TOWN_HALL, (east_km, north_km)).tolist()
    return Place(lat, lng)


def district_at(north_km: float) -> str:
    """Give the district so many kilometres north of the town hall."""
    if abs(north_km) <= _CENTRAL_HALF_KM:
        return "中央"
    return "北部" if north_km > 0 else "南部"
