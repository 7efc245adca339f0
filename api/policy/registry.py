"""
The registry of personal fields: what every column and sealed field says of people, and how long it stays.

A column or field that is missing here fails the tests. How long things are kept are defaults, which a
municipality's own 文書管理規程 goes before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from api.policy.vocabulary import Act, Field


class Level(IntEnum):
    """How much a field says of a living person."""

    IDENTITY = 1
    """Who they are, and where."""
    SENSITIVE = 2
    """What must not leave the case: health, protection, family, money, anything in free words."""
    MATCHED = 3
    """What is matched on or managed by; says little without knowing who it is."""
    TRACE = 4
    """That an opaque id has to do with something."""


class Keep(StrEnum):
    """How long a record is kept before it is erased."""

    CASE = "case+5fy"
    OUTREACH = "last-act+1y"
    RUN = "run+1y"
    AUDIT = "case+6fy,>=7y"
    SESSION = "session+90d"
    ACCOUNT = "account+1fy"
    HOST = "host+5fy"
    OFFICE = "in-use"
    DONE = "done+90d"
    KEY = "key+7d"


LEVEL_WORDS = {
    Level.IDENTITY: "だれか・どこにいるか",
    Level.SENSITIVE: "ケースの外に出してはならないこと・自由記述",
    Level.MATCHED: "割り当てや管理に使うこと（だれかが分からなければ多くを語らない）",
    Level.TRACE: "番号のつながり",
}

KEEP_WORDS = {
    Keep.CASE: "終結の翌4月1日から5年度",
    Keep.OUTREACH: "最後の働きかけから1年（理由を書いて延長できる）",
    Keep.RUN: "計算から1年（入力と結果の控えのハッシュは残す）",
    Keep.AUDIT: "ケースの保存期間＋1年度、少なくとも7年",
    Keep.SESSION: "サインインから90日",
    Keep.ACCOUNT: "利用をやめた年度の翌年度末",
    Keep.HOST: "受け入れをやめた翌4月1日から5年度",
    Keep.OFFICE: "使っている間",
    Keep.DONE: "済んでから90日",
    Keep.KEY: "操作から7日",
}


@dataclass(frozen=True)
class Personal:
    """
    Fields that say something of a person.

    Parameters
    ----------
    level, names
        How much, and which.
    seen
        The group of fields they are shown with, or the act that shows them; nobody sees them without one.
    keep
        How long, where it differs from the table they stand in.
    """

    level: Level
    seen: Field | Act | None
    names: tuple[str, ...]
    keep: Keep | None = None


@dataclass(frozen=True)
class TableEntry:
    """
    One table.

    Parameters
    ----------
    keep
        How long its rows are kept.
    plain
        Columns that say nothing of a person; the shared ones (`EVERYWHERE`) need not be named.
    personal
        Columns that do. They stand unsealed, so none of them is of level 1 or 2.
    sealed
        Columns that hold a sealed document, by the name of its class in `api.tables.sealed`.
    """

    keep: Keep
    plain: tuple[str, ...]
    personal: tuple[Personal, ...]
    sealed: Mapping[str, str]


EVERYWHERE = frozenset({"id", "municipality_id", "version", "created_at"})
"""Plain columns that any table may have."""


def _level(level: int, seen: Field | Act | None, names: str, keep: Keep | None = None) -> Personal:
    return Personal(Level(level), seen, tuple(names.split()), keep)


def _table(keep: Keep, plain: str, *personal: Personal, **sealed: str) -> TableEntry:
    return TableEntry(keep, tuple(plain.split()), personal, sealed)


_TIMES = "weekday start end first_day last_day "
_PERSON_ID = _level(4, Field.EXISTENCE, "person_id")

TABLES: Mapping[str, TableEntry] = {
    # The municipality.
    "municipality": _table(Keep.OFFICE, "code name population settings copies"),
    "district": _table(Keep.OFFICE, "name outline"),
    "form_version": _table(Keep.OFFICE, "kind number text taken_at taken_by"),
    "town_block": _table(Keep.OFFICE, "code name lat lng"),
    # Users.
    "user_account": _table(
        Keep.ACCOUNT,
        "host_id is_active",
        _level(3, Act.USER_LIST, "sign_in_name"),
        _level(3, None, "password_hash"),
        sealed="UserDocument",
    ),
    "user_role": _table(Keep.ACCOUNT, "role", _level(4, Act.USER_LIST, "user_id")),
    "login_session": _table(
        Keep.SESSION,
        "token_hash started_at seen_at revoked_at link_id ends_at",
        _level(3, None, "address agent"),
        _level(4, None, "user_id"),
    ),
    "sign_in_throttle": _table(Keep.DONE, "key window_started_at failures"),
    # People.
    "person": _table(
        Keep.CASE,
        "caseload_pool_id",
        _level(3, Field.IDENTITY, "name_index kana_index age_years"),
        _level(3, Field.EXISTENCE, "number waiting_since paused_until ended_on"),
        _level(3, Field.SQUARE, "district_id home_mesh can_reach"),
        _level(3, Field.PROTECTION, "protected apart_from_hosts apart_from_persons"),
        _level(3, Field.FAMILY, "caring"),
        _level(
            3,
            Field.WISHES,
            "availability fewest_slots most_slots goal longest_stay_minutes modes most_travel_minutes "
            "likes avoids earliest_start",
        ),
        _level(3, Field.SUPPORT, "conditions staff_gender accompaniment_minutes attention_minutes"),
        sealed="PersonDocument",
    ),
    "person_need": _table(
        Keep.CASE, "", _PERSON_ID, _level(3, Field.WISHES, "domain urgency"), sealed="NeedDocument"
    ),
    "person_scheme": _table(
        Keep.CASE,
        "",
        _PERSON_ID,
        _level(3, Field.WISHES, "domain scheme possible look_again_on"),
        sealed="ReasonDocument",
    ),
    "person_refusal": _table(
        Keep.CASE,
        "host_id menu_id recorded_at recorded_by",
        _PERSON_ID,
        _level(3, Field.WISHES, "side reason until placement_id"),
    ),
    "involvement": _table(
        Keep.CASE, "role since until body", _PERSON_ID, _level(4, Act.PERSON_READ, "user_id")
    ),
    "case_opening": _table(
        Keep.CASE,
        "is_contact reason until",
        _PERSON_ID,
        _level(4, Act.PERSON_VIEWS, "user_id"),
        sealed="ReasonDocument",
    ),
    "protection_removal": _table(
        Keep.CASE,
        "person_version asked_at done_at",
        _level(3, Field.PROTECTION, "person_id"),
        _level(4, Field.PROTECTION, "asked_by approved_by"),
        sealed="ReasonDocument",
    ),
    "household": _table(Keep.CASE, ""),
    "household_member": _table(Keep.CASE, "household_id", _level(3, Field.FAMILY, "person_id")),
    "party": _table(Keep.CASE, ""),
    "party_member": _table(Keep.CASE, "party_id", _PERSON_ID),
    "consent": _table(
        Keep.CASE,
        "purpose fields bodies given_on expires_on how withdrawn_at",
        _level(4, Act.CONSENT_READ, "person_id host_id recorded_by withdrawn_by"),
        sealed="ConsentDocument",
    ),
    # The case.
    "support_case": _table(
        Keep.CASE,
        "number source opened_on closed_on reopened_from",
        _PERSON_ID,
        _level(3, Act.CASE_READ, "state lead_plan_number application_on consented_on consented_how"),
        _level(3, Act.CASE_READ, "is_early close_reason"),
        sealed="CaseDocument",
    ),
    "case_step": _table(
        Keep.CASE,
        "case_id position taken_on taken_at rests_on",
        _PERSON_ID,
        _level(3, Act.CASE_READ, "from_state step to_state"),
        _level(4, Act.CASE_READ, "taken_by"),
    ),
    "case_note": _table(
        Keep.CASE,
        "case_id noted_on recorded_at",
        _PERSON_ID,
        _level(3, Act.NOTE_READ, "kind result"),
        _level(4, Act.NOTE_READ, "recorded_by"),
        sealed="NoteDocument",
    ),
    "assessment": _table(
        Keep.CASE,
        "case_id checked_on",
        _PERSON_ID,
        _level(3, Act.ASSESSMENT_READ, "answers disclosed"),
        sealed="AssessmentDocument",
    ),
    "host_assessment": _table(
        Keep.HOST,
        "host_id checked_on attention_minutes_a_week is_instructed is_bound_to_attend is_paid",
        sealed="HostAssessmentDocument",
    ),
    "carved_task": _table(Keep.HOST, "host_id name activity minutes menu_id"),
    # Plans and conferences.
    "support_plan": _table(
        Keep.CASE,
        "case_id former_id kind number state pattern submitted_at fixed_on consent_id household_id",
        _PERSON_ID,
        _level(3, Act.PLAN_READ, "place standby menu_id standby_menu_id options ladder first_day last_day"),
        _level(3, Act.PLAN_READ, "next_monitoring_on signed_on signed_how"),
        _level(4, Act.PLAN_READ, "writers"),
        sealed="PlanDocument",
    ),
    "conference": _table(Keep.CASE, "name basis mode body held_on state opened_at closed_at created_by"),
    "conference_member": _table(
        Keep.CASE,
        "conference_id seating body is_late has_attended",
        _level(4, Act.CONFERENCE_READ, "user_id"),
        sealed="MemberDocument",
    ),
    "agenda_item": _table(
        Keep.CASE,
        "conference_id kind plan_version concluded_at opened_for created_by",
        _level(4, Act.CONFERENCE_READ, "person_id plan_id placement_id consent_id"),
        _level(3, Act.CONFERENCE_READ, "conclusion next_monitoring_on needs_follow_up attempts"),
        sealed="AgendaDocument",
    ),
    "gap_note": _table(Keep.CASE, "conference_id domain district_id weekday time_band conditions noted_on"),
    "contact": _table(
        Keep.CASE,
        "minutes is_extra week window_from window_to",
        _PERSON_ID,
        _level(4, Act.CONTACT_READ, "placement_id case_id host_id coordinator_id done_by"),
        _level(3, Act.CONTACT_READ, "side kind due_on state skip_reason method with_whom result answers"),
        _level(3, Act.CONTACT_READ, "next_step done_on"),
        sealed="FollowUpDocument",
    ),
    "rounds": _table(
        Keep.ACCOUNT, "minutes_a_week district_ids feed_serial", _level(4, Act.ROUNDS_READ, "user_id")
    ),
    # Hosts.
    "host": _table(
        Keep.HOST,
        "name kind lat lng district_id quota waiting staff_fte staff_ratio supporters people_per_supporter "
        "equipment_places newcomers_at_once rest_days closed busy_seasons closes_on_holidays staff_genders "
        "paused_until is_over_capacity",
    ),
    "host_contact": _table(Keep.HOST, "host_id", sealed="ContactDocument"),
    "host_share": _table(Keep.HOST, "host_id owner_id"),
    "host_link": _table(
        Keep.HOST,
        "host_id user_id created_by expires_at used_at revoked_at revoked_by",
    ),
    "host_worry": _table(Keep.HOST, "host_id urgency told_at told_by", sealed="WorryDocument"),
    "menu": _table(
        Keep.HOST,
        "host_id name domains activities conditions age_from age_to shortest_stay_minutes most_nights "
        "lat lng reachable_by_bus pick_up_districts is_open",
    ),
    "menu_slot": _table(Keep.HOST, _TIMES + "host_id menu_id"),
    "menu_draw": _table(Keep.HOST, "host_id menu_id pool_id unit"),
    "pool": _table(Keep.HOST, "host_id kind name districts"),
    "pool_slot": _table(Keep.HOST, _TIMES + "host_id pool_id is_whole_week statement_id recalls"),
    "capacity_statement": _table(
        Keep.HOST,
        "host_id pool_slot_id amount quota regular_users mark places stated_on recorded_at heard",
        _level(4, Act.HOST_READ, "stated_by"),
    ),
    "start_check": _table(
        Keep.HOST, "host_id number item mark recorded_at", _level(4, Act.HOST_ASSESSMENT, "recorded_by")
    ),
    "taken_back": _table(Keep.HOST, "statement_id host_id taken_back_at"),
    "seat": _table(Keep.HOST, "pool_slot_id day used capacity"),
    # Proposals and placements.
    "rule_book": _table(
        Keep.OFFICE,
        "number changes reason made_by effect message in_force_since put_in_force_by",
    ),
    "proposal_run": _table(
        Keep.RUN,
        "state status params base_run_id problem_hash result_hash rules_version weights_hash solver "
        "objective bound assigned left message created_by finished_at",
        sealed_problem="FrozenProblem",
        sealed_proposal="FrozenProposal",
    ),
    "proposal_line": _table(
        Keep.RUN,
        "run_id kind menu_id host_id person_version placement_id",
        _level(3, Act.PROPOSAL_READ, "person_id domain"),
    ),
    "gap_analysis": _table(
        Keep.RUN,
        "state run_id params problem_hash message created_by finished_at",
        sealed_report="GapReport",
    ),
    "gap_snapshot": _table(
        Keep.OFFICE,
        "analysis_id month population places places_by_host",
        _level(3, Act.GAP_READ, "waiting unmet unmet_by median_wait_weeks"),
    ),
    "ask": _table(
        Keep.HOST,
        "analysis_id development kind what request district effort_days host_id host_name source user_id "
        "due_on state reason asked_on visited_on tried_on taken_on declined_on",
        _level(3, Act.GAP_READ, "forecast"),
    ),
    "placement": _table(
        Keep.CASE,
        "run_id created_by companion_pool_id caseload_pool_id is_tonight",
        _level(
            3, Act.PLACEMENT_READ, "person_id domain host_id menu_id status first_day last_day expires_at"
        ),
        _level(3, Act.PLACEMENT_READ, "visit_on person_answer host_answer declined_by declined_reason"),
        _level(3, Act.PLACEMENT_READ, "host_condition ended_reason"),
        _level(3, Act.PLACEMENT_READ, "attention_minutes accompaniment_minutes is_fetched"),
        sealed="PlacementDocument",
    ),
    "placement_start": _table(
        Keep.CASE, "noted_at", _PERSON_ID, _level(3, Act.RETENTION_READ, "placement_id known")
    ),
    # Predictions.
    "retention_model": _table(
        Keep.OFFICE, "number hash artefact stays first_day last_day why_curve trained_at"
    ),
    "retention_use": _table(
        Keep.CASE,
        "model_id used_at",
        _PERSON_ID,
        _level(4, Act.RETENTION_READ, "placement_id used_by put_back_by"),
        _level(3, Act.RETENTION_READ, "used_on chance usual reasons moved_from moved_to put_back_on"),
    ),
    "placement_event": _table(
        Keep.CASE, "recorded_by", _PERSON_ID, _level(3, Act.PLACEMENT_READ, "placement_id kind side day at")
    ),
    "placement_step": _table(
        Keep.CASE,
        "number recorded_at recorded_by",
        _PERSON_ID,
        _level(3, Act.PLACEMENT_READ, "placement_id from_day is_reserved stay_minutes why"),
    ),
    "placement_step_slot": _table(Keep.CASE, "step_id menu_slot_id"),
    "placement_pause": _table(
        Keep.CASE,
        "recorded_at recorded_by",
        _PERSON_ID,
        _level(3, Act.PLACEMENT_READ, "placement_id first_day last_day keeps_seat"),
    ),
    "exit": _table(
        Keep.CASE,
        "recorded_at recorded_by",
        _PERSON_ID,
        _level(3, Act.EXIT_READ, "placement_id side reason"),
        sealed="ExitDocument",
    ),
    "incident": _table(
        Keep.CASE,
        "reported_at reported_by",
        _PERSON_ID,
        _level(3, Act.INCIDENT_READ, "placement_id host_id kind urgency"),
        sealed="IncidentDocument",
    ),
    "attendance": _table(Keep.CASE, "", _PERSON_ID, _level(3, Act.ATTENDANCE_READ, "placement_id day came")),
    "placement_slot": _table(Keep.CASE, "placement_id menu_slot_id"),
    "placement_seat": _table(Keep.CASE, "placement_id pool_slot_id day amount"),
    "decision": _table(
        Keep.CASE,
        "plan_id agenda_item_id form result number decided_on decided_by recorded_at",
        _level(4, Act.PLACEMENT_READ, "person_id placement_id"),
        sealed="ReasonDocument",
    ),
    # Work.
    "task": _table(
        Keep.CASE,
        "kind host_id due_on done_at done_by",
        _level(4, Act.TASK_READ, "person_id placement_id"),
    ),
    "job": _table(
        Keep.DONE,
        "kind subject_id state fence attempts lease_until is_cancel_asked stage done total message "
        "finished_at",
    ),
    "idempotency_key": _table(Keep.KEY, "key request_hash status answer", _level(4, None, "user_id")),
    "outbox": _table(Keep.DONE, "template host_id user_id subject_id sent_at state attempts next_try_at"),
    "audit": _table(
        Keep.AUDIT,
        "seq at act outcome session request_id resource details mac",
        _level(4, Act.AUDIT_READ, "actor_id resource_id person_id"),
    ),
    "audit_head": _table(Keep.AUDIT, "seq mac"),
}

DOCUMENTS: Mapping[str, tuple[Personal, ...]] = {
    "PersonDocument": (
        _level(1, Field.IDENTITY, "name kana born_on"),
        _level(1, Field.CONTACT, "address phone family_contact"),
        _level(2, Field.HEALTH, "health"),
        _level(2, Field.FAMILY, "family money history notes"),
        _level(2, Field.PROTECTION, "avoidance"),
        _level(2, Field.OUTREACH, "outreach", Keep.OUTREACH),
    ),
    "NeedDocument": (_level(2, Field.WISHES, "wish"),),
    "ReasonDocument": (_level(2, Act.PERSON_READ, "reason"),),
    "FollowUpDocument": (_level(2, Act.CONTACT_READ, "words"),),
    "CaseDocument": (_level(2, Act.CASE_READ, "applying_agency early_reason close_words"),),
    "NoteDocument": (_level(2, Act.NOTE_READ, "words"),),
    "AssessmentDocument": (_level(2, Act.ASSESSMENT_READ, "wishes strengths did_not_suit remarks"),),
    "HostAssessmentDocument": (
        _level(1, Act.HOST_ASSESSMENT, "emergency_contact"),
        _level(2, Act.HOST_ASSESSMENT, "work concerns insurance cost_bearer labour_view"),
    ),
    "PlanDocument": (
        _level(2, Field.WISHES, "long_goal short_goals wishes"),
        _level(2, Field.SUPPORT, "person_does provider_does others_do"),
    ),
    "MemberDocument": (_level(1, Act.CONFERENCE_READ, "organisation role name"),),
    "AgendaDocument": (_level(2, Act.CONFERENCE_READ, "minutes follow_up_method"),),
    "PlacementDocument": (_level(2, Act.PLACEMENT_READ, "person_words host_words ended_words"),),
    "IncidentDocument": (_level(2, Act.INCIDENT_READ, "words"),),
    "WorryDocument": (_level(2, Act.HOST_WORRIES, "words"),),
    "ExitDocument": (_level(2, Act.EXIT_READ, "words"),),
    "ConsentDocument": (_level(1, Act.CONSENT_READ, "shown_name shown_text witness"),),
    "ContactDocument": (_level(1, Act.HOST_CONTACT, "name phone mail"),),
    # The name of a colleague also stands on the forms and copies of what they did.
    "UserDocument": (_level(1, Act.USER_LIST, "name phone"),),
    # Not of `api.tables.sealed`: whole problems and proposals of the core, which know people by ids only.
    "FrozenProblem": (_level(2, Act.PROPOSAL_INPUT, "*"),),
    "FrozenProposal": (_level(2, Act.PROPOSAL_READ, "*"),),
    "GapReport": (_level(2, Act.GAP_READ, "*"),),
}
"""The fields of the sealed documents; `*` stands for the whole of a document that is not ours."""
