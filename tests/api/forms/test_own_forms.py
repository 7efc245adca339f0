"""A municipality's own forms: checked, put in place, kept version by version, and taken back."""

from __future__ import annotations

from api.forms.reading import default_text
from api.policy.vocabulary import Role
from api.tables import FormKind
from api.tables.sealed import PersonDocument
from tests.api.conferences.records import Town
from tests.api.forms.records import cells_of
from tests.api.service import Service

OWN = """
title = "みほん町 参加支援計画書"
source = "みほん町 要綱 様式第3号"
certainty = "P"
[[section]]
title = "本人"
rows = [
  [
    { label = "お名前", bind = "person.name" },
    { label = "どんな計画か", bind = "plan.kind", choices = { first = "はじめて", renewed = "2回目から" } },
  ],
]
"""
FORMS = "/api/v1/forms"


def test_a_form_is_replaced_and_taken_back(town: Town) -> None:
    """The own form is filled from the same records; a version says who and when; the default comes again."""
    admin = town.service.client(Role.ADMIN)
    person_id = town.add_person(document=PersonDocument(name="見本 一郎"))
    path = f"/api/v1/people/{person_id}/plans/{town.plan(person_id)}/forms/plan"
    admin.done("POST", FORMS, {"kind": "plan", "text": OWN}, version=0)
    form = town.staff.seen(path)
    assert (form["title"], form["form_version"], form["source"]) == (
        "みほん町 参加支援計画書",
        1,
        "みほん町 要綱 様式第3号",
    )
    cells = cells_of(form)
    assert cells["お名前"][0]["text"] == "見本 一郎"
    assert cells["どんな計画か"][0]["printed"] == "■ はじめて　□ 2回目から"
    assert town.staff.get(f"{path}.pdf").content.startswith(b"%PDF")
    admin.done("POST", FORMS, {"kind": "plan", "text": None}, version=1)
    assert town.staff.seen(path)["form_version"] == 0
    view = admin.seen(f"{FORMS}/definition?kind=plan")
    assert view["text"] == default_text(FormKind.PLAN)
    assert [(each["number"], each["is_default"]) for each in view["versions"]] == [(2, True), (1, False)]
    assert {each["taken_by"] for each in view["versions"]} == {str(admin.user_id)}


def test_a_dry_run_changes_nothing_and_a_wrong_form_is_refused(service: Service) -> None:
    """Faults are named by field; what was only checked, or is wrong, is not there."""
    admin = service.client(Role.ADMIN)
    checked = admin.done("POST", FORMS, {"kind": "plan", "text": OWN, "is_dry_run": True})
    assert checked["details"] == {"dry_run": True}
    wrong = OWN.replace("person.name", "person.secret")
    for is_dry_run in (True, False):
        body = {"kind": "plan", "text": wrong, "is_dry_run": is_dry_run}
        answer = admin.act("POST", FORMS, body, version=0)
        assert answer.status_code == 422
        (fault,) = answer.json()["faults"]
        assert (fault["field"], fault["given"]) == ("section.0.rows.0.0.bind", "person.secret")
    assert {each["version"] for each in admin.seen(FORMS)["forms"]} == {0}


def test_nobody_replaces_a_form_unseen(service: Service) -> None:
    """A change starts from the version that holds, and only the administrator makes it."""
    admin, body = service.client(Role.ADMIN), {"kind": "notes", "text": default_text(FormKind.NOTES)}
    assert admin.act("POST", FORMS, body).status_code == 428
    etag = admin.get(f"{FORMS}/definition?kind=notes").headers["etag"]
    assert etag == '"0"'
    admin.done("POST", FORMS, body, version=0)
    assert admin.act("POST", FORMS, body, version=0).status_code == 412
    assert service.client(Role.COORDINATOR).act("POST", FORMS, body, version=1).status_code == 404


def test_another_municipality_keeps_its_own(service: Service) -> None:
    """A form of one municipality is not seen by the next."""
    service.client(Role.ADMIN).done("POST", FORMS, {"kind": "plan", "text": OWN}, version=0)
    neighbour = service.client(Role.ADMIN, office=service.neighbour)
    assert {each["version"] for each in neighbour.seen(FORMS)["forms"]} == {0}


def test_the_vocabulary_can_be_read(service: Service) -> None:
    """Who makes a form sees what its fields can be filled from, with the codes of each choice."""
    view = service.client(Role.ADMIN).seen(f"{FORMS}/definition?kind=plan")
    bindings = {each["name"]: each for each in view["bindings"]}
    assert bindings["plan.signed_how"]["codes"] == {
        "signed": "署名",
        "spoken": "口頭（立会い）",
        "by_proxy": "代理",
    }
    assert [each["name"] for each in bindings["plan.ladder"]["fields"]] == [
        "first_day",
        "slots_a_week",
        "stay_minutes",
    ]
    assert view["subject"] == "plan"
