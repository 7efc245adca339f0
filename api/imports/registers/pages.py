"""設定の「名簿の取り込み」: a register is checked first, and then taken whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import Request

from api.context import Context, Receipt
from api.errors import Fault, Refused
from api.imports.registers import hosts, people
from api.imports.registers.schemas import CheckedFile
from api.imports.registers.town_blocks import import_town_blocks
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act
from api.web.fields import Fields
from api.web.paging import Pages, gone_on

PATH = "/settings/imports"
pages = Pages()


@dataclass(frozen=True)
class Register:
    """
    A kind of file that can be taken.

    Parameters
    ----------
    kind, words, about
        In the address, as it is called, and what comes of it.
    template
        Where its workbook is, if it has one.
    can_check
        It can be read without being taken.
    """

    kind: str
    words: str
    about: str
    template: str = ""
    can_check: bool = True


REGISTERS = (
    (
        Act.IMPORT_PEOPLE,
        Register(
            "people",
            "本人の名簿",
            "1行が一人です。すべての行を登録するか、一人も登録しないかのどちらかです。",
            "/api/v1/imports/people/template",
        ),
    ),
    (
        Act.IMPORT_HOSTS,
        Register(
            "hosts",
            "受入先の名簿",
            "1行が一つの受入先です。すでにある受入先は登録されません。",
            "/api/v1/imports/hosts/template",
        ),
    ),
    (
        Act.OFFICE_EDIT,
        Register(
            "town-blocks",
            "大字・町丁目の一覧",
            "国土交通省の位置参照情報（大字・町丁目レベル）の CSV です。いまの一覧と入れ替わります。",
            can_check=False,
        ),
    ),
)


@dataclass(frozen=True)
class ImportsPage:
    """
    What the user may take.

    Parameters
    ----------
    registers
        Kinds of file.
    checked
        The kind that was just read without a fault, and its rows.
    """

    registers: tuple[Register, ...]
    checked: tuple[str, CheckedFile] | None = None


@pages.show(PATH, Act.OFFICE_READ, "imports/show.html")
def show_imports(context: Context) -> ImportsPage:
    """Show what can be taken."""
    return _page(context)


@pages.search(f"{PATH}/people/check", Act.IMPORT_PEOPLE_CHECK, "imports/show.html")
def check_people(context: Context, fields: Fields | None) -> ImportsPage:
    """Read a file of people and register nobody."""
    return _checked(context, fields, "people", people.check_people)


@pages.search(f"{PATH}/hosts/check", Act.IMPORT_HOSTS_CHECK, "imports/show.html")
def check_hosts(context: Context, fields: Fields | None) -> ImportsPage:
    """Read a file of hosts and register none."""
    return _checked(context, fields, "hosts", hosts.check_hosts)


@pages.form(f"{PATH}/people", Act.IMPORT_PEOPLE, again=show_imports)
def import_people(context: Context, request: Request, fields: Fields) -> Receipt:
    """Register everybody in a file, or nobody."""
    return gone_on(people.import_people(context, _file(fields)), PATH, "imported")


@pages.form(f"{PATH}/hosts", Act.IMPORT_HOSTS, again=show_imports)
def import_hosts(context: Context, request: Request, fields: Fields) -> Receipt:
    """Register every host of a file, or none."""
    return gone_on(hosts.import_hosts(context, _file(fields)), PATH, "imported")


@pages.form(f"{PATH}/town-blocks", Act.OFFICE_EDIT, again=show_imports)
def take_town_blocks(context: Context, request: Request, fields: Fields) -> Receipt:
    """Take the municipality's 大字・町丁目 from a file, all or none."""
    return gone_on(import_town_blocks(context, _file(fields)), PATH, "imported")


def _page(context: Context, checked: tuple[str, CheckedFile] | None = None) -> ImportsPage:
    parts = parts_of(context.actor.roles, NO_RELATION)
    return ImportsPage(tuple(each for act, each in REGISTERS if may(act, parts, None)), checked)


def _checked(
    context: Context, fields: Fields | None, kind: str, check: Callable[[Context, bytes], CheckedFile]
) -> ImportsPage:
    return _page(context, (kind, check(context, _file(fields))) if fields is not None else None)


def _file(fields: Fields) -> bytes:
    data = fields.files.get("file", b"")
    if not data:
        raise Refused([Fault("file", "", "CSV か Excel のファイルを選ぶ")])
    return data
