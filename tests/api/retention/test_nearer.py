"""A due contact moves nearer by what is predicted: never further, only where turned on, and back again."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete, select
from sqlmodel import col

from api.contacts.cadence import plan_contacts
from api.policy.vocabulary import Act, Role
from api.retention.nearer import ACT, move_contacts_nearer
from api.tables import Contact, ContactResult, ContactState, Placement, RetentionUse
from matching.bundled import data_path
from matching.retention.drift import Alarm
from matching.vocabulary import Feature
from tests.api.retention.past import Past
from tests.api.retention.test_retention import BADLY, WELL, learn_from_the_past
from tests.api.service import Client, Service

SOONER = dt.timedelta(weeks=2)
DAY = dt.timedelta(days=1)


def turn_on(service: Service, version: int = 2) -> None:
    """Let the municipality turn it on."""
    settings = {"settings": {"retention_in_follow_up": True}}
    service.client(Role.ADMIN).done("PATCH", "/api/v1/office", settings, version=version)


def planned(service: Service, coordinator: Client, *placements: Placement) -> None:
    """Let the cadence make the contacts of placements, and the past ones be done."""
    with service.context(coordinator.user_id, Act.STAY_EDIT, Role.COORDINATOR) as context:
        for placement in placements:
            plan_contacts(context, context.find(Placement, placement.id))
        due = context.session.execute(select(Contact).where(col(Contact.state) == ContactState.DUE))
        for contact in due.scalars():
            if contact.due_on <= context.today:
                contact.state, contact.done_on = ContactState.DONE, contact.due_on
                contact.result = ContactResult.REACHED


def rows(service: Service) -> list[tuple[object, ...]]:
    """Read every contact whole."""
    with service.installation.database.read(service.office) as session:
        found = session.execute(select(Contact).order_by(col(Contact.id))).scalars()
        return [tuple(sorted(each.model_dump().items())) for each in found]


def due_of(service: Service, placement: Placement, side: str = "person") -> list[dt.date]:
    """Read when a side of a placement is due."""
    with service.installation.database.read(service.office) as session:
        found = session.execute(select(Contact).where(col(Contact.placement_id) == placement.id)).scalars()
        return sorted(each.due_on for each in found if each.side == side and each.state == "due")


def test_the_next_contact_moves_nearer_and_can_be_put_back(service: Service) -> None:
    """
    Off, not a byte changes. On, one contact of who needs it moves, never further, once; people undo it.

    The reason is kept and told to who carries the case alone; what is replanned meanwhile keeps the move;
    what was put back is not done again at once.
    """
    past = Past(service)
    learn_from_the_past(service, past)
    # 184 days on, the monthly contacts of half a year are over and the next one is months away.
    badly, well = past.going_on(BADLY, 240, days=184), past.going_on(WELL, 60, days=184)
    coordinator = past.coordinator(badly, well)
    planned(service, coordinator, badly, well)
    before, due, of_host = rows(service), due_of(service, badly), due_of(service, badly, "host")
    assert due[0] > past.today + SOONER + 10 * DAY

    assert move_contacts_nearer(service.installation, service.office) == 0
    assert rows(service) == before, "off, the cadence is what it was, to the byte"

    turn_on(service)
    assert move_contacts_nearer(service.installation, service.office) == 1
    nearer = due_of(service, badly)
    assert len(nearer) == len(due)
    assert past.today + SOONER <= nearer[0] < due[0], "nearer, on a day the office is open"
    assert nearer[1:] == due[1:]
    assert due_of(service, badly, "host") == of_host
    unmoved = [each for each in rows(service) if dict(each)["placement_id"] != badly.id]  # type: ignore[call-overload]
    assert unmoved == [each for each in before if dict(each)["placement_id"] != badly.id]  # type: ignore[call-overload]
    assert move_contacts_nearer(service.installation, service.office) == 0
    assert due_of(service, badly) == nearer
    with service.context(coordinator.user_id, Act.STAY_EDIT, Role.COORDINATOR) as context:
        plan_contacts(context, context.find(Placement, badly.id))
    assert due_of(service, badly) == nearer, "planning anew keeps what was moved"

    (shown,) = (each for each in seen(coordinator, badly) if each["due_on"] == nearer[0].isoformat())
    assert f"{due[0].isoformat()}（" in shown["moved_words"]
    assert "片道の時間" in shown["moved_words"]
    page = coordinator.get(f"/people/{badly.person_id}/contacts").text
    assert shown["moved_words"] in page
    assert "元の日に戻す" in page
    official = service.client(Role.OFFICIAL)
    assert {each["moved_words"] for each in seen(official, badly)} == {None}
    (use,) = coordinator.seen(f"/api/v1/people/{badly.person_id}/retention")["uses"]
    assert "自動" in use["did"]

    path = f"/api/v1/placements/{badly.id}/closer-contacts"
    coordinator.done("DELETE", path)
    assert due_of(service, badly) == due
    assert move_contacts_nearer(service.installation, service.office) == 0, "people decided"
    again = coordinator.act("DELETE", path)
    assert (again.status_code, again.json()["code"]) == (409, "retention_not_used")
    (use,) = coordinator.seen(f"/api/v1/people/{badly.person_id}/retention")["uses"]
    assert use["put_back_on"] == past.today.isoformat()
    assert [row.act for row in service.audit()].count(ACT) == 1
    assert not service.check_audit().faults


def seen(client: Client, placement: Placement) -> list[dict[str, str]]:
    """Give what is due of a person, as somebody sees it."""
    found = client.seen(f"/api/v1/people/{placement.person_id}/contacts")["contacts"]
    return [each for each in found if each["state"] == "due"]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_people_planned_is_not_moved(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    """A week agreed on, one that was asked for, or one soon: left alone. So is all under an alarm."""
    past = Past(service)
    learn_from_the_past(service, past)
    turn_on(service)
    badly = past.going_on(BADLY, 240, days=184)
    planned(service, past.coordinator(badly), badly)
    due = due_of(service, badly)
    for change in ({"week": due[0] - due[0].weekday() * DAY}, {"is_extra": True}, {"due_on": past.today}):
        with service.installation.database.write(service.office) as session:
            first = session.execute(select(Contact).where(col(Contact.due_on) == due[0])).scalars()
            (contact,) = (each for each in first if each.placement_id == badly.id and each.side == "person")
            kept = {name: getattr(contact, name) for name in change}
            for name, value in change.items():
                setattr(contact, name, value)
        assert move_contacts_nearer(service.installation, service.office) == 0, change
        with service.installation.database.write(service.office) as session:
            contact = session.get_one(Contact, contact.id)
            for name, value in kept.items():
                setattr(contact, name, value)
    changed = Alarm(40, {Feature.WISH: 0.4}, 3, 3.0, 1.0, is_surprising=False)
    with monkeypatch.context() as alarmed:
        alarmed.setattr("api.retention.nearer.drift", lambda model, stays: changed)
        assert move_contacts_nearer(service.installation, service.office) == 0, "not what it learned from"
    assert move_contacts_nearer(service.installation, service.office) == 1, "or else it is"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_cadence_that_does_not_name_it_is_not_moved(service: Service) -> None:
    """A municipality that took the reason out of its cadence has said no, whatever the switch says."""
    past = Past(service)
    learn_from_the_past(service, past)
    badly = past.going_on(BADLY, 240, days=184)
    planned(service, past.coordinator(badly), badly)
    text = data_path("contacts/default.toml").read_text(encoding="utf-8")
    own = {"settings": {"cadence": text.replace(', "at_risk"', ""), "retention_in_follow_up": True}}
    service.client(Role.ADMIN).done("PATCH", "/api/v1/office", own, version=2)
    assert move_contacts_nearer(service.installation, service.office) == 0
    with service.installation.database.write(service.office) as session:
        assert not session.execute(select(RetentionUse)).scalars().all()
        session.execute(delete(Contact))
