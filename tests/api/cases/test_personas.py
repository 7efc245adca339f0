"""The four people of the guide, each from reception to closure, through the API on both databases."""

from __future__ import annotations

from typing import Any

from tests.api.cases.story import API, Place, Story, Town
from tests.api.service import Service

RECEPTION = {"application", "applying_agency", "application_consent"}
REFERRED = {"source": "referral", "lead_plan_number": "T8-012"}


def carried_to_support(story: Story, place: Place, domain: str, **of_plan: Any) -> str:
    """Bring somebody who was received and agreed to 支援中, trying each step too early on the way."""
    story.apply()
    story.go("assess", "アセスメント")
    assert story.missing("draft") == {"assessment", "gap_check"}
    story.assess(domain)
    story.go("draft", "プラン案")
    assert story.missing("submit") == {"plan_submitted"}
    plan_id = story.plan(place, domain, **of_plan)
    story.go("submit", "会議付議")
    assert story.missing("agree") == {"plan_agreed"}
    assert story.decide(plan_id, number="見本-0").json()["code"] == "approval_missing"
    story.confer("first", plan_id)
    story.go("agree", "支援決定待ち")
    assert story.missing("start") == {"plan_decided"}
    return plan_id


def let_go(story: Story, hosts: int = 1) -> None:
    """終結 → フォロー中 → 終了: with the conference, and the contacts afterwards of both sides."""
    assert story.missing("close") == {"closure_agreed"}
    story.confer("closure")
    story.go("close", "終結", close_reason="goal_reached")
    story.go("follow_up", "フォロー中")
    assert story.due("closure") == {"host": 2 * hosts, "person": 4}
    assert story.missing("finish") == {"follow_up_done"}
    story.town.pass_days(31)
    story.follow_up("person", "in_touch")
    story.end_contacts()
    story.go("finish", "終了")
    assert story.staff.seen(f"{story.path}/case")["current"] is None


def test_8050_a_son_nobody_meets_and_a_household_with_one_plan(service: Service) -> None:
    """Outreach: the family first, a 支援会議 without consent, trust; then the household shares the plan."""
    town = Town(service)
    farm = town.add_place("みほん農園", "farm", "belonging", (1, 3))
    son, mother = Story(town, "K-050", 52, "belonging"), Story(town, "K-080", 81, "daily_life")
    household = {"members": [son.id, mother.id]}
    son.staff.done("POST", f"{API}/households", household)
    son.receive(source="outreach")
    son.note("family")
    assert son.state == "受付"
    assert son.missing("assess") == {"consent"}
    son.confer("other", basis="106-6")
    assert son.missing("break_off") == {"break_off_agreed", "contact_tried"}
    town.pass_days(20)
    son.share_with_meeting()
    plan_id = carried_to_support(son, farm, "belonging")
    number = {"number": "R8-1"}
    assert son.decide(plan_id).status_code == 422, "①: 支援決定 has a number"
    assert son.decide(plan_id, **number, is_content_checked=True).status_code == 422
    assert son.decide(plan_id, **number).is_success
    son.go("start", "支援中")

    mother.receive(**REFERRED)
    version = son.staff.seen(f"{son.path}/plans/{plan_id}")["version"]
    share = (f"{son.path}/plans/{plan_id}/sharing", {"is_shared": True}, version)
    assert son.staff.act("POST", *share).json()["code"] == "household_consent_missing"
    for each in (son, mother):
        consent = each.consent("household")
    son.staff.done("POST", *share)
    (shared,) = mother.staff.seen(f"{mother.path}/plans")["shared"]
    assert (shared["id"], shared["goals"]["long_goal"]) == (plan_id, "人と話せる場所をもつ")
    beside = {each["number"]: each for each in son.staff.seen(f"{mother.path}/household-cases")["members"]}
    assert beside["K-050"]["plan"]["household_id"] is not None
    assert (beside["K-050"]["state_words"], beside["K-080"]["plan"]) == ("支援中", None)
    mother.staff.done("POST", f"{mother.path}/consents/{consent}/withdrawal")
    assert mother.staff.seen(f"{mother.path}/plans")["shared"] == []

    stay = son.offer(farm, "belonging")
    assert stay.refused("trial") == "visit_ahead"
    stay.visit()
    assert stay.refused("trial") == "host_consent_missing"
    assert town.by(farm.user).get(f"{API}/host/placements/{stay.id}").status_code == 404
    son.tell(farm)
    stay.done("trial")
    guest = town.by(farm.user).seen(f"{API}/host/placements/{stay.id}")
    assert (guest["shown_name"], guest["shown_text"]) == ("みほんさん", None)
    assert son.due() == {"host": 4, "person": 8}
    town.pass_days(8)
    son.follow_up("person", answers=["at_home"])
    stay.done("acceptance")
    town.pass_days(7)
    son.follow_up("host", answers=["glad_of_help"])
    son.follow_up("person", "in_touch")
    stay.done("settlement")
    assert stay.timeline() == [
        "支援決定",
        "打診した",
        "受入先: 「はい」の答え",
        "本人: 「はい」の答え",
        "見学",
        "体験を始めた",
        "受入を始めた",
        "本人: フォローアップ（話せた）",
        "定着",
        "受入先: フォローアップ（話せた）",
        "本人: フォローアップ（連絡がつく）",
    ]
    stay.done("end", {"reason": "goals_met"})
    let_go(son)


def test_between_services_a_breakdown_and_the_standby_of_the_plan(service: Service) -> None:
    """B型 takes in somebody no service is for; it does not fit, and the standby of the plan is next."""
    town = Town(service)
    workshop = town.add_place("みほん作業所", "type_b", "work", (2,))
    shop = town.add_place("みほん商店", "shop", "work", (4,), is_checked=False)
    story = Story(town, "K-100", 38, "work")
    lacking = story.staff.act(
        "POST", f"{story.path}/case", {"source": "referral", "opened_on": town.today.isoformat()}
    )
    assert [each["field"] for each in lacking.json()["faults"]] == ["lead_plan_number"]
    story.receive(**REFERRED)
    story.share_with_meeting()
    standby = {"menu_id": shop.menu_id, "menu_slot_ids": shop.slot_ids}
    plan_id = carried_to_support(
        story,
        workshop,
        "work",
        pattern="mixed",
        standby=standby,
        options=[{"menu_id": shop.menu_id, "reasons": ["too_far"]}],
    )
    assert story.decide(plan_id, number="R8-2").status_code == 422, "②: the rest is checked too"
    assert story.decide(plan_id, number="R8-2", is_content_checked=True).is_success
    first = story.offer(workshop, "work")
    first.visit()
    story.tell(workshop)
    assert first.refused("trial") == "not_supported", "decided, and support has not begun"
    story.go("start", "支援中")
    first.done("trial")
    private = {"person_reason": "tired", "host_reason": "support", "host_words": "見本の言葉"}
    first.done("breakdown", private)
    assert (first.status, "next_candidate" in town.tasks()) == ("broken_off", True)
    assert not any("疲れ" in words or "見本の言葉" in words for words in first.timeline())
    assert story.state == "支援中", "a placement that did not fit breaks nothing off"

    second = story.offer(shop, "work")
    second.visit()
    story.tell(shop)
    refused = second.act("trial")
    assert refused.json()["code"] == "start_items_open"
    assert "保険・緊急連絡先・費用の負担" in refused.json()["detail"]
    town.check_host(shop.host_id)
    second.done("trial")
    town.by(shop.user).done(
        "POST", f"{API}/host/placements/{second.id}/incidents", {"kind": "task", "urgency": "soon"}
    )
    second.done("acceptance")
    again = story.plan(shop, "work", kind="renewed", pattern="statutory", standby=None)
    assert story.missing("replan") == {"renewed_plan_agreed", "renewed_plan_decided"}
    story.confer("renewed", again)
    assert story.decide(again, number="R8-3").is_success
    story.go("replan", "支援中")
    assert [each["kind_words"] for each in story.staff.seen(f"{story.path}/plans")["plans"]] == [
        "再プラン第1回",
        "初回",
    ]
    second.done("settlement")
    assert "困りごとの報告: 作業が合わない様子" in second.timeline()
    second.done("end", {"reason": "goals_met"})
    let_go(story)


def test_unwell_involved_early_and_a_consent_withdrawn_on_the_way(service: Service) -> None:
    """決定前関与, a plan that is only reported (③); a withdrawal holds at once, and so does a new yes."""
    town = Town(service)
    salon = town.add_place("みほんの通いの場", "salon", "belonging", (1, 3))
    story = Story(town, "K-200", 29, "belonging")
    story.receive(**REFERRED, is_early=True, early_reason="不安が強く、先に会いたい")
    assert story.missing("involve_early") == {"consent"}
    consent = story.share_with_meeting()
    story.go("involve_early", "決定前関与")
    stay = story.offer(salon, "belonging")
    stay.visit()
    assert stay.refused("trial") == "plan_missing", "before the decision nothing goes beyond 見学"
    plan_id = carried_to_support(story, salon, "belonging", pattern="other")
    assert story.decide(plan_id, number="R8-4").status_code == 422, "③: it has no number"
    assert story.decide(plan_id).is_success
    (decision,) = story.staff.seen(f"{story.path}/plans/{plan_id}")["decisions"]
    assert decision["form"] == "report"
    story.go("start", "支援中")
    story.tell(salon)
    stay.done("trial")
    lent = {"menu_slot_ids": salon.slot_ids[:1], "from_day": town.today.isoformat(), "why": "rest"}
    stay.done("steps", lent)
    later = {"menu_slot_ids": salon.slot_ids[1:], "from_day": town.today.isoformat()}
    stay.done("reservation", later)

    story.staff.done("POST", f"{story.path}/consents/{consent}/withdrawal")
    assert stay.refused("acceptance") == "consent_missing"
    assert town.by(salon.user).get(f"{API}/host/placements/{stay.id}").status_code == 404
    again = story.step("replan").json()["values"]["missing"]
    assert "consent" in {each["record"] for each in again}
    assert "consent_withdrawn" in town.tasks()
    story.share_with_meeting()
    assert town.by(salon.user).get(f"{API}/host/placements/{stay.id}").status_code == 200
    stay.done("acceptance")
    town.pass_days(8)
    before = story.due()["person"]
    story.follow_up("person", "reached", answers=["tired"])
    assert story.due()["person"] >= before, "a worry asks for more contacts"
    stay.done("settlement")
    words = stay.timeline()
    assert any(each.endswith("（ゆっくりにする）") for each in words)
    assert any(each.startswith("後の枠を押さえた") for each in words)
    stay.done("end", {"reason": "goals_met"})
    let_go(story)


def test_a_young_person_a_room_tonight_and_coming_back(service: Service) -> None:
    """今夜から, which comes before the next conference by itself; closed, and reopened in one act."""
    town = Town(service)
    room = town.add_place("みほん荘", "vacant_room", "housing")
    story = Story(town, "K-300", 19, "housing")
    story.receive(**REFERRED)
    body = {"menu_id": room.menu_id, "nights": 7}
    tonight = story.staff.done("POST", f"{story.path}/tonight", body)["id"]
    path = f"{API}/placements/{tonight}"
    assert story.staff.seen(path)["decision_words"] == "決定前"
    assert story.staff.seen(f"{path}/timeline")["entries"][0]["words"] == "打診した（決定前）"
    assert {"decision_due", "conference_due", "consent_due"} <= set(town.tasks())
    for side in ("person", "host"):
        version = story.staff.seen(path)["version"]
        story.staff.done("POST", f"{path}/answer", {"side": side, "is_yes": True}, version=version)
    story.share_with_meeting()
    story.tell(room)
    conference = story.confer("")
    (item,) = town.by("lead").seen(conference)["items"]
    assert (item["placement_id"], item["is_urgent"], item["conclusion"]) == (tonight, True, "approved")
    assert "conference_due" not in town.tasks()
    decided = {"decided_on": town.today.isoformat()}
    version = story.staff.seen(path)["version"]
    town.by("official").done("POST", f"{path}/decision", decided, version=version)
    story.staff.done("POST", f"{path}/acceptance", version=version)
    plan_id = carried_to_support(story, room, "housing")
    assert story.decide(plan_id, number="R8-5").is_success
    story.go("start", "支援中")
    town.pass_days(1)
    story.follow_up("person", answers=["at_home"])
    version = story.staff.seen(path)["version"]
    story.staff.done("POST", f"{path}/end", {"reason": "goals_met"}, version=version)
    story.confer("closure")
    story.go("close", "終結", close_reason="goal_reached")
    story.go("follow_up", "フォロー中")

    town.pass_days(40)
    story.go("reopen", "受付")
    assert (story.state, story.episode["number"]) == ("受付", "K-300/2")
    (earlier,) = story.staff.seen(f"{story.path}/case")["earlier"]
    assert [each["step"] for each in earlier["history"]] == [
        "receive",
        "assess",
        "draft",
        "submit",
        "agree",
        "start",
        "close",
        "follow_up",
        "reopen",
    ]
    assert story.due("closure") == {}, "who came again is not followed up"
    story.go("assess", "アセスメント")
    assert story.missing("draft") == {"assessment"}
    story.confer("closure", needs_follow_up=False, follow_up_method=None)
    story.go("close", "終結", close_reason="own_wish")
    story.go("follow_up", "フォロー中")
    assert story.due("closure") == {}, "the conference wants no follow-up"
    story.go("finish", "終了")
    assert not service.check_audit().faults
