"""Templates: a value that is not there is an error, never an empty place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.calendar import wareki, weekday_text
from api.infra.clock import TOKYO
from api.web.assets import asset
from matching.labels import label
from matching.vocabulary import Lang

DONE = {
    "saved": "保存しました。",
    "added": "加えました。",
    "on_the_list": "もう一覧にあります。",
    "removed": "外しました。",
    "sent": "送りました。",
    "recorded": "記録しました。",
    "rules_drafted": "案を保存しました。何が変わるかを計算しています。",
    "rules_in_force": "この版を使い始めました。次の割当案と受入余力から、この版で計算します。",
    "imported": "取り込みました。",
    "form_checked": "直すところはありません。まだ使い始めていません。",
    "form_taken": "この様式を使い始めました。",
    "form_default": "はじめから入っている様式に戻しました。",
    "held": "席を押さえました。受入先と本人の答えを記録してください。",
    "decided": "決定を記録しました。",
    "undone": "元に戻しました。",
    "stated": "入れました。ありがとうございます。",
    "same": "「変更なし」で入れました。ありがとうございます。",
    "answered": "答えました。町の担当者に届いています。",
    "told": "伝えました。町の担当者が読みます。",
}
"""What is said at the top of the next page when a form was done; a page adds its own words here."""

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _japan_time(instant: dt.datetime) -> str:
    """Write an instant as date and time in Japan: 2026-11-20（金） 13:30."""
    local = instant.astimezone(TOKYO)
    return f"{weekday_text(local.date())} {local:%H:%M}"


def _clock(time: dt.time) -> str:
    """Write a time of day: 13:30."""
    return f"{time:%H:%M}"


_environment.filters.update(
    day=weekday_text,
    japan_time=_japan_time,
    clock=_clock,
    wareki=wareki,
    label=lambda code: label(code, Lang.JA),
)
_environment.globals.update(asset=asset, DONE=DONE)

templates = Jinja2Templates(env=_environment)
