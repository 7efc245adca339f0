"""Who gets where: every route, part and stage, against the table and against a second hand."""

from __future__ import annotations

import dataclasses
import functools
import os
import uuid
from collections.abc import Iterator, Mapping

import pytest
from httpx2 import Response

from api.policy.table import TABLE, Rule, may
from api.policy.vocabulary import ACT_WORDS, About, Act, Part, Role, Stage
from tests.api.records import Records, ids_of
from tests.api.service import Client, Service
from tests.contracts.routes import SAFE, Bodies, Declared, routes_of

IS_SOAK = os.environ.get("SANKA_SOAK") == "1"
UNKNOWN = "00000000-0000-4000-8000-000000000000"
CASES = (*((stage, False) for stage in Stage), (Stage.SX, True))
"""Each stage; SX once by protection and once by withdrawal."""
FEW = 4

NARROWER = {
    "GET /api/v1/host/requests/{placement_id}": "only while the seat is asked for",
    "GET /api/v1/host/placements/{placement_id}": "only who comes there, not who is asked for",
    "GET /api/v1/people/{person_id}/household-cases": "only who sees the group of fields it belongs to",
    "GET /api/v1/conferences/{conference_id}": "only who sits in it, or staff where it is not walled",
    "GET /api/v1/conferences/{conference_id}/candidates": "as the conference",
    "GET /api/v1/conferences/{conference_id}/pack": "as the conference",
    "GET /conferences/{conference_id}/screen": "as the conference",
    "GET /conferences/{conference_id}": "as the conference",
    **dict.fromkeys(
        (
            "GET /api/v1/people/{person_id}/plans/{plan_id}/review",
            "GET /decisions/people/{person_id}/plans/{plan_id}",
            "POST /decisions/people/{person_id}/plans/{plan_id}",
        ),
        "only a plan that was submitted",
    ),
    **{
        f"POST /people/{{person_id}}/contacts/{{follow_up_id}}/{what}": "on the page of who carries the case"
        for what in ("done", "skip")
    },
    "POST /placements/{placement_id}/attendance": "on the page of who carries the case; the host has its own",
    **{
        f"POST /host/{{host_id}}/{what}": "the host's own page; coordinators have the card"
        for what in ("slot", "same", "undo/{statement_id}", "worries", "guests/{placement_id}/came")
    },
    "GET /api/v1/people/{person_id}/together": "only who sees the group of fields it belongs to",
    **{
        f"GET {prefix}/conferences/{{conference_id}}/forms/conference{ending}": "as the conference"
        for prefix, ending in (("", ""), ("/api/v1", ""), ("/api/v1", ".pdf"), ("/api/v1", ".xlsx"))
    },
    "GET /api/v1/retention/model/curve.svg": "only where a model is in use",
    "GET /api/v1/people/{person_id}/forms/notes.pdf": "only who may read the notes it is made of",
    "GET /api/v1/people/{person_id}/forms/notes.xlsx": "only who may read the notes it is made of",
}
"""Views that refuse more than the gate does, and why; they never refuse less."""

ROLE_OF = {
    Part.CO_A: Role.COORDINATOR,
    Part.CO_R: Role.COORDINATOR,
    Part.CO_T: Role.COORDINATOR,
    Part.MC_A: Role.LEAD,
    Part.MC_T: Role.LEAD,
    Part.MO: Role.OFFICIAL,
    Part.MM_A: Role.MEMBER,
    Part.MM_T: Role.MEMBER,
    Part.HO_O: Role.HOST,
    Part.HO_T: Role.HOST,
    Part.PL: Role.PLANNER,
    Part.AD: Role.ADMIN,
    Part.AU: Role.AUDITOR,
    Part.OP: Role.OPERATOR,
}
FURTHEST = {
    **{part: part for part in Part},
    Part.CO_A: Part.CO_T,
    Part.CO_R: Part.CO_T,
    Part.MC_A: Part.MC_T,
    Part.MM_A: Part.MM_T,
    Part.HO_O: Part.HO_T,
}
"""The part somebody stands in to what is about nobody they know."""

ALL = frozenset(Stage)
OPEN = ALL - {Stage.SX}
AGREED = OPEN - {Stage.S0}
CASE = {Part.CO_A: ALL, Part.MC_A: ALL}
OFFICIAL = {Part.MO: ALL}
COORDINATORS = dict.fromkeys((Part.CO_A, Part.CO_R, Part.CO_T), ALL)
LEADS = dict.fromkeys((Part.MC_A, Part.MC_T), ALL)
MEMBERS = dict.fromkeys((Part.MM_A, Part.MM_T), ALL)
STAFF = COORDINATORS | LEADS | OFFICIAL
OWN_HOST = {Part.HO_O: ALL}

EXPECTED: Mapping[Act, Mapping[Part, frozenset[Stage]]] = {
    # A person: never a host, a planner, an administrator, an auditor or the operator; another coordinator
    # after a reason and never a protected case; a member on the agenda while the consent holds.
    Act.PERSON_READ: CASE | OFFICIAL | {Part.CO_R: OPEN, Part.MM_A: AGREED},
    Act.PERSON_EDIT: CASE,
    Act.PERSON_OPEN: dict.fromkeys((Part.CO_A, Part.CO_R, Part.CO_T), OPEN),
    Act.PERSON_OPEN_ASK: dict.fromkeys((Part.CO_A, Part.CO_R, Part.CO_T), OPEN),
    Act.PERSON_REVEAL: {Part.CO_A: ALL} | OFFICIAL,
    Act.PERSON_INVOLVE: CASE | OFFICIAL,
    Act.PERSON_VIEWS: CASE | OFFICIAL,
    Act.PROTECTION_ON: CASE | OFFICIAL,
    Act.PROTECTION_ASK_OFF: CASE,
    Act.PROTECTION_OFF: OFFICIAL,
    Act.CONSENT_READ: CASE | OFFICIAL,
    Act.CONSENT_GIVE: {Part.CO_A: ALL},
    Act.CONSENT_WITHDRAW: CASE | OFFICIAL,
    # The case: the member of the meeting sees how far it is; notes stay with those who carry it.
    Act.CASE_READ: CASE | OFFICIAL | {Part.MM_A: AGREED},
    Act.CASE_EDIT: CASE,
    Act.CASE_STEP: CASE,
    Act.NOTE_READ: CASE,
    Act.NOTE_WRITE: {Part.CO_A: ALL},
    Act.ASSESSMENT_READ: CASE | OFFICIAL,
    Act.ASSESSMENT_EDIT: CASE,
    Act.OPTIONS_READ: CASE | OFFICIAL,
    Act.HOST_ASSESSMENT: STAFF,
    Act.HOST_ASSESS: COORDINATORS,
    # A plan: written by who carries the case, decided on by an official, read by members it is put before.
    Act.PLAN_READ: CASE | OFFICIAL | {Part.MM_A: AGREED},
    Act.PLAN_EDIT: CASE,
    Act.PLAN_DECIDE: OFFICIAL,
    Act.PLAN_REVIEW: OFFICIAL,
    # A copy leaves the service: taken by who carries the case and the official, never by a member.
    Act.FORM_COPY: CASE | OFFICIAL,
    # A contact: read by who carries the case; officials and the meeting see the codes of it only.
    Act.CONTACT_READ: CASE | OFFICIAL | {Part.MM_A: AGREED},
    Act.CONTACT_ADD: {Part.CO_A: ALL},
    # A prediction: for those who carry the case, never for an official, a host or the meeting.
    Act.RETENTION_READ: CASE,
    Act.RETENTION_FOLLOW: {Part.CO_A: ALL},
    # A placement: the host sees and answers what is asked of itself, and nothing once SX.
    Act.OFFER_MAKE: {Part.CO_A: ALL},
    Act.PLACEMENT_READ: CASE | OFFICIAL | {Part.MM_A: AGREED},
    Act.PLACEMENT_EDIT: {Part.CO_A: ALL},
    Act.PLACEMENT_ANSWER: {Part.CO_A: ALL},
    Act.DECISION_RECORD: OFFICIAL,
    # From 体験 on: the host notes who came and reports troubles while the consent to it holds, and never
    # reads what others said; private reasons and reports are for the coordinator of the case alone.
    Act.STAY_EDIT: {Part.CO_A: ALL},
    Act.EXIT_READ: {Part.CO_A: ALL},
    Act.INCIDENT_REPORT: {Part.HO_O: frozenset({Stage.S3, Stage.S4})},
    Act.INCIDENT_READ: {Part.CO_A: ALL},
    Act.ATTENDANCE_RECORD: {Part.CO_A: ALL, Part.HO_O: frozenset({Stage.S3, Stage.S4})},
    Act.ATTENDANCE_READ: CASE | OFFICIAL | {Part.MM_A: AGREED},
    Act.GUEST_READ: {Part.HO_O: frozenset({Stage.S3, Stage.S4, Stage.S5})},
    Act.REQUEST_READ: {Part.HO_O: OPEN},
    Act.REQUEST_ANSWER: {Part.HO_O: OPEN},
    # A host: read by all who plan with it, changed by itself and the coordinators.
    Act.HOST_READ: STAFF | MEMBERS | OWN_HOST | {Part.PL: ALL},
    Act.HOST_EDIT: COORDINATORS | OWN_HOST,
    Act.HOST_MENU: COORDINATORS,
    Act.HOST_STATE: COORDINATORS | OWN_HOST,
    Act.HOST_RECALL: COORDINATORS | OWN_HOST,
    Act.HOST_SHARE: COORDINATORS | OFFICIAL,
    Act.HOST_CONTACT: STAFF | OWN_HOST,
    # A host's own page is the host's alone; the way to it is given by coordinators; what troubles it is read
    # by the staff and itself; who could come is for coordinators.
    Act.HOST_HOME: OWN_HOST,
    Act.HOST_LINKS: COORDINATORS,
    Act.HOST_LINK: COORDINATORS,
    Act.HOST_WORRIES: STAFF | OWN_HOST,
    Act.HOST_WORRY: COORDINATORS | OWN_HOST,
    Act.HOST_CANDIDATES: COORDINATORS,
}
"""Transcribed by hand from the agreed matrix, for all acts on a person, placement or host."""


def expected_faults(table: Mapping[Act, Rule] = TABLE) -> list[str]:
    """Compare the table with the second hand, cell by cell."""
    faults = [
        f"{act}: add a row to EXPECTED in {__name__}, from the access matrix and not from the table"
        for act, rule in table.items()
        if rule.about in {About.PERSON, About.PLACEMENT, About.HOST} and act not in EXPECTED
    ]
    for act, cells in EXPECTED.items():
        grants = table[act].grants
        for part in Part:
            if table[act].about == About.HOST:
                differs = bool(grants.get(part)) != bool(cells.get(part))
            else:
                differs = grants.get(part, frozenset()) != cells.get(part, frozenset())
            if differs:
                said, agreed = sorted(grants.get(part, ())), sorted(cells.get(part, ()))
                faults.append(f"{act} {part}: {said} is not {agreed}")
    return faults


class World:
    """A municipality with a case at each stage and a user in each part; and a foreign user of each role."""

    def __init__(self, service: Service) -> None:
        records = Records(service)
        host, other = records.host(), records.host("みほん商店")
        menu = records.menu(host)
        cases = [records.at_stage(stage, host, menu, is_withdrawn) for stage, is_withdrawn in CASES]
        self.routes = [route for route in routes_of(service.app) if route.acts]
        self.bodies = Bodies(service.app)
        self.ids = [ids_of(records, placement) for placement in cases]
        self.elsewhere = ids_of(records, records.at_stage(Stage.S1, other, records.menu(other)))
        self.clients: dict[Part, Client] = {}
        for part, role in ROLE_OF.items():
            host_id = {Part.HO_O: host.id, Part.HO_T: other.id}.get(part)
            client = self.clients[part] = service.client(role, host_id=host_id)
            for placement in cases:
                if part in {Part.CO_A, Part.MC_A, Part.MM_A}:
                    records.involve(placement.person_id, client.user_id, role)
                if part == Part.CO_R:
                    records.open_case(placement.person_id, client.user_id)
        away = Records(service, service.neighbour).host("みほん隣町商店").id
        self.foreign = [
            service.client(role, office=service.neighbour, host_id=away if role == Role.HOST else None)
            for role in Role
        ]

    def unknown_ids(self) -> list[str]:
        """Name the routes whose path takes an id nobody makes a record for."""
        return [
            f"{route.name}: {name}" for route in self.routes for name in route.ids if name not in self.ids[0]
        ]


@pytest.fixture
def world(service: Service) -> World:
    """A case at each stage, a user in each part; every id of every path has a record."""
    world = World(service)
    unknown = world.unknown_ids()
    assert unknown == [], f"add the kinds of these ids to ids_of in tests/api/records.py: {unknown}"
    return world


def standing(part: Part, about: About) -> Part:
    """Give the part a user stands in to a kind of record: a case makes nobody closer to a host."""
    match about:
        case About.PLACEMENT:
            return part
        case About.PERSON:
            return Part.HO_T if part == Part.HO_O else part
        case About.HOST:
            return part if part == Part.HO_O else FURTHEST[part]
        case _:
            return FURTHEST[part]


def knock(client: Client, route: Declared, ids: Mapping[str, str]) -> Response:
    """Come to a route's gate: a change carries no key, so that whoever passes the gate changes nothing."""
    answer: Response = client.request(
        route.method, route.url(dict(ids)), json=None if route.method in SAFE else {}
    )
    return answer


def act_on(client: Client, route: Declared, ids: Mapping[str, str], bodies: Bodies) -> Response:
    """Act on a record, past the key: with a JSON body, or on a page with a form that is not filled in."""
    if route.is_page and route.method == "POST":
        form = {"key": f"{uuid.uuid4().hex}-form", "version": "1"}
        sent: Response = client.post(route.url(dict(ids)), data=form)
        return sent
    answer: Response = client.act(route.method, route.url(dict(ids)), bodies.example(route), version=1)
    return answer


def is_not_found(answer: Response, client: Client, route: Declared) -> bool:
    """Tell whether an answer is the one there is for foreign, unknown and forbidden alike, to the byte."""
    known = nothing(client, "/no-such-page" if route.is_page else "/api/v1/no-such-thing")
    told, usual = ({*each.headers} - {"x-request-id"} for each in (answer, known))
    return (answer.status_code, answer.content, told) == (404, known.content, usual)


@functools.lru_cache(maxsize=64)
def nothing(client: Client, path: str) -> Response:
    """Give what a user is told where there is nothing: asked once, for it is the same each time."""
    answer: Response = client.get(path)
    assert answer.status_code == 404
    return answer


def cells(world: World) -> Iterator[tuple[Declared, Part, int]]:
    """
    Give routes, parts and cases: all of them when soaking, else a sample that covers.

    Routes of one act pass one gate, so that the first of them meets every part and each further one `FEW`
    parts, in turn; each at a case in turn.
    """
    met: set[Act] = set()
    for r, route in enumerate(world.routes):
        has_stages = TABLE[route.act].about in {About.PERSON, About.PLACEMENT}
        is_first = route.act not in met
        met.add(route.act)
        for p, part in enumerate(Part):
            if IS_SOAK and has_stages:
                yield from ((route, part, case) for case in range(len(CASES)))
            elif IS_SOAK or is_first or (r + p) % len(Part) < FEW:
                yield route, part, (r + p) % len(CASES) if has_stages else 0


def matrix_faults(world: World, only: frozenset[Act] = frozenset(Act)) -> list[str]:
    """Come to every gate in every part, and compare who passes with the table and with the second hand."""
    faults = []
    for route, part, case in cells(world):
        if route.act not in only:
            continue
        about, stage = TABLE[route.act].about, CASES[case][0]
        client = world.clients[part]
        answer = knock(client, route, world.ids[case])
        passed = answer.status_code not in {401, 403, 404}
        stands = standing(part, about)
        has_stage = about in {About.PERSON, About.PLACEMENT}
        told = about == About.SELF or may(route.act, frozenset({stands}), stage if has_stage else None)
        expected = EXPECTED[route.act].get(stands, frozenset()) if route.act in EXPECTED else None
        where = f"{route.name} as {part} at {stage}: {answer.status_code}"
        if not passed and route.name in NARROWER:
            expected, told = None, False
        if passed != told:
            faults.append(f"{where}, but the table says {told}")
        if expected is not None and passed != (stage in expected):
            faults.append(f"{where}, but the second hand says {stage in expected}")
        if not passed and not is_not_found(answer, client, route):
            faults.append(f"{where}: tells more than that there is nothing")
        if answer.status_code >= 500:
            faults.append(f"{where}: {answer.text}")
    return faults


def test_the_table_is_what_was_agreed() -> None:
    """Every row on a person, placement or host equals the one transcribed by hand; every act has words."""
    assert expected_faults() == []
    assert set(ACT_WORDS) == set(Act) == set(TABLE)


def test_every_route_lets_in_whom_the_table_names_and_nobody_else(world: World) -> None:
    """Each route × part × stage: who may, passes; who may not, learns nothing, not even that there is one."""
    assert matrix_faults(world) == []


def test_another_municipality_finds_nothing(world: World) -> None:
    """Ids of another municipality and unknown ones get the same bytes, whatever the role."""
    faults = []
    for r, route in enumerate(world.routes):
        about = TABLE[route.act].about
        clients = world.foreign if IS_SOAK else [world.foreign[(r + k) % len(world.foreign)] for k in (0, 4)]
        for client in clients if route.ids else ():
            for ids in (world.ids[r % len(CASES)], dict.fromkeys(world.ids[0], UNKNOWN)):
                if about in {About.PERSON, About.PLACEMENT, About.HOST}:
                    answer = knock(client, route, ids)
                else:
                    answer = act_on(client, route, ids, world.bodies)
                    if answer.status_code == 422 and route.method != "GET":
                        continue
                if not is_not_found(answer, client, route):
                    faults.append(f"{route.name}: {answer.status_code} {answer.text}")
    assert faults == []


def test_a_record_is_only_found_under_what_it_belongs_to(world: World) -> None:
    """The id of a record of another person or host in the path leads nowhere and changes nothing."""
    faults, tried = [], 0
    for route in world.routes:
        first, *inner = route.ids or [""]
        if first not in {"person_id", "host_id"} or not inner:
            continue
        ids = world.elsewhere | {first: world.ids[1][first]}
        for client in world.clients.values():
            answer = act_on(client, route, ids, world.bodies)
            tried += 1
            if answer.status_code not in {404, 422}:
                faults.append(f"{route.name}: {answer.status_code} {answer.text}")
    assert faults == []
    assert tried > 0


def test_a_grant_too_many_is_found(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Control: a planner who may open a person is found in the table and at the route."""
    rule = TABLE[Act.PERSON_READ]
    wider = dataclasses.replace(rule, grants={**rule.grants, Part.PL: ALL, Part.CO_R: ALL})
    table = {**TABLE, Act.PERSON_READ: wider}
    assert len(expected_faults(table)) == 2
    monkeypatch.setattr("api.policy.table.TABLE", table)
    found = matrix_faults(world, only=frozenset({Act.PERSON_READ}))
    assert any("as PL" in fault and "second hand" in fault for fault in found)
