"""Tests of the distances."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic, great_circle
from hypothesis import assume, given
from hypothesis import strategies as st

from matching.geo.distance import (
    chord_to_m,
    great_circle_m,
    shown_distance_m,
    square_distance_m,
    to_unit_vectors,
)
from matching.geo.mesh import mesh_bounds_array, mesh_code

LATS = st.floats(20, 46, exclude_max=True)
LONS = st.floats(122, 154, exclude_max=True)
SHARES = st.floats(0, 1)

ROUNDING_M = 1e-6


@st.composite
def near_pairs(draw: st.DrawFn) -> tuple[float, float, float, float]:
    """Two points in Japan at most 300 km apart: lat, lon, lat, lon."""
    lat, lon = draw(LATS), draw(LONS)
    to_lat = lat + draw(st.floats(-2.7, 2.7))
    to_lon = lon + draw(st.floats(-3.6, 3.6))
    assume(20 <= to_lat < 46 and 122 <= to_lon < 154)
    assume(geodesic((lat, lon), (to_lat, to_lon)).km <= 300)
    return lat, lon, to_lat, to_lon


@given(pair=near_pairs())
def test_the_sphere_is_close_enough(pair: tuple[float, float, float, float]) -> None:
    """Within Japan and up to 300 km the great circle is within 0.6 % of the geodesic."""
    lat, lon, to_lat, to_lon = pair
    expected = geodesic((lat, lon), (to_lat, to_lon)).m
    assert float(great_circle_m(lat, lon, to_lat, to_lon)) == pytest.approx(
        expected, rel=0.006, abs=ROUNDING_M
    )


@given(pair=near_pairs())
def test_the_sphere_is_that_of_geopy(pair: tuple[float, float, float, float]) -> None:
    """The vectorised great circle is geopy's, to a micrometre."""
    lat, lon, to_lat, to_lon = pair
    expected = great_circle((lat, lon), (to_lat, to_lon)).m
    assert float(great_circle_m(lat, lon, to_lat, to_lon)) == pytest.approx(
        expected, rel=1e-9, abs=ROUNDING_M
    )


def test_half_around_the_earth() -> None:
    """Opposite points are half a circumference apart; rounding never makes a NaN of them."""
    assert great_circle_m([0, 20], [0, -40], [0, -20], [180, 140]) == pytest.approx(np.pi * 6_371_009)


def test_distances_broadcast() -> None:
    """One point against many gives one distance each."""
    assert great_circle_m(35.0, 139.0, [35.0, 36.0], [139.0, 139.0]).shape == (2,)


def test_the_shown_distance_is_the_surveyed_one() -> None:
    """Tsukuba to the 日本経緯度原点 is 58,644 m: 国土地理院's own example of a distance (58,643.804 m)."""
    assert shown_distance_m(36.10377477, 140.08785502, 35.65502847, 139.74475044) == 58_644


@given(pair=near_pairs())
def test_unit_vectors_keep_distances(pair: tuple[float, float, float, float]) -> None:
    """The chord of two unit vectors gives the great-circle distance back."""
    lat, lon, to_lat, to_lon = pair
    vectors = to_unit_vectors([lat, to_lat], [lon, to_lon])
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1)
    chord = np.linalg.norm(vectors[:1] - vectors[1:], axis=1)
    assert chord_to_m(chord) == pytest.approx(
        great_circle_m(lat, lon, to_lat, to_lon), rel=1e-9, abs=ROUNDING_M
    )


@given(pair=near_pairs(), up=SHARES, right=SHARES)
def test_every_point_of_a_square_lies_between(
    pair: tuple[float, float, float, float], up: float, right: float
) -> None:
    """No point of the square is nearer than the nearest or farther than the farthest, the centre included."""
    home_lat, home_lon, lat, lon = pair
    bounds = mesh_bounds_array([mesh_code(home_lat, home_lon)])
    south, west, north, east = bounds[0]
    (nearest,), (farthest,), (centre,) = square_distance_m(bounds, np.array([lat]), np.array([lon]))
    somewhere = great_circle_m(south + up * (north - south), west + right * (east - west), lat, lon)
    assert nearest <= centre <= farthest
    assert nearest - ROUNDING_M <= somewhere <= farthest + ROUNDING_M
    assert centre == pytest.approx(great_circle_m((south + north) / 2, (west + east) / 2, lat, lon))


@given(pair=near_pairs())
def test_the_extremes_are_reached(pair: tuple[float, float, float, float]) -> None:
    """Some point of the square is as near, and some corner as far, as said."""
    home_lat, home_lon, lat, lon = pair
    bounds = mesh_bounds_array([mesh_code(home_lat, home_lon)])
    south, west, north, east = bounds[0]
    (nearest,), (farthest,), _ = square_distance_m(bounds, np.array([lat]), np.array([lon]))
    lats, lons = np.meshgrid(np.linspace(south, north, 51), np.linspace(west, east, 51))
    distances = great_circle_m(lats, lons, lat, lon)
    assert distances.max() == pytest.approx(farthest, abs=ROUNDING_M)
    assert distances.min() <= nearest + 10  # the grid's step is about 10 m


@given(lat=LATS, lon=LONS)
def test_inside_the_square_nearest_is_zero(lat: float, lon: float) -> None:
    """A point in the square, or on its edge, is 0 m from it, exactly."""
    bounds = mesh_bounds_array([mesh_code(lat, lon)])
    south, west, north, east = bounds[0]
    inside = np.array([[lat, lon], [south, west], [north, east]])
    nearest, _, _ = square_distance_m(np.repeat(bounds, 3, axis=0), inside[:, 0], inside[:, 1])
    assert nearest.tolist() == [0, 0, 0]


def test_unknown_places_have_unknown_distances() -> None:
    """NaN in the square or in the point gives NaN for that pair alone, and no warning."""
    known = mesh_bounds_array(["533935992"])[0]
    bounds = np.array([np.full(4, np.nan), known, known])
    for distance_m in square_distance_m(
        bounds, np.array([35.7, np.nan, 35.7]), np.array([139.7, np.nan, 139.7])
    ):
        assert np.isnan(distance_m).tolist() == [True, True, False]
