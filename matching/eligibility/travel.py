"""The way there."""

from __future__ import annotations

import numpy as np

from matching.columns.people import MODES
from matching.eligibility.pairs import Pairs
from matching.eligibility.rule import Outcomes, Rule, outcome
from matching.model.proposal import Value
from matching.vocabulary import TravelMode

_BUS = MODES.index(TravelMode.BUS)


def check(pairs: Pairs) -> Outcomes:
    """
    Turn down only what is too far from every point of the home square; 「通える」 said by the person decides.

    From some points too far, no square, or no limit heard: ask the person. No position of the menu, or a bus
    nobody has confirmed: ask the host.
    """
    said = pairs.people.can_reach.at(pairs.person, pairs.menus.host[pairs.menu], np.nan)
    most = pairs.people.most_travel_minutes[pairs.person]
    known = ~np.isnan(pairs.minutes)
    no_place = np.isnan(pairs.menus.position[pairs.menu, 0])
    out_of_reach = np.isinf(pairs.minutes_best)
    too_far = known & (out_of_reach | (pairs.minutes_best > most))
    partly = known & ((pairs.minutes_worst > most) | np.isnan(most))
    unsure_bus = (pairs.mode == _BUS) & (pairs.menus.bus[pairs.menu] < 0)
    unsaid = np.isnan(said)
    return outcome(
        pairs,
        np.where(unsaid, too_far, said == 0),
        ask_person=unsaid & (partly | (~known & ~no_place)),
        ask_host=unsaid & ((~known & no_place) | unsure_bus),
    )


def values(pairs: Pairs, row: int) -> dict[str, Value]:
    """Give the minutes and the limit, the way of travelling, and what the person said."""
    person, menu = pairs.person[row : row + 1], pairs.menu[row : row + 1]
    said = pairs.people.can_reach.at(person, pairs.menus.host[menu], np.nan)[0]
    found: dict[str, Value] = {}
    if not np.isnan(said):
        found["said"] = "yes" if said else "no"
    minutes = pairs.minutes_best[row]
    if np.isfinite(minutes):
        found["minutes"] = round(float(pairs.minutes[row] if np.isfinite(pairs.minutes[row]) else minutes))
    elif np.isinf(minutes):
        found["out_of_reach"] = 1
    most = pairs.people.most_travel_minutes[person[0]]
    if not np.isnan(most):
        found["most_minutes"] = int(most)
    if pairs.mode[row] >= 0:
        found["mode"] = MODES[pairs.mode[row]]
    return found


RULE = Rule("travel", "本人の希望 [P]・標準地域メッシュ JIS X 0410", check, values)
