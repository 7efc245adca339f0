"""本人に見せる1枚: up to three options in plain words, and choosing none of them as an equal choice."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from api.context import Context
from api.desk.choices import WhatIf, show_choices
from api.desk.heading import PersonHeading, heading_of
from api.desk.options import cells_of
from api.desk.ruby import over, ruby
from api.policy.vocabulary import Act
from api.web.inputs import Input
from api.web.paging import Pages
from api.web.weeks import DAY_NAMES, Week, week_of
from matching.labels import plain_label
from matching.vocabulary import Activity, NeedDomain, TravelMode

pages = Pages()


class SheetQuery(Input):
    """For which need; the first one with options where left out."""

    domain: NeedDomain | None = None


@dataclass(frozen=True)
class SheetOption:
    """
    One option as the person reads it.

    Parameters
    ----------
    name
        Host and menu, as they are called.
    week, first_day
        When: the picture of a week, and the day from which on.
    way, good
        How to get there, and what may please them.
    """

    name: str
    week: Week
    first_day: Markup
    way: Markup
    good: tuple[Markup, ...]


@dataclass(frozen=True)
class SheetPage:
    """The sheet for one need, and the needs there are options for."""

    heading: PersonHeading
    need: Markup
    domain: NeedDomain | None
    needs: tuple[tuple[NeedDomain, str], ...]
    options: tuple[SheetOption, ...]
    words: dict[str, Markup]


WORDS = {
    "title": "行ってみたい場所を選ぶ",
    "decide": "決めるのは、あなたです。選ばなくても大丈夫です。",
    "when": "いつ",
    "way": "行きかた",
    "good": "よいところ",
    "from": "から始められます",
    "try": "まず見学ができます。合わなければ、やめられます。",
    "none": "どれも選ばない",
    "none_more": "ほかの場所をいっしょに探します。今は決めない、でも大丈夫です。",
    "mark": "ここがよい",
    "mark_none": "これにする",
    "talk": "聞きたいことは、なんでも話してください。",
    "no_options": "今は選べる場所がありません。いっしょに探します。",
}
"""Everything that stands on the sheet but names, days and what is told of an option."""


@pages.show("/people/{person_id}/sheet", Act.OPTIONS_READ, "people/sheet.html")
def show_sheet(context: Context, person_id: uuid.UUID, query: SheetQuery) -> SheetPage:
    """Show the sheet: no codes, no points, nothing that compares the person."""
    found = show_choices(context, WhatIf()).needs
    needs = [need for need in found if need.options]
    chosen = next((need for need in needs if need.domain == query.domain), needs[0] if needs else None)
    return SheetPage(
        heading=heading_of(context, "/sheet"),
        need=ruby(plain_label(chosen.domain)) if chosen else Markup(""),
        domain=chosen.domain if chosen else None,
        needs=tuple((need.domain, need.need) for need in needs),
        options=tuple(
            SheetOption(
                name=option.menu,
                week=week_of(cells_of(option, ())),
                first_day=_day(option.first_day.month, option.first_day.day, option.first_day.weekday()),
                way=ruby(plain_way(option.mode, option.travel_minutes)),
                good=tuple(ruby(each) for each in plain_strengths(option.likes, option.strength_rules)),
            )
            for option in (chosen.options if chosen else ())
        ),
        words={name: ruby(text) for name, text in WORDS.items()},
    )


def plain_way(mode: TravelMode | None, minutes: int | None) -> str:
    """Say how to get there in plain words."""
    if mode is None or minutes is None:
        return "行きかたは、いっしょに話して決めます"
    return f"{plain_label(mode)}で {minutes}分"


def plain_strengths(likes: Iterable[Activity], rules: Iterable[str]) -> list[str]:
    """Say in plain words what may please the person."""
    liked = "、".join(plain_label(each) for each in likes)
    said = {
        "likes": f"好きなこと（{liked}）ができます",
        "suits": "あなたの希望に合う場所です",
        "as_often": "希望の回数で通えます",
        "near": "行きやすい場所です",
        "known_host": "知っている場所です",
    }
    return [said[rule] for rule in rules if rule in said]


def _day(month: int, day: int, weekday: int) -> Markup:
    days = Markup("（{}）").format(ruby(DAY_NAMES[weekday]))
    return Markup("{}{}{}{}{}").format(month, over("月", "がつ"), day, over("日", "にち"), days)
