"""All routers of the desk."""

from __future__ import annotations

from api.desk import (
    card,
    conferences,
    contacts,
    edit,
    home,
    options,
    people,
    placements,
    plans,
    records,
    sheet,
    today,
)
from api.desk.routes import router

PAGES = (
    router,
    today.pages,
    people.pages,
    card.pages,
    options.pages,
    sheet.pages,
    edit.pages,
    home.pages,
    records.pages,
    placements.pages,
    plans.pages,
    contacts.pages,
    conferences.pages,
)
