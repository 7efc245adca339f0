"""Tests of the search for the nearest menus."""

from __future__ import annotations

import numpy as np
import pytest
from geopy.distance import geodesic, great_circle
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from matching.errors import InvalidProblem
from matching.geo.distance import chord_to_m, to_unit_vectors
from matching.geo.nearest import NearestMenus


def town(seed: int, count: int) -> NDArray[np.float64]:
    """Points of a town of about 40 km x 40 km."""
    rng = np.random.default_rng(seed)
    return np.column_stack((rng.normal(35.5, 0.15, count), rng.normal(139.0, 0.15, count)))


def in_order(places: NDArray[np.float64], lat: float, lon: float) -> tuple[list[int], list[float]]:
    """Order all menus by millimetres, then index, the plain way: indices and metres."""
    chord = np.linalg.norm(to_unit_vectors(places[:, 0], places[:, 1]) - to_unit_vectors(lat, lon), axis=1)
    millimetres = np.rint(chord_to_m(chord) * 1000)
    order = np.lexsort((np.arange(len(places)), millimetres))
    return order.tolist(), (millimetres[order] / 1000).tolist()


def test_the_order_is_that_of_geopy() -> None:
    """The nearest menus and their distances are those geopy's great circle gives one by one."""
    places, people = town(1, 300), town(2, 20)
    indices, distance_m = NearestMenus(places).query(people[:, 0], people[:, 1], k=60)
    for person, found, metres in zip(people, indices, distance_m, strict=True):
        expected = [great_circle(person, place).m for place in places]
        assert found.tolist() == np.argsort(expected)[:60].tolist()
        assert metres == pytest.approx(np.sort(expected)[:60], abs=0.001)


def test_the_ellipsoid_would_hardly_choose_others() -> None:
    """On the ellipsoid no menu left out is nearer than one chosen by more than twice 0.6 %."""
    places, people = town(3, 300), town(4, 20)
    indices, _ = NearestMenus(places).query(people[:, 0], people[:, 1], k=60)
    for person, found in zip(people, indices, strict=True):
        metres = np.array([geodesic(person, place).m for place in places])
        assert np.delete(metres, found).min() >= metres[found].max() * (1 - 0.012)


@given(seed=st.integers(0, 2**32 - 1), count=st.integers(1, 40), k=st.integers(1, 12))
def test_equally_far_menus_come_by_index(seed: int, count: int, k: int) -> None:
    """Among many menus at one place and many places equally far, ties are settled by index."""
    rng = np.random.default_rng(seed)
    places = 35 + rng.integers(0, 4, (count, 2)) / 240 + [0, 104]
    people = 35 + rng.integers(0, 4, (5, 2)) / 240 + [0, 104]
    indices, distance_m = NearestMenus(places).query(people[:, 0], people[:, 1], k)
    for (lat, lon), found, metres in zip(people, indices, distance_m, strict=True):
        order, expected = in_order(places, lat, lon)
        missing = max(0, k - count)
        assert found.tolist() == order[:k] + [-1] * missing
        assert metres.tolist() == expected[:k] + [np.inf] * missing


def test_many_menus_at_one_place_come_by_index() -> None:
    """Of a thousand menus in one building, scattered among others, the first are found, in order."""
    places = np.concatenate((town(5, 500), np.full((1000, 2), (35.5, 139.0))))
    shuffled = np.random.default_rng(6).permutation(len(places))
    indices, distance_m = NearestMenus(places[shuffled]).query([35.5], [139.0], k=20)
    assert indices[0].tolist() == np.flatnonzero(shuffled >= 500)[:20].tolist()
    assert distance_m[0].tolist() == [0.0] * 20


def test_places_on_a_circle_come_by_index() -> None:
    """A tie among more places than were asked for is searched to its end: the first indices win."""
    ring = np.array([(35.0, 139 + side * 0.01) for side in (-1, 1) for _ in range(3)])
    ring[:, 1] += np.tile([0, 1e-9, 2e-9], 2) * np.sign(ring[:, 1] - 139)  # within a millimetre
    indices, _ = NearestMenus(ring).query([35.0], [139.0], k=1)
    assert indices.tolist() == [[0]]
    indices, _ = NearestMenus(ring[::-1]).query([35.0], [139.0], k=2)
    assert indices.tolist() == [[0, 1]]


def test_too_few_menus_are_filled_up() -> None:
    """Where there are fewer menus than asked for, -1 and infinity fill the row."""
    indices, distance_m = NearestMenus(np.array([[35.0, 139.0]])).query([35.0], [139.0], k=3)
    assert indices.tolist() == [[0, -1, -1]]
    assert distance_m.tolist() == [[0.0, np.inf, np.inf]]
    assert indices.dtype == np.int32


@pytest.mark.parametrize("places", [np.zeros((0, 2)), np.full((3, 2), np.nan)])
def test_no_menus_give_empty_rows(places: NDArray[np.float64]) -> None:
    """Without menus, or without any position, nothing is found."""
    indices, distance_m = NearestMenus(places).query([35.0], [139.0], k=2)
    assert indices.tolist() == [[-1, -1]]
    assert distance_m.tolist() == [[np.inf, np.inf]]


def test_menus_without_a_position_are_never_found() -> None:
    """A menu without a position is passed over; the others keep their indices."""
    places = np.array([[np.nan, np.nan], [35.0, 139.0], [35.1, np.nan], [35.2, 139.0]])
    indices, _ = NearestMenus(places).query([35.0], [139.0], k=4)
    assert indices.tolist() == [[1, 3, -1, -1]]


def test_people_without_a_position_find_nothing() -> None:
    """A point without a position finds nothing; the others are as they were."""
    tree = NearestMenus(np.array([[35.0, 139.0]]))
    indices, distance_m = tree.query([np.nan, 35.0], [139.0, 139.0], k=1)
    assert indices.tolist() == [[-1], [0]]
    assert distance_m.tolist() == [[np.inf], [0.0]]
    indices, _ = tree.query([], [], k=1)
    assert indices.shape == (0, 1)


def test_neither_company_nor_threads_change_an_answer() -> None:
    """Each point gets the same answer alone, in a crowd of twenty thousand and with two threads."""
    tree, people = NearestMenus(town(7, 200)), town(8, 20_000)
    alone = [
        tree.query(people[at : at + 1, 0], people[at : at + 1, 1], k=3) for at in (0, 8191, 8192, 19_999)
    ]
    for workers in (1, 2):
        indices, distance_m = tree.query(people[:, 0], people[:, 1], k=3, workers=workers)
        for at, (its_indices, its_distance_m) in zip((0, 8191, 8192, 19_999), alone, strict=True):
            assert indices[at].tolist() == its_indices[0].tolist()
            assert distance_m[at].tolist() == its_distance_m[0].tolist()


def test_at_least_one_menu_must_be_asked_for() -> None:
    """Asking for no menus is refused."""
    with pytest.raises(InvalidProblem) as caught:
        NearestMenus(town(9, 3)).query([35.0], [139.0], k=0)
    assert caught.value.field == "k"
