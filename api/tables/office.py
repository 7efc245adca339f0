"""The municipality, its districts and its list of 大字・町丁目."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from api.infra.types import Document, line
from api.tables.base import Edited, Record, Row, instant


class Municipality(Row, table=True):
    """市区町村: one tenant."""

    id: uuid.UUID = Field(default_factory=uuid.uuid4, primary_key=True)
    code: str = Field(sa_type=line(6), unique=True)
    name: str = Field(sa_type=line(80))
    population: int | None = None
    settings: dict[str, Any] = Field(default_factory=dict, sa_type=Document)
    copies: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    version: int = 1
    created_at: dt.datetime = instant()


class District(Edited, table=True):
    """圏域: a 日常生活圏域 of the municipality."""

    __table_args__ = (UniqueConstraint("municipality_id", "name"),)

    name: str = Field(sa_type=line(80))
    outline: list[list[list[float]]] | None = Field(default=None, sa_type=Document)
    """Rings of longitude and latitude, as uploaded; only ever drawn, nothing is decided by it."""


class TownBlock(Record, table=True):
    """大字・町丁目 with its representative point, from the 位置参照情報."""

    __table_args__ = (UniqueConstraint("municipality_id", "code"),)

    code: str = Field(sa_type=line(12))
    name: str = Field(sa_type=line(120))
    lat: float
    lng: float
