"""圏域の形: outlines for the map, from a GeoJSON file of the municipality (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.tables import District

MOST_POINTS = 20_000
_DIGITS = 5
"""About a metre: more would only make the map heavy."""
_WEST, _SOUTH, _EAST, _NORTH = 122.0, 20.0, 154.0, 46.0
_POLYGONS = {"Polygon": 1, "MultiPolygon": 2}

Rings = list[list[list[float]]]


def take_outlines(context: Context, data: bytes) -> Receipt:
    """
    Take the outlines of 圏域 from a file, all or none; a 圏域 that is not in it keeps its own.

    Raises
    ------
    Refused
        With every fault, by the number of the feature.
    """
    features = _features(data)
    districts = {row.name: row for row in context.session.execute(select(District)).scalars()}
    faults: list[Fault] = []
    found: dict[str, Rings] = {}
    for number, feature in enumerate(features, start=1):
        name = str((feature.get("properties") or {}).get("name", "")).strip()
        rings = _rings(feature.get("geometry"))
        if name not in districts:
            faults.append(Fault("properties.name", "", "登録されている圏域の名前", number))
        elif rings is None:
            expected = "Polygon か MultiPolygon（日本の緯度・経度、度）"
            faults.append(Fault("geometry", "", expected, number))
        else:
            found.setdefault(name, []).extend(rings)
    if sum(len(ring) for rings in found.values() for ring in rings) > MOST_POINTS:
        faults.append(Fault("features", "", f"合わせて {MOST_POINTS:,} 点まで（形を簡単にしてください）"))
    if faults:
        raise Refused(faults)
    for name, rings in found.items():
        context.change(districts[name], {"outline": rings})
    return Receipt(id=context.municipality_id, details={"rows": len(found)})


def _features(data: bytes) -> list[dict[str, Any]]:
    try:
        given = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError):
        given = None
    features = given.get("features") if isinstance(given, dict) else None
    if not isinstance(features, list) or not features or not all(isinstance(each, dict) for each in features):
        raise Refused([Fault("ファイル", "", "GeoJSON の FeatureCollection（properties.name に圏域の名前）")])
    return features


def _rings(geometry: object) -> Rings | None:
    """Give the rings of a polygon or of several, or nothing if it is none."""
    if not isinstance(geometry, dict) or geometry.get("type") not in _POLYGONS:
        return None
    parts: Any = geometry.get("coordinates")
    try:
        polygons = [parts] if _POLYGONS[geometry["type"]] == 1 else list(parts)
        rings = [list(_points(ring)) for polygon in polygons for ring in polygon]
    except (TypeError, ValueError):
        return None
    return rings if rings and all(len(ring) >= 4 for ring in rings) else None


def _points(ring: Any) -> Iterator[list[float]]:
    for lng, lat, *_ in ring:
        if (
            isinstance(lng, bool)
            or isinstance(lat, bool)
            or not _WEST <= lng <= _EAST
            or not _SOUTH <= lat <= _NORTH
        ):
            raise ValueError
        yield [round(float(lng), _DIGITS), round(float(lat), _DIGITS)]
