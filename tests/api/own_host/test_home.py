"""A host's own page: what it says with a tap, what it sees of people, and that it stays small."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.own_host import home
from api.policy.vocabulary import Role
from api.tables import CapacityStatement, Host, HostWorry, Placement, Task
from api.tables.sealed import PersonDocument
from tests.api.own_host.conftest import Farm
from tests.api.placements.records import Offered

STATIC = Path(home.__file__).parents[1] / "static"
MOST_BYTES = 30_000
"""What the first page may weigh with its style and script: some seconds on a bad line."""

SECRET = "canary-7d40"


def come(farm: Farm, fields: tuple[str, ...] = ("name", "support_text", "schedule", "contact")) -> str:
    """Let somebody come to the farm from today on, and give the placement."""
    person = farm.add_person(document=PersonDocument(name=SECRET, address=SECRET, health=SECRET))
    farm.add_plan(person, farm.menu)
    farm.agree(person, farm.menu, fields)
    placement = farm.visited(farm.menu, person)
    farm.done(placement, "trial", {"first_day": farm.today.isoformat()})
    return placement


def margins(farm: Farm, menu: Offered) -> list[int]:
    """Give what is there next week of each slot, as a coordinator's card shows it."""
    slots = farm.client().seen(f"/api/v1/hosts/{menu.host_id}/margins?weeks=2")["slots"]
    return [
        slot["weeks"][1]["places"] for slot in slots if slot["pool_slot_id"] in map(str, menu.pool_slot_ids)
    ]


def test_one_tap_lowers_what_the_coordinator_sees(farm: Farm) -> None:
    """×, a number, △, and back: each is one press, saved at once, with its author."""
    menu = farm.add_menu(places=3, weekdays=(2,))
    phone = farm.phone(menu)
    card = f"/host/{menu.host_id}"
    assert margins(farm, menu) == [3]
    phone.go(card)
    phone.send("/slot", tap="fewer")
    assert (phone.path, margins(farm, menu)) == (card, [2])
    phone.send("/slot", tap="closed")
    assert margins(farm, menu) == [0]
    assert 'aria-pressed="true" aria-label="火 09:00〜12:00 受けない"' in phone.text
    phone.send("/slot", tap="open")
    phone.send("/slot", tap="more")
    assert margins(farm, menu) == [2], "from one on"
    rows = farm.client().seen(f"/api/v1/hosts/{menu.host_id}/statements")["statements"]
    assert [row["by_host"] for row in rows] == [True] * 4 + [False]


def test_a_button_pressed_twice_is_one_word(farm: Farm) -> None:
    """A bad line, a second thumb: the same form again changes nothing; another form does."""
    phone = farm.phone()
    phone.go(farm.path)
    fields = phone.form("/slot") | {"tap": "more"}
    before = len(farm.rows(CapacityStatement))
    answers = [phone.client.post(f"{farm.path}/slot", data=fields, follow_redirects=False) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {303}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(farm.rows(CapacityStatement)) == before + 1
    assert max(row.places for row in farm.rows(CapacityStatement)) == 3
    other = phone.client.post(f"{farm.path}/slot", data=fields | {"key": "another-slot-1"})
    assert other.status_code == 200
    assert len(farm.rows(CapacityStatement)) == before + 2, "the control"


def test_nothing_has_changed_is_one_tap_and_can_be_taken_back(farm: Farm) -> None:
    """Every slot gets today's date; taken back, the old word and its old date are in force again."""
    menu = farm.add_menu(places=2, weekdays=(1, 3), stated_days_ago=60)
    phone = farm.phone(menu)
    path = f"/host/{menu.host_id}"

    def shown() -> list[tuple[str, int]]:
        view = farm.client().seen(f"/api/v1/hosts/{menu.host_id}")["pools"][0]["slots"]
        return [(slot["stated"]["stated_on"], slot["stated"]["places"]) for slot in view]

    before, today = shown(), farm.today.isoformat()
    phone.go(path)
    assert "元に戻す" not in phone.text
    phone.send("/same")
    assert shown() == [(today, 2), (today, 2)]
    assert "2つの枠を入れました" in phone.text
    (undo,) = re.findall(r'action="[^"]*(/undo/[^"]*)"', phone.text)
    phone.send(undo)
    assert phone.status == 200, phone.text
    assert shown() == before
    assert "元に戻す" not in phone.text
    rows = farm.client().seen(f"/api/v1/hosts/{menu.host_id}/statements")["statements"]
    assert [row["taken_back_at"] is not None for row in rows] == [True, True, False, False]
    again = phone.client.post(f"{path}{undo}", data={"key": "again-undo"})
    assert (again.status_code, "取り消されています" in again.text) == (409, True)


def test_only_ones_own_word_of_today_is_taken_back(farm: Farm) -> None:
    """Not what a coordinator wrote down, nor yesterday's."""
    part = str(farm.menu.pool_slot_ids[0])
    said = [{"pool_slot_id": part, "mark": "closed"}]
    body = {"stated_on": farm.today.isoformat(), "heard": "telephone", "statements": said}
    farm.client().done("POST", f"{farm.card}/statements", body)
    phone = farm.phone()
    assert "電話で聞いた" in phone.go(farm.path)
    assert "元に戻す" not in phone.text
    newest = farm.client().seen(f"{farm.card}/statements")["statements"][0]
    answer = phone.client.act("POST", f"{farm.card}/statements/{newest['id']}/taken-back")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_own_word")
    own = phone.client.act("POST", f"{farm.card}/statements", body)
    assert own.status_code == 422, "a host does not say how it was heard"


def test_a_request_is_answered_with_two_taps(farm: Farm) -> None:
    """Yes, a condition and a no from closed lists; the coordinator gets a task each time."""
    farm.link()
    ids = [farm.offered(farm.add_person(), farm.menu, client=farm.client())["id"] for _ in range(2)]
    phone = farm.phone()
    phone.go(farm.path)
    assert "返事を待っているお願いが 2 件" in phone.text
    phone.send(f"/requests/{ids[0]}", 1, condition="with_companion")
    assert "「支援員の同行があれば」と答えました" in phone.text
    phone.send(f"/requests/{ids[0]}", 0, answer="yes")
    assert "「はい」と答えました" in phone.text
    phone.send(f"/requests/{ids[1]}", 2, reason="staff")
    assert ids[1] not in phone.text
    rows = {str(row.id): row for row in farm.rows(Placement)}
    assert (rows[ids[0]].host_answer, rows[ids[1]].declined_reason) == ("yes", "staff")
    assert len([task for task in farm.rows(Task) if task.kind == "host_answered"]) == 3


def test_a_host_reads_nothing_beyond_the_consent(farm: Farm) -> None:
    """The chosen name and approved text alone; with fewer fields fewer of them; never the record."""
    come(farm)
    phone = farm.phone()
    text = phone.go(farm.path)
    for shown in ("みほんさん", "休みながら作業します。", "今日", "連絡先"):
        assert shown in text
    for _ in ("html", "json"):
        assert SECRET not in text
        text = phone.client.get(f"{farm.card}/home").text
    other = farm.add_menu(weekdays=(1, 2, 3, 4, 5, 6, 7))
    farm.menu = other
    come(farm, fields=())
    nameless = farm.phone(other).go(f"/host/{other.host_id}")
    assert "みほんさん" not in nameless
    assert "休みながら" not in nameless
    assert "お名前は本人が伝えます" in nameless
    assert "来る日と時間は、町の担当者が伝えます" in nameless


def test_a_withdrawn_consent_empties_the_page_at_once(farm: Farm) -> None:
    """The next request shows nobody, and what is sent for them is not found."""
    placement = come(farm)
    phone = farm.phone()
    assert "みほんさん" in phone.go(farm.path)
    person = farm.placement(placement).person_id
    consents = farm.client().seen(f"/api/v1/people/{person}/consents")["consents"]
    consent = next(each for each in consents if each["host_id"])
    farm.client().done("POST", f"/api/v1/people/{person}/consents/{consent['id']}/withdrawal", version=1)
    came = phone.client.post(
        f"{farm.path}/guests/{placement}/came",
        data={"key": "someone-came", "day": farm.today.isoformat(), "came": "yes"},
    )
    assert came.status_code == 404
    assert "みほんさん" not in phone.go(farm.path)


def test_attendance_is_noted_and_mended(farm: Farm) -> None:
    """Came, and then not: the second tap changes the first."""
    placement = come(farm)
    phone = farm.phone()
    phone.go(farm.path)
    phone.send(f"/guests/{placement}/came", came="yes")
    assert "来た</p>" in phone.text.replace("\n", "")
    phone.send(f"/guests/{placement}/came", came="no")
    days = farm.client().seen(f"/api/v1/placements/{placement}/attendance")["days"]
    assert [(day["day"], day["came"]) for day in days] == [(farm.today.isoformat(), "no")]


def test_a_trouble_and_a_worry_reach_the_coordinator_and_a_draft_is_kept(farm: Farm) -> None:
    """One field each; what cannot be taken stays in it; their words are sealed and not shown again."""
    placement = come(farm)
    phone = farm.phone()
    phone.go(farm.path)
    phone.send(f"/guests/{placement}/incident", kind="unwell", urgency="now", words=SECRET)
    incidents = farm.client().seen(f"/api/v1/placements/{placement}/incidents")["incidents"]
    assert [(each["kind"], each["words"]) for each in incidents] == [("unwell", SECRET)]
    long = "心配" * 1001
    phone.send("/worries", urgency="soon", words=long)
    assert phone.status == 422
    assert long in phone.text
    assert "autofocus" in phone.text
    phone.send("/worries", urgency="later", words=f"来月は人手が足りません {SECRET}")
    assert (phone.status, SECRET in phone.text) == (200, False)
    assert "次の連絡のときに" in phone.text
    (worry,) = farm.rows(HostWorry)
    assert SECRET.encode() not in worry.sealed
    seen = farm.client().seen(f"{farm.card}/worries")["worries"]
    assert SECRET in seen[0]["words"]
    assert len([task for task in farm.rows(Task) if task.kind == "host_worry"]) == 1
    for client in (farm.service.client(Role.PLANNER), farm.service.client(Role.MEMBER)):
        assert client.get(f"{farm.card}/worries").status_code == 404


def test_days_off_busy_seasons_and_a_pause(farm: Farm) -> None:
    """Put in and taken out with a tap; places go and come back; a stale page changes nothing."""
    phone = farm.phone()
    first, last = farm.monday, farm.monday + dt.timedelta(days=6)

    def places() -> set[int]:
        return set(margins(farm, farm.menu))

    assert places() == {2}
    phone.go(f"{farm.path}/days")
    stale = phone.form("/days/busy")
    phone.send("/days/busy", first_day=first, last_day=last, places=1)
    assert places() == {1}
    again = phone.client.post(
        f"{farm.path}/days/busy",
        data=stale | {"key": "stale-busy", "first_day": str(first), "last_day": str(last), "places": "0"},
    )
    assert again.status_code == 412
    phone.go(f"{farm.path}/days")
    phone.send("/days/busy/over")
    assert places() == {2}
    phone.send("/days/closed", first_day=first, last_day="")
    assert farm.rows(Host)[0].closed == [{"first_day": str(first), "last_day": str(first)}]
    phone.send("/days/closed/over")
    assert farm.rows(Host)[0].closed == []
    phone.send("/days/closed", first_day=last, last_day=first)
    assert phone.status == 422
    phone.send("/pause", until=last)
    assert farm.rows(Host)[0].paused_until == last
    assert "受け入れを休んでいます" in phone.go(farm.path)
    phone.go(f"{farm.path}/days")
    phone.send("/pause")
    assert farm.rows(Host)[0].paused_until is None


def test_the_page_is_small(farm: Farm) -> None:
    """A host with seven slots, two requests and somebody who comes: page, style and script together."""
    come(farm)
    farm.offered(farm.add_person(), farm.add_menu(host_id=farm.menu.host_id), client=farm.client())
    text = farm.phone().go(farm.path)
    files = re.findall(r'(?:href|src)="/static/([^"?]*)', text)
    assert set(files) == {"host.css", "host.js", "sanka.svg"}
    weight = len(text.encode()) + sum((STATIC / name).stat().st_size for name in files)
    assert weight <= MOST_BYTES, weight
    assert not re.search(r"<script>|style=|\son\w+=", text)


def test_the_small_style_has_the_colours_of_the_large_one() -> None:
    """Each token the phone's style sets has the value it has at the desk."""
    tokens = [
        dict(re.findall(r"(--(?!s\d|target|small)[a-z-]+): ([^;]+);", (STATIC / name).read_text()))
        for name in ("host.css", "sanka.css")
    ]
    assert tokens[0].items() <= tokens[1].items()
    assert len(tokens[0]) > 8


class _Kanji(HTMLParser):
    """Collects kanji that stand in the page without a reading."""

    LEFT = frozenset({"textarea", "option", "title", "style", "script"})

    def __init__(self) -> None:
        super().__init__()
        self.inside: list[str] = []
        self.bare: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go in."""
        if tag in self.LEFT or tag == "ruby" or dict(attrs).get("class") == "quote":
            self.inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Go out."""
        if self.inside and self.inside[-1] == tag:
            self.inside.pop()

    def handle_data(self, data: str) -> None:
        """Look at what is shown."""
        if not self.inside:
            self.bare |= set(re.findall(r"[一-龠々]+[ぁ-ん]*", data))


def bare_words(text: str) -> set[str]:
    """Give the words of a page that have no reading."""
    parser = _Kanji()
    parser.feed(text)
    return parser.bare


def test_every_word_of_the_pages_has_a_reading_for_who_asks(farm: Farm) -> None:
    """With the host's own names taken out, no kanji is left bare; the page says the same otherwise."""
    farm.set(Host, farm.menu.host_id, name="みほん")
    come(farm)
    farm.offered(farm.add_person(), farm.add_menu(host_id=farm.menu.host_id), client=farm.client())
    phone = farm.phone()
    plain = {path: phone.go(path) for path in (farm.path, f"{farm.path}/days")}
    assert len(bare_words(plain[farm.path])) > 30, "the control: without it they are bare"
    phone.go("/host/ruby?on=true")
    assert phone.path == farm.path
    names = {"見本", "見本の", "千代田区", "号", "作業"}
    for path, before in plain.items():
        text = phone.go(path)
        assert {word for word in bare_words(text) if word not in names} == set()
        without = re.sub(r"<rt>.*?</rt>|</?ruby>", "", text)
        assert _words(without).replace("ふりがなを消す", "ふりがな") == _words(before)
    phone.go("/host/ruby")
    assert "<ruby>" not in phone.text


def _words(text: str) -> str:
    body = text.partition("<main")[2].partition("</main>")[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body)).replace(" ", "")


@pytest.mark.parametrize("part", ["", "/days"])
def test_a_foreign_hosts_page_is_like_none(farm: Farm, part: str) -> None:
    """Another host's, an unknown one's, and for a coordinator the host's own page: the same bytes."""
    other = farm.add_menu()
    phone = farm.phone(other)
    unknown = phone.client.get(f"/host/{uuid.uuid4()}{part}")
    assert unknown.status_code == 404
    assert phone.client.get(f"{farm.path}{part}").content == unknown.content
    if not part:
        assert farm.client().get(farm.path).content == unknown.content
