"""The records of the service, one table each. Never a request or response model."""

from sqlmodel import SQLModel

from api.tables import tenancy
from api.tables.account import LoginSession, SignInThrottle, UserAccount, UserRole
from api.tables.base import Edited, OwnedRow, Record, Row, SharedRow, TenantRow, Versioned
from api.tables.consent import Consent, How, Purpose
from api.tables.host import (
    CapacityStatement,
    Host,
    HostContact,
    HostShare,
    Menu,
    MenuDraw,
    MenuSlot,
    Pool,
    PoolSlot,
    Seat,
)
from api.tables.office import District, Municipality, TownBlock
from api.tables.person import (
    CaseOpening,
    Household,
    HouseholdMember,
    Involvement,
    Party,
    PartyMember,
    Person,
    PersonNeed,
    PersonRefusal,
    PersonScheme,
    ProtectionRemoval,
)
from api.tables.placement import Decision, Placement, PlacementSeat, PlacementSlot, Task
from api.tables.proposal import LineKind, ProposalLine, ProposalRun, RunState
from api.tables.work import Audit, AuditHead, IdempotencyKey, Job, JobState, Outbox

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "Audit",
    "AuditHead",
    "CapacityStatement",
    "CaseOpening",
    "Consent",
    "Decision",
    "District",
    "Edited",
    "Host",
    "HostContact",
    "HostShare",
    "Household",
    "HouseholdMember",
    "How",
    "IdempotencyKey",
    "Involvement",
    "Job",
    "JobState",
    "LineKind",
    "LoginSession",
    "Menu",
    "MenuDraw",
    "MenuSlot",
    "Municipality",
    "Outbox",
    "OwnedRow",
    "Party",
    "PartyMember",
    "Person",
    "PersonNeed",
    "PersonRefusal",
    "PersonScheme",
    "Placement",
    "PlacementSeat",
    "PlacementSlot",
    "Pool",
    "PoolSlot",
    "ProposalLine",
    "ProposalRun",
    "ProtectionRemoval",
    "Purpose",
    "Record",
    "Row",
    "RunState",
    "Seat",
    "SharedRow",
    "SignInThrottle",
    "Task",
    "TenantRow",
    "TownBlock",
    "UserAccount",
    "UserRole",
    "Versioned",
    "tenancy",
]
