"""The hosts of a town for a year of arrivals: where, when, for what and for how many."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.simulation.year import LONGEST_WEEKS, NEVER, NOTICE_WEEKS, TERMS_WEEKS, Changes, YearParams

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

HALF_DAYS = 12
NEED_SHARES = (0.45, 0.3, 0.12, 0.13)
TERM_SHARES = (0.3, 0.4, 0.3)
_ALSO_SERVES = 0.12
_MOST_HALF_DAYS = 2
_PLACES, _PLACES_SHARES = (1, 2, 3, 4, 6), (0.35, 0.25, 0.15, 0.15, 0.1)
_BETWEEN_CENTRES_KM, _SPREAD_KM = 2.0, 1.2
_TAKEN_BEFORE, _TAKEN_FOR_WEEKS = 0.5, 20
_OPENS, _CLOSES, _GAINS, _LOSES = 0.08, 0.06, 0.06, 0.06


@dataclass(frozen=True, eq=False)
class Places:
    """
    What a town has, the same every year.

    Parameters
    ----------
    district_shares
        float64[districts]: the share of hosts and of people in each.
    centres, at
        float64[districts, 2] and float64[hosts, 2]: kilometres east and north.
    serves
        bool[hosts, needs].
    row_of
        int64[hosts, half-days]: the row of a half-day; -1 where it is not held.
    row_host
        int64[half-days of hosts].
    liked
        float64[hosts], 0 to 1: how well liked a host is by everybody.
    places
        int64[half-days of hosts].
    pick_up_seats
        int64[districts].
    """

    district_shares: Floats
    centres: Floats
    at: Floats
    serves: Flags
    row_of: Ints
    row_host: Ints
    liked: Floats
    places: Ints
    pick_up_seats: Ints


def draw_places(rng: np.random.Generator, params: YearParams) -> Places:
    """Draw hosts around the centres of districts, the first the largest; few half-days and places each."""
    n = params.hosts
    shares = 1 / np.arange(1, params.districts + 1) ** 0.7
    shares /= shares.sum()
    angle = np.arange(params.districts) * 2 * np.pi / params.districts
    around = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    centres = _BETWEEN_CENTRES_KM * around * (np.arange(params.districts) > 0)[:, None]
    at = centres[rng.choice(params.districts, n, p=shares)] + rng.normal(0, _SPREAD_KM, (n, 2))
    serves = rng.random((n, len(NEED_SHARES))) < _ALSO_SERVES
    serves[np.arange(n), rng.choice(len(NEED_SHARES), n, p=NEED_SHARES)] = True
    how_many = rng.integers(1, _MOST_HALF_DAYS + 1, (n, 1))
    held = rng.random((n, HALF_DAYS)).argsort(axis=1).argsort(axis=1) < how_many
    row_host, half_day = np.nonzero(held)
    row_of = np.full(held.shape, -1, dtype=np.int64)
    row_of[row_host, half_day] = np.arange(row_host.size)
    weeks_needed = params.people * shares * params.need_pick_up * np.dot(TERM_SHARES, TERMS_WEEKS)
    return Places(
        district_shares=shares,
        centres=centres,
        at=at,
        serves=serves,
        row_of=row_of,
        row_host=row_host.astype(np.int64),
        liked=rng.random(n),
        places=rng.choice(_PLACES, row_host.size, p=_PLACES_SHARES).astype(np.int64),
        pick_up_seats=np.ceil(params.pick_up * weeks_needed / params.weeks).astype(np.int64),
    )


def draw_changes(rng: np.random.Generator, params: YearParams, places: Places) -> tuple[Changes, Ints]:
    """
    Draw what changes in a year: the seats, and in which week each host closes.

    Half of the seats are taken by people from before, and come back one by one. Hosts open, add a seat or
    close without anybody having known; to take a seat back they say so before the last person who could
    still be lent it begins.
    """
    hosts, weeks = params.hosts, params.weeks
    is_new = rng.random(hosts) < _OPENS
    opens = np.where(is_new, rng.integers(1, weeks, hosts), 0)
    is_ending = (rng.random(hosts) < _CLOSES) & ~is_new
    closes = np.where(is_ending, rng.integers(NOTICE_WEEKS + 1, weeks + NOTICE_WEEKS + 1, hosts), NEVER)

    seat_row = np.repeat(np.arange(places.places.size), places.places)
    opened = opens[places.row_host[seat_row]]
    is_taken = (rng.random(seat_row.size) < _TAKEN_BEFORE) & (opened == 0)
    free_from = np.where(is_taken, rng.integers(1, _TAKEN_FOR_WEEKS, seat_row.size), opened)

    rows = np.arange(places.places.size)
    gains, loses = rows[rng.random(rows.size) < _GAINS], rows[rng.random(rows.size) < _LOSES]
    gained, lost = rng.integers(1, weeks, gains.size), rng.integers(1, weeks, loses.size)
    n_pick_up = places.pick_up_seats.size
    pick_up_rows = rows.size + np.arange(n_pick_up)
    before = np.full(n_pick_up, -1)
    parts = (
        (seat_row, free_from, np.where(opened > 0, opened, -1), np.ones(seat_row.size)),
        (gains, gained, gained, np.ones(gains.size)),
        (loses, lost, lost - LONGEST_WEEKS, -np.ones(loses.size)),
        (pick_up_rows, np.zeros(n_pick_up), before, places.pick_up_seats),
    )
    return Changes(*(np.concatenate(each).astype(np.int64) for each in zip(*parts, strict=True))), closes
