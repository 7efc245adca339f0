"""Hosts to keep away from, and hosts where somebody to keep apart from is."""

from __future__ import annotations

import pytest

from matching.model import Reason
from matching.vocabulary import Verdict
from tests.matching.builders import host, menu, person, placement, pool
from tests.matching.eligibility.judged import AGAINST, FITS, says, told

HOSTS = {"hosts": [host(), host(id="H2")], "pools": [pool(), pool(id="H2-places", host_id="H2")]}


@pytest.mark.parametrize(("hosts", "verdict"), [((), FITS), (("H1",), AGAINST), (("H2",), FITS)])
def test_hosts_to_keep_away_from(hosts: tuple[str, ...], verdict: str) -> None:
    """A person is kept away from the hosts they named, and from no other."""
    assert says("keep_apart", person(apart_from_hosts=hosts), **HOSTS) == verdict


@pytest.mark.parametrize(
    ("mine", "theirs", "verdict"),
    [
        ((), (), FITS),
        (("P2",), (), AGAINST),
        ((), ("P1",), AGAINST),  # the other said it
        (("P2",), ("P1",), AGAINST),
    ],
)
def test_people_to_keep_apart_from(mine: tuple[str, ...], theirs: tuple[str, ...], verdict: str) -> None:
    """A person is kept away from the host where the other one is, whoever of the two said it."""
    other = person(id="P2", apart_from_persons=theirs)
    here = placement(person_id="P2")
    who = person(apart_from_persons=mine)
    assert says("keep_apart", who, people=[other], placements=[here]) == verdict
    assert says("keep_apart", who, people=[other]) == FITS  # the other is nowhere yet


def test_any_menu_of_the_host_is_too_near() -> None:
    """Whoever is kept apart is kept from every menu of the host, not only from the other's."""
    who = person(apart_from_persons=("P0",))
    elsewhere = menu(id="M2", host_id="H2", draws=menu().draws)
    town = {**HOSTS, "people": ()}
    assert says("keep_apart", who, menu(), **town, placements=[placement()]) == AGAINST
    assert says("keep_apart", who, elsewhere, **town) == FITS


def test_the_reason_names_nobody() -> None:
    """Neither who nor why can be read from what is told."""
    who = person(apart_from_persons=("P0",))
    assert told(who, placements=[placement()]) == (Reason("keep_apart", Verdict.DOES_NOT_FIT, {}),)
