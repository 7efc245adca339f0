"""Every column and every sealed field is declared in the registry of personal fields."""

from __future__ import annotations

import dataclasses
import inspect
from collections import Counter
from collections.abc import Mapping

import pytest
from sqlalchemy import LargeBinary

from api.policy.registry import DOCUMENTS, EVERYWHERE, TABLES, Level, Personal, TableEntry
from api.policy.vocabulary import Field
from api.tables import METADATA, sealed
from api.tables.sealed import SealedDocument

Columns = Mapping[str, Mapping[str, bool]]
"""By table and column: whether it holds bytes."""

COLUMNS: Columns = {
    table.name: {column.name: isinstance(column.type, LargeBinary) for column in table.columns}
    for table in METADATA.sorted_tables
}
SEALED = {
    name: tuple(kind.model_fields)
    for name, kind in vars(sealed).items()
    if inspect.isclass(kind) and issubclass(kind, SealedDocument) and kind is not SealedDocument
}
WHERE = "api/policy/registry.py"


def faults_of(
    columns: Columns = COLUMNS,
    documents: Mapping[str, tuple[str, ...]] = SEALED,
    tables: Mapping[str, TableEntry] = TABLES,
    declared: Mapping[str, tuple[Personal, ...]] = DOCUMENTS,
) -> list[str]:
    """Compare what there is with what the registry says of it, and say what to write where."""
    faults = [
        f"{WHERE}: TABLES[{name!r}] is no table any more; take it out" for name in tables.keys() - columns
    ]
    for table, there in columns.items():
        if table not in tables:
            faults.append(
                f"{WHERE}: add a TABLES[{table!r}] = _table(Keep.…, 'plain columns', "
                f"_level(3, Field.…, 'personal columns'), sealed='SomeDocument') for {sorted(there)}"
            )
            continue
        faults += _faults_of_table(table, there, tables[table], declared)
    for name in documents.keys() - declared:
        faults.append(f"{WHERE}: add DOCUMENTS[{name!r}] = (_level(1 or 2, Field.…, 'fields'),)")
    for name, entries in declared.items():
        said = [field for entry in entries for field in entry.names]
        if said == ["*"]:
            continue
        for field in set(documents.get(name, ())) - set(said):
            faults.append(f"{WHERE}: add {field!r} to DOCUMENTS[{name!r}], with its level and group")
        for field in set(said) - set(documents.get(name, ())):
            faults.append(f"{WHERE}: DOCUMENTS[{name!r}] names {field!r}, which api/tables/sealed.py has not")
    return sorted(faults)


def _faults_of_table(
    table: str,
    there: Mapping[str, bool],
    entry: TableEntry,
    declared: Mapping[str, tuple[Personal, ...]],
) -> list[str]:
    said = Counter([*entry.plain, *(name for each in entry.personal for name in each.names), *entry.sealed])
    faults = [
        f"{WHERE}: TABLES[{table!r}] names {name!r}, which is no column" for name in said.keys() - there
    ]
    faults += [f"{WHERE}: TABLES[{table!r}] names {name!r} twice" for name, n in said.items() if n > 1]
    for name in there.keys() - said.keys() - EVERYWHERE:
        faults.append(
            f"{WHERE}: add {name!r} to TABLES[{table!r}]: to `plain` if it says nothing of a person, "
            "else to a _level(3 or 4, Field.… or Act.…, …), or as sealed column name='SomeDocument'"
        )
    for each in entry.personal:
        if each.level <= Level.SENSITIVE:
            faults.append(
                f"{table}: {each.names} are of level {each.level:d} and must stand in a sealed document"
            )
    for name in entry.sealed.keys() & there:
        if not there[name]:
            faults.append(f"{table}.{name} is declared sealed, but holds no bytes")
    faults += [
        f"{table}.{column}: {WHERE} has no DOCUMENTS[{document!r}]"
        for column, document in entry.sealed.items()
        if document not in declared
    ]
    return faults


def test_every_column_and_every_sealed_field_is_declared() -> None:
    """What is stored of people is known: how much it says, who sees it, how long it is kept."""
    assert faults_of() == []


def test_bytes_are_only_ever_sealed_documents() -> None:
    """A column of bytes is a sealed document: nobody hides a plain one in it."""
    assert faults_of() == []
    for table, columns in COLUMNS.items():
        assert {name for name, is_bytes in columns.items() if is_bytes} == set(TABLES[table].sealed)


@pytest.mark.parametrize(
    ("planted", "said"),
    [
        (
            {"columns": {**COLUMNS, "person": {**COLUMNS["person"], "nickname": False}}},
            "add 'nickname' to TABLES",
        ),
        ({"columns": {**COLUMNS, "diary": {"id": False}}}, "add a TABLES['diary']"),
        (
            {"columns": {name: there for name, there in COLUMNS.items() if name != "task"}},
            "is no table any more",
        ),
        ({"columns": {**COLUMNS, "person": {**COLUMNS["person"], "sealed": False}}}, "holds no bytes"),
        ({"documents": {**SEALED, "NeedDocument": ("wish", "dream")}}, "add 'dream' to DOCUMENTS"),
        ({"documents": {**SEALED, "DiaryDocument": ("page",)}}, "add DOCUMENTS['DiaryDocument']"),
        ({"documents": {**SEALED, "NeedDocument": ()}}, "names 'wish', which"),
        (
            {"tables": {**TABLES, "task": dataclasses.replace(TABLES["task"], plain=("kind", "colour"))}},
            "names 'colour', which is no column",
        ),
        (
            {
                "tables": {
                    **TABLES,
                    "person": dataclasses.replace(
                        TABLES["person"],
                        personal=(
                            *TABLES["person"].personal,
                            Personal(Level.IDENTITY, Field.IDENTITY, ("caseload_pool_id",)),
                        ),
                    ),
                }
            },
            "must stand in a sealed document",
        ),
        (
            {"declared": {name: said for name, said in DOCUMENTS.items() if name != "UserDocument"}},
            "has no DOCUMENTS",
        ),
    ],
)
def test_what_is_not_declared_as_it_is_is_found(planted: dict[str, object], said: str) -> None:
    """Each kind of slip is found, and the message says what to write where."""
    assert any(said in fault for fault in faults_of(**planted))  # type: ignore[arg-type]
