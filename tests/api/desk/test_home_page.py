"""住まいの場所: a 町字 or a point becomes a square without JavaScript; nobody protected has one."""

from __future__ import annotations

import datetime as dt
import uuid

from api.people.schemas import NeedInput, PersonCreate
from api.people.service import create_person
from api.policy.vocabulary import Act, Role
from api.tables import Person, TownBlock
from matching.geo.mesh import mesh_code
from matching.vocabulary import Answer, NeedDomain
from tests.api.browsing import form_of, forms_of, send
from tests.api.service import Client, Service

LAT, LNG = 35.6895, 139.6917


def _person(service: Service, client: Client, protected: Answer) -> tuple[uuid.UUID, str]:
    """Register somebody with one 町字 in the list; give their id and the page of their home."""
    assert client.user_id is not None
    with service.context(client.user_id, Act.PERSON_CREATE, Role.COORDINATOR) as context:
        name, code = f"みほん{uuid.uuid4().hex[:4]}一丁目", uuid.uuid4().hex[:12]
        block = TownBlock(municipality_id=context.municipality_id, code=code, name=name, lat=LAT, lng=LNG)
        context.session.add(block)
        given = PersonCreate(
            number=f"K-{code[:6]}",
            name="見本 花子",
            age_years=40,
            protected=protected,
            waiting_since=dt.date(2026, 1, 1),
            needs=[NeedInput(domain=NeedDomain.WORK)],
        )
        person_id = create_person(context, given).id
        context.entries.clear()
    return person_id, f"/people/{person_id}/home"


def _square(service: Service, person_id: uuid.UUID) -> str | None:
    with service.installation.database.read(service.office) as session:
        return session.get_one(Person, person_id).home_mesh


def test_a_block_a_point_and_nothing(service: Service) -> None:
    """Both give the square, the point lies in no page; a wrong point and an empty form change nothing."""
    client = service.client(Role.COORDINATOR)
    person_id, path = _person(service, client, Answer.NO)
    by_block = form_of(client.get(path).text, path, "この町字")
    assert send(client, by_block, home__town_block_id="").status_code == 422
    page = client.get(path).text
    block_id = page.split('<option value="')[2].partition('"')[0]
    saved = send(client, form_of(page, path, "この町字"), home__town_block_id=block_id)
    assert saved.status_code == 200
    assert _square(service, person_id) == mesh_code(LAT, LNG)
    saved = send(client, form_of(saved.text, f"{path}/removal"))
    assert _square(service, person_id) is None
    wrong = send(client, form_of(saved.text, path, "この点"), home__pin__lat="10.0", home__pin__lng=str(LNG))
    assert wrong.status_code == 422
    assert "日本の緯度" in wrong.text
    assert _square(service, person_id) is None
    pinned = send(
        client, form_of(wrong.text, path, "この点"), home__pin__lat=str(LAT), home__pin__lng=str(LNG)
    )
    assert _square(service, person_id) == mesh_code(LAT, LNG)
    assert str(LAT) not in pinned.text


def test_who_was_not_asked_is_asked_first(service: Service) -> None:
    """There is no form for a home before; once asked there is, and it cannot be said of who is protected."""
    client = service.client(Role.COORDINATOR)
    person_id, path = _person(service, client, Answer.UNKNOWN)
    page = client.get(path).text
    assert [each.action for each in forms_of(page) if each.action == path] == []
    asked = send(client, form_of(page, f"{path}/unprotected"))
    assert form_of(asked.text, path, "この点")
    send(client, form_of(asked.text, path, "この点"), home__pin__lat=str(LAT), home__pin__lng=str(LNG))
    assert _square(service, person_id) is not None
    card = client.get(f"/people/{person_id}").text
    send(client, form_of(card, f"/people/{person_id}/protection"))
    assert _square(service, person_id) is None
    shown = client.get(path).text
    assert "保護されている人の住まいの場所は登録しません" in shown
    assert [each for each in forms_of(shown) if each.action.startswith(path)] == []
    send(client, form_of(page, f"{path}/unprotected"), key=uuid.uuid4().hex)
    with service.installation.database.read(service.office) as session:
        assert session.get_one(Person, person_id).protected == Answer.YES
