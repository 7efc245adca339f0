"""What a field of a form can be filled from: a closed vocabulary, by name, for each kind of form."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from api.forms.bindings.case import CASE, NOTES
from api.forms.bindings.conference import CONFERENCE
from api.forms.bindings.kinds import Binding
from api.forms.bindings.office import OFFICE
from api.forms.bindings.person import ASSESSMENT, PERSON
from api.forms.bindings.plan import EVALUATION, PLAN
from api.tables import FormKind

_OF_PERSON = {**OFFICE, **PERSON, **CASE}

BINDINGS: Mapping[FormKind, Mapping[str, Binding]] = MappingProxyType(
    {
        FormKind.INTAKE: _OF_PERSON,
        FormKind.ASSESSMENT: {**_OF_PERSON, **ASSESSMENT},
        FormKind.PLAN: {**_OF_PERSON, **PLAN},
        FormKind.EVALUATION: {**_OF_PERSON, **PLAN, **EVALUATION},
        FormKind.NOTES: {**_OF_PERSON, **NOTES},
        FormKind.CONFERENCE: {**OFFICE, **CONFERENCE},
    }
)
"""The bindings a kind of form may use: those of the record it is about, and of what that belongs to."""
