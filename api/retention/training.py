"""Learning from a municipality's own placements: never fewer than its floor, never anybody else's."""

from __future__ import annotations

import json
import uuid

from sqlalchemy import func, select
from sqlmodel import col

from api.audit.trail import Entry, append
from api.infra.clock import day_in_japan
from api.infra.installation import Installation
from api.retention.models import settings_of
from api.retention.stays import attributes_of, read_stays
from api.tables import RetentionModel
from matching.retention.artefact import model_hash, write_model
from matching.retention.learn import Progress, learn
from matching.retention.model import Model

ACT = "retention.train"
"""The act in the trail; the operator does it."""


def train(installation: Installation, municipality_id: uuid.UUID, progress: Progress) -> Model | None:
    """
    Learn, and keep the artefact; ``None`` where no placement has lasted a week yet.

    Parameters
    ----------
    installation, municipality_id
        Whose.
    progress
        Told of each stage.
    """
    with installation.database.read(municipality_id) as session:
        today = day_in_japan(installation.clock.now(session))
        recorded = [each for each in read_stays(session, today) if each.stay.first_week < each.stay.last_week]
        attributes = attributes_of(session, recorded)
        settings = settings_of(session, municipality_id)
    if not recorded:
        return None
    model = learn([each.stay for each in recorded], settings, attributes, progress)
    text = write_model(model)
    with installation.database.write(municipality_id) as session:
        now = installation.clock.now(session)
        last = session.execute(select(func.max(col(RetentionModel.number)))).scalar_one()
        row = RetentionModel(
            municipality_id=municipality_id,
            number=(last or 0) + 1,
            hash=model_hash(text),
            artefact=json.loads(text),
            stays=model.counts.stays,
            first_day=model.first_day,
            last_day=model.last_day,
            why_curve=model.why_curve,
            trained_at=now,
        )
        session.add(row)
        session.flush()
        details = {"stays": row.stays, "hash": row.hash, "why_curve": row.why_curve}
        entry = Entry(ACT, "ok", resource="retention_model", resource_id=row.id, details=details)
        append(session, installation.roots.audit, now, [entry])
    return model
