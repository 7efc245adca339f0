"""What the municipality calls itself and its meetings."""

from __future__ import annotations

from api.forms.bindings.kinds import Binding, Text

OFFICE: dict[str, Binding] = {
    "office.name": Text("市区町村", lambda r: r.office.name),
    "office.business": Text("事業の名前", lambda r: r.office.settings.business_name),
    "office.meeting": Text("会議の名前", lambda r: r.office.settings.meeting_name),
}
