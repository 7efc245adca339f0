"""What stands around every page of a signed-in user: for whom, when, who, and where they may go."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import NamedTuple

from api.calendar import date_text, wareki
from api.context import Context
from api.infra.clock import TOKYO, fiscal_year
from api.infra.crypto import Place
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import ROLE_WORDS, Act
from api.tables import Municipality, UserAccount
from api.tables.sealed import UserDocument
from api.web.fields import LIST, Fields
from api.web.problems import FaultView, Problem
from matching.vocabulary import Lang

NAVIGATION = (
    ("今日", "/", Act.TODAY_READ, "きょうすることを見ます。"),
    ("本人", "/people", Act.PERSON_LIST, "本人の記録、候補、プラン、同意を見ます。"),
    ("受入先", "/hosts", Act.HOST_LIST, "受入先の空きと、その根拠を見ます。"),
    ("割当案", "/proposals", Act.PROPOSAL_READ, "だれがどこに参加できそうかの案を見ます。"),
    ("会議", "/conferences", Act.CONFERENCE_READ, "付議されたプランと、会議の資料を見ます。"),
    ("支援決定", "/decisions", Act.DECISION_QUEUE, "会議の承認を受けたプランを決めます。"),
    ("資源不足", "/gaps", Act.GAP_READ, "困っていることと余っている力、次につくるとよいものを見ます。"),
    ("設定", "/settings", Act.OFFICE_READ, "役所の設定、ルール集、様式を見ます。"),
)
"""The pages work starts from, in the order of the day, and what for; shown to whom their act allows them."""

SECTIONS = {
    "/gaps": (
        ("分析", "/gaps", Act.GAP_READ),
        ("開拓の一覧", "/gaps/asks", Act.GAP_READ),
        ("事業の指標", "/gaps/indicators", Act.INDICATOR_READ),
    ),
    "/settings": (
        ("役所", "/settings", Act.OFFICE_READ),
        ("ルール集", "/settings/rules", Act.RULES_READ),
        ("様式", "/settings/forms", Act.OFFICE_READ),
        ("利用者", "/settings/users", Act.USER_LIST),
        ("名簿の取り込み", "/settings/imports", Act.OFFICE_READ),
        ("定着の見込み", "/settings/retention", Act.RETENTION_MODEL),
    ),
}
"""The pages beside each other below one of these."""


class Link(NamedTuple):
    """A page in the navigation: whether it, or a page below it, is shown, and what it is for."""

    words: str
    path: str
    is_here: bool
    about: str = ""


@dataclass(frozen=True)
class Frame:
    """
    What stands around a page.

    Parameters
    ----------
    municipality, fiscal_year, date
        For whom and when.
    name, roles
        The user.
    navigation, section
        What the user may open: everywhere, and beside the page that is shown.
    seen_at
        The minute the page was made, for the mark at the foot of what is printed.
    """

    municipality: str
    fiscal_year: str
    date: str
    name: str
    roles: str
    navigation: tuple[Link, ...]
    section: tuple[Link, ...]
    seen_at: str


def frame_of(context: Context, path: str) -> Frame:
    """Make the frame of the page at an address for the context's user."""
    session, actor = context.session, context.actor
    office, user = session.get(Municipality, actor.municipality_id), session.get(UserAccount, actor.user_id)
    assert office is not None
    assert user is not None
    place = Place(user.municipality_id, "user_account", user.id, "sealed")
    parts = parts_of(actor.roles, NO_RELATION)
    april = context.today.replace(year=fiscal_year(context.today), month=4, day=1)
    return Frame(
        municipality=office.name,
        fiscal_year=wareki(april).partition("年")[0] + "年度",
        date=date_text(context.today, Lang.JA),
        name=context.installation.vault.open(place, user.id, user.sealed, UserDocument).name,
        roles="・".join(ROLE_WORDS[role] for role in sorted(actor.roles)),
        navigation=tuple(
            Link(words, to, path == to or (to != "/" and path.startswith(f"{to}/")), about)
            for words, to, act, about in NAVIGATION
            if may(act, parts, None)
        ),
        section=tuple(
            Link(words, to, path == to or (to != start and path.startswith(f"{to}/")))
            for start, links in SECTIONS.items()
            if path == start or path.startswith(f"{start}/")
            for words, to, act in links
            if may(act, parts, None)
        ),
        seen_at=f"{context.now.astimezone(TOKYO):%Y-%m-%d %H:%M}",
    )


@dataclass
class Typed:
    """
    What was typed into a page's forms, and what is wrong with it.

    Parameters
    ----------
    key
        A fresh key for the page; each of its forms makes its own of it.
    fields
        What was typed, where the page is shown again.
    problem
        Why it is shown again.
    form_name
        Which of the forms was sent.
    labels
        The label and place of each field, put in while the page is drawn.
    """

    key: str = field(default_factory=lambda: uuid.uuid4().hex)
    fields: Fields = field(default_factory=Fields)
    problem: Problem | None = None
    form_name: str = ""
    labels: dict[str, tuple[str, str]] = field(default_factory=dict)

    def form(self, name: str) -> Form:
        """Give one of the page's forms, by a short name of Latin letters, digits and hyphens."""
        return Form(self, name, self.problem is not None and name == self.form_name)

    @property
    def lines(self) -> list[tuple[str, str, str]]:
        """What is wrong: label, what is expected, and the id of the field, for the summary of errors."""
        lines = []
        for fault in (self.problem.faults or ()) if self.problem else ():
            field = next((name for name in self.labels if _is_about(fault.field, name)), "")
            label, place = self.labels.get(field) or (_named(fault), "")
            lines.append((label, fault.expected, place))
        return lines


@dataclass(frozen=True)
class Form:
    """One form of a page; what was typed into it stands in it again."""

    typed: Typed
    name: str
    is_again: bool

    @property
    def key(self) -> str:
        """The form's key, so that it is sent once."""
        return f"{self.typed.key}-{self.name}"

    def id(self, field_name: str) -> str:
        """Give a field's id in the page."""
        return f"{self.name}-{field_name.removesuffix(LIST).replace('.', '-')}"

    def value(self, field_name: str, now: object = None) -> str:
        """Give what was typed into a field, else what is recorded now."""
        if self.is_again and field_name in self.typed.fields:
            return self.typed.fields[field_name]
        return "" if now is None else str(now)

    def values(self, field_name: str, now: object = ()) -> tuple[str, ...]:
        """Give what was ticked in a list, else what is recorded now."""
        if self.is_again and field_name in self.typed.fields:
            return self.typed.fields.all(field_name)
        return tuple(str(each) for each in now or ())  # type: ignore[attr-defined]

    def fault(self, field_name: str, label: str) -> str:
        """Say what is wrong with a field, or nothing; its label is kept for the summary."""
        if not self.is_again or self.typed.problem is None:
            return ""
        self.typed.labels[field_name] = (label, self.id(field_name))
        faults = self.typed.problem.faults or ()
        return "。".join(each.expected for each in faults if _is_about(each.field, field_name))


def _named(fault: FaultView) -> str:
    """Name what has no field in the page, where its name is one for readers: a heading of a file."""
    row = "" if fault.row is None else f"{fault.row} 行目 "
    return "" if fault.field.isascii() else row + fault.field


def _is_about(fault: str, field_name: str) -> bool:
    name = field_name.removesuffix(LIST)
    return fault == name or fault.startswith(f"{name}.")
