"""What every table shares: names, ids, the municipality, versions."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any, cast

from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from api.infra.types import UtcInstant

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """A row of any table. Table classes are never request or response models."""

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805
        """Name the table as its class, in snake case."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__).lower()


class OwnedRow(Row):
    """A row that belongs to one municipality."""

    municipality_id: uuid.UUID = Field(foreign_key="municipality.id", index=True)


class TenantRow(OwnedRow):
    """A row that no other municipality sees, in the ORM and by row-level security."""


class SharedRow(OwnedRow):
    """A row of a host, by its `host_id`: whom the host is shared with sees it, and changes nothing."""


class Record(TenantRow):
    """A tenant's row with an id of its own."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)


class Versioned(Row):
    """A record that people edit: its version goes up by one with every change."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    version: int = 1
    created_at: dt.datetime = Field(sa_type=cast("Any", UtcInstant))


class Edited(Versioned, TenantRow):
    """A tenant's record that people edit."""


class SharedEdited(Versioned, SharedRow):
    """A host's record that people edit."""


def instant(**more: Any) -> Any:
    """Declare a column that holds an instant in UTC."""
    return Field(sa_type=cast("Any", UtcInstant), **more)
