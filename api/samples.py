"""Sample bodies for the API's document, by the name of the model: people and places that do not exist."""

from __future__ import annotations

from typing import Any

_ID = "00000000-0000-4000-8000-0000000000{:02d}"
_PERSON, _HOST, _MENU, _SLOT, _POOL, _POOL_SLOT, _USER, _RUN, _PLACEMENT = (
    _ID.format(number) for number in range(1, 10)
)
_REASON = {"reason": "standing_in", "text": "担当者が休みのため代わりに確認します"}
_WEDNESDAY = {"weekday": 3, "start": "09:00", "end": "12:00"}
_NEED = {"domain": "work", "urgency": "soon", "wish": "人の少ないところで、手を動かす仕事がしたい"}
_SCHEME = {"domain": "work", "scheme": "就労移行支援", "possible": "no", "reason": "年齢が合わない"}
_CONTACT = {"name": "見本 花子", "phone": "000-0000-0000", "mail": "mihon@example.jp"}
_MENU_SENT = {
    "name": "袋詰め",
    "domains": ["work"],
    "slots": [{**_WEDNESDAY, "stated": {"mark": "open", "places": 2}}],
    "activities": ["packing"],
    "conditions": {"place_to_rest": "yes"},
}
_PAUSE = {"until": "2026-12-28"}

SAMPLES: dict[str, dict[str, Any]] = {
    # Resource gaps.
    "AnalysisCreate": {"budget_days": 40, "draws": 20},
    "AskCreate": {
        "development": "+salon-quiet-みほん北-1",
        "host_name": "みほん茶の間",
        "due_on": "2027-01-29",
    },
    "ChangeAsk": {
        "change": {"kind": "one_more_newcomer", "host_id": _HOST},
        "due_on": "2027-01-29",
    },
    "AskChange": {"due_on": "2027-02-26"},
    "AskStep": {"state": "asked", "on": "2026-12-01"},
    # Users and the municipality.
    "SignIn": {"sign_in_name": "mihon.hanako", "password": "mihon-no-machi"},
    "PasswordChange": {"old_password": "mihon-no-machi", "new_password": "mihon-no-mori-3"},
    "UserCreate": {
        "sign_in_name": "mihon.hanako",
        "password": "mihon-no-machi",
        "name": "見本 花子",
        "roles": ["coordinator"],
    },
    "UserChange": {"roles": ["coordinator", "planner"]},
    "OfficeChange": {"population": 4600, "settings": {"hold_days": 14}},
    "DistrictInput": {"name": "みほん北圏域"},
    "BookInput": {
        "changes": {
            "rules": {"stale_after_days": 45, "limits": {"supporters": {"is_on": False}}},
            "weights": {"waiting_point_a_week": 30},
            "travel": {"bus": {"fixed_minutes": 15}},
        },
        "reason": "バスの本数が減ったため",
    },
    # People.
    "PersonCreate": {
        "number": "K-001",
        "name": "見本 一郎",
        "kana": "みほん いちろう",
        "born_on": "1990-02-03",
        "protected": "no",
        "waiting_since": "2026-01-05",
        "availability": [_WEDNESDAY],
        "modes": ["walk", "bus"],
        "conditions": {"place_to_rest": "yes"},
        "needs": [_NEED],
        "schemes": [_SCHEME],
    },
    "PersonChange": {"most_slots": 3, "likes": ["cooking"]},
    "SearchInput": {"words": "見本 一郎"},
    "PauseInput": _PAUSE,
    "NeedInput": _NEED,
    "NeedChange": {"urgency": "now"},
    "SchemeInput": _SCHEME,
    "SchemeChange": {"possible": "unknown", "look_again_on": "2027-04-01"},
    "OpeningInput": _REASON,
    "ReasonInput": {"text": _REASON["text"]},
    "InvolvementInput": {"user_id": _USER, "role": "member"},
    "MembersInput": {"members": [_PERSON]},
    # Consents.
    "MeetingConsent": {
        "purpose": "meeting",
        "fields": ["existence", "identity", "support", "wishes"],
        "given_on": "2026-11-20",
        "expires_on": "2027-11-19",
        "how": "signed",
    },
    "HostConsent": {
        "purpose": "host",
        "host_id": _HOST,
        "fields": ["name", "support_text", "schedule"],
        "shown_name": "みほんさん",
        "shown_text": "大きな音が苦手です。休む場所があると助かります。",
        "given_on": "2026-11-20",
        "expires_on": "2027-11-19",
        "how": "signed",
    },
    "HouseholdConsent": {
        "purpose": "household",
        "given_on": "2026-11-20",
        "expires_on": "2027-11-19",
        "how": "signed",
    },
    # Hosts.
    "HostCreate": {"name": "みほん農園", "kind": "farm", "contacts": [_CONTACT], "menus": [_MENU_SENT]},
    "HostChange": {"newcomers_at_once": 1, "rest_days": 14},
    "Pause": _PAUSE,
    "MenuCreate": _MENU_SENT,
    "MenuChange": {"is_open": False},
    "SlotInput": _WEDNESDAY,
    "LinkCreate": {"days": 30},
    "WorryInput": {"urgency": "soon", "words": "来月から人手が減りそうで心配です"},
    "PoolCreate": {"kind": "vehicle_seats", "name": "送迎車", "slots": [_WEDNESDAY]},
    "ContactCreate": _CONTACT,
    "ContactChange": {"phone": "000-0000-0001"},
    "StatementsCreate": {
        "stated_on": "2026-11-20",
        "statements": [{"pool_slot_id": _POOL_SLOT, "mark": "open", "places": 2}],
    },
    "ShareCreate": {"code": "131024"},
    # Offers and placements.
    "RefusalInput": {"menu_id": _MENU, "reason": "too_far", "until": "2027-03-01"},
    "OfferCreate": {
        "menu_id": _MENU,
        "menu_slot_ids": [_SLOT],
        "first_day": "2026-12-07",
        "last_day": "2027-02-28",
        "domain": "work",
    },
    "PersonAnswer": {"side": "person", "is_yes": True},
    "HostAnswer": {"side": "host", "is_yes": False, "reason": "full"},
    "VisitInput": {"visit_on": "2026-12-02"},
    "ReleaseInput": {"reason": "person_wish", "words": "日を改めたいとのこと"},
    "TonightCreate": {"menu_id": _MENU, "nights": 3},
    "DecisionInput": {"decided_on": "2026-11-20"},
    "RequestAnswer": {"answer": "yes"},
    # The case.
    "CaseCreate": {
        "source": "referral",
        "lead_plan_number": "R8-012",
        "opened_on": "2026-11-20",
        "application_on": "2026-11-18",
        "applying_agency": "みほん相談室",
        "consented_on": "2026-11-18",
        "consented_how": "signed",
    },
    "CaseChange": {"applying_agency": "みほん相談室"},
    "CaseStepInput": {"step": "assess"},
    "CaseNoteInput": {
        "noted_on": "2026-11-20",
        "kind": "call",
        "result": "reached",
        "words": "見学は来週にしたい",
    },
    "AssessmentCreate": {"checked_on": "2026-11-20", "answers": {"noise": "no", "weekday_morning": "yes"}},
    "AssessmentChange": {"answers": {"place_to_rest": "yes"}},
    "HostAssessmentInput": {
        "work": "花の出荷と袋づめ",
        "attention_minutes_a_week": 60,
        "insurance": "行事保険",
    },
    "SharingInput": {"is_shared": True},
    "StartCheckInput": {"item": "insurance", "mark": "confirmed"},
    "CarvedTaskInput": {"name": "花の袋づめ", "activity": "packing", "minutes": 60},
    # Plans and conferences.
    "PlanCreate": {
        "kind": "first",
        "long_goal": "人と話せる場所をもつ",
        "short_goals": ["週に一度、出かける"],
        "person_does": "朝に起きる",
        "provider_does": "はじめの4回は一緒に行く",
        "others_do": "月に一度、電話する",
        "place": {
            "menu_id": _MENU,
            "menu_slot_ids": [_SLOT],
            "first_day": "2026-12-07",
            "last_day": "2027-02-28",
            "domain": "work",
        },
        "ladder": [{"first_day": "2026-12-07", "slots_a_week": 1, "stay_minutes": 120}],
        "first_day": "2026-12-07",
        "next_monitoring_on": "2027-03-05",
    },
    "PlanFields": {"wishes": "静かな所がよい", "signed_on": "2026-11-20", "signed_how": "signed"},
    "PlanDecisionInput": {"decided_on": "2026-11-20", "result": "decided", "number": "R8-支-012"},
    "ConferenceCreate": {"held_on": "2026-11-27", "mode": "regular"},
    "ConferenceChange": {"held_on": "2026-12-04", "mode": "online"},
    "MemberInput": {
        "seating": "agency",
        "organisation": "みほん病院",
        "role": "相談員",
        "name": "見本 花子",
    },
    "MeetingAttendanceInput": {"has_attended": True},
    "AttendanceInput": {"day": "2026-11-20", "came": "yes"},
    "FollowUpInput": {"side": "person", "due_on": "2026-12-04"},
    "DoneInput": {
        "done_on": "2026-11-20",
        "method": "visit",
        "with_whom": ["person"],
        "result": "reached",
        "words": "疲れるが続けたいとのこと",
    },
    "RoundsInput": {"minutes_a_week": 600},
    "SkipInput": {"reason": "just_spoken"},
    "PlanAccepted": {
        "contacts": [
            {"id": _PLACEMENT, "version": 1, "week": "2026-11-23", "coordinator_id": _USER},
        ],
    },
    "TrialInput": {"first_day": "2026-12-01", "last_day": "2026-12-25"},
    "AcceptanceInput": {"last_day": "2027-05-31"},
    "EndInput": {"reason": "goals_met", "person_words": "自分で続けられそうとのこと"},
    "BreakdownInput": {"person_reason": "hours", "rest_until": "2027-02-01"},
    "StepInput": {
        "menu_slot_ids": [_SLOT],
        "from_day": "2027-01-06",
        "stay_minutes": 60,
        "why": "going_well",
    },
    "ReservationInput": {"menu_slot_ids": [_SLOT], "from_day": "2027-02-03"},
    "RecallInput": {"pool_slot_ids": [_POOL_SLOT], "from_day": "2027-01-12"},
    "IncidentInput": {"kind": "unwell", "urgency": "soon", "words": "途中で気分が悪くなり休みました"},
    "StayPauseInput": {"first_day": "2026-12-28", "last_day": "2027-01-08", "keeps_seat": True},
    "AgendaRequest": {"kind": "closure"},
    "AgendaCreate": {"person_id": _PERSON, "kind": "other"},
    "MinutesInput": {"minutes": [{"key": "shared_roles", "words": "本人の希望を確かめた。"}]},
    "ConclusionInput": {
        "conclusion": "approved",
        "minutes": [{"key": "discussion", "words": "部屋に移ってからの様子を確かめた"}],
        "gaps": [{"domain": "belonging", "time_band": "evening", "conditions": ["noise"]}],
    },
    "FormInput": {"kind": "plan", "text": None},
    # Proposals.
    "RunCreate": {"weeks": 12, "time_limit_s": 30, "forbidden": [{"person_id": _PERSON, "host_id": _HOST}]},
    "CommitInput": {"lines": [{"person_id": _PERSON, "domain": "work", "which": 0}]},
}
