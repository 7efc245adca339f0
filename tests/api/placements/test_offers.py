"""Offers: what they hold, what stands against them, and how they go on or end."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from api.placements.lapse import end_lapsed_holds
from api.policy.vocabulary import Role
from api.tables import Audit, Consent, Host, Menu, Person, Placement, PlacementSeat, Task
from matching.vocabulary import Answer
from tests.api.placements.records import Offered, World


def code_of(answer: Any) -> str:
    """Give the code of a conflict."""
    assert answer.status_code == 409, answer.text
    code: str = answer.json()["code"]
    return code


def act(world: World, placement_id: str, what: str, version: int, body: Any = None) -> Any:
    """Do something with a placement."""
    return world.staff.act("POST", f"/api/v1/placements/{placement_id}/{what}", body, version)


def test_an_offer_holds_its_seats_until_it_lapses_and_leaves_a_task(world: World) -> None:
    """Every visit has a seat; when the hold runs out they go back, with a task and a row of the trail."""
    menu, person = world.add_menu(), world.add_person(attention_minutes=10)
    receipt = world.offered(person, menu)
    assert receipt["details"]["status"] == "offered"
    assert len(world.rows(PlacementSeat)) == 4
    view = world.staff.seen(f"/api/v1/placements/{receipt['id']}")
    assert (view["host_name"], view["slots"][0]["weekday"], view["attention_minutes"]) == (
        "みほん農園",
        1,
        10,
    )
    assert end_lapsed_holds(world.service.installation, world.service.office) == 0
    world.service.clock.step = dt.timedelta(days=21, seconds=1)
    assert end_lapsed_holds(world.service.installation, world.service.neighbour) == 0
    assert end_lapsed_holds(world.service.installation, world.service.office) == 1
    assert end_lapsed_holds(world.service.installation, world.service.office) == 0
    assert world.ledger() == ({}, {})
    (placement,) = world.rows(Placement)
    assert (placement.status, placement.ended_reason, placement.version) == ("ended", "hold_ended", 2)
    tasks = [task for task in world.rows(Task) if task.kind == "hold_ended"]
    assert [(task.person_id, task.placement_id) for task in tasks] == [(person, placement.id)]
    row = world.service.audit()[-1]
    assert (row.act, row.actor_id, row.person_id) == ("hold.end", None, person)
    assert world.service.check_audit().faults == ()


def test_a_hold_that_has_run_out_cannot_be_answered_nor_extended(world: World) -> None:
    """Time decides, not whether somebody has tidied up."""
    menu, person = world.add_menu(), world.add_person()
    receipt = world.offered(person, menu)
    world.service.clock.step = dt.timedelta(days=22)
    world.staff = world.service.client_of(world.staff_id)
    yes = {"side": "person", "is_yes": True}
    assert code_of(act(world, receipt["id"], "answer", 1, yes)) == "hold_ended"
    assert code_of(act(world, receipt["id"], "extension", 1)) == "hold_ended"
    assert code_of(act(world, receipt["id"], "visit", 1, {"visit_on": str(world.today)})) == "hold_ended"
    assert world.staff.seen(f"/api/v1/placements/{receipt['id']}")["has_lapsed"] is True


def test_a_hold_goes_on_from_now_at_most_a_year(world: World) -> None:
    """One tap holds it as long as a new one; a year after the offer it ends."""
    menu, person = world.add_menu(), world.add_person()
    receipt = world.offered(person, menu)
    assert act(world, receipt["id"], "extension", 9).status_code == 412
    step = 0
    for version in range(1, 40):
        step += 20
        world.service.clock.step = dt.timedelta(days=step)
        world.staff = world.service.client_of(world.staff_id)
        answer = act(world, receipt["id"], "extension", version)
        if answer.status_code != 200:
            break
    assert code_of(answer) in {"longest_hold", "hold_ended"}
    (placement,) = world.rows(Placement)
    assert placement.expires_at == placement.created_at + dt.timedelta(days=365)


def test_visits_come_after_both_said_yes_and_take_no_seat(world: World) -> None:
    """見学 gives the seats back; held again, both sides are asked again."""
    menu, person = world.add_menu(), world.add_person()
    placement_id = world.offered(person, menu)["id"]
    visit = {"visit_on": world.monday.isoformat()}
    assert code_of(act(world, placement_id, "visit", 1, visit)) == "answers_missing"
    assert act(world, placement_id, "answer", 1, {"side": "person", "is_yes": True}).status_code == 200
    assert code_of(act(world, placement_id, "visit", 2, visit)) == "answers_missing"
    assert act(world, placement_id, "answer", 2, {"side": "host", "is_yes": True}).status_code == 200
    assert act(world, placement_id, "visit", 3, visit).json()["details"]["status"] == "visiting"
    assert world.ledger() == ({}, {})
    assert act(world, placement_id, "hold", 4).json()["details"]["status"] == "offered"
    view = world.staff.seen(f"/api/v1/placements/{placement_id}")
    assert (view["person_answer"], view["host_answer"]) == ("unknown", "unknown")
    assert len(world.rows(PlacementSeat)) == 4


def test_after_a_visit_the_seat_may_be_gone(world: World) -> None:
    """Whoever visits holds nothing: another may take the seat meanwhile."""
    menu, person, other = world.add_menu(), world.add_person(), world.add_person()
    placement_id = world.offered(person, menu)["id"]
    for version, side in ((1, "person"), (2, "host")):
        act(world, placement_id, "answer", version, {"side": side, "is_yes": True})
    act(world, placement_id, "visit", 3, {"visit_on": world.monday.isoformat()})
    world.offered(other, menu)
    assert code_of(act(world, placement_id, "hold", 4)) == "seat_taken"
    view = world.staff.seen(f"/api/v1/placements/{placement_id}")
    assert (view["status"], view["version"]) == ("visiting", 4)


def test_a_no_gives_the_seats_back_and_lets_the_pair_rest(world: World) -> None:
    """The pair is not offered again before the review date; the words are sealed."""
    menu, person = world.add_menu(), world.add_person()
    placement_id = world.offered(person, menu)["id"]
    no = {
        "side": "person",
        "is_yes": False,
        "reason": "too_far",
        "until": (world.today + dt.timedelta(days=30)).isoformat(),
        "words": "見本の言葉",
        "pause_person_until": (world.today + dt.timedelta(days=7)).isoformat(),
    }
    assert act(world, placement_id, "answer", 1, no).json()["details"]["status"] == "broken_off"
    assert world.ledger() == ({}, {})
    view = world.staff.seen(f"/api/v1/placements/{placement_id}")
    assert view["declined_reason_words"] == "通うのが遠い"
    assert view["said"]["person_words"] == "見本の言葉"
    assert code_of(world.offer(person, menu)) == "person_paused"
    world.set(Person, person, paused_until=None)
    again = world.offer(person, menu)
    assert (code_of(again), again.json()["values"]["until"]) == ("refused_before", no["until"])
    world.service.clock.step = dt.timedelta(days=30)
    world.staff = world.service.client_of(world.staff_id)
    world.offered(person, menu)


def test_a_no_may_pause_the_host_and_needs_a_reason_of_its_side(world: World) -> None:
    """A reason of the other side is refused, and so are dates with a yes."""
    menu, person = world.add_menu(), world.add_person()
    placement_id = world.offered(person, menu)["id"]
    until = (world.today + dt.timedelta(days=7)).isoformat()
    for wrong in (
        {"side": "host", "is_yes": False},
        {"side": "host", "is_yes": False, "reason": "too_far"},
        {"side": "host", "is_yes": True, "reason": "full"},
        {"side": "host", "is_yes": True, "until": until},
        {"side": "host", "is_yes": False, "reason": "full", "until": world.today.isoformat()},
    ):
        assert act(world, placement_id, "answer", 1, wrong).status_code == 422
    no = {"side": "host", "is_yes": False, "reason": "busy", "pause_host_until": until}
    assert act(world, placement_id, "answer", 1, no).status_code == 200
    assert code_of(world.offer(world.add_person(), menu)) == "host_paused"


def test_a_coordinator_ends_an_offer_with_a_reason(world: World) -> None:
    """Released seats go back; what has ended stays ended."""
    menu, person = world.add_menu(), world.add_person()
    placement_id = world.offered(person, menu)["id"]
    assert act(world, placement_id, "release", 1, {"reason": "hold_ended"}).status_code == 422
    assert act(world, placement_id, "release", 1, {"reason": "person_wish"}).status_code == 200
    assert world.ledger() == ({}, {})
    assert code_of(act(world, placement_id, "release", 2, {"reason": "mistake"})) == "wrong_status"
    world.offered(person, menu)


@pytest.mark.parametrize(
    ("guard", "expected"),
    [
        ("consent", "consent_missing"),
        ("withdrawn", "consent_missing"),
        ("ended", "case_ended"),
        ("paused", "person_paused"),
        ("host_paused", "host_paused"),
        ("menu_closed", "menu_closed"),
        ("apart", "does_not_fit"),
        ("apart_from_person", "does_not_fit"),
        ("apart_from_other", "does_not_fit"),
        ("full", "seat_taken"),
        ("open_hold", "open_hold"),
        ("same_time", "same_time"),
        ("newcomers", "many_newcomers"),
        ("rest", "host_rests"),
    ],
)
def test_what_stands_against_an_offer_is_named(world: World, guard: str, expected: str) -> None:
    """Each guard refuses by its own code and takes no seat; without it the same offer is made."""
    menu, person, other = world.add_menu(places=9), world.add_person(), world.add_person()
    today = world.today
    later = today + dt.timedelta(days=3)
    target: Offered = menu
    match guard:
        case "consent":
            (consent,) = [row for row in world.rows(Consent) if row.person_id == person]
            world.set(Consent, consent.id, expires_on=today - dt.timedelta(days=1))
        case "withdrawn":
            (consent,) = [row for row in world.rows(Consent) if row.person_id == person]
            path = f"/api/v1/people/{person}/consents/{consent.id}/withdrawal"
            world.staff.done("POST", path, version=1)
        case "ended":
            world.set(Person, person, ended_on=today)
        case "paused":
            world.set(Person, person, paused_until=today)
        case "host_paused":
            world.set(Host, menu.host_id, paused_until=later)
        case "menu_closed":
            world.set(Menu, menu.menu_id, is_open=False)
        case "apart":
            world.set(Person, person, apart_from_hosts=[str(menu.host_id)])
        case "apart_from_person":
            world.offered(other, menu)
            world.set(Person, person, apart_from_persons=[str(other)])
        case "apart_from_other":
            world.offered(other, menu)
            world.set(Person, other, apart_from_persons=[str(person)])
        case "full":
            target = world.add_menu(places=0)
        case "open_hold":
            world.offered(person, world.add_menu(weekdays=(2,)))
        case "same_time":
            # The need of belonging at the same time as that of work.
            other_menu = world.add_menu()
            world.set(Menu, other_menu.menu_id, domains=["belonging"])
            world.offered(person, other_menu, domain="belonging")
        case "newcomers":
            world.set(Host, menu.host_id, newcomers_at_once=1)
            world.offered(other, menu)
        case "rest":
            world.set(Host, menu.host_id, rest_days=7)
            world.offered(other, menu)
    before = world.ledger()
    assert code_of(world.offer(person, target)) == expected
    assert world.ledger() == before
    assert before[0] == before[1]


def test_an_offer_names_what_goes_together(world: World) -> None:
    """Slots of another menu, a need nobody has here, and days without end are refused."""
    menu, other, person = world.add_menu(), world.add_menu(), world.add_person()
    far = (world.monday + dt.timedelta(days=400)).isoformat()
    for wrong in (
        {"menu_slot_ids": [str(other.slot_ids[0])]},
        {"menu_slot_ids": []},
        {"domain": "learning"},
        {"last_day": far},
        {"first_day": (world.today - dt.timedelta(days=1)).isoformat()},
        {"status": "accepted"},
    ):
        assert world.offer(person, menu, **wrong).status_code == 422, wrong
    assert world.offer(person, menu, run_id=str(uuid.uuid4())).status_code == 404
    assert world.offer(person, menu, menu_id=str(uuid.uuid4())).status_code == 404
    world.offered(person, menu)


def test_only_who_carries_the_case_sees_and_moves_its_offers(world: World) -> None:
    """Another coordinator, the neighbour and the planner get the answer of an unknown id."""
    menu, person = world.add_menu(), world.add_person()
    placement_id = world.offered(person, menu)["id"]
    unknown = world.staff.get(f"/api/v1/placements/{uuid.uuid4()}")
    for client in (
        world.service.client(Role.COORDINATOR),
        world.service.client(Role.COORDINATOR, office=world.service.neighbour),
        world.service.client(Role.PLANNER),
        world.service.client(Role.HOST, host_id=menu.host_id),
    ):
        answer = client.get(f"/api/v1/placements/{placement_id}")
        assert (answer.status_code, answer.content) == (404, unknown.content)
        release = client.act("POST", f"/api/v1/placements/{placement_id}/release", {"reason": "other"}, 1)
        assert release.status_code == 404
    other = world.service.client(Role.COORDINATOR)
    assert other.seen("/api/v1/placements")["placements"] == []
    official = world.service.client(Role.OFFICIAL)
    for client in (world.staff, official):
        assert [each["id"] for each in client.seen("/api/v1/placements")["placements"]] == [placement_id]
    assert official.seen("/api/v1/placements")["placements"][0]["said"] is None
    assert world.staff.seen("/api/v1/placements?status=ended")["placements"] == []


def test_the_trail_of_an_offer_holds_no_values(world: World) -> None:
    """Free text and names are in no row of the trail, and it verifies."""
    menu, person = world.add_menu(), world.add_person()
    placement_id = world.offered(person, menu)["id"]
    no = {"side": "person", "is_yes": False, "reason": "health", "words": "見本の秘密"}
    act(world, placement_id, "answer", 1, no)
    rows: list[Audit] = world.service.audit()
    assert {"offer.make", "placement.answer"} <= {row.act for row in rows}
    assert not any("見本の秘密" in str(row.details) for row in rows)
    assert world.rows(Placement)[0].sealed is not None


def test_protection_is_no_reason_to_refuse_an_offer(world: World) -> None:
    """Somebody under protection is offered places like anybody; the host gets no notice of it."""
    menu, person = world.add_menu(), world.add_person(protected=Answer.YES)
    world.service.client(Role.HOST, host_id=menu.host_id)
    world.offered(person, menu)
    assert [task.kind for task in world.rows(Task)] == ["ask_host"]
