"""The page of a filled form: one template for all of them."""

from __future__ import annotations

from api.forms.kinds import KINDS
from api.forms.routes import PLACES, filled
from api.tables import FormKind
from api.web.paging import Pages

pages = Pages()

for kind in FormKind:
    about = KINDS[kind]
    page = filled(kind, f"page_of_{kind.value}_form", f"Show the form {about.words} on a page.")
    pages.show(f"{PLACES[about.subject]}/forms/{kind.value}", about.read, "forms/show.html")(page)
