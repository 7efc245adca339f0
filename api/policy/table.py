"""The access table: which part may do which act at which stage. A blank is a refusal."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from api.policy.vocabulary import About, Act, Field, Part, Role, Stage

EVERY = frozenset(Stage)
SHARED = frozenset({Stage.S1, Stage.S2, Stage.S3, Stage.S4, Stage.S5})
"""From the consent to share with the meeting on."""
DISCLOSED = frozenset({Stage.S3, Stage.S4})
"""While the person's consent to this host holds."""
NOT_PROTECTED = EVERY - {Stage.SX}

Grants = Mapping[Part, frozenset[Stage]]

STRONGER = {
    Part.CO_T: Part.CO_R,
    Part.CO_R: Part.CO_A,
    Part.MC_T: Part.MC_A,
    Part.MM_T: Part.MM_A,
    Part.HO_T: Part.HO_O,
}
"""Who stands closer to the case may do what those further away may."""


@dataclass(frozen=True)
class Rule:
    """
    One row of the table.

    Parameters
    ----------
    about
        The record the gate loads.
    grants
        Stages by part; for acts that are about no case, any stage stands for "yes".
    is_change
        The act changes something: it needs an Idempotency-Key, and an If-Match where a record is edited.
    is_sensitive
        A view that leaves an audit row.
    """

    about: About
    grants: Grants
    is_change: bool
    is_sensitive: bool


def _grants(*parts: Part, at: frozenset[Stage] = EVERY, **single: frozenset[Stage]) -> Grants:
    given = dict.fromkeys(parts, at) | {Part[name]: stages for name, stages in single.items()}
    for weaker, closer in STRONGER.items():  # in order, so that what CO_T may reaches CO_A
        if weaker in given:
            given[closer] = given.get(closer, frozenset()) | given[weaker]
    return MappingProxyType(given)


def _view(about: About, grants: Grants, is_sensitive: bool = False) -> Rule:
    return Rule(about, grants, is_change=False, is_sensitive=is_sensitive)


def _change(about: About, grants: Grants) -> Rule:
    return Rule(about, grants, is_change=True, is_sensitive=True)


_P = Part
_OFFICE, _PERSON, _PLACEMENT, _HOST = About.OFFICE, About.PERSON, About.PLACEMENT, About.HOST
_ANYONE = _grants(*Part)
_CASE = (_P.CO_A, _P.MC_A)
_STAFF = (_P.CO_T, _P.MC_T, _P.MO)

TABLE: Mapping[Act, Rule] = MappingProxyType(
    {
        Act.SELF_READ: _view(About.SELF, _ANYONE),
        Act.SELF_EDIT: _change(About.SELF, _ANYONE),
        Act.TODAY_READ: _view(About.SELF, _ANYONE, is_sensitive=True),
        Act.USER_LIST: _view(_OFFICE, _grants(_P.AD, _P.MO, _P.AU), is_sensitive=True),
        Act.USER_EDIT: _change(_OFFICE, _grants(_P.AD)),
        Act.OFFICE_READ: _view(_OFFICE, _grants(*_STAFF, _P.MM_T, _P.PL, _P.AD)),
        Act.OFFICE_EDIT: _change(_OFFICE, _grants(_P.AD)),
        Act.RULES_READ: _view(_OFFICE, _grants(*_STAFF, _P.MM_T, _P.PL, _P.AD)),
        Act.RULES_EDIT: _change(_OFFICE, _grants(_P.AD)),
        Act.PERSON_CREATE: _change(_OFFICE, _grants(_P.CO_T, _P.MC_T)),
        Act.PERSON_LIST: _view(_OFFICE, _grants(*_STAFF, _P.MM_T), is_sensitive=True),
        Act.PERSON_SEARCH: _view(_OFFICE, _grants(_P.CO_T), is_sensitive=True),
        Act.PERSON_READ: _view(
            _PERSON, _grants(*_CASE, _P.MO, CO_R=NOT_PROTECTED, MM_A=SHARED), is_sensitive=True
        ),
        Act.PERSON_EDIT: _change(_PERSON, _grants(*_CASE)),
        Act.PERSON_OPEN: _change(_PERSON, _grants(CO_T=NOT_PROTECTED)),
        Act.PERSON_OPEN_ASK: _view(_PERSON, _grants(CO_T=NOT_PROTECTED), is_sensitive=True),
        Act.PERSON_REVEAL: _change(_PERSON, _grants(_P.CO_A, _P.MO)),
        Act.PERSON_INVOLVE: _change(_PERSON, _grants(_P.CO_A, _P.MC_A, _P.MO)),
        Act.PERSON_VIEWS: _view(_PERSON, _grants(*_CASE, _P.MO), is_sensitive=True),
        Act.PROTECTION_ON: _change(_PERSON, _grants(*_CASE, _P.MO)),
        Act.PROTECTION_ASK_OFF: _change(_PERSON, _grants(*_CASE)),
        Act.PROTECTION_OFF: _change(_PERSON, _grants(_P.MO)),
        Act.HOUSEHOLD_EDIT: _change(_OFFICE, _grants(_P.CO_T)),
        Act.CONSENT_READ: _view(_PERSON, _grants(*_CASE, _P.MO), is_sensitive=True),
        Act.CONSENT_GIVE: _change(_PERSON, _grants(_P.CO_A)),
        Act.CONSENT_WITHDRAW: _change(_PERSON, _grants(*_CASE, _P.MO)),
        Act.CASE_READ: _view(_PERSON, _grants(*_CASE, _P.MO, MM_A=SHARED), is_sensitive=True),
        Act.CASE_EDIT: _change(_PERSON, _grants(*_CASE)),
        Act.CASE_STEP: _change(_PERSON, _grants(*_CASE)),
        Act.NOTE_READ: _view(_PERSON, _grants(*_CASE), is_sensitive=True),
        Act.NOTE_WRITE: _change(_PERSON, _grants(_P.CO_A)),
        Act.ASSESSMENT_READ: _view(_PERSON, _grants(*_CASE, _P.MO), is_sensitive=True),
        Act.ASSESSMENT_EDIT: _change(_PERSON, _grants(*_CASE)),
        Act.OPTIONS_READ: _view(_PERSON, _grants(*_CASE, _P.MO), is_sensitive=True),
        Act.HOST_ASSESSMENT: _view(_HOST, _grants(*_STAFF), is_sensitive=True),
        Act.HOST_ASSESS: _change(_HOST, _grants(_P.CO_T)),
        Act.PLAN_READ: _view(_PERSON, _grants(*_CASE, _P.MO, MM_A=SHARED), is_sensitive=True),
        Act.PLAN_EDIT: _change(_PERSON, _grants(*_CASE)),
        Act.PLAN_DECIDE: _change(_PERSON, _grants(_P.MO)),
        Act.CONFERENCE_READ: _view(_OFFICE, _grants(*_STAFF, _P.MM_T), is_sensitive=True),
        Act.CONFERENCE_EDIT: _change(_OFFICE, _grants(*_STAFF)),
        Act.CONFERENCE_COPY: _view(_OFFICE, _grants(*_STAFF), is_sensitive=True),
        Act.FORM_COPY: _view(_PERSON, _grants(*_CASE, _P.MO), is_sensitive=True),
        Act.HOST_CREATE: _change(_OFFICE, _grants(_P.CO_T)),
        Act.HOST_LIST: _view(_OFFICE, _grants(*_STAFF, _P.MM_T, _P.PL)),
        Act.HOST_READ: _view(_HOST, _grants(*_STAFF, _P.MM_T, _P.PL, _P.HO_O)),
        Act.HOST_EDIT: _change(_HOST, _grants(_P.CO_T, _P.HO_O)),
        Act.HOST_MENU: _change(_HOST, _grants(_P.CO_T)),
        Act.HOST_STATE: _change(_HOST, _grants(_P.CO_T, _P.HO_O)),
        Act.HOST_SHARE: _change(_HOST, _grants(_P.CO_T, _P.MO)),
        Act.HOST_CONTACT: _view(_HOST, _grants(_P.CO_T, _P.MC_T, _P.MO, _P.HO_O), is_sensitive=True),
        Act.HOST_LINKS: _view(_HOST, _grants(_P.CO_T), is_sensitive=True),
        Act.HOST_LINK: _change(_HOST, _grants(_P.CO_T)),
        Act.HOST_WORRIES: _view(_HOST, _grants(*_STAFF, _P.HO_O), is_sensitive=True),
        Act.HOST_WORRY: _change(_HOST, _grants(_P.CO_T, _P.HO_O)),
        Act.HOST_CANDIDATES: _view(_HOST, _grants(_P.CO_T), is_sensitive=True),
        Act.POOL_LIST: _view(_OFFICE, _grants(*_STAFF, _P.MM_T, _P.PL)),
        Act.POOL_EDIT: _change(_OFFICE, _grants(_P.CO_T)),
        Act.PROPOSAL_MAKE: _change(_OFFICE, _grants(_P.CO_T)),
        Act.PROPOSAL_READ: _view(_OFFICE, _grants(*_STAFF), is_sensitive=True),
        Act.PROPOSAL_INPUT: _view(_OFFICE, _grants(_P.CO_T), is_sensitive=True),
        Act.PROPOSAL_COMMIT: _change(_OFFICE, _grants(_P.CO_T)),
        Act.OFFER_MAKE: _change(_PERSON, _grants(_P.CO_A)),
        Act.PLACEMENT_LIST: _view(_OFFICE, _grants(*_STAFF), is_sensitive=True),
        Act.PLACEMENT_READ: _view(_PLACEMENT, _grants(*_CASE, _P.MO, MM_A=SHARED), is_sensitive=True),
        Act.PLACEMENT_EDIT: _change(_PLACEMENT, _grants(_P.CO_A)),
        Act.PLACEMENT_ANSWER: _change(_PLACEMENT, _grants(_P.CO_A)),
        Act.STAY_EDIT: _change(_PLACEMENT, _grants(_P.CO_A)),
        Act.EXIT_READ: _view(_PLACEMENT, _grants(_P.CO_A), is_sensitive=True),
        Act.HOST_RECALL: _change(_HOST, _grants(_P.CO_T, _P.HO_O)),
        Act.INCIDENT_REPORT: _change(_PLACEMENT, _grants(HO_O=DISCLOSED)),
        Act.INCIDENT_READ: _view(_PLACEMENT, _grants(_P.CO_A), is_sensitive=True),
        Act.ATTENDANCE_RECORD: _change(_PLACEMENT, _grants(_P.CO_A, HO_O=DISCLOSED)),
        Act.ATTENDANCE_READ: _view(_PLACEMENT, _grants(*_CASE, _P.MO, MM_A=SHARED), is_sensitive=True),
        Act.GUEST_LIST: _view(_OFFICE, _grants(_P.HO_T), is_sensitive=True),
        Act.GUEST_READ: _view(_PLACEMENT, _grants(HO_O=DISCLOSED | {Stage.S5}), is_sensitive=True),
        Act.TONIGHT_READ: _view(_OFFICE, _grants(_P.CO_T, _P.MC_T, _P.MO)),
        Act.DECISION_RECORD: _change(_PLACEMENT, _grants(_P.MO)),
        Act.DECISION_QUEUE: _view(_OFFICE, _grants(_P.MO), is_sensitive=True),
        Act.PLAN_REVIEW: _view(_PERSON, _grants(_P.MO), is_sensitive=True),
        Act.HOST_HOME: _view(_HOST, _grants(_P.HO_O), is_sensitive=True),
        Act.REQUEST_LIST: _view(_OFFICE, _grants(_P.HO_T), is_sensitive=True),
        Act.REQUEST_READ: _view(_PLACEMENT, _grants(HO_O=NOT_PROTECTED), is_sensitive=True),
        Act.REQUEST_ANSWER: _change(_PLACEMENT, _grants(HO_O=NOT_PROTECTED)),
        Act.CONTACT_LIST: _view(_OFFICE, _grants(*_STAFF, _P.MM_T), is_sensitive=True),
        Act.CONTACT_READ: _view(_PERSON, _grants(*_CASE, _P.MO, MM_A=SHARED), is_sensitive=True),
        Act.CONTACT_ADD: _change(_PERSON, _grants(_P.CO_A)),
        Act.CONTACT_DO: _change(_OFFICE, _grants(_P.CO_T)),
        Act.CONTACT_PLAN: _view(_OFFICE, _grants(_P.CO_T), is_sensitive=True),
        Act.CONTACT_ASSIGN: _change(_OFFICE, _grants(_P.CO_T)),
        Act.ROUNDS_READ: _view(_OFFICE, _grants(_P.CO_T)),
        Act.ROUNDS_EDIT: _change(_OFFICE, _grants(_P.CO_T)),
        Act.RETENTION_LIST: _view(_OFFICE, _grants(_P.CO_T, _P.MC_T), is_sensitive=True),
        Act.RETENTION_READ: _view(_PERSON, _grants(*_CASE), is_sensitive=True),
        Act.RETENTION_FOLLOW: _change(_PLACEMENT, _grants(_P.CO_A)),
        Act.RETENTION_MODEL: _view(_OFFICE, _grants(*_STAFF, _P.PL, _P.AD)),
        Act.INDICATOR_READ: _view(_OFFICE, _grants(_P.MO, _P.PL), is_sensitive=True),
        Act.GAP_READ: _view(_OFFICE, _grants(*_STAFF, _P.PL), is_sensitive=True),
        Act.GAP_MAKE: _change(_OFFICE, _grants(_P.PL)),
        Act.GAP_ASK: _change(_OFFICE, _grants(_P.PL, _P.CO_T)),
        Act.TASK_READ: _view(_OFFICE, _grants(_P.CO_T, _P.MC_T, _P.MO), is_sensitive=True),
        Act.TASK_DO: _change(_OFFICE, _grants(_P.CO_T, _P.MC_T, _P.MO)),
        Act.IMPORT_PEOPLE: _change(_OFFICE, _grants(_P.CO_T)),
        Act.IMPORT_PEOPLE_CHECK: _view(_OFFICE, _grants(_P.CO_T)),
        Act.IMPORT_HOSTS: _change(_OFFICE, _grants(_P.CO_T)),
        Act.IMPORT_HOSTS_CHECK: _view(_OFFICE, _grants(_P.CO_T)),
        Act.AUDIT_READ: _view(_OFFICE, _grants(_P.AU, _P.MO), is_sensitive=True),
    }
)

FIELDS: Mapping[Field, Grants] = MappingProxyType(
    {
        Field.EXISTENCE: _grants(*_CASE, _P.MO, _P.CO_R, MM_A=SHARED),
        Field.IDENTITY: _grants(*_CASE, MO=SHARED | {Stage.SX}, CO_R=NOT_PROTECTED, MM_A=SHARED),
        Field.CONTACT: _grants(CO_A=NOT_PROTECTED, MC_A=EVERY),
        Field.SQUARE: _grants(*_CASE, _P.MO),
        Field.HEALTH: _grants(*_CASE),
        Field.PROTECTION: _grants(*_CASE, _P.MO),
        Field.FAMILY: _grants(*_CASE),
        Field.SUPPORT: _grants(*_CASE, _P.MO, MM_A=SHARED),
        Field.WISHES: _grants(*_CASE, _P.MO, MM_A=SHARED),
        Field.OUTREACH: _grants(*_CASE),
    }
)
"""Which groups of a person's fields a part sees; a host's view of a person is not made from these."""

WRITABLE: Mapping[Field, Grants] = MappingProxyType(
    {
        **{field: _grants(_P.CO_A) for field in Field},
        Field.SUPPORT: _grants(*_CASE),
        Field.WISHES: _grants(*_CASE),
    }
)
"""Which groups a part may change."""

NEVER_TOGETHER = (
    frozenset({Role.ADMIN, Role.COORDINATOR}),
    frozenset({Role.ADMIN, Role.LEAD}),
    frozenset({Role.ADMIN, Role.AUDITOR}),
    frozenset({Role.AUDITOR, Role.OPERATOR}),
    *(frozenset({Role.HOST, role}) for role in Role if role != Role.HOST),
)
"""Roles one user never holds at once, for they are two sides of a check."""


def may(act: Act, parts: frozenset[Part], stage: Stage | None) -> bool:
    """Tell whether someone who stands in these parts may do the act; without a case, any grant is enough."""
    grants = TABLE[act].grants
    return any(stage is None or stage in grants[part] for part in parts if part in grants)


@functools.cache
def visible(parts: frozenset[Part], stage: Stage) -> frozenset[Field]:
    """Give the groups of fields that are shown."""
    return _granted(FIELDS, parts, stage)


@functools.cache
def writable(parts: frozenset[Part], stage: Stage) -> frozenset[Field]:
    """Give the groups of fields that may be changed."""
    return _granted(WRITABLE, parts, stage)


def _granted(table: Mapping[Field, Grants], parts: frozenset[Part], stage: Stage) -> frozenset[Field]:
    return frozenset(
        field for field, grants in table.items() if any(stage in grants.get(part, ()) for part in parts)
    )
