"""本人: list, search, card, options and what follows, as a browser without JavaScript sees them."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest

from api.infra.clock import day_in_japan
from api.people.schemas import NeedInput, PersonCreate
from api.people.service import create_person
from api.policy.vocabulary import Act, Role
from api.tables import Person, PersonRefusal
from matching.vocabulary import Answer, NeedDomain
from tests.api.browsing import form_of, forms_of, send
from tests.api.service import Service
from tests.api.town import Town

MOST_BYTES = 100_000
PEOPLE = 500


def test_the_list_shows_who_waits_longest_first_and_narrows_to_a_state(town: Town) -> None:
    """Names stand in the page for who carries the case; the filter is an address without a name."""
    page = town.coordinator.get("/people")
    days = [int(each) for each in re.findall(r">(\d+)日</td>", page.text)]
    assert days == sorted(days, reverse=True)
    assert len(days) > 5
    assert "見本 1号" in page.text
    numbers = town.coordinator.get("/people", params={"order": "number"})
    listed = re.findall(r'">(P\d+)</a>', numbers.text)
    assert listed == sorted(listed)
    assert "この条件に合う人はいません" in town.coordinator.get("/people", params={"state": "supported"}).text
    assert town.coordinator.get("/people", params={"order": "beauty"}).status_code == 422


def test_five_hundred_people_fit_into_a_small_page(service: Service) -> None:
    """The first view is bounded, however many there are, and the last page ends."""
    user = service.add_user(Role.COORDINATOR)
    with service.context(user, Act.PERSON_CREATE, Role.COORDINATOR) as context:
        for number in range(PEOPLE):
            given = PersonCreate(
                number=f"K-{number:03}",
                name=f"見本 {number}号",
                kana=f"みほん {number}ごう",
                age_years=40,
                protected=Answer.NO,
                waiting_since=dt.date(2026, 1, 1) + dt.timedelta(days=number % 200),
                needs=[NeedInput(domain=NeedDomain.WORK), NeedInput(domain=NeedDomain.BELONGING)],
            )
            create_person(context, given)
        context.entries.clear()
    client = service.client_of(user)
    page, listed = client.get("/people"), set()
    assert len(page.content) <= MOST_BYTES
    for _ in range(PEOPLE // 50):
        listed |= set(re.findall(r'">(K-\d+)</a>', page.text))
        after = re.search(r'href="([^"]+)" rel="next"', page.text)
        if after is None:
            break
        page = client.get(after[1].replace("&amp;", "&"))
    assert len(listed) == PEOPLE


def test_people_are_searched_by_post_and_others_opened_with_a_reason(town: Town) -> None:
    """The name stands in no address; a case of somebody else asks for a reason first."""
    theirs = re.findall(r"<strong>([^<]+号)</strong>", town.other.get("/people").text)
    page = town.coordinator.get("/people")
    found = send(town.coordinator, form_of(page.text, "/people/search"), words=theirs[-1])
    assert found.status_code == 200
    assert found.url.path == "/people/search"
    assert not found.url.query
    opening = re.search(r'href="(/people/[^"]+/opening)"', found.text)
    assert opening is not None
    shown = town.coordinator.get(opening[1])
    assert theirs[-1] not in shown.text
    short = send(town.coordinator, form_of(shown.text, opening[1]), reason="handover", text="短い")
    assert short.status_code == 422
    assert "短い</textarea>" in short.text
    form = form_of(short.text, opening[1])
    opened = send(town.coordinator, form, reason="handover", text="担当の引き継ぎのために確認します")
    assert opened.status_code == 200
    assert theirs[-1] in opened.text


def test_a_refused_form_keeps_what_was_typed_and_names_each_field(service: Service) -> None:
    """The summary takes the focus and leads to the field; mended and sent twice it is done once."""
    client = service.client(Role.COORDINATOR)
    page = client.get("/people/new")
    wrong = send(
        client,
        form_of(page.text, "/people/new"),
        number="見本 一郎",
        name="見本 一郎",
        age_years="三十",
        waiting_since="2026-10-01",
        needs__0__domain="work",
        needs__0__wish="静かな所がよい",
    )
    assert wrong.status_code == 422
    assert 'role="alert" tabindex="-1" autofocus' in wrong.text
    assert "<title>エラー: " in wrong.text
    assert re.search(r'<a href="#new-number">ケース番号: [^<]+</a>', wrong.text)
    assert re.search(r'<a href="#new-age_years">[^<]*整数</a>', wrong.text)
    for typed in ('value="見本 一郎"', 'value="三十"', 'value="2026-10-01"', 'value="静かな所がよい"'):
        assert typed in wrong.text
    assert '<option value="work" selected>' in wrong.text
    form = form_of(wrong.text, "/people/new")
    done = send(client, form, number="K-1", age_years="\uff13\uff10")
    assert "<h1>見本 一郎" in done.text
    assert "30歳" in done.text
    assert "加えました" in done.text
    again = send(client, form, number="K-1", age_years="\uff13\uff10")
    assert again.url == done.url, "the same form is done once"


def test_an_edit_that_comes_late_is_not_lost_and_overwrites_nothing(town: Town) -> None:
    """Both typed: the second is told that the record changed, keeps the words, and may send them again."""
    path = f"/people/{town.id_of('P001')}/edit"
    first = form_of(town.coordinator.get(path).text, path)
    late = form_of(town.coordinator.get(path).text, path)
    assert send(town.coordinator, first, history="先に書いた生活歴").status_code == 200
    stale = send(town.coordinator, late, notes="あとから書いたメモ")
    assert stale.status_code == 412
    assert "ほかの人が先に変更しました" in stale.text
    assert "あとから書いたメモ</textarea>" in stale.text
    seen = town.coordinator.seen(f"/api/v1/people/{town.id_of('P001')}")
    assert (seen["family"]["history"], seen["family"]["notes"]) == ("先に書いた生活歴", "")


def test_an_unchanged_form_changes_nothing(town: Town) -> None:
    """Whoever saves without typing leaves the record as it is: the form reads back what it shows."""
    path = f"/people/{town.id_of('P001')}"
    before = town.coordinator.seen(f"/api/v1{path}")
    form = form_of(town.coordinator.get(f"{path}/edit").text, f"{path}/edit")
    assert send(town.coordinator, form).status_code == 200
    after = town.coordinator.seen(f"/api/v1{path}")
    # 未聴取 of a condition is written out where it was left out before.
    for view in (before, after):
        known = view["support"]["conditions"].items()
        view["support"]["conditions"] = {name: said for name, said in known if said != "unknown"}
        view.pop("version")
        for name in ("modes", "likes", "avoids"):
            view["wishes"][name].sort()
    assert after == before


def test_options_lead_to_an_offer_or_to_a_refusal(town: Town, service: Service) -> None:
    """The first option is offered by one button; another is refused with a reason and is not shown again."""
    path = f"/people/{town.id_of('P001')}"
    page = town.coordinator.get(f"{path}/options")
    assert page.text.count('class="option card"') >= 2
    for words in ("決めるのは本人", "いちばん効いている制約", "の回答"):
        assert words in page.text
    menu = re.search(r'name="menu_id" value="([^"]+)"', page.text)
    assert menu is not None
    refused = send(
        town.coordinator, form_of(page.text, f"{path}/refusals"), reason="too_far", is_whole_host="true"
    )
    assert refused.status_code == 200
    with service.installation.database.read(service.office) as session:
        assert session.query(PersonRefusal).count() >= 1
    assert f'value="{menu[1]}"' not in refused.text
    offered = send(town.coordinator, form_of(refused.text, f"{path}/offers"))
    assert "/placements/" in str(offered.url)
    assert "席を押さえました" in offered.text
    assert "次は、本人に提案して答えを聞く" in offered.text
    answer = form_of(offered.text, offered.url.path + "/answer", "本人")
    without_reason = send(town.coordinator, answer, is_yes="false")
    assert without_reason.status_code == 422
    said = send(
        town.coordinator, form_of(without_reason.text, answer.action, "本人"), is_yes="true", reason=""
    )
    assert "次は、受入先の答えを記録する" in said.text


def test_what_is_supposed_is_told_and_cannot_be_offered(town: Town) -> None:
    """A what-if says so, changes no record, and has no button that would follow from it."""
    path = f"/people/{town.id_of('P001')}/options"
    plain = town.coordinator.get(path)
    supposed = town.coordinator.get(path, params={"one_more": "true", "pick_up": "true"})
    assert "もしもの候補です" in supposed.text
    assert "もしもの候補です" not in plain.text
    actions = {form.action for form in forms_of(supposed.text)}
    assert not any(action.endswith(("/offers", "/refusals")) for action in actions)
    assert town.coordinator.get(path).text.count("option card") == plain.text.count("option card")


def test_the_sheet_gives_choosing_none_the_same_room_and_shows_no_code(town: Town) -> None:
    """Up to three options and 「どれも選ばない」, each with its box; no number, point or verdict."""
    page = town.coordinator.get(f"/people/{town.id_of('P001')}/sheet")
    sheet = page.text.partition('<div class="a4">')[2].partition("</main>")[0]
    assert 2 <= sheet.count('class="pick card"') <= 4
    assert sheet.count('class="pick card"') == sheet.count('class="pick-box"')
    plain = re.sub(r"<rt>[^<]*</rt>|<rp>[^<]*</rp>|<[^>]+>", "", sheet)
    assert "どれも選ばない" in plain
    for code in ("P001", "点", "適合", "要確認", str(uuid.UUID(town.id_of("P001")))):
        assert code not in plain


@pytest.mark.parametrize("role", [Role.PLANNER, Role.ADMIN, Role.AUDITOR, Role.MEMBER])
def test_who_may_not_open_a_case_gets_no_page_and_no_link(town: Town, role: Role) -> None:
    """The pages go through the same gate as the routes, and the navigation names only what opens."""
    client = town.service.client(role)
    for end in ("", "/options", "/sheet", "/edit", "/needs", "/notes", "/consents", "/plans", "/contacts"):
        assert client.get(f"/people/{town.id_of('P001')}{end}").status_code == 404
    page = client.get("/")
    navigation = page.text.partition('class="main-nav"')[2].partition("</nav>")[0]
    for path in re.findall(r'href="([^"]+)"', navigation):
        assert client.get(path).status_code == 200, path


def test_every_page_about_a_person_leaves_its_trail(town: Town) -> None:
    """A look at card, options and sheet is written down with the person, as the routes do it."""
    person_id = town.id_of("P001")
    before = len(town.service.audit())
    for end in ("", "/options", "/sheet", "/notes", "/consents", "/placements"):
        assert town.coordinator.get(f"/people/{person_id}{end}").status_code == 200
    noted = [row for row in town.service.audit()[before:] if str(row.person_id) == person_id]
    assert {row.act for row in noted} == {"person.read", "options.read", "note.read", "consent.read"}


def test_today_names_what_waits(town: Town) -> None:
    """Who waits longest leads to their options; there is a word for every empty place."""
    page = town.coordinator.get("/")
    assert "長く待っている人" in page.text
    assert re.search(r'href="/people/[^"]+/options"', page.text)
    assert "待っている用件はありません" in page.text
    day = day_in_japan(town.service.clock.now(town.service.installation.database.read().__enter__()))
    assert f"{day.isoformat()}" in page.text


def test_names_are_not_shown_to_who_may_not_know_them(town: Town) -> None:
    """The other coordinator's page of a run holds neither names nor numbers of these people."""
    run_id = town.run()
    page = town.other.get(f"/proposals/{run_id}?look=table")
    with town.service.installation.database.read(town.service.office) as session:
        own = {row.number for row in session.query(Person)}
    mine = set(re.findall(r"P\d{3}", town.coordinator.get(f"/proposals/{run_id}?look=table").text))
    theirs = set(re.findall(r"P\d{3}", page.text))
    assert mine
    assert theirs
    assert mine | theirs <= own
    assert not mine & theirs
