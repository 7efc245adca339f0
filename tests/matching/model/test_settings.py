"""Rules, points and the travel model as a municipality edits them: every mistake names its field."""

from __future__ import annotations

import dataclasses

import pytest

from matching.bundled import data_path, default_rules, default_travel, default_weights
from matching.errors import InvalidProblem
from matching.model import RuleSet, TravelModel, Weights
from matching.model.rules import LimitRule
from matching.vocabulary import (
    Evidence,
    HostKind,
    LimitKind,
    NeedDomain,
    ServiceGroup,
    TravelMode,
    Urgency,
)

RULES, WEIGHTS, TRAVEL = (
    data_path(f"{name}/default.toml").read_text(encoding="utf-8") for name in ("rules", "weights", "travel")
)


def refused(make, text: str) -> InvalidProblem:
    """Give the error that a text is refused with."""
    with pytest.raises(InvalidProblem) as caught:
        make(text)
    return caught.value


def edited(text: str, old: str, new: str) -> str:
    """Replace the first place of an old text that must be there."""
    assert old in text
    return text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("make", "record"),
    [
        (RuleSet.from_toml, "rule set"),
        (Weights.from_toml, "weights"),
        (TravelModel.from_toml, "travel model"),
    ],
)
def test_text_that_is_not_toml(make, record: str) -> None:
    """A file that cannot be read at all is refused by name, not with a parser's own error."""
    assert (refused(make, "version = ").record, refused(make, "= 1").field) == (record, "text")


STALE = "stale_after_days = 60"
QUOTA = "rule set, limit quota"
BAD_RULES = [
    ('version = "default-2026-11"\n', "", "rule set", "version"),  # missing
    (f"{STALE}\n", "", "rule set", "stale_after_days"),
    ("newcomer_weeks = 4\n", "", "rule set", "newcomer_weeks"),
    ("[gate]", "[gates]", "rule set", "gate"),
    (STALE, f"{STALE}\nstale_after_day = 30", "rule set", "stale_after_day"),  # unknown
    (STALE, "stale_after_days = 0", "rule set", "stale_after_days"),  # out of range
    (STALE, "stale_after_days = 60.5", "rule set", "stale_after_days"),
    (STALE, 'stale_after_days = "60"', "rule set", "stale_after_days"),
    (STALE, "stale_after_days = true", "rule set", "stale_after_days"),
    ("newcomer_weeks = 4", "newcomer_weeks = 27", "rule set", "newcomer_weeks"),
    ('version = "default-2026-11"', "version = 3", "rule set", "version"),
    ('residential = ["housing"]', 'residental = ["housing"]', "rule set", "gate"),
    ('residential = ["housing"]', 'residential = ["houses"]', "rule set", "gate.residential"),
    ('residential = ["housing"]', 'residential = "housing"', "rule set", "gate.residential"),
    ('kind = "quota"', 'kind = "quotas"', "rule set, limit quotas", "kind"),
    ('kind = "quota"\n', "", "rule set, limit 1", "kind"),
    ('evidence = "M"', 'evidence = "?"', QUOTA, "evidence"),
    ('evidence = "M"', 'evidence = "M"\nis_of = false', QUOTA, "is_of"),
    ('evidence = "M"', 'evidence = "M"\nis_on = "no"', QUOTA, "is_on"),
    ('evidence = "M"', 'evidence = "M"\nis_askable = 1', QUOTA, "is_askable"),
    ('required_for = ["type_b"', 'required_for = ["type_c"', QUOTA, "required_for"),
    ('kind = "waiting_list"', 'kind = "quota"', "rule set", "limits"),  # the same kind twice
]


@pytest.mark.parametrize(("old", "new", "record", "field"), BAD_RULES)
def test_bad_rules(old: str, new: str, record: str, field: str) -> None:
    """A rule set with a field missing, unknown or out of range is refused, and the field is named."""
    error = refused(RuleSet.from_toml, edited(RULES, old, new))
    assert (error.record, error.field) == (record, field)


@pytest.mark.parametrize("name", ["ja", "en", "source", "evidence"])
def test_a_limit_without_a_field(name: str) -> None:
    """A limit needs its sentences, its source and how sure it is."""
    lines = RULES.splitlines()
    lines.remove(next(line for line in lines if line.startswith(f"{name} = ")))
    error = refused(RuleSet.from_toml, "\n".join(lines))
    assert (error.record, error.field) == (QUOTA, name)


def test_limits_that_are_no_tables() -> None:
    """A list of limits that are not tables is refused."""
    text = RULES[: RULES.index("[gate]")] + 'limit = ["quota"]\n[gate]\n'
    assert refused(RuleSet.from_toml, text).field == "limit 1"


BAD_WEIGHTS = [
    ("wish = 250", "", "wish"),  # missing
    ("wish = 250", "wish = 250\nwishes = 1", "wishes"),  # unknown
    ("wish = 250", "wish = -1", "wish"),  # out of range
    ("wish = 250", "wish = 1_000_001", "wish"),
    ("wish = 250", "wish = 2.5", "wish"),  # points are whole
    ("wish = 250", 'wish = "250"', "wish"),
    ("wish = 250", "wish = true", "wish"),
    ("deepest_fit = 700", "deepest_fit = 10000", "deepest_fit"),  # a place would be worth nothing
    ("soon = 300", "", "urgency"),
    ("soon = 300", "sooner = 300", "urgency"),
    ("soon = 300", "soon = -1", "urgency"),
    ("soon = 300", "soon = 0.5", "urgency"),
]


@pytest.mark.parametrize(("old", "new", "field"), BAD_WEIGHTS)
def test_bad_weights(old: str, new: str, field: str) -> None:
    """Points with a field missing, unknown or out of range are refused, and the field is named."""
    error = refused(Weights.from_toml, edited(WEIGHTS, old, new))
    assert (error.record, error.field) == ("weights", field)


def test_urgency_as_a_number() -> None:
    """One number for every urgency is refused."""
    text = "urgency = 1\n" + WEIGHTS[: WEIGHTS.index("[urgency]")]
    assert refused(Weights.from_toml, text).field == "urgency"


def test_weights_made_in_code_need_every_urgency() -> None:
    """Points that leave out an urgency are refused however they are made."""
    with pytest.raises(InvalidProblem, match="urgency"):
        Weights(urgency={Urgency.NOW: 1})


BAD_TRAVEL = [
    ("[walk]", "[walking]", "travel model", "walk"),
    ("[walk]", "[boat]\n[walk]", "travel model", "boat"),
    ("speed_kmh = 4.0\n", "", "travel model, [walk]", "speed_kmh"),
    ("speed_kmh = 4.0", "speed_kmh = 4.0\nspeed = 4", "travel model, [walk]", "speed"),
    ("speed_kmh = 4.0", "speed_kmh = 0", "travel model, [walk]", "speed_kmh"),
    ("detour = 1.3", "detour = 0.99", "travel model, [walk]", "detour"),
    ("fixed_minutes = 0", "fixed_minutes = nan", "travel model, [walk]", "fixed_minutes"),
    ("reach_m = 5000", 'reach_m = "far"', "travel model, [walk]", "reach_m"),
]


@pytest.mark.parametrize(("old", "new", "record", "field"), BAD_TRAVEL)
def test_bad_travel(old: str, new: str, record: str, field: str) -> None:
    """A travel model with anything missing, unknown or out of range is refused, and the field is named."""
    error = refused(TravelModel.from_toml, edited(TRAVEL, old, new))
    assert (error.record, error.field) == (record, field)


def test_shipped_rules() -> None:
    """The shipped rules know every limit that is data, and gate every service group by the seed documents."""
    rules = default_rules()
    assert {rule.kind for rule in rules.limits} == set(LimitKind) - {LimitKind.NONE_KNOWN}
    assert all(rule.is_on for rule in rules.limits)
    assert rules.gate == {
        ServiceGroup.RESIDENTIAL: (NeedDomain.HOUSING,),
        ServiceGroup.DAY: (NeedDomain.BELONGING, NeedDomain.DAILY_LIFE),
        ServiceGroup.EMPLOYMENT: (NeedDomain.WORK,),
        ServiceGroup.GENERAL: rules.gate[ServiceGroup.GENERAL],
    }
    assert set(rules.gate[ServiceGroup.GENERAL]) == set(NeedDomain)


def test_nobody_can_be_asked_to_raise_a_legal_bound() -> None:
    """定員, 人員配置 and 設備 are marked as unverified and are never something to ask a host for."""
    for kind in (LimitKind.QUOTA, LimitKind.WAITING_LIST, LimitKind.STAFFING, LimitKind.EQUIPMENT):
        rule = default_rules().limit(kind)
        assert rule is not None
        assert (rule.is_askable, rule.evidence) == (False, Evidence.UNVERIFIED)


def test_every_host_is_to_state_its_places() -> None:
    """Whatever a host is, a missing statement of its places is to be asked for."""
    declared = default_rules().limit(LimitKind.DECLARED)
    assert declared is not None
    assert set(declared.required_for) == set(HostKind)


def test_shipped_weights_keep_a_place_above_every_fit() -> None:
    """No difference of fit is worth somebody's place."""
    weights = default_weights()
    assert weights.deepest_fit < weights.placed
    assert weights.retention == 0  # predictions are off until a municipality turns them on


def test_travel_model_knows_every_way() -> None:
    """There are parameters for every way of travelling, and bicycles are quicker than feet."""
    model = default_travel()
    assert {field.name for field in dataclasses.fields(model)} == {mode.value for mode in TravelMode}
    assert model.of(TravelMode.BICYCLE).minutes_per_m < model.of(TravelMode.WALK).minutes_per_m


def test_a_rule_switched_off_is_not_found() -> None:
    """Asking for a limit gives its rule only while it is on."""
    on = LimitRule(kind=LimitKind.QUOTA, ja="定員", en="quota", source="-", evidence=Evidence.SEEN)
    off = dataclasses.replace(on, is_on=False)

    def rules(*limits: LimitRule) -> RuleSet:
        return RuleSet(version="test", limits=limits, gate={})

    assert rules(on).limit(LimitKind.QUOTA) == on
    assert rules(off).limit(LimitKind.QUOTA) is None
    assert rules().limit(LimitKind.QUOTA) is None
