"""Whom to ask for a development: real hosts of the district that look like what is needed."""

from __future__ import annotations

from collections.abc import Iterable

from matching.gaps.making import middle_of
from matching.geo.distance import shown_distance_m
from matching.model import Host, Place, Problem, service_group_of
from matching.model.development import Development
from matching.model.gap import Likeness
from matching.vocabulary import HostKind

_REACH_M = 5_000
"""Registers often name no district; a host this near the middle of it counts as one of its own."""


def whom_to_ask(
    problem: Problem, development: Development, register: Iterable[Host], most: int = 10
) -> tuple[Likeness, ...]:
    """
    Give real hosts to ask for a development, those that look most like it first.

    A host of the very kind comes before one of the same service group; then one that takes nobody in yet,
    so that the work is not always asked of the same; then the nearer; then the one with the larger 定員.

    Parameters
    ----------
    problem
        The town; its own hosts may be asked too.
    development
        What is to be built. One that is for a host that is there is asked of that host alone.
    register
        Hosts as imported from the registers.
    most
        At most so many, 1 or more.
    """
    known = {menu.host_id for menu in problem.menus}
    everybody = {host.id: host for host in (*register, *problem.hosts)}
    if development.host_ids:
        partners = [everybody[host_id] for host_id in development.host_ids if host_id in everybody]
        return tuple(_likeness(host, None, host.kind, known) for host in partners)
    if not development.hosts:
        return ()
    wanted = development.hosts[0]
    middle = wanted.place or middle_of(problem.hosts, development.district)
    found = [
        _likeness(host, middle, wanted.kind, known)
        for host in everybody.values()
        if service_group_of(host.kind) == service_group_of(wanted.kind)
        and _is_near(host, middle, development.district)
    ]
    return tuple(sorted(found, key=_most_alike)[:most])


def _is_near(host: Host, middle: Place | None, district: str) -> bool:
    if host.district:
        return host.district == district
    distance = _distance_m(host, middle)
    return distance is not None and distance <= _REACH_M


def _distance_m(host: Host, middle: Place | None) -> int | None:
    if middle is None or host.place is None:
        return None
    return shown_distance_m(middle.lat, middle.lng, host.place.lat, host.place.lng)


def _likeness(host: Host, middle: Place | None, kind: HostKind, known: set[str]) -> Likeness:
    return Likeness(
        host_id=host.id,
        name=host.name,
        kind=host.kind,
        quota=host.quota,
        distance_m=_distance_m(host, middle),
        is_same_kind=host.kind == kind,
        is_known=host.id in known,
    )


def _most_alike(host: Likeness) -> tuple[bool, bool, bool, int, int, str]:
    far = host.distance_m if host.distance_m is not None else 0
    return (
        not host.is_same_kind,
        host.is_known,
        host.distance_m is None,
        far,
        -(host.quota or 0),
        host.host_id,
    )
