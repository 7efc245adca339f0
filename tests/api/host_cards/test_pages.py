"""受入先 at the desk: what is left and what it rests on, what was heard, the way in, who could come."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from api.policy.vocabulary import Role
from api.tables import CapacityStatement, Heard, Person
from tests.api.own_host.conftest import Farm, Phone
from tests.api.service import Service

EVERY_TAB = ("", "/menus", "/statements", "/history", "/worries", "/contacts", "/links", "/sheet")


@pytest.fixture
def farm(service: Service) -> Farm:
    """A service with one host."""
    return Farm(service)


def desk(farm: Farm) -> Phone:
    """Give a coordinator's browser."""
    return Phone(farm.client())


def card_of(farm: Farm) -> str:
    """Give the address of the host's card."""
    return f"/hosts/{farm.menu.host_id}"


def test_the_list_shows_what_is_left_and_how_old_it_is(farm: Farm) -> None:
    """Next week's places less who comes; 未確認 where nothing is known; by kind and by domain."""
    old = farm.add_menu(places=1, stated_days_ago=90)
    page = desk(farm)
    text = page.go("/hosts")
    assert "○ 14" in text
    assert "○ 1<" in text
    assert "90日前） 確かめてください" in text
    farm.offered(farm.add_person(), farm.menu)
    assert "○ 7" in page.go("/hosts")
    assert "2 か所" in text
    assert "この条件の受入先はありません" in page.go("/hosts?kind=vacant_room")
    assert "2 か所" in page.go("/hosts?kind=farm&domain=work&district_id=")
    line = next(
        each for each in farm.client().seen("/api/v1/hosts")["hosts"] if each["id"] == str(old.host_id)
    )
    assert (line["left"], line["is_stale"]) == (1, True)


def test_the_card_says_what_each_slot_rests_on(farm: Farm) -> None:
    """Places, the limit that binds, the word and its age; week by week; and what a host said by telephone."""
    menu = farm.add_menu(places=3, weekdays=(2,), stated_days_ago=5)
    said = {"pool_slot_id": str(menu.pool_slot_ids[0]), "mark": "open", "places": 4}
    body = {"stated_on": farm.today.isoformat(), "heard": "telephone", "statements": [said]}
    page = desk(farm)
    path = f"/hosts/{menu.host_id}"
    text = page.go(path)
    assert "○ 空き 3 / 3" in text
    assert "5日前" in text
    assert "受入先の申告" in text
    farm.client().done("POST", f"/api/v1{path}/statements", body)
    text = page.go(path)
    assert "○ 空き 4 / 4" in text
    assert "電話で聞いた" in text
    assert "（今日）" in text
    first = (farm.monday - dt.timedelta(days=7)).isoformat()
    assert f"{first}（月）の週の空き" in page.go(f"{path}?week=0")
    assert page.client.get(f"{path}?week=12").status_code == 422
    assert "電話で聞いた" in page.go(f"{path}/history")


def test_who_may_open_which_page(farm: Farm) -> None:
    """A tab is shown exactly where its page can be opened."""
    path = card_of(farm)
    for role, least in ((Role.COORDINATOR, 7), (Role.OFFICIAL, 5), (Role.PLANNER, 3), (Role.MEMBER, 3)):
        client = farm.service.client(role)
        text = client.get(path).text
        shown = set(re.findall(rf'href="{path}(/\w+)"', text.partition("</nav>")[2])) | {""}
        for part in EVERY_TAB[:-1]:
            status = client.get(path + part).status_code
            if part != "/statements":  # readable by all who plan, the tab is for who types in
                assert (status == 200) == (part in shown), (role, part)
        assert len(shown) >= least - 1, role
    for role in (Role.AUDITOR, Role.ADMIN, Role.HOST, Role.OPERATOR):
        client = farm.service.client(role)
        assert {client.get(path + part).status_code for part in EVERY_TAB} == {404}, role


def test_a_sheet_goes_out_and_comes_back_in_the_same_order(farm: Farm) -> None:
    """Its numbers are those of the page it is typed into; rows without a mark stay as they were."""
    page = desk(farm)
    path = card_of(farm)
    sheet = page.go(f"{path}/sheet")
    numbers = re.findall(r'<td class="number">(\d)</td><th scope="row">(.*?)</th>', sheet)
    assert [number for number, _ in numbers] == [str(each) for each in range(1, 8)]
    typed = page.go(f"{path}/statements")
    rows = re.findall(r'<th scope="row">(\S+ [0-9:〜]+)<br>', typed)
    assert rows == [words for _, words in numbers]
    before = len(farm.rows(CapacityStatement))
    more: dict[str, Any] = {
        "rows.3.mark": "closed",
        "rows.5.mark": "ask",
        "rows.5.places": "\uff11",
    }  # full width
    page.send("/statements", heard="fax", stated_on=farm.today - dt.timedelta(days=1), **more)
    assert page.path == path
    added = [row for row in farm.rows(CapacityStatement) if row.heard is not None]
    assert len(farm.rows(CapacityStatement)) == before + 2
    assert {(row.heard, row.mark.value, row.places) for row in added} == {
        (Heard.FAX, "closed", None),
        (Heard.FAX, "ask", 1),
    }
    page.go(f"{path}/statements")
    page.send("/statements", heard="telephone", stated_on=farm.today)
    assert page.status == 422
    assert "変更なし" in page.text
    page.send("/statements", heard="telephone", stated_on=farm.today, is_same="true")
    assert len([row for row in farm.rows(CapacityStatement) if row.heard == Heard.TELEPHONE]) == 7


def test_links_are_given_shown_as_a_picture_and_ended(farm: Farm) -> None:
    """The QR holds the very address; after the end there is none."""
    page = desk(farm)
    path = f"{card_of(farm)}/links"
    assert "いま使えるリンクはありません" in page.go(path)
    page.send("/links", days=7)
    assert page.text.count("<svg") == 1
    assert "style=" not in page.text
    (address,) = re.findall(r'readonly value="([^"]*)"', page.text)
    phone = farm.by_link(address.removeprefix(farm.service.installation.settings.origin))
    assert phone.path == farm.path
    assert "最後に開かれたのは" in page.go(path)
    (end,) = re.findall(r'action="[^"]*(/links/[^"]*/end)"', page.text)
    page.send(end)
    assert "<svg" not in page.text
    assert phone.client.get(farm.path, follow_redirects=False).status_code == 303


def test_contacts_worries_shares_and_a_pause(farm: Farm) -> None:
    """Each is a form on its own page; what is wrong is said beside the field."""
    page = desk(farm)
    path = card_of(farm)
    farm.service.installation.vault.new_subject(farm.service.office, farm.menu.host_id)
    page.go(f"{path}/contacts")
    page.send("/contacts", name="見本 花子", phone="000-0000-0000", mail="no-address")
    assert page.status == 422
    assert 'value="見本 花子"' in page.text
    page.send("/contacts", name="見本 花子", phone="000-0000-0000", mail="")
    assert "見本 花子" in page.text
    page.send("/over")
    assert "連絡先がまだありません" in page.text
    page.go(f"{path}/worries")
    page.send("/worries", words="冬は作業が少ない", urgency="later")
    assert "冬は作業が少ない" in page.text
    assert "心配ごとの知らせが 1 件" in page.go(path)
    page.send("/pause", until=farm.today + dt.timedelta(days=9))
    assert "まで新しい人を受け入れません" in page.text
    page.send("/pause")
    assert "まで新しい人を受け入れません" not in page.text
    page.send("/shares", code="000000")
    assert page.status == 422
    page.send("/shares", code="131024")
    assert "中央区（見本）" in page.text
    neighbour = farm.service.client(Role.COORDINATOR, office=farm.service.neighbour)
    text = neighbour.get(path).text
    assert "みほん農園" in text
    assert "共有をやめる" not in text
    for part in ("/contacts", "/worries", "/links"):
        assert neighbour.get(path + part).status_code == 404, part
    page.send("/shares/end")
    assert neighbour.get(path).status_code == 404


def candidates(farm: Farm) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Give verdict and reasons of who could use the Monday, by person."""
    path = f"{farm.card}/menus/{farm.menu.menu_id}/slots/{farm.menu.slot_ids[0]}/candidates"
    found = farm.client().seen(path)["candidates"]
    return {each["person_id"]: (each["verdict"], tuple(each["reasons"])) for each in found}


def test_who_could_use_a_slot_follows_the_kernels_rules(farm: Farm) -> None:
    """Free then, not free then, not asked, already placed: each where it belongs, with its reason."""
    monday = [{"weekday": 1, "start": "08:00", "end": "18:00"}]
    tuesday = [{"weekday": 2, "start": "08:00", "end": "18:00"}]
    free = str(farm.add_person(availability=monday))
    busy = str(farm.add_person(availability=tuesday))
    unasked = str(farm.add_person())
    placed = farm.add_person(availability=monday)
    farm.offered(placed, farm.menu)
    found = candidates(farm)
    assert found[free][0] in {"fits", "to_check"}
    assert (found[busy][0], found[busy][1][0]) == ("does_not_fit", "この曜日・時間は空いていません")
    assert found[unasked][0] == "to_check"
    assert found[unasked][1]
    assert str(placed) not in found
    assert {each for each, (verdict, _) in found.items() if verdict != "does_not_fit"} == {free, unasked}
    page = desk(farm)
    text = page.go(
        f"/hosts/{farm.menu.host_id}/menus/{farm.menu.menu_id}/slots/{farm.menu.slot_ids[0]}/candidates"
    )
    assert "来られそうな人 2人" in text
    assert "止めているものがある人 1人" in text
    numbers = {str(row.id): row.number for row in farm.rows(Person)}
    assert numbers[free] in text


def test_another_coordinators_cases_are_only_counted(farm: Farm) -> None:
    """Their case numbers are not shown, only how many it would fit; a slot of another menu is not found."""
    other = farm.service.add_user(Role.COORDINATOR)
    theirs = farm.add_person(staff_id=other)
    path = f"{farm.card}/menus/{farm.menu.menu_id}/slots/{farm.menu.slot_ids[0]}/candidates"
    view = farm.client().seen(path)
    assert (view["candidates"], view["hidden"]) == ([], 1)
    mine = farm.service.client_of(other).seen(path)
    assert [each["person_id"] for each in mine["candidates"]] == [str(theirs)], "the control"
    elsewhere = farm.add_menu()
    wrong = f"{farm.card}/menus/{elsewhere.menu_id}/slots/{elsewhere.slot_ids[0]}/candidates"
    assert farm.client().get(wrong).status_code == 404
    mixed = f"{farm.card}/menus/{farm.menu.menu_id}/slots/{elsewhere.slot_ids[0]}/candidates"
    assert farm.client().get(mixed).status_code == 404
