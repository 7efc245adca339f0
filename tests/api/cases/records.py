"""A case for the tests, and the records of other features that its steps rest on, put straight in."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import col

from api.infra.clock import day_in_japan
from api.infra.crypto import Place
from api.policy.vocabulary import Role
from api.tables import (
    AgendaItem,
    AgendaKind,
    Basis,
    Conclusion,
    Conference,
    ConferenceMember,
    ConferenceState,
    Consent,
    Contact,
    ContactState,
    Decision,
    How,
    OwnedRow,
    Person,
    PersonScheme,
    PlanKind,
    PlanState,
    Purpose,
    Seating,
    SupportPlan,
)
from api.tables.conference import Mode
from api.tables.sealed import ReasonDocument
from matching.vocabulary import Answer, ContactKind, NeedDomain, Side
from tests.api.rows import add_person
from tests.api.service import Client, Service

Added = TypeVar("Added", bound=OwnedRow)


class CaseRecords:
    """
    A person with a coordinator, an official and a lead; and rows around them.

    Parameters
    ----------
    service
        Where.
    """

    def __init__(self, service: Service) -> None:
        self.service = service
        self.coordinator = service.client(Role.COORDINATOR)
        self.official = service.client(Role.OFFICIAL)
        self.new_person()

    def new_person(self) -> None:
        """Take another person, with the same people around."""
        self.person_id = add_person(self.service, self.coordinator.user_id)
        self.path = f"/api/v1/people/{self.person_id}/case"

    @property
    def today(self) -> dt.date:
        """The date in Japan."""
        return day_in_japan(self._now())

    def receive(self, client: Client | None = None, **changed: Any) -> dict[str, Any]:
        """Receive the person with nothing but who referred them."""
        given = {"source": "referral", "lead_plan_number": "T-1", "opened_on": self.today.isoformat()}
        return (client or self.coordinator).done("POST", self.path, given | changed)

    def complete_reception(self) -> None:
        """Add all that comes with the person."""
        day = self.today.isoformat()
        self.patch(
            application_on=day, applying_agency="みほん相談室", consented_on=day, consented_how="signed"
        )

    def patch(self, **given: Any) -> None:
        """Add to the reception."""
        self.coordinator.done("PATCH", self.path, given, version=self.seen()["version"])

    def assess(self) -> None:
        """Begin the assessment."""
        self.coordinator.done("POST", f"{self.path}/assessment", {"checked_on": self.today.isoformat()})

    def note(self, result: str, kind: str = "call") -> None:
        """Write a line of the 支援経過."""
        given = {"noted_on": self.today.isoformat(), "kind": kind, "result": result, "words": "見本"}
        self.coordinator.done("POST", f"{self.path}/notes", given)

    def seen(self) -> dict[str, Any]:
        """See the case."""
        return self.coordinator.seen(self.path)

    @property
    def state(self) -> str:
        """The state of the current episode; empty without one."""
        current = self.seen()["current"]
        return current["state"] if current else ""

    def step(self, step: str, client: Client | None = None, **more: Any) -> Any:
        """Try a step, and give the answer."""
        if step in {"close", "break_off"}:
            more = {"close_reason": "goal_reached", **more}
        version = self.seen()["version"] or 1
        return (client or self.coordinator).act(
            "POST", f"{self.path}/steps", {"step": step, **more}, version=version
        )

    def go(self, *steps: str) -> None:
        """Take steps that have to succeed."""
        for step in steps:
            answer = self.step(step)
            assert answer.is_success, answer.text

    def consent(self) -> None:
        """Let the person agree to share with the meeting."""
        self.add(self._consent())

    def withdraw(self) -> None:
        """Let the person withdraw every consent."""
        with self.service.installation.database.write(self.service.office) as session:
            query = select(Consent).where(col(Consent.person_id) == self.person_id)
            for row in session.execute(query).scalars():
                row.withdrawn_at = self.service.clock.now(session)

    def check_gap(
        self,
        possible: Answer = Answer.NO,
        reason: str = "年齢が要件に合わない",
        look_again_on: dt.date | None = None,
    ) -> None:
        """Note a line of the 狭間 check."""
        row = PersonScheme(
            id=uuid.uuid4(),
            municipality_id=self.service.office,
            person_id=self.person_id,
            domain=NeedDomain.WORK,
            scheme="就労移行支援",
            possible=possible,
            look_again_on=look_again_on,
            created_at=self._now(),
        )
        place = Place(self.service.office, "person_scheme", row.id, "sealed")
        document = ReasonDocument(reason=reason)
        row.sealed = self.service.installation.vault.seal(place, self.person_id, document)
        self.add(row)

    def plan(self, kind: PlanKind = PlanKind.FIRST, state: PlanState = PlanState.SUBMITTED) -> uuid.UUID:
        """Add a plan written by the coordinator."""
        consent = self.add(self._consent(), withdrawn=True)
        plan = SupportPlan(
            person_id=self.person_id,
            kind=kind,
            state=state,
            consent_id=consent,
            submitted_at=self._now(),
            writers=[str(self.coordinator.user_id)],
            created_at=self._now(),
        )
        return self.add(plan)

    def fix(self, plan_id: uuid.UUID, decided_by: uuid.UUID | None = None) -> None:
        """Decide on a plan and fix it; the one before is superseded."""
        with self.service.installation.database.write(self.service.office) as session:
            fixed = select(SupportPlan).where(
                col(SupportPlan.person_id) == self.person_id, col(SupportPlan.state) == PlanState.FIXED
            )
            for row in session.execute(fixed).scalars():
                row.state = PlanState.SUPERSEDED
            session.get_one(SupportPlan, plan_id).state = PlanState.FIXED
        self.add(
            Decision(
                person_id=self.person_id,
                plan_id=plan_id,
                number=uuid.uuid4().hex,
                decided_on=self.today,
                decided_by=decided_by or self.official.user_id,
                recorded_at=self._now(),
            )
        )

    def conclude(
        self,
        kind: AgendaKind,
        plan_id: uuid.UUID | None = None,
        conclusion: Conclusion = Conclusion.APPROVED,
        there: tuple[Seating, ...] = (Seating.OFFICE, Seating.LEAD),
        basis: Basis = Basis.CONSENT,
    ) -> None:
        """Hold a conference on the person."""
        now = self._now()
        conference = Conference(
            id=uuid.uuid4(),
            name="見本会議",
            basis=basis,
            mode=Mode.AS_NEEDED,
            held_on=self.today,
            state=ConferenceState.CLOSED,
            closed_at=now,
            created_by=self.official.user_id,
            created_at=now,
        )
        about = {"conference_id": conference.id, "created_at": now}
        self.add(conference)
        for seating in there:
            self.add(ConferenceMember(**about, seating=seating, has_attended=True))
        self.add(
            AgendaItem(
                **about,
                person_id=self.person_id,
                kind=kind,
                plan_id=plan_id,
                conclusion=conclusion,
                concluded_at=now,
                created_by=self.official.user_id,
            )
        )

    def due_contact(self) -> None:
        """Add a contact after closure that is due."""
        self.add(
            Contact(
                person_id=self.person_id,
                case_id=uuid.UUID(self.seen()["current"]["id"]),
                side=Side.PERSON,
                kind=next(iter(ContactKind)),
                due_on=self.today,
                window_from=self.today,
                window_to=self.today,
                minutes=15,
                created_at=self._now(),
            )
        )

    def settle_contacts(self) -> None:
        """Let no contact be due any more."""
        with self.service.installation.database.write(self.service.office) as session:
            query = select(Contact).where(col(Contact.person_id) == self.person_id)
            for row in session.execute(query).scalars():
                row.state = ContactState.SKIPPED

    def contacts_due(self) -> int:
        """Count the contacts that are due."""
        with self.service.installation.database.read(self.service.office) as session:
            query = select(Contact).where(
                col(Contact.person_id) == self.person_id, col(Contact.state) == ContactState.DUE
            )
            return len(session.execute(query).scalars().all())

    def row(self) -> Person:
        """Read the person's row."""
        with self.service.installation.database.read(self.service.office) as session:
            return session.execute(select(Person).where(col(Person.id) == self.person_id)).scalar_one()

    def add(self, row: Added, withdrawn: bool = False) -> uuid.UUID:
        """Put a row into the municipality's database, and give its id."""
        with self.service.installation.database.write(self.service.office) as session:
            row.municipality_id = self.service.office
            if withdrawn:
                row.withdrawn_at = self.service.clock.now(session)  # type: ignore[attr-defined]
            session.add(row)
            session.flush()
            row_id: uuid.UUID = row.id  # type: ignore[attr-defined]
        return row_id

    def _consent(self) -> Consent:
        return Consent(
            person_id=self.person_id,
            purpose=Purpose.MEETING,
            fields=["existence"],
            given_on=self.today,
            expires_on=self.today + dt.timedelta(days=300),
            how=How.SIGNED,
            recorded_by=self.coordinator.user_id,
            created_at=self._now(),
        )

    def _now(self) -> dt.datetime:
        with self.service.installation.database.read() as session:
            return self.service.clock.now(session)


def supported(records: CaseRecords) -> None:
    """Carry the person from reception to support, with every record on the way."""
    records.receive()
    records.consent()
    records.complete_reception()
    records.go("assess")
    records.assess()
    records.check_gap()
    records.go("draft")
    plan_id = records.plan()
    records.go("submit")
    records.conclude(AgendaKind.FIRST, plan_id)
    records.go("agree")
    records.fix(plan_id)
    records.go("start")
