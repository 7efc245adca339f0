"""From placements and contacts to who may need a contact sooner; off until a municipality turns it on."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterable

import pytest
from sqlalchemy import select

from api.policy.vocabulary import Act, Role
from api.proposals.making import make_run
from api.proposals.schemas import RunCreate
from api.retention.scoring import NOT_TURNED_ON, with_predictions
from api.retention.starts import note_starts
from api.retention.stays import read_stays
from api.retention.training import train
from api.tables import Contact, Placement, PlacementStart, ProposalRun, RetentionModel
from matching.bundled import data_path, default_rules, default_travel, default_weights
from matching.retention.model import Model
from matching.retention.simulated import simulate
from matching.retention.stays import weeks_at_risk
from matching.simulation.synthetic import synthetic_problem
from matching.vocabulary import Feature, Parting, PlacementStatus
from tests.api.placements.records import World
from tests.api.records import Records
from tests.api.retention.past import Past
from tests.api.service import Service

WELL = {Feature.WISH: 1.0, Feature.CONDITIONS: 1.0, Feature.TRAVEL_MINUTES: 5.0, Feature.ACCOMPANIED: 1.0}
BADLY = {Feature.WISH: 0.0, Feature.CONDITIONS: 0.0, Feature.TRAVEL_MINUTES: 70.0}


FLOOR = 120


def learn_from_the_past(service: Service, past: Past) -> Model:
    """Write enough of a past down, and learn from it under a floor of the municipality's own."""
    text = data_path("retention/default.toml").read_text(encoding="utf-8")
    own = {"settings": {"retention": text.replace("floor = 200", f"floor = {FLOOR}")}}
    service.client(Role.ADMIN).done("PATCH", "/api/v1/office", own, version=1)
    stays = simulate(FLOOR + 30, 11, leaving=0.004, hosts=8, effect=1.3).stays
    # A few contacts each are enough to be counted.
    past.write(tuple(dataclasses.replace(each, contact_days=each.contact_days[:2]) for each in stays))
    model = train(service.installation, service.office, silent)
    assert model is not None
    assert model.why_curve is None
    assert model.counts.stays >= FLOOR
    return model


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def seen_again(parting: Parting | None) -> Parting | None:
    """Give how an end is read: whether somebody died is only known of a closed case."""
    return Parting.MOVED_AWAY if parting == Parting.DIED else parting


def test_records_are_read_as_they_happened(service: Service) -> None:
    """Start, end, fit, dose and contacts come back as they were written; an offer that ended never began."""
    past = Past(service)
    kept = past.write(simulate(40, 5, leaving=0.02).stays)
    offer = past.records.placement(past.records.person(), past.records.menu(past.records.host()))
    past.records.placement(
        past.records.person(), past.records.menu(past.records.host()), PlacementStatus.ENDED
    )
    with service.installation.database.read(service.office) as session:
        found = {each.placement.id: each.stay for each in read_stays(session, past.today)}
    assert found.keys() == {each.placement_id for each in kept} - {offer.id}
    for each in kept:
        stay, expected = found[each.placement_id], each.stay
        assert (stay.last_week, stay.parting) == (expected.last_week, seen_again(expected.parting))
        assert (stay.until - stay.starts_on).days == (expected.until - expected.starts_on).days
        for feature in (Feature.WISH, Feature.TRAVEL_MINUTES, Feature.ATTENTION_MINUTES, Feature.ACCOMPANIED):
            assert stay.at_start[feature] == expected.at_start[feature]
        steps = [(step.slots_a_week, step.stay_minutes) for step in stay.steps]
        assert steps == [(step.slots_a_week, step.stay_minutes) for step in expected.steps]
        days = sorted({(day - expected.starts_on).days for day in expected.contact_days})
        assert [(day - stay.starts_on).days for day in stay.contact_days] == days
    assert not any(name in repr(stay) for stay in found.values() for name in ("みほん", "見本"))


def test_what_was_written_down_late_was_not_watched_before(service: Service) -> None:
    """A placement that is recorded weeks after it began counts from then on (left truncation)."""
    past = Past(service)
    late = past.going_on(WELL, 120, days=70)
    with service.installation.database.write(service.office) as session:
        row = session.execute(select(Placement)).scalar_one()
        row.created_at = past.now - dt.timedelta(days=21)
    with service.installation.database.read(service.office) as session:
        (found,) = read_stays(session, past.today)
    assert found.placement.id == late.id
    assert weeks_at_risk([found.stay]).week.tolist() == [7, 8, 9]


def test_below_the_floor_only_the_curve_is_kept(service: Service) -> None:
    """The artefact says why; each training is a new number; nothing is learned from nothing."""
    assert train(service.installation, service.office, silent) is None
    past = Past(service)
    past.write(simulate(30, 5, leaving=0.02).stays)
    for number in (1, 2):
        model = train(service.installation, service.office, silent)
        assert model is not None
        assert model.why_curve == "below_floor"
        assert model.hazard is None
        with service.installation.database.read(service.office) as session:
            rows = session.execute(select(RetentionModel)).scalars().all()
        assert len(rows) == number
    assert len({row.hash for row in rows}) == 1, "the same records give the same artefact"
    assert [row.act for row in service.audit()].count("retention.train") == 2
    planner = service.client(Role.PLANNER)
    card = planner.seen("/api/v1/retention/model")
    assert "下限（200件）に届かない" in card["note"]
    coordinator = past.coordinator()
    assert coordinator.seen("/api/v1/retention/risks")["risks"] == []
    with service.installation.database.read(service.neighbour) as session:
        assert session.execute(select(RetentionModel)).scalars().all() == []


def test_who_may_need_a_contact_sooner_and_what_is_done_about_it(service: Service) -> None:
    """The whole way: learn, list with reasons and help, switch, act, and what the person is told of it."""
    past = Past(service)
    learn_from_the_past(service, past)
    badly, well, foreign = past.going_on(BADLY, 240), past.going_on(WELL, 60), past.going_on(BADLY, 240)
    coordinator = past.coordinator(badly, well)

    view = coordinator.seen("/api/v1/retention/risks")
    assert [each["placement_id"] for each in view["risks"]] == [str(badly.id), str(well.id)]
    first, second = view["risks"]
    assert first["sooner"]
    assert not second["sooner"]
    assert "100人中およそ" in first["chance"]
    assert any(words.startswith("片道70分") for words in first["reasons"])
    assert first["helps"]
    assert "少ない見込み" in first["helps"][0]["less"]
    assert first["fits_my_time"]
    assert not second["reasons"] or not second["helps"]
    assert not view["can_follow"]
    assert str(foreign.id) not in str(view)

    path = f"/api/v1/placements/{badly.id}/closer-contacts"
    refused = coordinator.act("POST", path, version=badly.version)
    assert (refused.status_code, refused.json()["code"]) == (409, "retention_off")
    admin = service.client(Role.ADMIN)
    admin.done("PATCH", "/api/v1/office", {"settings": {"retention_in_follow_up": True}}, version=2)
    assert coordinator.seen("/api/v1/retention/risks")["can_follow"]
    before = contacts_of(service, badly)
    receipt = coordinator.done("POST", path, version=badly.version)
    assert receipt["details"].keys() == {"contacts"}
    usual = coordinator.act("POST", f"/api/v1/placements/{well.id}/closer-contacts", version=well.version)
    assert (usual.status_code, usual.json()["code"]) == (409, "retention_usual")
    soon = past.today + dt.timedelta(days=30)
    assert sum(day <= soon for day in contacts_of(service, badly)) > sum(day <= soon for day in before)
    assert coordinator.seen("/api/v1/retention/risks")["risks"][0]["is_denser"]

    told = coordinator.seen(f"/api/v1/people/{badly.person_id}/retention")
    assert [use["model_number"] for use in told["uses"]] == [1]
    assert "片道の時間（分）" in told["uses"][0]["reasons"]
    assert "診断" in told["never"]
    assert told["in_scoring"] == "使っていません"
    assert told["in_follow_up"].startswith("使っています")

    card = service.client(Role.PLANNER).seen("/api/v1/retention/model")
    assert card["number"] == 1
    assert "Brier（打ち切りを補正）" in str(card["sections"])
    assert not [
        each for each in (badly, well) if str(each.person_id) in str(card) or str(each.id) in str(card)
    ]
    assert len(card["hosts"]) == 8
    for role in (Role.OFFICIAL, Role.PLANNER, Role.MEMBER, Role.ADMIN, Role.AUDITOR):
        assert service.client(role).get("/api/v1/retention/risks").status_code == 404
    assert coordinator.get(f"/api/v1/people/{foreign.person_id}/retention").status_code == 404
    assert not service.check_audit().faults


def contacts_of(service: Service, placement: Placement) -> list[dt.date]:
    """Read the days on which contacts of a placement are due."""
    with service.installation.database.read(service.office) as session:
        found: Iterable[Contact] = session.execute(select(Contact)).scalars()
        return sorted(each.due_on for each in found if each.placement_id == placement.id)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_proposal_says_whether_predictions_count(service: Service) -> None:
    """Off, the run says so and its input is as it was; on, with a model, the input holds predictions."""
    past = Past(service)
    town = synthetic_problem(12, 12, 4, default_rules(), default_weights(), default_travel())
    user = service.add_user(Role.COORDINATOR)
    with service.context(user, Act.PROPOSAL_MAKE, Role.COORDINATOR) as context:
        run = context.find(ProposalRun, make_run(context, RunCreate()).id)
        assert run.params["retention"] == {"is_used": False, "note": NOT_TURNED_ON}
        assert with_predictions(context, town)[0] is town
    model = learn_from_the_past(service, past)
    with service.context(user, Act.PROPOSAL_MAKE, Role.COORDINATOR) as context:
        assert with_predictions(context, town)[0] is town, "a model alone turns nothing on"
    admin = service.client(Role.ADMIN)
    admin.done("PATCH", "/api/v1/office", {"settings": {"retention_in_scoring": True}}, version=2)
    with service.context(user, Act.PROPOSAL_MAKE, Role.COORDINATOR) as context:
        predicted, said = with_predictions(context, town)
    assert said["is_used"]
    assert said["model"] == 1
    assert predicted.weights.retention == model.settings.points
    assert all(person.retention for person in predicted.people)
    assert not any(person.retention for person in town.people)


def test_what_is_known_at_the_start_is_kept(service: Service) -> None:
    """The duty notes fit once; what the person says later changes nothing of it."""
    world, records = World(service), Records(service)
    menu = world.add_menu()
    person_id = world.add_person()
    row = Placement(
        person_id=person_id,
        domain="work",
        host_id=menu.host_id,
        menu_id=menu.menu_id,
        status=PlacementStatus.TRIAL,
        first_day=records.today,
        last_day=records.today + dt.timedelta(days=84),
        created_by=records.someone,
        created_at=records.now,
    )
    records.add(row)
    assert note_starts(service.installation, service.office) == 1
    assert note_starts(service.installation, service.office) == 0
    with service.installation.database.read(service.office) as session:
        kept = session.execute(select(PlacementStart)).scalar_one()
    assert kept.placement_id == row.id
    assert 0 <= kept.known["wish"] <= 1
    assert kept.known.keys() <= {"wish", "conditions", "travel_minutes"}
    assert [each.act for each in service.audit()].count("retention.start") == 1


def test_the_settings_are_data_of_the_municipality(service: Service) -> None:
    """A text of its own is taken; a slip in it is refused and names the field."""
    admin = service.client(Role.ADMIN)
    text = data_path("retention/default.toml").read_text(encoding="utf-8")
    wrong = {"settings": {"retention": text.replace("floor = 200", "floor = 10")}}
    refused = admin.act("PATCH", "/api/v1/office", wrong, version=1)
    assert refused.status_code == 422
    assert "floor" in refused.text
    own = {"settings": {"retention": text.replace("floor = 200", "floor = 400")}}
    admin.done("PATCH", "/api/v1/office", own, version=1)
    past = Past(service)
    past.write(simulate(20, 5).stays)
    model = train(service.installation, service.office, silent)
    assert model is not None
    assert model.settings.floor == 400
    assert dataclasses.asdict(model.settings.drift)["least_stays"] == 30
