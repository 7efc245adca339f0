"""The artefacts of a municipality, and its settings: what was learned, and what may be done with it."""

from __future__ import annotations

import dataclasses
import json
import uuid
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from api.office.service import settings_of as office_settings
from api.tables import RetentionModel
from matching.retention.artefact import read_model
from matching.retention.model import Model
from matching.retention.settings import RetentionSettings, default_settings


@dataclass(frozen=True)
class Current:
    """
    The artefact in use, under today's settings.

    Parameters
    ----------
    row
        As it is stored.
    model
        With what the municipality has turned on by now.
    """

    row: RetentionModel
    model: Model


def settings_of(session: Session, municipality_id: uuid.UUID) -> RetentionSettings:
    """Give what the municipality decided; the switches of the office go before those in the text."""
    office = office_settings(session, municipality_id)
    own = RetentionSettings.from_toml(office.retention) if office.retention else default_settings()
    return dataclasses.replace(
        own, in_scoring=office.retention_in_scoring, in_follow_up=office.retention_in_follow_up
    )


def current(session: Session, municipality_id: uuid.UUID) -> Current | None:
    """
    Give the newest artefact, ``None`` before the first training.

    Raises
    ------
    InvalidProblem
        If what is stored is not what was written.
    """
    query = select(RetentionModel).order_by(col(RetentionModel.number).desc()).limit(1)
    row = session.execute(query).scalar_one_or_none()
    if row is None:
        return None
    now, model = settings_of(session, municipality_id), read_model(json.dumps(row.artefact))
    used = dataclasses.replace(
        model.settings,
        in_scoring=now.in_scoring,
        in_follow_up=now.in_follow_up,
        points=now.points,
        follow_up=now.follow_up,
        drift=now.drift,
    )
    return Current(row, dataclasses.replace(model, settings=used))
