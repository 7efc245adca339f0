"""検討した選択肢: the options of a plan in words."""

from __future__ import annotations

from collections.abc import Collection

from pydantic import BaseModel
from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.placements.words import HOST_REASON_WORDS, PERSON_REASON_WORDS
from api.plans.schemas import OptionInput
from api.tables import Menu
from matching.phrases import RULE_NAMES

REASON_WORDS = {
    **{str(code): words for code, words in PERSON_REASON_WORDS.items()},
    **{str(code): words for code, words in HOST_REASON_WORDS.items()},
    **{rule: name.ja for rule, name in RULE_NAMES.items() if rule != "keep_apart"},
}
"""Why an option was or was not chosen. Whom to keep apart from is never put into words here."""


class ConsideredView(BaseModel):
    """A menu that was considered, and what spoke for or against it."""

    menu: str
    reasons: list[str]


def considered(context: Context, options: Collection[OptionInput]) -> list[ConsideredView]:
    """Name the menus that were considered; a menu the municipality does not see any more is left out."""
    query = select(col(Menu.id), col(Menu.name)).where(col(Menu.id).in_([each.menu_id for each in options]))
    names = {row.id: row.name for row in context.session.execute(query)}
    return [
        ConsideredView(
            menu=names[option.menu_id],
            reasons=[REASON_WORDS[code] for code in sorted(option.reasons) if code in REASON_WORDS],
        )
        for option in options
        if option.menu_id in names
    ]
