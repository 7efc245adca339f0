"""Templates: a value that is not there is an error, never an empty place."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from fastapi.templating import Jinja2Templates
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.calendar import date_text
from api.infra.clock import TOKYO
from matching.vocabulary import Lang

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def _japan_time(instant: dt.datetime) -> str:
    """Write an instant as date and time in Japan: 2026-11-20（金） 13:30."""
    local = instant.astimezone(TOKYO)
    return f"{date_text(local.date(), Lang.JA).split(' ')[0]} {local:%H:%M}"


_environment.filters["japan_time"] = _japan_time

templates = Jinja2Templates(env=_environment)
