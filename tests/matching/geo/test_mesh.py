"""Tests of the 500 m squares."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidProblem
from matching.geo.mesh import mesh_bounds, mesh_bounds_array, mesh_centres, mesh_code

LATS = st.floats(20, 46, exclude_max=True)
LONS = st.floats(122, 154, exclude_max=True)

PUBLISHED = [
    # Tokyo Tower and Kyoto Tower, as in the documentation and tests of the jismesh package.
    (35.658581, 139.745433, "533935992"),
    (34.987574, 135.759363, "523536804"),
    (35.700780, 139.714750, "533945471"),
]


@pytest.mark.parametrize(("lat", "lon", "code"), PUBLISHED)
def test_points_have_their_published_codes(lat: float, lon: float, code: str) -> None:
    """Points whose codes others have published get the same codes here."""
    assert mesh_code(lat, lon) == code


def test_bounds_follow_the_definition() -> None:
    """5339-23-43-1 starts at 35°32'00" N, 139°24'45" E and is 15" x 22.5" (the example of Sinfonica)."""
    south, west, north, east = mesh_bounds("533923431")
    assert south == pytest.approx(53 / 1.5 + 2 * 5 / 60 + 4 * 30 / 3600, abs=1e-12)
    assert west == pytest.approx(139 + 3 * 7.5 / 60 + 3 * 45 / 3600, abs=1e-12)
    assert north - south == pytest.approx(15 / 3600, abs=1e-12)
    assert east - west == pytest.approx(22.5 / 3600, abs=1e-12)


def test_the_last_digit_counts_from_the_south_west() -> None:
    """1 is the south-west quarter of the 1 km square, 2 south-east, 3 north-west, 4 north-east."""
    south_west, south_east, north_west, north_east = (mesh_bounds(f"53392343{half}") for half in "1234")
    assert south_west[3] == south_east[1] == north_west[3] == north_east[1]
    assert south_west[2] == south_east[2] == north_west[0] == north_east[0]


@given(lat=LATS, lon=LONS)
def test_a_point_is_inside_its_square(lat: float, lon: float) -> None:
    """Every point in Japan's ranges is in its square: south <= lat < north and west <= lon < east."""
    south, west, north, east = mesh_bounds(mesh_code(lat, lon))
    assert south <= lat < north
    assert west <= lon < east


@given(lat=LATS, lon=LONS)
def test_a_code_survives_the_way_through_its_bounds(lat: float, lon: float) -> None:
    """South-west corner, centre and the last point before the north-east corner give the code back."""
    code = mesh_code(lat, lon)
    south, west, north, east = mesh_bounds(code)
    assert mesh_code(south, west) == code
    assert mesh_code((south + north) / 2, (west + east) / 2) == code
    assert mesh_code(math.nextafter(north, 0), math.nextafter(east, 0)) == code


def test_every_edge_belongs_to_the_square_it_opens() -> None:
    """No rounding moves an edge into its neighbour, at any of the 6,240 latitudes and 5,120 longitudes."""
    on_lat = [mesh_code(step / 240, 139.0) for step in range(20 * 240, 46 * 240)]
    on_lon = [mesh_code(35.0, step / 160) for step in range(122 * 160, 154 * 160)]
    assert len(set(on_lat)) == 6240
    assert len(set(on_lon)) == 5120
    assert np.array_equal(mesh_bounds_array(on_lat)[:, 0], np.arange(20 * 240, 46 * 240) / 240)
    assert np.array_equal(mesh_bounds_array(on_lon)[:, 1], np.arange(122 * 160, 154 * 160) / 160)


def test_many_squares_are_as_one() -> None:
    """The array form gives each code the bounds it has alone, in the order given; no codes give no rows."""
    codes = [code for _, _, code in PUBLISHED]
    assert mesh_bounds_array(codes).tolist() == [list(mesh_bounds(code)) for code in codes]
    assert mesh_bounds_array([]).shape == (0, 4)


def test_centres_are_in_the_middle() -> None:
    """The centre is halfway between the edges; Tokyo Tower's is the published one."""
    assert mesh_centres(["533935992"])[0] == pytest.approx([35.66041666666666, 139.746875], abs=1e-12)
    assert mesh_centres([]).shape == (0, 2)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "53393599",  # the 1 km square
        "5339359921",  # the 250 m square
        "533935990",  # halves are 1 to 4
        "533935995",  # the 2 km square ends in 5
        "533985992",  # eighths are 0 to 7
        "533938992",
        "293935992",  # south of Japan
        "693935992",  # north of Japan
        "532135992",  # west of Japan
        "535435992",  # east of Japan
        "5339-3599",
        " 53393599",
        "533935992\n",
        "\uff15\uff13\uff13\uff19\uff13\uff15\uff19\uff19\uff12",  # full-width digits
    ],
)
def test_other_codes_are_refused(code: str) -> None:
    """Only nine digits of a 500 m square in Japan are taken; the error names what was given."""
    with pytest.raises(InvalidProblem) as caught:
        mesh_bounds(code)
    assert caught.value.field == "mesh_code"
    assert caught.value.given == code


def test_the_error_names_the_position_of_the_code() -> None:
    """Of many codes, the error names the first bad one by its position."""
    with pytest.raises(InvalidProblem) as caught:
        mesh_centres(["533935992", "5339", "5"])
    assert caught.value.field == "mesh_code[1]"
    assert caught.value.given == "5339"


@pytest.mark.parametrize(
    ("lat", "lon", "field"),
    [
        (19.999, 139.0, "lat"),
        (46.0, 139.0, "lat"),
        (math.nan, 139.0, "lat"),
        (35.0, 121.999, "lon"),
        (35.0, 154.0, "lon"),
        (35.0, math.inf, "lon"),
        (139.0, 35.0, "lat"),  # swapped
    ],
)
def test_points_elsewhere_are_refused(lat: float, lon: float, field: str) -> None:
    """A point outside 20 to 46 N, 122 to 154 E has no code; the error names the coordinate."""
    with pytest.raises(InvalidProblem) as caught:
        mesh_code(lat, lon)
    assert caught.value.field == field
