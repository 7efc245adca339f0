"""Forms as data: the shipped ones can be used, and everything that is wrong with another is named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.forms.bindings import BINDINGS
from api.forms.bindings.kinds import Binding, Rows
from api.forms.definition import Form
from api.forms.errors import InvalidForm
from api.forms.filling import UNITS, shares
from api.forms.kinds import KINDS
from api.forms.reading import default_form, read_form
from api.plans.considered import REASON_WORDS
from api.plans.schemas import REASON_CODES
from api.tables import FormKind

HEAD = 'title = "見本"\nsource = "見本町の様式"\ncertainty = "P"\n'
FIELD = HEAD + '[[section]]\ntitle = "本人"\nrows = [[{{ label = "氏名", {} }}]]\n'
TABLE = HEAD + '[[section]]\ntitle = "表"\neach = "{}"\ncolumns = [{{ label = "列", {} }}]\n'

WRONG = [
    ("title = ", "toml", "", "TOML"),
    (HEAD, "section", "", "必須"),
    (HEAD + "section = []", "section", "[]", "1 件以上"),
    (FIELD.format("colour = 'red'"), "section.0.rows.0.0.colour", "red", "この項目はありません"),
    (FIELD.format("lines = 41"), "section.0.rows.0.0.lines", "41", "40 以下"),
    (FIELD.format("bind = 'person.secret'"), "section.0.rows.0.0.bind", "person.secret", "person.name"),
    (FIELD.format("bind = 'plan.ladder'"), "section.0.rows.0.0.bind", "plan.ladder", "plan.long_goal"),
    (FIELD.format("bind = 'conference.held_on'"), "section.0.rows.0.0.bind", "conference.held_on", "plan."),
    (
        FIELD.format("bind = 'plan.signed_how', choices = { smoke = '煙' }"),
        "section.0.rows.0.0.choices",
        "smoke",
        "signed / spoken / by_proxy",
    ),
    (
        FIELD.format("bind = 'person.name', choices = { a = '甲' }"),
        "section.0.rows.0.0.choices",
        "",
        "選択肢",
    ),
    (TABLE.format("plan.steps", "bind = 'first_day'"), "section.0.each", "plan.steps", "plan.ladder"),
    (TABLE.format("person.name", "bind = 'first_day'"), "section.0.each", "person.name", "plan.ladder"),
    (
        TABLE.format("plan.ladder", "bind = 'person.name'"),
        "section.0.columns.0.bind",
        "person.name",
        "first_day",
    ),
    (HEAD + '[[section]]\ntitle = "空"', "section.0", "", "rows か columns"),
    (
        HEAD.replace('"P"', '"X"') + '[[section]]\ntitle = "空"\nrows = [[{ label = "a" }]]',
        "certainty",
        "X",
        "S",
    ),
]


@pytest.mark.parametrize("kind", FormKind)
def test_the_form_that_ships_can_be_used(kind: FormKind) -> None:
    """Each says where it comes from and how sure that is, and binds to records."""
    form = default_form(kind)
    assert isinstance(form, Form)
    assert form.source
    bound = [entry.bind for section in form.section for row in section.rows for entry in row if entry.bind]
    assert len(bound) > 3


@pytest.mark.parametrize(("text", "field", "given", "expected"), WRONG)
def test_what_is_wrong_is_named(text: str, field: str, given: str, expected: str) -> None:
    """File, field, what was given, what is expected."""
    with pytest.raises(InvalidForm) as wrong:
        read_form(FormKind.PLAN, text, "mihon.toml")
    assert wrong.value.file == "mihon.toml"
    assert str(wrong.value).startswith("mihon.toml: ")
    (fault,) = wrong.value.faults
    assert fault.field == field
    assert given in fault.given
    assert expected in fault.expected


def test_everything_wrong_is_named_at_once() -> None:
    """Two wrong bindings are two faults."""
    text = FIELD.format("bind = 'person.secret'") + FIELD.removeprefix(HEAD).format("bind = 'plan.secret'")
    with pytest.raises(InvalidForm) as wrong:
        read_form(FormKind.PLAN, text, "mihon.toml")
    assert [fault.given for fault in wrong.value.faults] == ["person.secret", "plan.secret"]


def test_the_vocabulary_speaks_japanese_and_has_a_kind_for_each_form() -> None:
    """Each binding, choice and column has words; whom to keep apart from is no reason on a paper."""
    assert set(BINDINGS) == set(KINDS) == set(FormKind)

    def words(binding: Binding) -> list[str]:
        inner = (
            [each for field in binding.fields.values() for each in words(field)]
            if isinstance(binding, Rows)
            else []
        )
        return [binding.words, *inner, *getattr(binding, "codes", {}).values()]

    for bindings in BINDINGS.values():
        for binding in bindings.values():
            assert all(any(letter > "\u2fff" for letter in each) for each in words(binding)), binding.words
    assert {str(code) for code in REASON_CODES} - REASON_WORDS.keys() == {"keep_apart"}


@given(st.lists(st.integers(1, 20), min_size=1, max_size=10), st.integers(10, UNITS))
def test_widths_are_shared_out_whole(widths: list[int], units: int) -> None:
    """All units are used, each column has one at least, and equal ones get equal shares, up to one unit."""
    shared = shares(widths, units)
    assert sum(shared) == units
    assert len(shared) == len(widths)
    assert min(shared) >= 1
    if len(set(widths)) == 1:
        assert max(shared) - min(shared) <= 1
