"""Words of the desk's pages for codes that no feature has put into words."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.consents.schemas import HostField
from api.context import Context
from api.tables import Host, How, Menu, Purpose
from matching.labels import label
from matching.vocabulary import Lang

Choices = tuple[tuple[str, str], ...]
"""Values and words of a field's choices."""

PURPOSE_WORDS = {
    Purpose.MEETING: "会議への共有",
    Purpose.HOST: "受入先への開示",
    Purpose.HOUSEHOLD: "世帯の中での共有",
}
HOW_WORDS = {How.SIGNED: "署名", How.SPOKEN: "口頭（立会い）", How.BY_PROXY: "代理"}
HOST_FIELD_WORDS = {
    HostField.NAME: "呼び名",
    HostField.SUPPORT_TEXT: "配慮事項の文",
    HostField.SCHEDULE: "曜日と時間",
    HostField.CONTACT: "連絡先（コーディネーター）",
}
FIELD_NAMES = {
    "health": "診断・手帳・服薬",
    "family": "家族",
    "money": "債務・給付",
    "history": "生活歴",
    "avoidance": "避けたい相手と理由",
    "outreach": "同意前の記録",
    "notes": "メモ",
}


def choices_of(kind: type[Enum], words: Mapping[Any, str] | None = None) -> Choices:
    """Give every member of an enum with its words; those of the vocabulary have their own."""
    named = words or {}
    return tuple((str(each.value), named.get(each) or label(each, Lang.JA)) for each in kind)


def worded(words: Mapping[Any, str]) -> Choices:
    """Give the choices of a table of words."""
    return tuple((str(getattr(code, "value", code)), text) for code, text in words.items())


def host_names_of(context: Context, host_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Give the names of hosts the municipality may see."""
    query = select(col(Host.id), col(Host.name)).where(col(Host.id).in_(list(host_ids)))
    return {row.id: row.name for row in context.session.execute(query)}


def menu_names_of(context: Context, menu_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Give the names of menus the municipality may see."""
    query = select(col(Menu.id), col(Menu.name)).where(col(Menu.id).in_(list(menu_ids)))
    return {row.id: row.name for row in context.session.execute(query)}
