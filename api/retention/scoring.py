"""Predictions in a proposal's points: where the municipality has turned them on, never below the floor."""

from __future__ import annotations

from typing import Any

from api.context import Context
from api.retention.models import current
from api.retention.stays import experience_of, read_stays
from api.retention.words import note_of
from matching.model import Problem
from matching.retention.estimates import with_estimates

NOT_TURNED_ON = "定着の見込みは点数に使っていません（自治体の設定）。"


def with_predictions(context: Context, problem: Problem) -> tuple[Problem, dict[str, Any]]:
    """
    Give the problem with predictions, and what is said of them beside the run.

    Turned off, untrained or with the curve alone, the criterion is neutral, and the run says so.
    """
    used = current(context.session, context.municipality_id)
    if used is None or not used.model.settings.in_scoring:
        return problem, {"is_used": False, "note": NOT_TURNED_ON}
    if used.model.hazard is None:
        return problem, {"is_used": False, "note": note_of(used.model)}
    experience = experience_of(read_stays(context.session, context.today))
    said = {"is_used": True, "model": used.row.number, "hash": used.row.hash, "note": note_of(used.model)}
    return with_estimates(problem, used.model, experience), said
