"""圏域の形: taken whole or not at all, and only drawn."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from api.policy.vocabulary import Role
from tests.api.service import Client, Service

PATH = "/api/v1/districts/outlines"
SQUARE = [[[139.70, 35.60], [139.72, 35.60], [139.72, 35.62], [139.70, 35.62], [139.70, 35.60]]]


def feature(name: str, kind: str = "Polygon", coordinates: Any = SQUARE) -> dict[str, Any]:
    """Make a feature."""
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": {"name": name}, "geometry": geometry}


def send(client: Client, features: Any) -> Any:
    """Send a collection."""
    headers = {"Content-Type": "application/octet-stream", "Idempotency-Key": uuid.uuid4().hex}
    data = json.dumps({"type": "FeatureCollection", "features": features})
    return client.post(PATH, content=data, headers=headers)


def test_outlines_are_taken_for_districts_by_name(service: Service) -> None:
    """A polygon and several of them; a district that is not in the file keeps what it has."""
    admin = service.client(Role.ADMIN)
    for name in ("北", "南"):
        admin.done("POST", "/api/v1/districts", {"name": name})
    assert send(admin, [feature("北"), feature("南", "MultiPolygon", [SQUARE, SQUARE])]).status_code == 200
    assert send(admin, [feature("北")]).json()["details"] == {"rows": 1}


@pytest.mark.parametrize(
    "wrong",
    [
        feature("西"),
        feature("北", "Point", [139.7, 35.6]),
        feature("北", coordinates=[[[35.60, 139.70]] * 5]),
        feature("北", coordinates=[[[139.7, 35.6]] * 3]),
        feature("北", coordinates="ここ"),
        {"type": "Feature", "properties": None, "geometry": None},
    ],
)
def test_a_file_with_a_fault_changes_nothing(service: Service, wrong: dict[str, Any]) -> None:
    """An unknown district, no polygon, latitude and longitude exchanged: named by its number."""
    admin = service.client(Role.ADMIN)
    admin.done("POST", "/api/v1/districts", {"name": "北"})
    answer = send(admin, [feature("北"), wrong])
    assert answer.status_code == 422
    assert [fault["row"] for fault in answer.json()["faults"]] == [2]
    assert admin.seen("/api/v1/districts")["districts"][0]["version"] == 1
