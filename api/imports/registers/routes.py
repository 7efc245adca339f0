"""Registers, as files."""

from __future__ import annotations

from typing import Annotated

from fastapi import Body

from api.context import Context, Receipt
from api.imports.registers import hosts, people
from api.imports.registers.schemas import CheckedFile
from api.imports.registers.templates import template
from api.imports.registers.town_blocks import import_town_blocks
from api.policy.vocabulary import Act
from api.web.routing import File, Router

router = Router(prefix="/api/v1/imports", tags=["取込"])

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Content = Annotated[bytes, Body(media_type="application/octet-stream", description="CSV または Excel ブック")]


@router.file("/people/template", Act.OFFICE_READ, XLSX)
def people_template(context: Context) -> File:
    """Give the workbook people are filled into."""
    return File("meibo-honnin.xlsx", template("本人", people.COLUMNS, people.SAMPLES))


@router.change("/people", Act.IMPORT_PEOPLE)
def import_people(context: Context, body: Content) -> Receipt:
    """Register everybody in a file, or nobody."""
    return people.import_people(context, body)


@router.view("/people/check", Act.IMPORT_PEOPLE_CHECK, method="POST")
def check_people(context: Context, body: Content) -> CheckedFile:
    """Read a file of people as an import would, and register nobody."""
    return people.check_people(context, body)


@router.file("/hosts/template", Act.OFFICE_READ, XLSX)
def hosts_template(context: Context) -> File:
    """Give the workbook hosts are filled into."""
    return File("meibo-ukeiresaki.xlsx", template("受入先", hosts.COLUMNS, hosts.SAMPLES))


@router.change("/hosts", Act.IMPORT_HOSTS)
def import_hosts(context: Context, body: Content) -> Receipt:
    """Register every host of a file, or none."""
    return hosts.import_hosts(context, body)


@router.view("/hosts/check", Act.IMPORT_HOSTS_CHECK, method="POST")
def check_hosts(context: Context, body: Content) -> CheckedFile:
    """Read a file of hosts as an import would, and register none."""
    return hosts.check_hosts(context, body)


@router.change("/town-blocks", Act.OFFICE_EDIT)
def take_town_blocks(context: Context, body: Content) -> Receipt:
    """Take the municipality's 大字・町丁目 from a file, all or none."""
    return import_town_blocks(context, body)
