"""Tests of the travel minutes."""

from __future__ import annotations

from dataclasses import asdict, fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from matching.errors import InvalidProblem
from matching.geo.distance import square_distance_m
from matching.geo.mesh import mesh_bounds_array
from matching.geo.travel import MODES, Travel, minutes, travel
from matching.model import ModeParams, TravelModel
from matching.vocabulary import TravelMode

DEFAULT_TOML = (Path(__file__).parents[3] / "data" / "travel" / "default.toml").read_text(encoding="utf-8")

# Minutes for d km: walk 15 d up to 3 km, bicycle 6 d, bus 10 + 4 d, car 5 + 2 d, pick-up 15 + 3 d to 10 km.
MODEL = TravelModel(
    walk=ModeParams(speed_kmh=4, detour=1, fixed_minutes=0, reach_m=3_000),
    bicycle=ModeParams(speed_kmh=10, detour=1, fixed_minutes=0, reach_m=6_000),
    bus=ModeParams(speed_kmh=15, detour=1, fixed_minutes=10, reach_m=20_000),
    car=ModeParams(speed_kmh=30, detour=1, fixed_minutes=5, reach_m=40_000),
    pick_up=ModeParams(speed_kmh=20, detour=1, fixed_minutes=15, reach_m=10_000),
)

WALK, BICYCLE, BUS, CAR, PICK_UP = range(5)
HOME = mesh_bounds_array(["533935992"])[0]
"""A square of 463 m x 565 m: its nearest point is about 250 m nearer than its centre."""


def one_way(
    km: float,
    *own: TravelMode,
    pick_up: bool = False,
    bus_ok: bool = True,
    most_minutes: float = 60,
) -> Travel:
    """Travel of one person from the centre of `HOME` to a menu so many kilometres north."""
    south, west, north, east = HOME
    place = [(south + north) / 2 + km / 111.195, (west + east) / 2]
    return travel(
        MODEL,
        squares=HOME[None, :],
        places=np.array([place]),
        own_modes=np.array([[mode in own for mode in MODES]]),
        pick_up=np.array([pick_up]),
        bus_ok=np.array([bus_ok]),
        most_minutes=np.array([most_minutes]),
    )


def test_every_mode_has_its_parameters() -> None:
    """The model has one field for each way of travelling, in the same order."""
    assert [field.name for field in fields(TravelModel)] == [mode.value for mode in TravelMode]
    assert MODEL.of(TravelMode.PICK_UP) is MODEL.pick_up


def test_the_published_parameters_can_be_read() -> None:
    """data/travel/default.toml is a whole model: 1 km takes 19.5 minutes on foot; the car is fastest."""
    model = TravelModel.from_toml(DEFAULT_TOML)
    assert minutes(model, TravelMode.WALK, np.array([1000.0])) == pytest.approx([19.5])
    assert max(MODES, key=lambda mode: model.of(mode).speed_kmh) is TravelMode.CAR


def test_a_model_survives_the_way_through_toml() -> None:
    """What is written as TOML is read back as it was."""
    tables = [
        f"[{mode}]\n" + "".join(f"{name} = {value}\n" for name, value in asdict(MODEL.of(mode)).items())
        for mode in MODES
    ]
    assert TravelModel.from_toml("\n".join(tables)) == MODEL


@pytest.mark.parametrize(
    ("old", "new", "record", "field"),
    [
        ("[walk]", "[walk", "travel model", "text"),
        ("[walk]", "[stroll]", "travel model", "walk"),  # missing comes before unknown
        ("[walk]", "tram = 1\n[walk]", "travel model", "tram"),
        ("[walk]", "[tram]\n[walk]", "travel model", "tram"),
        ("speed_kmh = 4.0", "", "travel model, [walk]", "speed_kmh"),
        ("speed_kmh = 4.0", "speed_kmh = 0", "travel model, [walk]", "speed_kmh"),
        ("speed_kmh = 4.0", "speed_kmh = -4", "travel model, [walk]", "speed_kmh"),
        ("speed_kmh = 4.0", "speed_kmh = '4'", "travel model, [walk]", "speed_kmh"),
        ("speed_kmh = 4.0", "speed_kmh = nan", "travel model, [walk]", "speed_kmh"),
        ("speed_kmh = 4.0", "speed_kmh = true", "travel model, [walk]", "speed_kmh"),
        ("speed_kmh = 4.0", "speed_kmh = 4.0\nspeed = 4.0", "travel model, [walk]", "speed"),
        ("detour = 1.4", "detour = 0.9", "travel model, [bus]", "detour"),
        ("fixed_minutes = 12", "fixed_minutes = -1", "travel model, [bus]", "fixed_minutes"),
        ("reach_m = 40000", "reach_m = 0", "travel model, [car]", "reach_m"),
        ("reach_m = 40000", "reach_m = inf", "travel model, [car]", "reach_m"),
    ],
)
def test_bad_parameters_are_refused(old: str, new: str, record: str, field: str) -> None:
    """A model with anything missing, unknown or out of range is refused; the error names table and field."""
    assert old in DEFAULT_TOML
    with pytest.raises(InvalidProblem) as caught:
        TravelModel.from_toml(DEFAULT_TOML.replace(old, new, 1))
    assert (caught.value.record, caught.value.field) == (record, field)


def test_a_mode_must_be_a_table() -> None:
    """A number where a table should be is refused."""
    with pytest.raises(InvalidProblem) as caught:
        TravelModel.from_toml("walk = 4\nbicycle = 1\nbus = 1\ncar = 1\npick_up = 1")
    assert caught.value.expected == "a table"


def test_minutes_are_fixed_minutes_and_road_at_speed() -> None:
    """Minutes are what is fixed and the detour at the average speed: 10 + 3 km x 1.5 at 15 km/h is 28."""
    bus = ModeParams(speed_kmh=15, detour=1.5, fixed_minutes=10, reach_m=3_000)
    model = TravelModel(**{mode.value: bus for mode in MODES})
    spent = minutes(model, TravelMode.BUS, np.array([0.0, 3_000.0, 3_000.1, np.nan]))
    assert spent == pytest.approx([10, 28, np.inf, np.nan], nan_ok=True)


@given(
    params=st.builds(
        ModeParams,
        speed_kmh=st.floats(0.1, 200),
        detour=st.floats(1, 5),
        fixed_minutes=st.floats(0, 120),
        reach_m=st.floats(1, 1e5),
    ),
    distance_m=hnp.arrays(np.float64, st.integers(1, 30), elements=st.floats(0, 2e5)),
)
def test_farther_never_takes_less(params: ModeParams, distance_m: NDArray[np.float64]) -> None:
    """Minutes never fall as the distance grows, across the reach too."""
    model = TravelModel(**{mode.value: params for mode in MODES})
    spent = minutes(model, TravelMode.WALK, np.sort(distance_m))
    assert (spent[1:] >= spent[:-1]).all()


def test_the_quickest_own_way_is_taken() -> None:
    """Of the ways a person has, the one with the least minutes from the centre is taken."""
    near = one_way(0.2, TravelMode.WALK, TravelMode.CAR)
    far = one_way(2, TravelMode.WALK, TravelMode.CAR)
    assert (near.mode[0], far.mode[0]) == (WALK, CAR)
    assert near.minutes[0] == pytest.approx(3, rel=1e-3)
    assert far.minutes[0] == pytest.approx(9, rel=1e-3)
    assert far.distance_m[0] == pytest.approx(2000, rel=1e-3)


def test_the_bus_is_taken_only_where_it_goes() -> None:
    """Someone who goes by bus does so only to menus that a bus reaches."""
    assert one_way(2, TravelMode.BUS, TravelMode.WALK, bus_ok=True).mode[0] == BUS
    assert one_way(2, TravelMode.BUS, TravelMode.WALK, bus_ok=False).mode[0] == WALK


def test_a_pick_up_is_no_way_of_their_own() -> None:
    """A pick-up among a person's own ways means nothing without a pick-up that covers them."""
    result = one_way(2, TravelMode.PICK_UP)
    assert result.mode[0] == -1
    assert np.isinf(result.minutes[0])


def test_nobody_is_picked_up_who_can_come_alone() -> None:
    """A pick-up is left to others while an own way brings the person within what they can bear, if slower."""
    assert one_way(2, TravelMode.WALK, pick_up=True, most_minutes=31).mode[0] == WALK


def test_someone_is_picked_up_whose_own_way_is_too_long() -> None:
    """Where every own way is longer than the person can bear, they are picked up: 15 + 2 x 3 minutes."""
    result = one_way(2, TravelMode.WALK, pick_up=True, most_minutes=29)
    assert result.mode[0] == PICK_UP
    assert result.minutes[0] == pytest.approx(21, rel=1e-3)


@pytest.mark.parametrize("most_minutes", [60, np.inf])
def test_someone_without_a_way_of_their_own_is_picked_up(most_minutes: float) -> None:
    """Who cannot come alone is picked up, whether or not they named the longest way they can bear."""
    assert one_way(2, pick_up=True, most_minutes=most_minutes).mode[0] == PICK_UP


def test_a_slower_pick_up_is_not_taken() -> None:
    """Where the own way is too long and the pick-up longer still, the own way stands."""
    assert one_way(2, TravelMode.CAR, pick_up=True, most_minutes=5).mode[0] == CAR


def test_a_pick_up_has_its_reach() -> None:
    """Beyond the pick-up's reach nobody is picked up."""
    assert one_way(11, pick_up=True).mode[0] == -1


def test_of_equally_quick_ways_the_first_is_taken() -> None:
    """Ties are settled by the order of the enum, so equal input gives equal output."""
    model = TravelModel(**{mode.value: MODEL.car for mode in MODES})
    result = travel(
        model,
        HOME[None, :],
        HOME[None, :2],
        own_modes=np.ones((1, 5), dtype=bool),
        pick_up=np.array([True]),
        bus_ok=np.array([True]),
        most_minutes=np.array([0.0]),
    )
    assert result.mode[0] == WALK


def test_too_far_from_the_centre_may_be_near_enough_from_the_edge() -> None:
    """Minutes from the nearest point count every way the person has, if out of reach from the centre too."""
    result = one_way(3.1, TravelMode.WALK)
    assert result.mode[0] == -1
    assert result.minutes_best[0] == pytest.approx(15 * 2.87, rel=0.01)
    assert np.isinf(result.minutes[0])
    assert np.isinf(result.minutes_worst[0])


def test_a_pick_up_too_may_reach_only_the_edge() -> None:
    """A pick-up that reaches the nearest point alone still makes the pair not too far from every point."""
    result = one_way(10.1, pick_up=True)
    assert result.mode[0] == -1
    assert np.isfinite(result.minutes_best[0])
    assert np.isinf(result.minutes[0])


def test_what_is_unknown_stays_unknown() -> None:
    """No square or no position gives NaN and mode -1, never "too far"; other pairs are as they were."""
    nowhere = np.full(4, np.nan)
    result = travel(
        MODEL,
        squares=np.array([nowhere, HOME, HOME]),
        places=np.array([HOME[:2], nowhere[:2], HOME[:2]]),
        own_modes=np.ones((3, 5), dtype=bool),
        pick_up=np.ones(3, dtype=bool),
        bus_ok=np.ones(3, dtype=bool),
        most_minutes=np.full(3, 60.0),
    )
    assert result.mode.tolist() == [-1, -1, BICYCLE]
    assert result.mode.dtype == np.int8
    for array in (result.minutes_best, result.minutes, result.minutes_worst, result.distance_m):
        assert np.isnan(array).tolist() == [True, True, False]


def test_no_pairs_give_no_travel() -> None:
    """An empty table is a table."""
    no = np.zeros(0, dtype=bool)
    result = travel(
        MODEL, np.zeros((0, 4)), np.zeros((0, 2)), np.zeros((0, 5), dtype=bool), no, no, np.zeros(0)
    )
    assert result.minutes.shape == (0,)


@given(seed=st.integers(0, 2**32 - 1))
def test_pairs_are_as_reckoned_one_by_one(seed: int) -> None:
    """Best <= centre <= worst, and each pair is what the rules give when they are followed for it alone."""
    rng = np.random.default_rng(seed)
    pairs = 20
    squares = HOME + rng.normal(0, 0.02, (pairs, 1))
    places = HOME[:2] + rng.normal(0, 0.05, (pairs, 2))
    own_modes = rng.random((pairs, 5)) < 0.4
    pick_up, bus_ok = rng.random((2, pairs)) < 0.5
    most_minutes = rng.choice([10.0, 30.0, np.inf], pairs)
    result = travel(MODEL, squares, places, own_modes, pick_up, bus_ok, most_minutes)
    assert (result.minutes_best <= result.minutes).all()
    assert (result.minutes <= result.minutes_worst).all()

    distances = zip(*square_distance_m(squares, places[:, 0], places[:, 1]), strict=True)
    for pair, (nearest_m, farthest_m, centre_m) in enumerate(distances):

        def spent(mode: TravelMode, distance_m: float) -> float:
            return float(minutes(MODEL, mode, np.array([distance_m]))[0])

        ways = [mode for mode, has_mode in zip(MODES, own_modes[pair], strict=True) if has_mode]
        ways = [mode for mode in ways if mode is not TravelMode.PICK_UP]
        if not bus_ok[pair]:
            ways = [mode for mode in ways if mode is not TravelMode.BUS]
        alone = min((spent(mode, centre_m) for mode in ways), default=np.inf)
        if pick_up[pair] and (alone > most_minutes[pair] or alone == np.inf):
            ways.append(TravelMode.PICK_UP)
        if (mode := result.mode[pair]) == -1:
            assert result.minutes[pair] == np.inf
        else:
            assert MODES[mode] in ways
            assert spent(MODES[mode], centre_m) == result.minutes[pair]
        for distance_m, array in (
            (nearest_m, result.minutes_best),
            (centre_m, result.minutes),
            (farthest_m, result.minutes_worst),
        ):
            assert array[pair] == min((spent(mode, distance_m) for mode in ways), default=np.inf)
