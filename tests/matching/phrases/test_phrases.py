"""Tests of the sentences."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import phrases
from matching.bundled import default_rules, default_travel, default_weights
from matching.eligibility import RULES
from matching.model import (
    Binding,
    Block,
    Change,
    ChangeKind,
    Option,
    Points,
    Preference,
    Proposal,
    Question,
    Reason,
    Slot,
    Unplaced,
    UsefulChange,
)
from matching.phrases import Names
from matching.phrases.sentence import Sentence
from matching.pipeline import ProposeParams, propose
from matching.scoring import CRITERIA
from matching.simulation.town import demo_town
from matching.vocabulary import (
    Activity,
    Condition,
    Gender,
    Lang,
    LimitKind,
    NeedDomain,
    PoolKind,
    ServiceGroup,
    Side,
    SolveStatus,
    TravelMode,
    Verdict,
    Weekday,
)
from tests.matching.builders import amount_pool, host, menu, pool, problem

JA, EN = Lang
WEDNESDAY = Slot(Weekday.WED, dt.time(13), dt.time(16))
NIGHT = Slot(None)
NAMES = Names(
    hosts={"H1": "みほん農園"},
    menus={"M1": "袋詰め"},
    pools={"P-vehicle_seats": "町のおでかけ号"},
    pool_kinds={f"P-{kind}": kind for kind in PoolKind},
    date=dt.date(2026, 11, 20),
)
POINTS = Points(10_000, 10_000, 0, 350, 350, {"wish": 250, "travel": 160, "host_unknown": -60})
OPTION = Option(
    menu_id="M1",
    host_id="H1",
    slots=(WEDNESDAY,),
    first_day=dt.date(2026, 11, 25),
    last_day=dt.date(2027, 2, 10),
    mode=TravelMode.WALK,
    travel_minutes=12,
    distance_m=812,
    companion_pool_id=None,
    verdict=Verdict.FITS,
    questions=(),
    strengths=(),
    points=POINTS,
)
FULL = Binding(LimitKind.DECLARED, "P-places", "H1", WEDNESDAY, 0, dt.date(2026, 11, 2))
OPEN_PLACE = Change(ChangeKind.ONE_MORE_PLACE, host_id="H1", pool_id="P-places", slot=WEDNESDAY)

CODE_OR_LATIN = re.compile(r"[A-Za-z_{}]")
VAGUE = re.compile(
    "条件が合いません|確かめたいことがあります|本人に合うところが"
    "|Something does not suit|there is something to check|in some ways"
)
DIAGNOSIS = re.compile(
    "障害|障がい|病|症|診断|手帳|うつ|disab|disorder|illness|diagnos|patient", re.IGNORECASE
)

MINUTES = st.integers(0, 720)
AGAINST: dict[str, st.SearchStrategy[Mapping[str, Any]]] = {
    # The values each rule gives when it is against a pair.
    **{rule.id: st.just({}) for rule in RULES if rule.id.startswith("condition_")},
    **dict.fromkeys(
        ("consent", "keep_apart", "refusal", "too_far_below_best", "own_time", "no_common_week"), st.just({})
    ),
    "scheme": st.fixed_dictionaries({"domain": st.sampled_from(NeedDomain)}),
    "start": st.fixed_dictionaries({"in_weeks": st.integers(0, 60), "weeks": st.integers(1, 52)}),
    "age": st.fixed_dictionaries({name: st.integers(0, 120) for name in ("age", "from", "to")}).filter(
        lambda given: given["from"] > 0 or given["to"] < 120
    ),
    "availability": st.fixed_dictionaries(
        {name: st.integers(0, 21) for name in ("wanted", "offered", "free")}
    ),
    "stay": st.fixed_dictionaries({"longest_minutes": MINUTES, "needed_minutes": MINUTES}),
    "companion": st.fixed_dictionaries({"minutes": MINUTES}),
    "travel": st.fixed_dictionaries(
        {"most_minutes": MINUTES, "minutes": MINUTES}, optional={"mode": st.sampled_from(TravelMode)}
    )
    | st.fixed_dictionaries({"out_of_reach": st.just(1)}, optional={"most_minutes": MINUTES})
    | st.fixed_dictionaries({"said": st.just("no")}, optional={"minutes": MINUTES, "most_minutes": MINUTES}),
    "staff_gender": st.fixed_dictionaries({"gender": st.sampled_from(Gender)}),
    "avoid": st.fixed_dictionaries({"activity": st.sampled_from(Activity)}),
}
STATED = st.dates(dt.date(2024, 1, 1), dt.date(2026, 11, 20)).map(
    lambda day: {"stated_on": day.isoformat(), "days": (dt.date(2026, 11, 20) - day).days}
)
ASK_PERSON: dict[str, st.SearchStrategy[Mapping[str, Any]]] = {
    **{rule.id: st.just({}) for rule in RULES if rule.id.startswith("condition_")},
    "scheme": AGAINST["scheme"],
    "availability": AGAINST["availability"],
    "companion": AGAINST["companion"],
    "travel": st.fixed_dictionaries({}, optional={"most_minutes": MINUTES})
    | st.fixed_dictionaries(
        {"minutes": MINUTES, "mode": st.sampled_from(TravelMode)}, optional={"most_minutes": MINUTES}
    ),
}
ASK_HOST: dict[str, st.SearchStrategy[Mapping[str, Any]]] = {
    **{rule.id: st.just({}) for rule in RULES if rule.id.startswith("condition_")},
    "need_group": st.fixed_dictionaries(
        {"domain": st.sampled_from(NeedDomain), "service_group": st.sampled_from(ServiceGroup)}
    ),
    "travel": ASK_PERSON["travel"],
    "staff_gender": AGAINST["staff_gender"],
    "places": st.just({}) | STATED,
}
IN_FAVOUR: dict[str, st.SearchStrategy[Mapping[str, Any]]] = {
    "likes": st.lists(st.sampled_from(Activity), min_size=1, unique=True).map(
        lambda liked: {"activities": " ".join(liked)}
    ),
    "suits": st.builds(
        lambda met, more: {"conditions": " ".join(met), "met": len(met), "of": len(met) + more},
        st.lists(st.sampled_from(Condition), min_size=1, unique=True),
        st.integers(0, 5),
    ),
    "near": st.fixed_dictionaries(
        {"minutes": MINUTES, "most_minutes": MINUTES, "mode": st.sampled_from(TravelMode)}
    ),
    "as_often": st.fixed_dictionaries({"slots": st.integers(1, 14)}),
    "known_host": st.just({}),
}
REASONS = st.one_of(
    *(
        st.builds(Reason, st.just(rule), st.just(verdict), values, st.just(side))
        for verdict, side, given_by_rule in (
            (Verdict.FITS, None, IN_FAVOUR),
            (Verdict.DOES_NOT_FIT, None, AGAINST),
            (Verdict.TO_CHECK, Side.PERSON, ASK_PERSON),
            (Verdict.TO_CHECK, Side.HOST, ASK_HOST),
        )
        for rule, values in given_by_rule.items()
    )
)
SLOTS = st.builds(
    lambda day, start, minutes: Slot(day, dt.time(start), dt.time(start + minutes // 60, minutes % 60)),
    st.sampled_from(Weekday),
    st.integers(0, 20),
    st.integers(10, 180),
) | st.just(NIGHT)
POOL_IDS = st.sampled_from(["", *NAMES.pool_kinds])
HOST_IDS = st.sampled_from(["", "H1"])
BINDINGS = st.builds(
    Binding,
    st.sampled_from(LimitKind),
    POOL_IDS,
    HOST_IDS,
    st.none() | SLOTS,
    st.integers(0, 1000),
    st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2026, 11, 20)),
)
CHANGES = st.builds(
    Change,
    st.sampled_from(ChangeKind),
    host_id=HOST_IDS,
    menu_id=st.just("M1"),
    pool_id=POOL_IDS,
    slot=st.none() | SLOTS,
    condition=st.none() | st.sampled_from(Condition),
    district=st.sampled_from(["", "北部"]),
    amount=st.integers(1, 720),
)


def check(texts: Mapping[Lang, str]) -> None:
    """Check what every sentence promises: one line, no code, no gap, no diagnosis, counts that agree."""
    for lang, text in texts.items():
        assert text == " ".join(text.splitlines()).strip() != ""
        assert not VAGUE.search(text)
        assert not DIAGNOSIS.search(text)
        assert not re.search(r"\{|\}|_| {2}|None|（）|、、", text)
        if lang == JA:
            assert not CODE_OR_LATIN.search(text.replace(" km", ""))
    assert not re.search(r"(?<![\d.,])1 [a-z ]*(slots|minutes|people|weeks|days|places|options)\b", texts[EN])
    assert not re.search(r"(?<!\d)(?:0|\d*[02-9]|\d+1) (slot|minute|person|week|day|option)\b", texts[EN])


def test_every_rule_has_its_sentences() -> None:
    """Each rule has sentences for each word it can say, and the tables know no rule that is gone."""
    known = {*(rule.id for rule in RULES), "places", "too_far_below_best", "own_time", "no_common_week"}
    assert set(phrases.RULE_SENTENCES) == known == {*AGAINST, *ASK_PERSON, *ASK_HOST}
    for rule, sentences in phrases.RULE_SENTENCES.items():
        assert bool(sentences.against) == (rule in AGAINST), rule
        assert bool(sentences.ask_person) == (rule in ASK_PERSON), rule
        assert bool(sentences.ask_host) == (rule in ASK_HOST), rule


def test_every_limit_change_status_and_criterion_has_its_sentences() -> None:
    """No member is without a sentence."""
    assert set(phrases.STRENGTH_SENTENCES) == set(IN_FAVOUR)
    assert set(phrases.LIMIT_SENTENCES) == set(LimitKind)
    assert set(phrases.CHANGE_SENTENCES) == set(phrases.CHANGE_TITLES) == set(ChangeKind)
    assert set(phrases.STATUS_SENTENCES) == set(SolveStatus)
    assert set(phrases.CRITERION_SENTENCES) == set(CRITERIA)


@given(reason=REASONS)
def test_every_reason_can_be_told(reason: Reason) -> None:
    """Whatever values a rule gives, its own sentence tells them, fresh or read back from JSON."""
    check({lang: phrases.reason_text(reason, lang) for lang in Lang})
    stored = {name: v if isinstance(v, int) else str(v) for name, v in reason.values.items()}
    for lang in Lang:
        assert phrases.reason_text(dataclasses.replace(reason, values=stored), lang) == phrases.reason_text(
            reason, lang
        )


@given(binding=BINDINGS)
def test_every_binding_can_be_told(binding: Binding) -> None:
    """Every limit of every kind of pool, dated or not, at a time or for the whole week."""
    check({lang: phrases.binding_text(binding, NAMES, lang) for lang in Lang})


@given(change=CHANGES, n_users=st.integers(1, 40), gain=st.none() | st.integers(-1, 40))
def test_every_change_can_be_told(change: Change, n_users: int, gain: int | None) -> None:
    """Every kind of change, with what it gains or without."""
    useful = UsefulChange(change, tuple(f"P{number}" for number in range(n_users)), gain)
    check({lang: phrases.change_text(change, NAMES, lang) for lang in Lang})
    check({lang: phrases.change_aim(change, NAMES, lang) for lang in Lang})
    check({lang: phrases.change_request(change, NAMES, lang) for lang in Lang})
    check({lang: phrases.useful_change_text(useful, NAMES, lang) for lang in Lang})


@given(rule=st.sampled_from(sorted(ASK_PERSON)), opens=st.integers(0, 30), more=st.integers(0, 30))
def test_every_first_question_can_be_told(rule: str, opens: int, more: int) -> None:
    """Every rule that waits for the person has a question that needs no menu."""
    question = Question(rule, opens, opens + more)
    check({lang: phrases.question_text(question, lang) for lang in Lang})


@given(slots=st.lists(SLOTS, min_size=1, max_size=5))
def test_every_slot_can_be_told(slots: list[Slot]) -> None:
    """Each day stands once for its times; a single slot reads as in a list."""
    for lang in Lang:
        assert phrases.slots_text(slots, lang)
        assert phrases.slots_text(slots[:1], lang) == phrases.slot_text(slots[0], lang)
        assert phrases.slots_text(slots * 2, lang) == phrases.slots_text(slots, lang)
        assert phrases.part_of_day_text(slots[0], lang)


@given(
    name=st.text(max_size=20),
    left=st.integers(0, 3),
    kind=st.sampled_from(ChangeKind),
    pool=st.text(max_size=9),
)
def test_any_name_gives_one_line(name: str, left: int, kind: ChangeKind, pool: str) -> None:
    """Names are what people type, with braces and line breaks; ids nobody knows are shown."""
    names = Names(
        hosts={"H1": name}, menus={"M1": name}, pools={"P1": pool}, pool_kinds={"P1": PoolKind.COMPANION}
    )
    change = Change(kind, "H1", "M1", "P1", district=name)
    binding = Binding(LimitKind.AMOUNT, "P1", "H1", None, left)
    for lang in Lang:
        for text in (phrases.change_text(change, names, lang), phrases.binding_text(binding, names, lang)):
            assert len(text.splitlines()) == 1
    assert "H9の「M9」" in phrases.change_text(Change(ChangeKind.PICK_UP, "H9", "M9"), Names())


@given(values=st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5)))
def test_keep_apart_reveals_nothing(values: dict[str, int | str]) -> None:
    """The sentence is the same whatever is known, and says neither who nor why."""
    reason = Reason("keep_apart", Verdict.DOES_NOT_FIT, values)
    assert phrases.reason_text(reason, JA) == "この受入先は提案の対象にしません"
    assert phrases.reason_text(reason, EN) == "This host is not proposed"


def test_a_rule_nobody_knows_any_more_is_told_vaguely() -> None:
    """A stored proposal outlives its rules."""
    assert phrases.reason_text(Reason("gone", Verdict.DOES_NOT_FIT)) == "条件が合いません"
    assert (
        phrases.reason_text(Reason("gone", Verdict.TO_CHECK, {}, Side.HOST), EN)
        == "Ask the host: there is something to check"
    )
    assert phrases.reason_text(Reason("gone", Verdict.FITS)) == "本人に合うところがあります"
    assert phrases.reason_text(against("avoid", activity="gone")) == "条件が合いません"
    assert phrases.reason_text(ask(Side.HOST, "places", stated_on="gone", days="gone")).endswith("何人ですか")
    assert phrases.points_text(dataclasses.replace(POINTS, by_criterion={"gone": 5})) == "その他 +5"


def test_names_come_from_the_problem() -> None:
    """Hosts, menus and pools by id; a pool without a name is named by who brings it."""
    van = amount_pool(PoolKind.VEHICLE_SEATS, 3, id="V1", name="町のおでかけ号")
    names = Names.of(problem(pools=[pool(), van]))
    assert names.hosts == {"H1": host().name}
    assert names.menus == {"M1": menu().name}
    assert names.pool_kinds == {"H1-places": PoolKind.PLACES, "V1": PoolKind.VEHICLE_SEATS}
    assert names.bringer("V1", "", JA) == "町のおでかけ号"
    assert names.bringer("H1-places", "H1", JA) == host().name
    assert names.bringer("gone", "", EN) == "the municipality"
    assert names.date == problem().date


def test_every_sentence_about_the_demo_town_can_be_told() -> None:
    """What a real proposal says has its own sentences, to the last value."""
    town = demo_town(rules=default_rules(), weights=default_weights(), travel=default_travel())
    made, names = propose(town, ProposeParams(confirm=2)), Names.of(town)
    tell: list[Callable[[Lang], str]] = [lambda lang: phrases.status_text(made, lang, names)]
    reasons: list[Reason] = []
    bindings: list[Binding | None] = []
    for assignment in made.assignments:
        bindings.append(assignment.binding)
        for option in (assignment.choice, *assignment.standbys):
            reasons += (*option.questions, *option.strengths)
            tell.append(partial(phrases.travel_text, option))
            tell.append(partial(phrases.points_text, option.points))
        if assignment.preferred:
            tell.append(partial(phrases.preference_text, assignment.preferred, names))
    for left in made.unplaced:
        reasons += (reason for block in left.blocks for reason in block.reasons)
        bindings += (binding for block in left.blocks for binding in block.full)
    tell += (partial(phrases.reason_text, reason) for reason in reasons)
    tell += (partial(phrases.binding_text, binding, names) for binding in bindings if binding)
    tell += (partial(phrases.useful_change_text, useful, names) for useful in made.changes)
    tell += (partial(phrases.question_text, question) for question in made.questions.values())
    for sentence in tell:
        for lang in Lang:
            text = sentence(lang)
            assert text
            assert not VAGUE.search(text)
            assert not re.search(r"[{}_]", text)


def against(rule: str, **values: str | int) -> Reason:
    """Make a reason against a pair."""
    return Reason(rule, Verdict.DOES_NOT_FIT, values)


def ask(side: Side, rule: str, **values: str | int) -> Reason:
    """Make a question."""
    return Reason(rule, Verdict.TO_CHECK, values, side)


@pytest.mark.parametrize(
    ("reason", "ja", "en"),
    [
        (
            against("travel", most_minutes=45, mode="walk", minutes=62),
            "片道45分までの希望に対し、徒歩で62分かかります",
            "Wants 45 minutes one way at most; it takes 62 on foot",
        ),
        (
            # Rounded minutes that equal the limit would contradict the verdict.
            against("travel", most_minutes=45, mode="walk", minutes=45),
            "片道45分までの希望を少し超えます",
            "A little more than the 45 minutes one way that the person wants at most",
        ),
        (
            against("travel", said="no", most_minutes=45, minutes=5),
            "本人が「通えない」と話しています",
            "The person says they cannot get there",
        ),
        (
            ask(Side.PERSON, "travel", most_minutes=45, mode="bus", minutes=44),
            "本人に確認: バスで片道約44分かかりますが、通えますか（希望は45分まで）",
            "Ask the person: it takes about 44 minutes by bus; could you come? (wants 45 at most)",
        ),
        (
            ask(Side.HOST, "travel", mode="bus", minutes=44),
            "受入先に確認: バスで行けますか",
            "Ask the host: can it be reached by bus?",
        ),
        (ask(Side.HOST, "travel"), "受入先に確認: 場所はどこですか", "Ask the host: where is it?"),
        (
            against("availability", wanted=3, offered=4, free=2),
            "少なくとも週3回の希望に対し、都合の合う枠は週2回です（枠は全部で週4回）",
            "Wants at least 3 slots a week; at suitable times: 2 of 4",
        ),
        (
            against("age", age=70, **{"from": 18, "to": 64}),
            "対象は18〜64歳ですが、本人は70歳です",
            "For ages 18 to 64; the person is 70",
        ),
        (
            against("age", age=70, **{"from": 0, "to": 64}),
            "対象は64歳までですが、本人は70歳です",
            "For ages up to 64; the person is 70",
        ),
        (
            against("stay", longest_minutes=60, needed_minutes=120),
            "1回60分までの希望に対し、短くても120分いる必要があります",
            "Wants to stay 60 minutes at most; the shortest stay is 120 minutes",
        ),
        (
            against("condition_noise"),
            "大きな音があります（本人は苦手）",
            "There is loud noise (hard for the person)",
        ),
        (
            against("condition_step_free"),
            "段差のない場所が必要ですが、ありません",
            "Needs step-free access, and there is none",
        ),
        (
            ask(Side.PERSON, "condition_standing"),
            "本人に確認: 立ち仕事はできますか",
            "Ask the person: is standing work all right for you?",
        ),
        (
            ask(Side.HOST, "condition_noise"),
            "受入先に確認: 大きな音はありますか",
            "Ask the host: is there loud noise?",
        ),
        (
            ask(Side.HOST, "need_group", domain="work", service_group="day"),
            "受入先に確認: 就労のニーズがある人を受け入れられますか（区分: 通所）",
            "Ask the host: can you take someone whose need is work? (service group: day services)",
        ),
        (
            ask(Side.HOST, "places", stated_on="2026-09-01", days=80),
            "受入先に確認: 受け入れできる人数は何人ですか（最後の回答は 09/01、80日前）",
            "Ask the host: how many people can you take? (last stated 1 Sep, 80 days ago)",
        ),
        (
            Reason("suits", Verdict.FITS, {"conditions": "noise place_to_rest", "met": 2, "of": 3}),
            "環境の希望が3件中2件合います（大きな音なし、休める場所あり）",
            "Meets 2 of 3 wishes about the place (without loud noise, with a place to rest)",
        ),
        (
            Reason("likes", Verdict.FITS, {"activities": "cooking music"}),
            "好きな活動があります（料理、音楽）",
            "Has what the person likes (cooking, music)",
        ),
    ],
)
def test_reasons_compare_the_two_values(reason: Reason, ja: str, en: str) -> None:
    """What was wanted and what there is stand side by side, in plain words."""
    assert phrases.reason_text(reason) == ja
    assert phrases.reason_text(reason, EN) == en


@pytest.mark.parametrize(
    ("binding", "ja", "en"),
    [
        (
            FULL,
            "水曜午後の受け入れ人数（11/02 の回答）: 残り0",
            "Places on Wednesday afternoon (stated 2 Nov): 0 left",
        ),
        (
            dataclasses.replace(FULL, stated_on=dt.date(2025, 11, 2)),
            "水曜午後の受け入れ人数（2025/11/02 の回答）: 残り0",
            "Places on Wednesday afternoon (stated 2 Nov 2025): 0 left",
        ),
        (
            Binding(LimitKind.AMOUNT, "P-attention", "H1", None, 1),
            "みほん農園、見守りの時間: 残り1分",
            "みほん農園, staff attention: 1 minute left",
        ),
        (
            Binding(LimitKind.AMOUNT, "P-vehicle_seats", "", WEDNESDAY, 0),
            "町のおでかけ号、水曜午後の車の席: 残り0",
            "町のおでかけ号, vehicle seats on Wednesday afternoon: 0 left",
        ),
        (
            Binding(LimitKind.AMOUNT, "P-caseload", "", None, 2),
            "市町村、担当できる人数: 残り2",
            "The municipality, caseload: 2 left",
        ),
        (
            Binding(LimitKind.NONE_KNOWN, "P-beds", "H1", NIGHT, 0),
            "毎晩の泊まれる人数: まだ分かりません",
            "Beds every night: not known yet",
        ),
        (
            Binding(LimitKind.NEWCOMERS, "", "H1", None, 0),
            "慣れるまでの人を同時に迎える人数: 残り0",
            "Newcomers at the same time: 0 left",
        ),
    ],
)
def test_bindings_name_limit_time_rest_and_date(binding: Binding, ja: str, en: str) -> None:
    """Which limit, when, how much is left, and what that rests on; brought pools say who brings them."""
    assert phrases.binding_text(binding, NAMES) == ja
    assert phrases.binding_text(binding, NAMES, EN) == en


@pytest.mark.parametrize(
    ("change", "ja", "en"),
    [
        (
            OPEN_PLACE,
            "みほん農園が水曜午後を1人分空ければ",
            "If みほん農園 opens 1 more place on Wednesday afternoon",
        ),
        (
            Change(ChangeKind.ONE_MORE_PLACE, host_id="H1", pool_id="P-beds", slot=NIGHT),
            "みほん農園が毎晩1人分空ければ",
            "If みほん農園 opens 1 more place every night",
        ),
        (
            dataclasses.replace(OPEN_PLACE, kind=ChangeKind.ASK_HOST),
            "みほん農園から、水曜午後に1人受け入れられるという答えを得られれば",
            "If みほん農園, once asked, can take 1 person on Wednesday afternoon",
        ),
        (
            Change(ChangeKind.MORE_AMOUNT, "H1", pool_id="P-attention", slot=WEDNESDAY, amount=30),
            "みほん農園が水曜午後の見守りの時間を30分増やせれば",
            "If みほん農園 can add 30 minutes of staff attention on Wednesday afternoon",
        ),
        (
            Change(ChangeKind.ONE_MORE_NEWCOMER, "H1"),
            "みほん農園が慣れるまでの人をもう1人同時に迎えられれば",
            "If みほん農園 can get to know 1 more newcomer at the same time",
        ),
        (
            Change(ChangeKind.ONE_MORE_SUPPORTER, "H1"),
            "みほん農園で受入担当が1人増えれば",
            "If みほん農園 has 1 more supporter",
        ),
        (
            Change(ChangeKind.PICK_UP, "H1", "M1", district="北部"),
            "みほん農園の「袋詰め」へ北部から送迎できれば",
            'If people from 北部 can be fetched to "袋詰め" at みほん農園',
        ),
        (
            Change(ChangeKind.SHORTER_STAY, "H1", "M1", amount=60),
            "みほん農園の「袋詰め」に1回60分から参加できれば",
            'If "袋詰め" at みほん農園 is open to stays of 60 minutes',
        ),
        (
            Change(ChangeKind.FEWER_SLOTS, person_id="P1"),
            "本人が週1回から始められれば",
            "If the person can start with 1 slot a week",
        ),
        (
            Change(ChangeKind.ADJUST_CONDITION, "H1", "M1", condition=Condition.NOISE),
            "みほん農園の「袋詰め」で大きな音を避けられれば",
            'If loud noise can be avoided in "袋詰め" at みほん農園',
        ),
        (
            Change(ChangeKind.ADJUST_CONDITION, "H1", "M1", condition=Condition.PLACE_TO_REST),
            "みほん農園の「袋詰め」で休める場所を用意できれば",
            'If "袋詰め" at みほん農園 can offer a place to rest',
        ),
    ],
)
def test_changes_are_conditions(change: Change, ja: str, en: str) -> None:
    """Each change reads as what somebody could be asked to do."""
    assert phrases.change_text(change, NAMES) == ja
    assert phrases.change_aim(change, NAMES) == f"{ja.removesuffix('れば')}る"
    assert phrases.change_text(change, NAMES, EN) == en


@pytest.mark.parametrize(
    ("gain", "ja", "en"),
    [
        (
            1,
            "みほん農園が水曜午後を1人分空ければ、1人が参加できます（使える人は3人）",
            "If みほん農園 opens 1 more place on Wednesday afternoon, "
            "1 more person can take part (3 people could use it)",
        ),
        (
            None,
            "みほん農園が水曜午後を1人分空ければ、3人が使えます（割り当ての再計算はまだです）",
            "If みほん農園 opens 1 more place on Wednesday afternoon, "
            "3 people could use it (not yet recalculated)",
        ),
        (
            0,
            "みほん農園が水曜午後を1人分空けても、ほかの制限があり参加できる人は増えません",
            "Even if みほん農園 opens 1 more place on Wednesday afternoon, "
            "no more people can take part because of other limits",
        ),
    ],
)
def test_useful_changes_promise_no_more_than_was_recalculated(gain: int | None, ja: str, en: str) -> None:
    """What a re-solve confirmed, what it has not yet, and what brings nothing are told apart."""
    useful = UsefulChange(OPEN_PLACE, ("P1", "P2", "P3"), gain)
    assert phrases.useful_change_text(useful, NAMES) == ja
    assert phrases.useful_change_text(useful, NAMES, EN) == en


@pytest.mark.parametrize(
    ("opens", "touches", "ja", "en"),
    [
        (4, 4, "（答えによって4件が候補として確定します）", "(the answer can settle 4 options)"),
        (1, 4, "（答えによって4件中1件が候補として確定します）", "(the answer can settle 1 of 4 options)"),
        (0, 1, "（1件の候補に関わります）", "(it bears on 1 option)"),
    ],
)
def test_first_questions_say_what_the_answer_settles(opens: int, touches: int, ja: str, en: str) -> None:
    """Only what a favourable answer settles by itself is promised."""
    question = Question("condition_standing", opens, touches)
    assert phrases.question_text(question) == f"最初に聞くとよいこと: 立ち仕事はできますか{ja}"
    assert (
        phrases.question_text(question, EN) == f"Worth asking first: is standing work all right for you? {en}"
    )


def proposal(status: SolveStatus, bound: float = 1000.0, pins: tuple[Unplaced, ...] = ()) -> Proposal:
    """Make an empty proposal worth 1,000 points."""
    return Proposal(
        date=dt.date(2026, 11, 20),
        weeks=12,
        is_replan=False,
        status=status,
        objective=1000,
        bound=bound,
        problem_hash="",
        rules_version="",
        solver="",
        assignments=(),
        unplaced=(),
        questions={},
        changes=(),
        unused=(),
        released_pins=pins,
    )


@pytest.mark.parametrize(
    ("status", "bound", "ja", "en"),
    [
        (
            SolveStatus.OPTIMAL,
            1000,
            "最適（これ以上よい割当はありません）",
            "Optimal (no better assignment exists)",
        ),
        # A bound is never rounded down: 0.01 % is not 0.0 %.
        (
            SolveStatus.WITHIN_GAP,
            1000.1,
            "最適との差 0.1 % 以内",
            "Within 0.1 % of the best possible assignment",
        ),
        (
            SolveStatus.TIMED_OUT,
            1250,
            "時間切れ（最適との差は最大 20.0 %）",
            "Timed out (at most 20.0 % below the best possible)",
        ),
        (
            SolveStatus.STOPPED,
            1250,
            "中止（最適との差は最大 20.0 %）",
            "Stopped (at most 20.0 % below the best possible)",
        ),
    ],
)
def test_the_status_says_how_far_from_the_best(status: SolveStatus, bound: float, ja: str, en: str) -> None:
    """Optimal, within a gap, timed out and stopped are told apart, with the proven gap."""
    assert phrases.status_text(proposal(status, bound)) == ja
    assert phrases.status_text(proposal(status, bound), EN) == en


def test_fixed_assignments_that_cannot_hold_are_named_without_their_reasons() -> None:
    """The status stands where everybody reads it; why a pin cannot hold stands with its person."""
    block = Block("M1", "H1", (against("keep_apart"),), ())
    infeasible = proposal(
        SolveStatus.INFEASIBLE, pins=(Unplaced("P1", NeedDomain.WORK, (block,), None, None),)
    )
    assert phrases.status_text(infeasible) == "不成立（固定した割当が成り立ちません: 1件）"
    assert phrases.status_text(infeasible, EN) == "Infeasible (1 fixed assignment cannot hold)"
    assert (
        phrases.status_text(infeasible, names=NAMES)
        == "不成立（固定した割当が成り立ちません: みほん農園の「袋詰め」）"
    )


@pytest.mark.parametrize(
    ("is_free", "full", "ja"),
    [
        (False, FULL, "合いますが、空きが足りません。水曜午後の受け入れ人数（11/02 の回答）: 残り0"),
        (True, None, "合い、空きもあります（今の割当が固定されているか、計算が途中で終わりました）"),
        (False, None, "合いますが、ほかの割当と両立しません"),
    ],
)
def test_a_preferred_option_says_what_stopped_it(is_free: bool, full: Binding | None, ja: str) -> None:
    """A full limit is named; what has no limit to name is told without a word of other people."""
    preference = Preference(OPTION, is_free, full)
    assert phrases.preference_text(preference, NAMES) == f"みほん農園の「袋詰め」のほうが本人に{ja}"
    assert phrases.preference_text(preference, NAMES, EN).startswith(
        '"袋詰め" at みほん農園 suits the person better'
    )


@pytest.mark.parametrize(
    ("slots", "ja", "en"),
    [
        ((WEDNESDAY,), "水 13:00〜16:00", "Wed 13:00-16:00"),
        ((NIGHT,), "毎晩", "every night"),
        (
            (
                WEDNESDAY,
                Slot(Weekday.FRI, dt.time(9, 30), dt.time(12)),
                Slot(Weekday.MON, dt.time(13), dt.time(16)),
            ),
            "月・水 13:00〜16:00、金 09:30〜12:00",
            "Mon, Wed 13:00-16:00; Fri 09:30-12:00",
        ),
        ((), "", ""),
    ],
)
def test_slots_are_told_by_time(slots: tuple[Slot, ...], ja: str, en: str) -> None:
    """Days with the same times stand together, in the order of the week."""
    assert phrases.slots_text(slots) == ja
    assert phrases.slots_text(slots, EN) == en


@pytest.mark.parametrize(
    ("hour", "ja", "en"),
    [
        (9, "水曜午前", "morning"),
        (12, "水曜午後", "afternoon"),
        (17, "水曜夕方", "evening"),
        (22, "水曜夕方", "evening"),
    ],
)
def test_parts_of_the_day_follow_the_start(hour: int, ja: str, en: str) -> None:
    """Before noon, before five, and later."""
    slot = Slot(Weekday.WED, dt.time(hour), dt.time(23, 30))
    assert phrases.part_of_day_text(slot) == ja
    assert phrases.part_of_day_text(slot, EN) == f"Wednesday {en}"


@pytest.mark.parametrize(
    ("unknown", "ja", "en"),
    [
        ({}, "徒歩 12分（0.8 km）", "on foot, 12 minutes (0.8 km)"),
        ({"distance_m": None}, "徒歩 12分", "on foot, 12 minutes"),
        ({"mode": None}, "行き方は未確認（0.8 km）", "way there not known yet (0.8 km)"),
        ({"mode": None, "distance_m": None}, "行き方は未確認", "way there not known yet"),
    ],
)
def test_the_way_is_told_as_far_as_it_is_known(unknown: dict[str, Any], ja: str, en: str) -> None:
    """What is not known is not made up."""
    option = dataclasses.replace(OPTION, **unknown)
    assert phrases.travel_text(option) == ja
    assert phrases.travel_text(option, EN) == en


def test_points_are_told_by_criterion() -> None:
    """Every part with its sign, in the order of the criteria."""
    assert phrases.points_text(POINTS) == "希望 +250・近さ +160・受入先に未確認 −60"
    assert phrases.points_text(POINTS, EN) == "wishes +250, nearness +160, not yet asked of the host −60"
    assert phrases.points_text(dataclasses.replace(POINTS, by_criterion={})) == "内訳なし"


def test_a_sentence_counts_in_singular_and_plural() -> None:
    """English nouns follow the number; zero is many."""
    sentence = Sentence("{n}件", "{n:option|options}")
    assert [sentence.fill(EN, n=n) for n in (0, 1, 2)] == ["0 options", "1 option", "2 options"]
    assert sentence.fill(JA, n=1) == "1件"
