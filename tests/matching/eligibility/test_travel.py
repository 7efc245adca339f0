"""The way there, from the person's grid square to the menu."""

from __future__ import annotations

from typing import Any

import pytest

from matching.model import Place, Reach
from matching.vocabulary import Answer, TravelMode
from tests.matching.builders import HOME_MESH, PLACE, host, menu, person
from tests.matching.eligibility.judged import AGAINST, ASK_HOST, ASK_PERSON, FITS, says, values_of

WALK, BUS, CAR = TravelMode.WALK, TravelMode.BUS, TravelMode.CAR
ONE_KM = 1000 / 111_000
"""Degrees of latitude in a kilometre, nearly."""


def at_km(km: float, **over: Any) -> dict[str, Any]:
    """Put the shop so many kilometres north of the middle of the person's square."""
    return {"hosts": [host(place=Place(PLACE.lat + km * ONE_KM, PLACE.lng), **over)]}


# Walking takes 19.5 minutes a kilometre of straight line; the square reaches 0.23 km to the north and
# 0.28 km to the east of its middle.
@pytest.mark.parametrize(
    ("km", "most", "verdict"),
    [
        (1.0, 30, FITS),  # 15 to 24 minutes, from every point of the square
        (1.0, 25, FITS),
        (1.0, 22, ASK_PERSON),  # too far from the southern end
        (1.0, 17, ASK_PERSON),  # from the middle it is too far, from the northern end it is not
        (1.0, 14, AGAINST),  # too far from every point
        (1.0, 0, AGAINST),
        (0.0, 0, ASK_PERSON),  # somewhere in the square it may be next door
        (4.0, 100, FITS),
        (4.9, 240, ASK_PERSON),  # from some points it is beyond 5 km, too far to walk at all
        (5.5, 240, AGAINST),
        (1.0, None, ASK_PERSON),  # nobody asked how far is too far
        (5.5, None, AGAINST),  # beyond any walk
    ],
)
def test_distance(km: float, most: int | None, verdict: str) -> None:
    """Only what is too far from every point of the square is turned down; too far from some is a question."""
    assert says("travel", person(most_travel_minutes=most), **at_km(km)) == verdict


@pytest.mark.parametrize("who", [{"is_protected": True}, {}], ids=["protected", "not known"])
@pytest.mark.parametrize("km", [0.0, 1.0, 30.0])
def test_without_a_square_the_person_is_asked(who: dict[str, bool], km: float) -> None:
    """Where no square is known, or none may be, nothing is worked out and the person is asked."""
    assert says("travel", person(home_mesh=None, **who), **at_km(km)) == ASK_PERSON


@pytest.mark.parametrize("square", [HOME_MESH, None])
@pytest.mark.parametrize("km", [0.0, 1.0, 30.0])
@pytest.mark.parametrize(("answer", "verdict"), [(Answer.YES, FITS), (Answer.NO, AGAINST)])
def test_what_the_person_says_comes_first(
    square: str | None, km: float, answer: Answer, verdict: str
) -> None:
    """「通える」 and 「通えない」 override every distance, with or without a square."""
    who = person(home_mesh=square, can_reach=(Reach("H1", answer),))
    assert says("travel", who, **at_km(km)) == verdict


@pytest.mark.parametrize("km", [0.0, 30.0])
def test_an_unheard_answer_overrides_nothing(km: float) -> None:
    """未聴取 about a host leaves it to the distance."""
    who = person(can_reach=(Reach("H1", Answer.UNKNOWN),))
    assert says("travel", who, **at_km(km)) == says("travel", **at_km(km))


@pytest.mark.parametrize("square", [HOME_MESH, None])
def test_without_a_position_the_host_is_asked(square: str | None) -> None:
    """Where nobody knows where the menu is, the host is asked and not the person."""
    assert says("travel", person(home_mesh=square), hosts=[host(place=None)]) == ASK_HOST


def test_a_position_of_the_menu_is_enough() -> None:
    """A menu with a place of its own needs none of its host."""
    assert says("travel", where=menu(place=PLACE), hosts=[host(place=None)]) == FITS


@pytest.mark.parametrize(
    ("stops", "verdict"), [(Answer.YES, FITS), (Answer.UNKNOWN, ASK_HOST), (Answer.NO, AGAINST)]
)
def test_a_bus_nobody_has_confirmed(stops: Answer, verdict: str) -> None:
    """Who would come by bus needs one that goes there; where that is unknown, the host is asked."""
    who = person(modes=(WALK, BUS), most_travel_minutes=90)
    assert says("travel", who, menu(reachable_by_bus=stops), **at_km(8)) == verdict


def test_the_bus_matters_only_to_who_takes_it() -> None:
    """Who walks next door, or has a car, is not asked about the bus."""
    unknown = menu(reachable_by_bus=Answer.UNKNOWN)
    assert says("travel", person(modes=(WALK, BUS)), unknown) == FITS
    assert says("travel", person(modes=(BUS, CAR), most_travel_minutes=90), unknown, **at_km(8)) == FITS


@pytest.mark.parametrize(
    ("district", "fetched_from", "verdict"),
    [
        ("north", (), AGAINST),
        ("north", ("south",), AGAINST),
        ("north", ("south", "north"), FITS),
        (None, ("north",), AGAINST),
    ],
)
@pytest.mark.parametrize("modes", [(WALK,), ()])
def test_pick_up(
    modes: tuple[TravelMode, ...], district: str | None, fetched_from: tuple[str, ...], verdict: str
) -> None:
    """A pick-up (送迎) brings people of its districts from where they could not come alone."""
    who = person(modes=modes, district=district, most_travel_minutes=60)
    assert says("travel", who, menu(pick_up_districts=fetched_from), **at_km(8)) == verdict


def test_the_quickest_way_is_taken() -> None:
    """One way of travelling that is quick enough is enough."""
    for modes, verdict in (((WALK,), AGAINST), ((WALK, TravelMode.BICYCLE), FITS), ((CAR,), FITS)):
        assert says("travel", person(modes=modes), **at_km(3)) == verdict


def test_minutes_are_told_with_limit_and_way() -> None:
    """The reason compares the minutes with the limit and names the way of travelling."""
    found = values_of("travel", person(most_travel_minutes=14), **at_km(1))
    assert found == {"minutes": pytest.approx(20, abs=1), "most_minutes": 14, "mode": WALK}


def test_out_of_reach_is_told_without_minutes() -> None:
    """Where nothing goes that far there are no minutes to tell."""
    assert values_of("travel", **at_km(30)) == {"out_of_reach": 1, "most_minutes": 30}


def test_what_was_said_is_told() -> None:
    """Where the person's word decides, it is the reason, and without a square nothing else is told."""
    who = person(home_mesh=None, can_reach=(Reach("H1", Answer.NO),))
    assert values_of("travel", who) == {"said": "no", "most_minutes": 30}


def test_nothing_about_a_protected_person_s_way_is_told() -> None:
    """For a person under protection the question carries no distance, no minutes and no way."""
    who = person(is_protected=True, home_mesh=None, most_travel_minutes=None)
    assert values_of("travel", who) == {}
