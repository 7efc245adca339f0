"""Home squares: the model and the geography agree on what a square is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.errors import InvalidProblem
from matching.geo.mesh import mesh_bounds, mesh_code
from tests.matching.builders import PLACE, person


def accepts(make, code: str) -> bool:
    """Tell whether a code is taken."""
    try:
        make(code)
    except InvalidProblem:
        return False
    return True


@given(st.from_regex(r"[3-7][0-9]{8}", fullmatch=True) | st.text("0123456789", max_size=10))
def test_person_and_geography_take_the_same_squares(code: str) -> None:
    """A square a person may have is a square the geography can place, and no other."""
    assert accepts(lambda text: person(home_mesh=text), code) == accepts(mesh_bounds, code)


@pytest.mark.parametrize(("lat", "lng"), [(24.06, 123.0), (45.52, 145.8), (PLACE.lat, PLACE.lng)])
def test_squares_from_the_south_west_to_the_north_east(lat: float, lng: float) -> None:
    """Squares of the far ends of the country are taken."""
    assert person(home_mesh=mesh_code(lat, lng)).home_mesh
