"""Pins, what is forbidden, other points, changes: tried out on a frozen input, and compared."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from sqlalchemy import func, select

from api.errors import Conflict, NotFound
from api.policy.vocabulary import Act, Role
from api.proposals.runs import chosen_option
from api.tables import METADATA, Person, ProposalRun
from matching.bundled import data_path
from matching.vocabulary import NeedDomain
from tests.api.service import Client
from tests.api.town import PATH, Town

NOBODY = "00000000-0000-4000-8000-000000000000"


def assigned(town: Town, run_id: str) -> list[dict[str, Any]]:
    """Give the assigned lines the coordinator sees."""
    return [line for line in town.seen(run_id, "/lines")["lines"] if line["kind"] == "assigned"]


def compared(client: Client, run_id: str, other: str) -> dict[str, Any]:
    """Compare two runs."""
    return client.seen(f"{PATH}/{run_id}/comparison/{other}")


def rows(town: Town) -> dict[str, int]:
    """Count the rows of every table but those a run itself writes."""
    written = {"proposal_run", "proposal_line", "job", "audit", "audit_head", "idempotency_key"}
    with town.service.installation.database.read(town.service.office) as session:
        return {
            table.name: session.connection().execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
            if table.name not in written
        }


def test_pins_hold_and_what_is_forbidden_is_not_proposed(town: Town) -> None:
    """A standby that is pinned becomes the choice, in the slots given; a forbidden host is never proposed."""
    base = town.run()
    lines = assigned(town, base)
    pinned = next(line for line in lines if line["standbys"])
    forbidden = next(line for line in lines if line["person_id"] != pinned["person_id"])
    wanted = pinned["standbys"][0]
    run_id = town.run(
        base_run_id=base,
        pins=[
            {
                "person_id": pinned["person_id"],
                "domain": pinned["domain"],
                "menu_id": wanted["menu_id"],
                "slots": wanted["slots"],
            }
        ],
        forbidden=[
            {"person_id": forbidden["person_id"], "host_id": forbidden["choice"]["host_id"]},
        ],
    )
    done = town.seen(run_id)
    assert (done["status"], done["is_what_if"]) == ("optimal", True)
    assert (done["params"]["pins"], done["params"]["forbidden"]) == (1, 1)
    after = {(line["person_id"], line["domain"]): line for line in assigned(town, run_id)}
    held = after[pinned["person_id"], pinned["domain"]]
    assert held["choice"]["menu_id"] == wanted["menu_id"]
    assert "固定" in held["said"]
    hosts = [
        line["choice"]["host_id"] for line in after.values() if line["person_id"] == forbidden["person_id"]
    ]
    assert forbidden["choice"]["host_id"] not in hosts


def test_a_change_is_tried_out_and_no_record_is_touched(town: Town) -> None:
    """The most useful change, sent back as it was shown, places as many more as was said; records stay."""
    base = town.run()
    change = town.seen(base, "/changes")["changes"][0]
    before = rows(town)
    run_id = town.run(base_run_id=base, changes=[change["change"]])
    assert rows(town) == before
    done = town.seen(run_id)
    assert done["assigned"] - town.seen(base)["assigned"] >= change["gain"] > 0
    view = compared(town.coordinator, base, run_id)
    assert not view["is_same_input"]
    assert view["counts"]["assigned"] == done["assigned"] - town.seen(base)["assigned"]
    assert view["counts"]["gained"] >= change["gain"]
    official = compared(town.service.client(Role.OFFICIAL), base, run_id)
    assert official["hidden"] == 0
    gained = [move for move in official["moves"] if move["kind"] == "gained"]
    assert len(gained) == official["counts"]["gained"]
    assert all(move["after"] and not move["before"] and move["number"] for move in gained)
    nobody = compared(town.service.client(Role.COORDINATOR), base, run_id)
    assert (nobody["moves"], nobody["hidden"]) == ([], len(official["moves"]))


def test_other_points_are_shown_with_what_they_change(town: Town) -> None:
    """With travel worth nothing the comparison names the weight, who moves, and by which criterion."""
    base = town.run()
    run_id = town.run(base_run_id=base, weights={"travel": 0, "urgency": {"now": 2000}})
    view = compared(town.service.client(Role.OFFICIAL), base, run_id)
    assert view["weights"]["travel"] == [200, 0]
    assert set(view["weights"]) == {"travel", "urgency"}
    assert view["rules"][0] == view["rules"][1]
    assert any("travel" in move["criteria"] for move in view["moves"])
    same = compared(town.coordinator, base, base)
    assert (same["moves"], same["weights"], same["is_same_input"]) == ([], {}, True)
    assert town.seen(run_id)["weights_hash"] != town.seen(base)["weights_hash"]


def test_groups_are_compared_and_nobody_is_told_from_them(town: Town) -> None:
    """Who has a place in two runs is counted by group; small groups are not shown, and no person is."""
    base = town.run()
    run_id = town.run(base_run_id=base, weights={"travel": 0})
    planner = town.service.client(Role.PLANNER)
    path = f"{PATH}/{base}/comparison/{run_id}/groups"
    assert planner.seen(path)["least_group"] == 50
    text = data_path("retention/default.toml").read_text(encoding="utf-8")
    own = {"settings": {"retention": text.replace("least_group = 50", "least_group = 20")}}
    town.service.client(Role.ADMIN).done("PATCH", "/api/v1/office", own, version=1)
    view = planner.seen(path)
    assert view["lines"]
    for line in view["lines"]:
        assert line["people"] >= 20
        assert max(line["before"], line["after"], line["moved"]) <= line["people"]
    with town.service.installation.database.read(town.service.office) as session:
        people = session.execute(select(Person)).scalars().all()
    assert not [each for each in people if str(each.id) in str(view) or each.number in str(view)]
    same = planner.seen(f"{PATH}/{base}/comparison/{base}/groups")["lines"]
    assert {line["moved"] for line in same} == {0}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"weeks": 53}, "weeks"),
        ({"time_limit_s": 601}, "time_limit_s"),
        ({"weights": {"luck": 1}}, "weights.luck"),
        ({"weights": {"wish": -1}}, "weights.wish"),
        ({"weights": {"placed": 100, "deepest_fit": 200}}, "weights.deepest_fit"),
        ({"weights": {"urgency": {"now": "many"}}}, "weights.urgency.now"),
        ({"changes": [{"kind": "pick_up", "menu_id": NOBODY, "district": "中央"}]}, "changes.0.menu_id"),
        ({"changes": [{"kind": "one_more_place", "pool_id": NOBODY}]}, "changes.0.pool_id"),
        ({"changes": [{"kind": "better_luck"}]}, "changes.0.kind"),
        ({"name": "見本 一郎"}, "name"),
    ],
)
def test_what_cannot_be_used_is_named(town: Town, body: dict[str, Any], field: str) -> None:
    """Every refusal names the field in the answer, and nothing is queued."""
    answer = town.coordinator.act("POST", PATH, body)
    assert answer.status_code == 422, answer.text
    assert [fault["field"] for fault in answer.json()["faults"]] == [field]
    assert town.coordinator.seen(PATH) == {"runs": []}
    assert town.work() == 0


def test_pins_that_point_nowhere_are_refused(town: Town) -> None:
    """An unknown menu, a need the person has not, a slot the menu has not, neither menu nor host."""
    base = town.run()
    line = assigned(town, base)[0]
    pin = {"person_id": line["person_id"], "domain": line["domain"], "menu_id": line["choice"]["menu_id"]}
    people = town.seen(base, "/input")["people"]
    own = next(person for person in people if person["id"] == line["person_id"])
    needs = {need["domain"] for need in own["needs"]}
    other = next(domain for domain in NeedDomain if domain not in needs)
    slot = {"weekday": 7, "start": "03:00", "end": "04:00"}
    person = {"person_id": line["person_id"]}
    for body, field in (
        ({"pins": [{**pin, "menu_id": NOBODY}]}, "pins.0.menu_id"),
        ({"pins": [{**pin, "domain": other}]}, "pins.0.domain"),
        ({"pins": [{**pin, "slots": [slot]}]}, "pins.0.slots"),
        ({"pins": [{**pin, "slots": [{**slot, "end": "02:00"}]}]}, "pins.0.slots.end"),
        ({"forbidden": [person]}, "forbidden.0"),
        ({"forbidden": [{**person, "menu_id": NOBODY}]}, "forbidden.0.menu_id"),
        ({"forbidden": [{**person, "host_id": NOBODY}]}, "forbidden.0.host_id"),
    ):
        answer = town.coordinator.act("POST", PATH, {**body, "base_run_id": base})
        assert answer.status_code == 422, answer.text
        assert [fault["field"] for fault in answer.json()["faults"]] == [field]


def test_only_people_whose_case_one_may_open_can_be_named(town: Town) -> None:
    """A pin, a ban or a change for another coordinator's person is answered as one for nobody: not there."""
    base = town.run()
    line = town.other.seen(f"{PATH}/{base}/lines")["lines"][0]
    menu_id = str(uuid.uuid4())
    answers = []
    for person_id in (line["person_id"], NOBODY):
        for body in (
            {"pins": [{"person_id": person_id, "domain": line["domain"], "menu_id": menu_id}]},
            {"forbidden": [{"person_id": person_id, "menu_id": menu_id}]},
            {"changes": [{"kind": "fewer_slots", "person_id": person_id}]},
        ):
            answers.append(town.coordinator.act("POST", PATH, {**body, "base_run_id": base}))
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1


def test_an_option_is_given_as_it_is_to_be_held(town: Town) -> None:
    """First choice and standbys by number; not of a what-if, nor of somebody else's person."""
    base = town.run()
    line = next(line for line in assigned(town, base) if line["standbys"])
    person_id, domain = uuid.UUID(line["person_id"]), NeedDomain(line["domain"])
    what_if = town.run(base_run_id=base)

    def option(run_id: str, which: int, user: Client) -> Any:
        with town.service.context(user.user_id, Act.PROPOSAL_COMMIT, Role.COORDINATOR) as context:
            run = context.find(ProposalRun, uuid.UUID(run_id))
            return chosen_option(context, run, person_id, domain, which)

    for which, shown in enumerate((line["choice"], line["standbys"][0])):
        found = option(base, which, town.coordinator)
        assert (str(found.menu_id), str(found.host_id)) == (shown["menu_id"], shown["host_id"])
        assert str(found.first_day) == shown["first_day"]
        assert found.slots
        assert found.line.person_version >= 1
    with pytest.raises(NotFound):
        option(base, 9, town.coordinator)
    with pytest.raises(NotFound):
        option(base, 0, town.other)
    with pytest.raises(Conflict, match="what_if_run"):
        option(what_if, 0, town.coordinator)
