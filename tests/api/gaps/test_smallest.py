"""開拓 of a smallest change: from a proposal or a person's options onto the worklist, in one press."""

from __future__ import annotations

from typing import Any

import pytest

from api.policy.vocabulary import Role
from matching.model.change import ChangeKind
from tests.api.browsing import forms_of, send
from tests.api.gaps.test_gaps import PATH
from tests.api.service import Client
from tests.api.town import Town

FORM = "/gaps/asks"


def changes_of(town: Town, run_id: str) -> list[dict[str, Any]]:
    """Give the changes of a run that a host could be asked for, the most useful first."""
    found = town.coordinator.seen(f"/api/v1/proposals/{run_id}/changes")["changes"]
    return [each for each in found if each["change"].get("host_id")]


@pytest.fixture
def planner(town: Town) -> Client:
    """Somebody who plans."""
    return town.service.client(Role.PLANNER)


def test_a_change_of_a_proposal_becomes_a_line_of_the_worklist(town: Town, planner: Client) -> None:
    """It is worded, has a draft of what to ask and what it would bring; pressed again it is there already."""
    run_id = town.run(weeks=8)
    first = changes_of(town, run_id)[0]
    page = town.coordinator.get(f"/proposals/{run_id}").text
    buttons = [each for each in forms_of(page) if each.action == FORM]
    assert buttons
    listed = send(town.coordinator, buttons[0])
    assert "加えました。" in listed.text
    (ask,) = town.service.client(Role.OFFICIAL).seen(f"{PATH}/asks")["asks"]
    assert (ask["forecast"], ask["state"], ask["analysis_id"]) == (first["gain"], "planned", None)
    assert ask["host_id"] == first["change"]["host_id"]
    assert ask["what"].endswith("る")
    assert f"「{ask['what']}」" in ask["request"]
    assert ask["what"] in listed.text
    assert planner.seen(f"{PATH}/asks")["asks"][0]["forecast"] is None, "a small number"
    again = [
        each for each in forms_of(town.coordinator.get(f"/proposals/{run_id}").text) if each.action == FORM
    ]
    assert "もう一覧にあります。" in send(town.coordinator, again[0]).text
    assert len(planner.seen(f"{PATH}/asks")["asks"]) == 1
    for each in again[1:]:
        assert "加えました。" in send(town.coordinator, each).text, dict(each.fields)


def test_what_nobody_could_be_asked_for_is_refused(town: Town) -> None:
    """A change of the person, of a host that is not there, or of a slot the host does not hold."""
    change = changes_of(town, town.run(weeks=8))[0]["change"]
    asking = town.coordinator
    unknown = "00000000-0000-4000-8000-000000000000"
    for wrong, status in (
        ({"kind": "fewer_slots", "person_id": town.id_of("P001"), "amount": 1}, 422),
        ({**change, "host_id": unknown}, 404),
        ({"kind": "one_more_place", "host_id": change["host_id"], "pool_id": unknown}, 422),
        # All but these two are of something of the host's.
        *(
            ({"kind": kind, "host_id": change["host_id"]}, 422)
            for kind in ChangeKind
            if kind not in {ChangeKind.ONE_MORE_NEWCOMER, ChangeKind.ONE_MORE_SUPPORTER}
        ),
    ):
        assert asking.act("POST", f"{PATH}/asks", {"change": wrong}).status_code == status, wrong
    assert asking.act("POST", f"{PATH}/asks", {"change": change, "run_id": unknown}).status_code == 404
    assert asking.seen(f"{PATH}/asks")["asks"] == []


def test_a_change_beside_somebodys_options_is_asked_for(town: Town) -> None:
    """Where nothing is open and a host could help, the button is there and its line promises no number."""
    for person in town.coordinator.seen("/api/v1/people")["people"]:
        page = town.coordinator.get(f"/people/{person['id']}/options").text
        buttons = [each for each in forms_of(page) if each.action == FORM]
        if buttons:
            break
    else:
        pytest.fail("no case of the demo town has a change to ask for")
    send(town.coordinator, buttons[0])
    (ask,) = town.service.client(Role.OFFICIAL).seen(f"{PATH}/asks")["asks"]
    assert ask["forecast"] is None
    supposed = town.coordinator.get(f"/people/{person['id']}/options?twice=true").text
    assert FORM not in [each.action for each in forms_of(supposed)]
