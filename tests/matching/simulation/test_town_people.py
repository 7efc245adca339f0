"""The people the programme is about live in the demo town, and some needs stay unmet by construction."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from matching.model import Host, Menu, Person, Pool, Problem
from matching.vocabulary import (
    Answer,
    ConsentStage,
    HostKind,
    NeedDomain,
    PoolKind,
    Weekday,
)


class TestPeople:
    """The people the programme is about are there."""

    def test_long_at_home_in_their_fifties(self, town: Problem, people: dict[str, Person]) -> None:
        """A person of 54 and a parent of 82 live together and go together."""
        child, parent = people["P001"], people["P002"]
        assert (child.age_years, parent.age_years) == (54, 82)
        assert child.home_mesh == parent.home_mesh
        assert any(set(party.member_ids) == {"P001", "P002"} for party in town.parties)

    def test_carer_is_free_while_the_parent_is_elsewhere(
        self, town: Problem, people: dict[str, Person]
    ) -> None:
        """The parent cared for has a placement within the hours of care."""
        (duty,) = people["P006"].caring
        elsewhere = [each for each in town.placements if each.person_id == duty.person_id]
        assert any(slot.overlaps(time) for each in elsewhere for slot in each.slots for time in duty.times)

    def test_person_to_keep_apart_from_is_somewhere(self, town: Problem, people: dict[str, Person]) -> None:
        """Keeping apart matters: the other person is at a host today."""
        (other,) = people["P017"].apart_from_persons
        assert any(each.person_id == other for each in town.placements)

    def test_someone_nearly_everything_is_unheard_of(self, people: dict[str, Person]) -> None:
        """No hours, no limit of travel and no condition is known of them."""
        unheard = people["P016"]
        assert unheard.availability is None
        assert unheard.most_travel_minutes is None
        assert not unheard.conditions

    def test_one_pin(self, town: Problem) -> None:
        """One choice has been made by people, for one slot."""
        (pin,) = (pin for each in town.people for pin in each.pins)
        assert len(pin.slots) == 1

    def test_stories_the_rules_are_about(self, town: Problem) -> None:
        """Protection, 同行, attention, a fitting scheme, no consent, refusals, several needs."""
        people = town.people
        assert sum(each.is_protected for each in people) == 1
        assert any(each.accompaniment_minutes for each in people)
        assert any(each.attention_minutes for each in people)
        assert any(check.possible == Answer.YES for each in people for check in each.schemes)
        assert any(each.consent == ConsentStage.NONE for each in people)
        assert len({refusal.side for each in people for refusal in each.refusals}) == 2
        assert any(each.apart_from_hosts for each in people)
        assert any(len(each.needs) > 1 for each in people)
        placed_today = {each.person_id for each in town.placements}
        assert any(each.id in placed_today for each in people)


class TestUnmetNeed:
    """Some needs stay unmet by construction, each for a reason of its own."""

    def test_no_weekday_morning_in_the_south(
        self, town: Problem, hosts: dict[str, Host], people: dict[str, Person]
    ) -> None:
        """Three people of the south can come in the morning only; only the far goat farm is open then."""
        open_then = {
            each.host_id
            for each in town.menus
            for slot in each.slots
            if hosts[each.host_id].district == "南部"
            and slot.weekday in set(Weekday) - {Weekday.SAT, Weekday.SUN}
            and slot.start < dt.time(12)
        }
        assert open_then == {"H24"}
        for person_id in ("P028", "P029", "P030"):
            south = people[person_id]
            assert south.district == "南部"
            assert south.availability is not None
            assert all(time.end <= dt.time(12) for time in south.availability)

    def test_the_popular_cafe_is_full(
        self, town: Problem, pools: dict[str, Pool], menus: dict[str, Menu]
    ) -> None:
        """Each day's one place has been taken."""
        cafe = menus["M19"]
        taken = Counter(slot for each in town.placements if each.menu_id == cafe.id for slot in each.slots)
        assert taken == dict.fromkeys(cafe.slots, 1)
        for part in pools["H19-places"].slots:
            assert part.declared is not None
            assert part.declared.places == 1

    def test_nobody_offers_three_evenings(self, town: Problem, people: dict[str, Person]) -> None:
        """Someone wants three evenings a week; no menu has more than two."""
        assert people["P035"].fewest_slots == 3
        evenings = [
            sum(slot.end > dt.time(19) for slot in each.slots if not slot.is_night) for each in town.menus
        ]
        assert max(evenings) == 2

    def test_more_people_want_a_room_than_there_are(self, town: Problem) -> None:
        """Seven people and three hosts with room for four."""
        wanted = sum(need.domain == NeedDomain.HOUSING for each in town.people for need in each.needs)
        beds = sum(
            (part.declared.places or 0)
            for pool in town.pools
            if pool.kind == PoolKind.BEDS
            for part in pool.slots
            if part.declared
        )
        assert wanted > beds

    def test_a_waiting_list_keeps_its_places(self, town: Problem) -> None:
        """One B型 has places, but regular users wait for them."""
        assert any(each.kind == HostKind.TYPE_B and (each.waiting or 0) > 0 for each in town.hosts)
