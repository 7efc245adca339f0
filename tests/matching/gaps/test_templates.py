"""What could be developed is data, and wrong data is named."""

from __future__ import annotations

import pytest

from matching.bundled import data_path
from matching.errors import InvalidProblem
from matching.gaps import Templates, default_templates
from matching.serialize import gap_report_from_json, gap_report_to_json
from matching.vocabulary import DevelopmentKind, NeedDomain
from tests.matching.gaps.conftest import Analysed

TEXT = data_path("developments/default.toml").read_text(encoding="utf-8")


def test_every_kind_and_every_need_has_a_template() -> None:
    """The shipped templates answer every need, and every kind but the combination is among them."""
    templates = default_templates().templates
    assert {each.kind for each in templates} == set(DevelopmentKind) - {DevelopmentKind.COMBINATION}
    assert {domain for each in templates for domain in each.domains} == set(NeedDomain)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('kind = "new_host"', 'kind = "castle"', "kind"),
        ("effort_days = 12", "effort_days = 0", "effort_days"),
        ('days = ["mon", "wed", "fri"]', 'days = ["someday"]', "days"),
        ('start = "09:30"', 'start = "soon"', "times"),
        ("worst_share = 0.1", "worst_share = 2", "worst_share"),
        ("budget_days = 40", "budget = 40", "budget_days"),
        ("nights = 90", "nights = 999", "nights"),
        ('key = "salon-quiet"', 'key = "work-small"', "template"),
        ('has_not = ["large_group"', 'has_not = ["place_to_rest", "large_group"', "has_not"),
        ('kind = "pick_up"', 'kind = "pick_up"\ndomains = ["work"]', "domains"),
        ("version", "verson", "version"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, field: str) -> None:
    """The error names the field."""
    assert old in TEXT
    with pytest.raises(InvalidProblem) as raised:
        Templates.from_toml(TEXT.replace(old, new, 1))
    assert raised.value.field == field


def test_an_analysis_survives_being_written(analysed: Analysed) -> None:
    """Read again it is equal."""
    assert gap_report_from_json(gap_report_to_json(analysed.report)) == analysed.report
