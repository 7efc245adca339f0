"""圏域と受入先の地図: drawn from what is recorded, without tiles; people are never points."""

from __future__ import annotations

import math
import uuid
from collections import Counter
from collections.abc import Iterable

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.gaps.making import open_report
from api.tables import District, GapAnalysis, Host
from matching.vocabulary import HostKind

WIDTH, MARGIN = 640.0, 24.0
MOST_HEIGHT = 640.0

Point = tuple[float, float]


class ShapeView(BaseModel):
    """A 圏域: the path of its outline, and the places nobody uses in it."""

    name: str
    path: str
    places: int


class HostPoint(BaseModel):
    """A host where it is: places nobody uses, and how large it is drawn."""

    name: str
    x: float
    y: float
    radius: float
    places: int


class MapView(BaseModel):
    """A map, north up, in units of its own; `shapes` is empty where no outlines were uploaded."""

    width: float
    height: float
    shapes: list[ShapeView]
    hosts: list[HostPoint]


def map_of(context: Context, analysis_id: uuid.UUID) -> MapView | None:
    """Draw the municipality's districts and its own hosts with a place; nothing where no place is known."""
    report = open_report(context.installation.vault, context.find(GapAnalysis, analysis_id))
    unused = Counter[uuid.UUID]()
    for place in report.unused:
        unused[uuid.UUID(place.host_id)] += place.left
    query = select(col(Host.id), col(Host.name), col(Host.lat), col(Host.lng), col(Host.district_id))
    query = query.where(col(Host.municipality_id) == context.municipality_id, col(Host.lat).is_not(None))
    # A vacant room is somebody's home: it is no public place.
    query = query.where(col(Host.kind) != HostKind.VACANT_ROOM)
    hosts = context.session.execute(query.order_by(col(Host.name))).all()
    districts = context.session.execute(select(District).order_by(col(District.name))).scalars().all()
    rings = {each.id: _rings(each.outline) for each in districts if each.outline}
    points = [(host.lng, host.lat) for host in hosts]
    points += [point for parts in rings.values() for ring in parts for point in ring]
    if not points:
        return None
    sheet = _Sheet(points)
    in_district = Counter[uuid.UUID]()
    for host in hosts:
        if host.district_id is not None:
            in_district[host.district_id] += unused[host.id]
    return MapView(
        width=WIDTH,
        height=sheet.height,
        shapes=[
            ShapeView(name=each.name, path=sheet.path(rings[each.id]), places=in_district[each.id])
            for each in districts
            if each.id in rings
        ],
        hosts=[
            HostPoint(
                name=host.name,
                x=sheet.place((host.lng, host.lat))[0],
                y=sheet.place((host.lng, host.lat))[1],
                radius=round(4 + 2 * math.sqrt(unused[host.id]), 1),
                places=unused[host.id],
            )
            for host in hosts
        ],
    )


def _rings(outline: list[list[list[float]]]) -> list[list[Point]]:
    return [[(point[0], point[1]) for point in ring] for ring in outline]


class _Sheet:
    """Longitude and latitude on paper; a degree of longitude is as short as in the middle of the map."""

    def __init__(self, points: Iterable[Point]) -> None:
        lngs, lats = zip(*points, strict=True)
        self._west, self._north = min(lngs), max(lats)
        self._narrow = math.cos(math.radians((min(lats) + max(lats)) / 2))
        wide, high = (max(lngs) - self._west) * self._narrow, self._north - min(lats)
        inner = WIDTH - 2 * MARGIN
        self._scale = min(
            inner / wide if wide else inner, (MOST_HEIGHT - 2 * MARGIN) / high if high else inner
        )
        self.height = round(high * self._scale + 2 * MARGIN, 1)

    def place(self, point: Point) -> Point:
        lng, lat = point
        return (
            round(MARGIN + (lng - self._west) * self._narrow * self._scale, 1),
            round(MARGIN + (self._north - lat) * self._scale, 1),
        )

    def path(self, rings: list[list[Point]]) -> str:
        parts = (" L".join("{} {}".format(*self.place(point)) for point in ring) for ring in rings)
        return " ".join(f"M{part} Z" for part in parts)
