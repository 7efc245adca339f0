"""Problem and proposal to JSON and back, and the errors of a file that cannot be read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from matching.bundled import default_rules, default_travel, default_weights
from matching.errors import InvalidProblem
from matching.model import Problem, Proposal
from matching.pipeline import ProposeParams, propose
from matching.serialize import (
    load_problem,
    problem_from_json,
    problem_hash,
    problem_to_json,
    proposal_from_json,
    proposal_to_json,
    schema_of,
)
from matching.simulation.town import demo_town
from matching.vocabulary import Activity, PoolKind
from tests.matching.builders import amount_pool, beds, host, menu, person, placement, pool, problem, room
from tests.matching.towns import towns

Json = dict[str, Any]


@pytest.fixture(scope="module")
def town() -> Problem:
    """Make the demo town."""
    return demo_town(rules=default_rules(), weights=default_weights(), travel=default_travel())


@pytest.fixture(scope="module")
def proposal(town: Problem) -> Proposal:
    """Make a proposal for a third of the demo town, with everything a proposal can hold."""
    some = town.people[::3]
    names = {each.id for each in some}
    people = tuple(
        dataclasses.replace(each, caring=tuple(duty for duty in each.caring if duty.person_id in names))
        for each in some
    )
    parties = tuple(party for party in town.parties if names.issuperset(party.member_ids))
    smaller = dataclasses.replace(town, people=people, parties=parties)
    return propose(smaller, ProposeParams(confirm=1))


# There and back


def test_small_problem_there_and_back() -> None:
    """A problem written and read again is the same problem."""
    small = problem(
        menus=[menu(), room()],
        pools=[pool(), beds(), amount_pool(PoolKind.CASELOAD, 3)],
        placements=[placement()],
    )
    assert problem_from_json(problem_to_json(small)) == small


@given(towns())
def test_any_problem_there_and_back(some: Problem) -> None:
    """Whatever a problem holds is written and read again as it was."""
    text = problem_to_json(some)
    assert problem_from_json(text) == some
    assert problem_to_json(problem_from_json(text)) == text


def test_demo_town_there_and_back(town: Problem) -> None:
    """The demo town is read as it was written, with its settings and without."""
    assert problem_from_json(problem_to_json(town)) == town
    assert problem_from_json(problem_to_json(town, with_settings=False).encode()) == town


def test_proposal_there_and_back(proposal: Proposal) -> None:
    """A proposal is read as it was written."""
    assert proposal.assignments
    assert proposal.unplaced
    assert proposal_from_json(proposal_to_json(proposal)) == proposal


def test_japanese_is_readable() -> None:
    """Text is written as it is, not as escapes."""
    assert "みほん商店" in problem_to_json(problem())


def test_read_from_a_file(tmp_path: Path) -> None:
    """A problem is read from a file of UTF-8."""
    path = tmp_path / "problem.json"
    path.write_text(problem_to_json(problem()), encoding="utf-8")
    assert load_problem(path) == problem()


# Settings


@pytest.mark.parametrize("name", ["rules", "weights", "travel"])
def test_settings_left_out_are_the_shipped_ones(name: str) -> None:
    """Rules, points and travel model that a file leaves out are those that ship with the project."""
    given = json.loads(problem_to_json(problem()))
    del given[name]
    assert problem_from_json(json.dumps(given)) == problem()


def test_settings_that_are_given_count() -> None:
    """A municipality's own points are kept, whatever ships."""
    own = problem(weights=dataclasses.replace(default_weights(), wish=1))
    assert problem_from_json(problem_to_json(own)).weights.wish == 1
    assert problem_from_json(problem_to_json(own, with_settings=False)).weights == default_weights()


# Errors


def people(**over: Any) -> Callable[[Json], None]:
    """Change fields of the one person."""
    return lambda given: given["people"][0].update(over)


def refused(change: Callable[[Json], Any]) -> InvalidProblem:
    """Give the error of a small problem's JSON after a change."""
    given = json.loads(problem_to_json(problem(), with_settings=False))
    change(given)
    with pytest.raises(InvalidProblem) as caught:
        problem_from_json(json.dumps(given))
    return caught.value


BAD = [
    # unknown fields
    (people(diagnosis="-"), "people P1", "people.0.diagnosis"),
    (lambda given: given["menus"][0].update(slot=[]), "menus M1", "menus.0.slot"),
    (lambda given: given["hosts"][0]["place"].update(alt=3), "hosts H1", "hosts.0.place.alt"),
    (lambda given: given.update(persons=[]), "problem", "persons"),
    (lambda given: given.update(weights={"urgency": {}, "wishes": 1}), "problem", "weights.wishes"),
    # missing fields
    (lambda given: given["people"][0].pop("age_years"), "people P1", "people.0.age_years"),
    (lambda given: given["people"][0].pop("id"), "people 0", "people.0.id"),
    (lambda given: given.pop("date"), "problem", "date"),
    # wrong types
    (people(age_years="forty"), "people P1", "people.0.age_years"),
    (people(age_years=40.5), "people P1", "people.0.age_years"),
    (people(waiting_since="yesterday"), "people P1", "people.0.waiting_since"),
    (people(needs={}), "people P1", "people.0.needs"),
    (people(needs=[{"domain": "money"}]), "people P1", "people.0.needs.0.domain"),
    (people(conditions={"noise": "perhaps"}), "people P1", "people.0.conditions.noise"),
    (lambda given: given["menus"][0]["slots"][0].update(weekday=8), "menus M1", "menus.0.slots.0.weekday"),
    (lambda given: given["pools"][0].update(kind="seats"), "pools H1-places", "pools.0.kind"),
    (lambda given: given.update(people=None), "problem", "people"),
    # bad values, found when the record is made
    (people(age_years=121), "person P1", "age_years"),
    (people(is_protected=True), "person P1", "home_mesh"),
    (lambda given: given["menus"][0]["slots"][0].update(end="09:00"), "menus M1, slot", "end"),
    (lambda given: given["hosts"][0]["place"].update(lat=140), "hosts H1, place", "lat"),
    (lambda given: given["menus"][0].update(host_id="H9"), "menu M1", "host_id"),
    (lambda given: given.update(weights={"urgency": {"soon": 1}}), "weights", "urgency"),
    (lambda given: given.update(weeks=53), "problem", "horizon weeks"),
]


@pytest.mark.parametrize(("change", "record", "field"), BAD)
def test_an_error_names_record_and_field(change: Callable[[Json], Any], record: str, field: str) -> None:
    """A file that cannot be used says which record and which field is wrong."""
    error = refused(change)
    assert (error.record, error.field) == (record, field)


def test_a_part_of_a_placement_is_named_by_its_person() -> None:
    """A record without an id is named by its person."""
    held = json.loads(problem_to_json(problem(placements=[placement()])))
    held["placements"][0]["status"] = "gone"
    with pytest.raises(InvalidProblem, match="placements P0"):
        problem_from_json(json.dumps(held))


def test_the_number_of_errors_is_told() -> None:
    """The first error is named, and how many more there are."""
    assert "(and 1 more)" in refused(people(age_years="x", fewest_slots="y")).expected
    assert "more" not in refused(people(age_years="x")).expected


def test_an_error_shows_what_was_given_and_no_more() -> None:
    """The error shows the wrong value; where a field is missing it does not spill the rest of the record."""
    assert refused(people(age_years="forty")).given == "forty"
    assert refused(lambda given: given["people"][0].pop("age_years")).given is None
    assert "533935993" not in str(refused(people(is_protected=True)))


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"text"', "3", b"\xff\xfe\xff", b'{"date": "\xe3"}'])
@pytest.mark.parametrize("read", [problem_from_json, proposal_from_json])
def test_what_is_no_record_at_all(read: Callable[[str | bytes], Any], text: str | bytes) -> None:
    """Anything that is no JSON object is InvalidProblem, whatever it is."""
    with pytest.raises(InvalidProblem) as caught:
        read(text)
    assert caught.value.record in {"problem", "proposal"}


def test_a_proposal_with_an_unknown_field(proposal: Proposal) -> None:
    """A proposal is read as strictly as a problem."""
    given = json.loads(proposal_to_json(proposal))
    given["assignments"][0]["choice"]["note"] = "-"
    with pytest.raises(InvalidProblem) as caught:
        proposal_from_json(json.dumps(given))
    name = proposal.assignments[0].person_id
    assert (caught.value.record, caught.value.field) == (
        f"assignments {name}",
        "assignments.0.choice.note",
    )


# Hash


def test_order_of_records_changes_no_hash(town: Problem) -> None:
    """The same records in another order are the same problem."""
    turned = dataclasses.replace(
        town,
        people=town.people[::-1],
        hosts=town.hosts[::-1],
        menus=town.menus[::-1],
        pools=town.pools[::-1],
        placements=town.placements[::-1],
        households=town.households[::-1],
        parties=town.parties[::-1],
    )
    assert turned != town
    assert problem_hash(turned) == problem_hash(town)


def turned_over(mapping: Any) -> Any:
    """Give a mapping with its entries in the other order."""
    return dict(reversed(mapping.items()))


def test_order_of_answers_changes_no_hash() -> None:
    """Nor does the order in which answers, points or groups were entered."""
    one = problem(menus=[menu(conditions=person().conditions)])
    other = problem(
        people=[person(conditions=turned_over(person().conditions))],
        menus=[menu(conditions=turned_over(person().conditions))],
        weights=dataclasses.replace(one.weights, urgency=turned_over(one.weights.urgency)),
        rules=dataclasses.replace(one.rules, gate=turned_over(one.rules.gate)),
    )
    assert one == other
    assert problem_hash(one) == problem_hash(other)


@pytest.mark.parametrize(
    "over",
    [
        {"weeks": 7},
        {"people": [person(age_years=41)]},
        {"hosts": [host(name="別の店")]},
        {"people": [person(likes=(Activity.CAFE,))]},
        {"placements": [placement()]},
        {"weights": dataclasses.replace(default_weights(), wish=251)},
        {"rules": dataclasses.replace(default_rules(), version="other")},
    ],
)
def test_another_problem_has_another_hash(over: Json) -> None:
    """Whatever differs in a problem or its settings changes the hash."""
    assert problem_hash(problem(**over)) != problem_hash(problem())
    assert len(problem_hash(problem(**over))) == 64


# Schema


@pytest.mark.parametrize(("name", "kind"), [("problem", Problem), ("proposal", Proposal)])
def test_published_schema_is_current(name: str, kind: type[Problem] | type[Proposal]) -> None:
    """The schema under data/schema is the one the code reads by (`sanka regenerate` writes it)."""
    published = Path(__file__).parents[2] / "data" / "schema" / f"{name}.json"
    assert published.read_text(encoding="utf-8") == schema_of(kind)


def test_schema_allows_no_other_fields() -> None:
    """The schema says what the reader does: a field it does not know is refused."""
    schema = json.loads(schema_of(Problem))
    records = [schema, *(part for part in schema["$defs"].values() if part["type"] == "object")]
    assert len(records) > 15
    assert all(record["additionalProperties"] is False for record in records)
