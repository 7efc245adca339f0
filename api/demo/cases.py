"""A handful of sample cases in different states, carried as real ones are: each act on its day, in order."""

from __future__ import annotations

import datetime as dt
import heapq
import uuid
from collections.abc import Callable, Iterator

from api.demo.hand import Office
from api.demo.meeting import Meeting
from api.demo.story import Place, Story
from api.placements.notices import next_working_day
from matching.vocabulary import NeedDomain, Side

IdOf = Callable[[str], uuid.UUID]
Days = Iterator[int]
"""A case as it goes on: before each act, how many days before today it happens."""

_DAY = dt.timedelta(days=1)
_FIRST = {
    "goals_and_plan": "（見本）朝の支度から少しずつ。プラン案のとおり進める。",
    "shared_roles": "（見本）コーディネーターは同行と週1回の連絡、多機関協働は家族の相談を受け持つ。",
}
_CLOSURE = {
    "goals_reached": "（見本）週に一度の手伝いが続き、本人の目標に届いた。",
    "supporters": "（見本）受入先の代表と、近所の知り合いが声をかけている。",
    "assessment": "（見本）つながりは落ち着いている。連絡を続けながら終結とする。",
}
_WORDS = {
    "wishes": "（見本）静かなところで、ゆっくり始めたい",
    "person_does": "（見本）前の日に持ち物をそろえる",
    "provider_does": "（見本）はじめの3回は一緒に行く",
    "others_do": "（見本）多機関協働が月に一度、家族と話す",
}


def add_sample_cases(office: Office, id_of: IdOf) -> None:
    """
    Add the cases, the earliest act first, so that records and trail stand in the order of their days.

    Parameters
    ----------
    office
        A municipality filled with the demo town, and the time it is.
    id_of
        Gives the row of a record of the town.
    """
    today = office.now
    stories = (_received, _assessed, _on_agenda, _awaiting, _supported, _settled, _followed_up)
    queue: list[tuple[int, int, Days]] = []
    for place, story in enumerate(stories):
        days = story(office, id_of)
        queue.append((-next(days), place, days))
    heapq.heapify(queue)
    while queue:
        before, place, days = heapq.heappop(queue)
        office.now = today + before * _DAY
        if (ahead := next(days, None)) is not None:
            heapq.heappush(queue, (-ahead, place, days))
    office.now = today


def _received(office: Office, id_of: IdOf) -> Days:
    """受付: a young person who came the day before yesterday."""
    story = Story(office, id_of("P005"))
    yield 2
    _receive(story, "T-005", "みほん若者相談室")
    story.note("meeting", "（見本）住むところと仕事の両方を心配している。きょうは顔合わせまで。")


def _assessed(office: Office, id_of: IdOf) -> Days:
    """アセスメント: asked little by little; a scheme is looked at again in spring."""
    story = Story(office, id_of("P025"))
    yield 12
    _receive(story, "T-025", "みほん教育支援センター")
    yield 8
    _assess(story, "（見本）土にさわる作業なら、行ってみたい", "（見本）生き物の世話が好き", 120)


def _on_agenda(office: Office, id_of: IdOf) -> Days:
    """会議付議: the plan is before the conference of the coming days."""
    story = Story(office, id_of("P003"))
    place = Place(id_of("H05"), id_of("M08"), (1, 3, 5), NeedDomain.WORK)
    yield 30
    _receive(story, "T-003", "みほん相談支援事業所")
    yield 21
    _assess(story, "（見本）決まった手順の作業がよい", "（見本）ていねいで、数をそろえるのが得意")
    yield 4
    _draft(story, place, "（見本）外に出る日をもつ", "（見本）週に3日、午前中を作業所で過ごす")
    meeting = Meeting(office, next_working_day(office.today + 6 * _DAY))
    meeting.put(story, "first")
    story.go("submit")


def _awaiting(office: Office, id_of: IdOf) -> Days:
    """支援決定待ち: approved, and the municipality decides next."""
    story = Story(office, id_of("P011"))
    place = Place(id_of("H32"), id_of("M37"), (2,), NeedDomain.BELONGING)
    yield 33
    _receive(story, "T-011", "みほん地域包括支援センター")
    yield 24
    _assess(story, "（見本）体を動かすのは好き。大勢は苦手", "（見本）早起き。近所の道にくわしい")
    yield 9
    _draft(story, place, "（見本）近所に顔見知りをもつ", "（見本）週に一度、朝の体操に行く")
    yield 3
    _approve(office, story)


def _supported(office: Office, id_of: IdOf) -> Days:
    """支援中: 体験 began three weeks ago; tired at the last contact, so that more contacts are due."""
    story = Story(office, id_of("P059"))
    place = Place(id_of("H02"), id_of("M03"), (5,), NeedDomain.WORK)
    yield from _carried_to_start(office, story, place, 60, "T-059", "みほん自立相談支援機関")
    yield 21
    story.begin()
    story.contact(Side.PERSON, "（見本）緊張したが、終わりまでいられた。", "going_well")
    story.contact(Side.HOST, "（見本）ていねいな仕事ぶり。", "going_well")
    yield 14
    story.contact(Side.PERSON, "（見本）道にも慣れた。", "at_home")
    yield 6
    words = "（見本）帰ってから横になる日がある。時間を短くできないか相談したい。"
    story.contact(Side.PERSON, words, "tired", next_step="talk_to_host")


def _settled(office: Office, id_of: IdOf) -> Days:
    """支援中: 定着 at the host whose account the demo has."""
    story = Story(office, id_of("P045"))
    place = Place(id_of("H01"), id_of("M02"), (2, 4), NeedDomain.WORK)
    yield from _carried_to_start(office, story, place, 100, "T-045", "みほん自立相談支援機関")
    yield 61
    story.begin()
    story.contact(Side.PERSON, "（見本）仕事の順番を紙に書いてもらった。", "going_well")
    yield 54
    story.contact(Side.PERSON, "（見本）休憩の場所が分かって安心した。", "at_home")
    yield 47
    story.contact(Side.PERSON, "（見本）曜日はこのままがよい。", "going_well")
    story.contact(Side.HOST, "（見本）人手が助かっている。", "glad_of_help")
    story.accept()
    yield 31
    story.contact(Side.PERSON, "（見本）来月から少し長くいたい。", "wants_more")
    yield 20
    story.contact(Side.HOST, "（見本）担当者が替わる。引き継ぎの日を決めた。", "going_well")
    story.keep_up()
    story.settle()


def _followed_up(office: Office, id_of: IdOf) -> Days:
    """フォロー中: closed a fortnight ago, and called from time to time."""
    story = Story(office, id_of("P017"))
    place = Place(id_of("H36"), id_of("M42"), (5,), NeedDomain.BELONGING)
    yield from _carried_to_start(office, story, place, 170, "T-017", "みほん社会福祉協議会")
    yield 131
    story.begin()
    story.contact(Side.PERSON, "（見本）配膳を手伝った。また来たい。", "at_home")
    yield 100
    story.contact(Side.PERSON, "（見本）金曜が楽しみになった。", "at_home", "going_well")
    story.contact(Side.HOST, "（見本）子どもたちが名前を覚えた。", "glad_of_help")
    story.accept()
    story.keep_up()
    yield 60
    story.keep_up()
    story.settle()
    yield 21
    story.keep_up()
    story.end()
    yield 20
    meeting = Meeting(office, office.today)
    meeting.put(story, "closure")
    meeting.hold(_CLOSURE, needs_follow_up=True, follow_up_method="（見本）月に一度の電話")
    story.go("close", close_reason="goal_reached")
    story.go("follow_up")


def _receive(story: Story, number: str, agency: str) -> None:
    day = story.office.today
    story.receive(
        source="referral",
        lead_plan_number=number,
        application_on=day,
        applying_agency=agency,
        consented_on=day,
        consented_how="signed",
    )


def _assess(story: Story, wishes: str, strengths: str, again: int | None = None) -> None:
    story.agree()
    story.go("assess")
    story.note("visit", "（見本）自宅を訪ね、1時間ほど話した。")
    story.assess(wishes, strengths, "就労継続支援（見本）", "（見本）要件に合わない", again)


def _draft(story: Story, place: Place, long_goal: str, short_goal: str) -> None:
    story.go("draft")
    story.plan(place, 168, long_goal=long_goal, short_goals=[short_goal], **_WORDS)


def _approve(office: Office, story: Story) -> None:
    """Hold a conference today that approves the plan."""
    story.go("submit")
    meeting = Meeting(office, office.today)
    meeting.put(story, "first")
    meeting.hold(_FIRST, next_monitoring_on=office.today + 84 * _DAY)
    story.go("agree")


def _carried_to_start(
    office: Office, story: Story, place: Place, since: int, number: str, agency: str
) -> Days:
    """From 受付 so many days ago to 支援中, with 見学 a week before 体験, which begins 39 days after."""
    yield since
    _receive(story, number, agency)
    yield since - 6
    _assess(story, "（見本）人の役に立つことをしたい", "（見本）約束の時間を守る")
    yield since - 18
    _draft(story, place, "（見本）自分の居場所をもつ", "（見本）決まった曜日に出かける")
    yield since - 25
    _approve(office, story)
    yield since - 28
    story.decide(f"見本-{number}")
    story.go("start")
    story.agree(place.host_id, shown_name="みほんさん")
    story.check(place)
    yield since - 32
    story.offer(place, 140)
