"""Where a host is."""

from __future__ import annotations

from dataclasses import dataclass

from matching.errors import require


@dataclass(frozen=True)
class Place:
    """
    A point in Japan.

    Parameters
    ----------
    lat
        Latitude in degrees north, 20 to 46.
    lng
        Longitude in degrees east, 122 to 154.
    """

    lat: float
    lng: float

    def __post_init__(self) -> None:
        require(20 <= self.lat <= 46, "place", "lat", self.lat, "20 to 46 degrees")
        require(122 <= self.lng <= 154, "place", "lng", self.lng, "122 to 154 degrees")
