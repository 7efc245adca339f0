"""The table of steps as a page: docs/case.md is made from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.cases.machine import RULES, Rule
from api.cases.words import NEEDED_WORDS, STATE_WORDS, STEP_WORDS, Needed
from api.office.schemas import OfficeSettings
from api.policy.vocabulary import PART_WORDS, Part
from api.tables import CaseState

_HEAD = """# 支援の段階 / The steps of a case

この文書は `api/cases/machine.py` の表から `make data` が書きます。手では直しません。
Written from the table in code by `make data`; do not edit.

足りない記録があれば段階は進まず、足りない記録をすべて名前で答えます。
終結・中断は本人のケースを閉じ（S5）、割当案から外します。再開は一度の操作で、それまでの記録を残したまま新しいケースを受付から始めます。
フォロー中になると、終結後の連絡が予定に入ります。会議と事業の名前は市区町村の設定です。
"""


def case_page() -> str:
    """Write the page."""
    return "\n".join((_HEAD, *_states(), *_steps(), *_records()))


def _states() -> Iterator[str]:
    yield "## 段階\n"
    yield from _rows(("段階", "略号"), ((STATE_WORDS[state], f"`{state.value}`") for state in CaseState))


def _steps() -> Iterator[str]:
    yield "## 進め方\n"
    head = ("いまの段階", "すること", "次の段階", "要る記録", "進める人")
    yield from _rows(head, (_step(rule) for rule in RULES))


def _step(rule: Rule) -> tuple[str, ...]:
    return (
        STATE_WORDS[rule.source],
        f"{STEP_WORDS[rule.step]} `{rule.step.value}`",
        STATE_WORDS[rule.target],
        "・".join(_name(needed) for needed in rule.needs) or "（なし）",
        "・".join(PART_WORDS[part] for part in Part if part in rule.parts),
    )


def _records() -> Iterator[str]:
    yield "## 要る記録と、ないときにすること\n"
    rows = ((_name(needed), f"`{needed.value}`", NEEDED_WORDS[needed][1]) for needed in Needed)
    yield from _rows(("記録", "略号", "ないときにすること"), rows)


def _name(needed: Needed) -> str:
    settings = OfficeSettings()
    return NEEDED_WORDS[needed][0].format(meeting=settings.meeting_name, attempts=settings.contact_attempts)


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = list(head)
    for row in (titles, ["---"] * len(titles), *rows):
        yield "| " + " | ".join(row) + " |"
    yield ""
