"""One record of each kind, put straight into the database: for tests of what comes before the features."""

from __future__ import annotations

import dataclasses
import datetime as dt
import uuid
from typing import Any, TypeVar

from api.infra.clock import day_in_japan
from api.infra.crypto import Place
from api.policy.vocabulary import Role, Stage
from api.proposals.frozen import seal_problem
from api.tables import (
    AgendaItem,
    AgendaKind,
    Ask,
    CapacityStatement,
    CarvedTask,
    CaseOpening,
    Conference,
    ConferenceMember,
    Consent,
    Contact,
    Decision,
    District,
    GapAnalysis,
    Host,
    HostContact,
    HostLink,
    Household,
    HouseholdMember,
    How,
    Involvement,
    Menu,
    MenuSlot,
    Mode,
    OwnedRow,
    Party,
    PartyMember,
    Person,
    PersonNeed,
    PersonRefusal,
    PersonScheme,
    Placement,
    PlanKind,
    Pool,
    PoolSlot,
    ProposalRun,
    ProtectionRemoval,
    Purpose,
    RuleBook,
    Seating,
    SupportPlan,
    Task,
    TownBlock,
)
from api.tables.sealed import ContactDocument, PersonDocument, SealedDocument
from api.tasks.kinds import TaskKind
from matching.bundled import data_path
from matching.serialize import load_problem
from matching.vocabulary import (
    Answer,
    ContactKind,
    DevelopmentKind,
    HostKind,
    NeedDomain,
    PlacementStatus,
    PoolKind,
    Side,
)
from tests.api.service import Service

Kind = TypeVar("Kind", bound=OwnedRow)
DAYS = dt.timedelta(days=1)
RUN_PARAMS = {
    "people": 0,
    "changes": [],
    "weights": {},
    "is_replan": False,
    "relative_gap": 0.0,
    "time_limit_s": 10,
}


class Records:
    """
    Makes records of one municipality.

    Parameters
    ----------
    service
        The service they are put into.
    office
        The municipality; the first one of the service without it.
    """

    def __init__(self, service: Service, office: uuid.UUID | None = None) -> None:
        self.service = service
        self.office = office or service.office
        self.someone = service.add_user(Role.COORDINATOR, office=self.office)
        with service.installation.database.read() as session:
            self.now = service.clock.now(session)
        self.today = day_in_japan(self.now)
        self._vault = service.installation.vault

    def add(self, *rows: Kind) -> Kind:
        """Put rows into the database, one after the other, and give the last."""
        with self.service.installation.database.write(self.office) as session:
            for row in rows:
                row.municipality_id = self.office
                session.add(row)
                session.flush()
        return rows[-1]

    def seal(self, row: Kind, subject_id: uuid.UUID, document: SealedDocument) -> Kind:
        """Seal a document into a row with the key of its subject."""
        self._vault.new_subject(self.office, subject_id)
        place = Place(self.office, str(type(row).__tablename__), row.id, "sealed")  # type: ignore[attr-defined]
        row.sealed = self._vault.seal(place, subject_id, document)  # type: ignore[attr-defined]
        return row

    def person(
        self, protected: Answer = Answer.NO, ended_on: dt.date | None = None, name: str = ""
    ) -> Person:
        """Add a person with one need."""
        person = Person(
            id=uuid.uuid4(),
            number=uuid.uuid4().hex[:8],
            age_years=40,
            protected=protected,
            waiting_since=self.today - 30 * DAYS,
            ended_on=ended_on,
            created_at=self.now,
        )
        document = PersonDocument(name=name or "見本 一郎", kana="みほん いちろう", address="見本町1-1")
        self.add(self.seal(person, person.id, document))
        self.add(PersonNeed(person_id=person.id, domain=NeedDomain.WORK, created_at=self.now))
        return person

    def host(self, name: str = "みほん農園") -> Host:
        """Add a host with a key of its own."""
        host = Host(id=uuid.uuid4(), name=name, kind=HostKind.FARM, created_at=self.now)
        self._vault.new_subject(self.office, host.id)
        return self.add(host)

    def menu(self, host: Host) -> Menu:
        """Add a menu with one slot."""
        menu = Menu(
            id=uuid.uuid4(), host_id=host.id, name="みほん作業", domains=["work"], created_at=self.now
        )
        self.add(
            menu, MenuSlot(host_id=host.id, menu_id=menu.id, weekday=2, start=dt.time(9), end=dt.time(11))
        )
        return menu

    def placement(
        self, person: Person, menu: Menu, status: PlacementStatus = PlacementStatus.OFFERED
    ) -> Placement:
        """Add a placement, without seats."""
        return self.add(
            Placement(
                id=uuid.uuid4(),
                person_id=person.id,
                domain=NeedDomain.WORK,
                host_id=menu.host_id,
                menu_id=menu.id,
                status=status,
                first_day=self.today,
                last_day=self.today + 84 * DAYS,
                expires_at=self.now + 7 * DAYS,
                created_by=self.someone,
                created_at=self.now,
            )
        )

    def consent(
        self, person: Person, host: Host | None = None, withdrawn: bool = False, days: int = 300
    ) -> Consent:
        """Add a consent to share with the meeting, or to tell a host, that holds for some days from now."""
        return self.add(
            Consent(
                id=uuid.uuid4(),
                person_id=person.id,
                purpose=Purpose.HOST if host else Purpose.MEETING,
                host_id=host.id if host else None,
                given_on=self.today - 30 * DAYS,
                expires_on=self.today + days * DAYS,
                how=How.SIGNED,
                recorded_by=self.someone,
                withdrawn_at=self.now if withdrawn else None,
                created_at=self.now,
            )
        )

    def decision(self, placement: Placement) -> Decision:
        """Add a 支援決定."""
        return self.add(
            Decision(
                person_id=placement.person_id,
                placement_id=placement.id,
                decided_on=self.today,
                decided_by=self.someone,
                recorded_at=self.now,
            )
        )

    def run(self) -> ProposalRun:
        """Make a run that waits, with a problem nobody is in."""
        run = ProposalRun(
            id=uuid.uuid4(),
            municipality_id=self.office,
            params=RUN_PARAMS,
            created_by=self.someone,
            created_at=self.now,
        )
        self._vault.new_subject(self.office, run.id)
        town = load_problem(data_path("demo/town.json"))
        seal_problem(self._vault, run, dataclasses.replace(town, people=(), parties=(), placements=()), {})
        return run

    def analysis(self) -> dict[str, Any]:
        """Make an analysis that waits, its run, and a host that is to be asked."""
        run, analysis_id = self.run(), uuid.uuid4()
        self._vault.new_subject(self.office, analysis_id)
        return {
            "analysed_run": run,
            "analysis": GapAnalysis(
                id=analysis_id,
                run_id=run.id,
                params={"date": "2026-11-20", "budget_days": None, "draws": 0, "confirm": 0},
                created_by=self.someone,
                created_at=self.now,
            ),
            "ask": Ask(
                analysis_id=analysis_id,
                development="+salon-quiet-北部-1",
                kind=DevelopmentKind.NEW_HOST,
                what="静かな居場所",
                request="みほん茶の間さまへ",
                effort_days=8,
                forecast=2,
                host_name="みほん茶の間",
                created_at=self.now,
            ),
        }

    def involve(self, person_id: uuid.UUID, user_id: uuid.UUID, role: Role) -> None:
        """Let a user carry a case, or put it before their meeting."""
        self.add(Involvement(person_id=person_id, user_id=user_id, role=role, since=self.today))

    def open_case(self, person_id: uuid.UUID, user_id: uuid.UUID) -> None:
        """Let a user open a case with a reason."""
        self.add(
            CaseOpening(
                person_id=person_id, user_id=user_id, reason="duty", until=self.now + dt.timedelta(hours=1)
            )
        )

    def at_stage(self, stage: Stage, host: Host, menu: Menu, is_withdrawn: bool = False) -> Placement:
        """
        Add a person whose case is at a stage, with a placement at the host.

        SX is a protected person, or one who withdrew the consent to share with the meeting.
        """
        protected = Answer.YES if stage == Stage.SX and not is_withdrawn else Answer.NO
        person = self.person(protected, ended_on=self.today if stage == Stage.S5 else None)
        is_placed = stage in {Stage.S4, Stage.S5}
        placement = self.placement(
            person, menu, PlacementStatus.TRIAL if is_placed else PlacementStatus.OFFERED
        )
        if stage != Stage.S0:
            self.consent(person, withdrawn=is_withdrawn)
        if stage in {Stage.S2, Stage.S3, Stage.S4, Stage.S5, Stage.SX}:
            self.decision(placement)
        if stage in {Stage.S3, Stage.S4, Stage.S5, Stage.SX}:
            self.consent(person, host)
        return placement


def ids_of(records: Records, placement: Placement) -> dict[str, str]:
    """
    Add one record of each kind around a placement and name its id as it is called in paths.

    A route with an id that is not here fails the tests that need it by name: add the kind here.
    """
    now, today, by = records.now, records.today, records.someone
    about = {"person_id": placement.person_id}
    at = {"host_id": placement.host_id}
    in_menu = {**at, "menu_id": placement.menu_id}
    pool = Pool(id=uuid.uuid4(), **at, kind=PoolKind.PLACES, name="みほん作業", created_at=now)
    pool_slot = PoolSlot(id=uuid.uuid4(), **at, pool_id=pool.id, weekday=2)
    household, party = (kind(id=uuid.uuid4(), created_at=now) for kind in (Household, Party))
    plan_consent, plan_id, conference_id = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    in_conference = {"conference_id": conference_id, "created_at": now}
    contact = HostContact(id=uuid.uuid4(), **at, created_at=now)
    expired = {"given_on": today - 300 * DAYS, "expires_on": today - DAYS}
    rows: dict[str, Any] = {
        "need": PersonNeed(**about, domain=NeedDomain.HOUSING, created_at=now),
        "scheme": PersonScheme(
            **about, domain=NeedDomain.WORK, scheme="就労継続支援", possible=Answer.NO, created_at=now
        ),
        "consent": Consent(
            **about, **expired, purpose=Purpose.HOST, **at, how=How.SIGNED, recorded_by=by, created_at=now
        ),
        "involvement": Involvement(**about, user_id=by, role=Role.LEAD, since=today),
        "removal": ProtectionRemoval(**about, person_version=1, asked_by=by, asked_at=now, created_at=now),
        "refusal": PersonRefusal(
            **about, **at, side=Side.PERSON, reason="too_far", recorded_at=now, recorded_by=by
        ),
        "task": Task(**about, kind=TaskKind.ASK_HOST, due_on=today, created_at=now),
        "household": household,
        "party": party,
        "carved": CarvedTask(**at, name="花の袋づめ", created_at=now),
        "contact": records.seal(contact, placement.host_id, ContactDocument(name="見本 花子")),
        "follow_up": Contact(
            **about,
            side=Side.PERSON,
            kind=ContactKind.WORK,
            due_on=today,
            window_from=today,
            window_to=today,
            minutes=30,
            created_at=now,
        ),
        "plan_consent": Consent(
            id=plan_consent,
            **about,
            **expired,
            purpose=Purpose.MEETING,
            how=How.SIGNED,
            recorded_by=by,
            created_at=now,
        ),
        "plan": SupportPlan(
            id=plan_id, **about, kind=PlanKind.FIRST, consent_id=plan_consent, created_at=now
        ),
        "conference": Conference(
            id=conference_id,
            name="重層的支援会議",
            mode=Mode.REGULAR,
            held_on=today,
            created_by=by,
            created_at=now,
        ),
        "member": ConferenceMember(**in_conference, user_id=by, seating=Seating.PROVIDER),
        "agenda_item": AgendaItem(**in_conference, **about, kind=AgendaKind.OTHER, created_by=by),
        "slot": MenuSlot(id=uuid.uuid4(), **in_menu, weekday=1, start=dt.time(9), end=dt.time(11)),
        "pool": pool,
        "pool_slot": pool_slot,
        "statement": CapacityStatement(
            **at, pool_slot_id=pool_slot.id, places=2, stated_on=today, stated_by=by, recorded_at=now
        ),
        "link": HostLink(
            id=uuid.uuid4(), **at, user_id=by, created_by=by, created_at=now, expires_at=now + DAYS
        ),
        "book": RuleBook(number=uuid.uuid4().int % 1_000_000_000, made_by=by, created_at=now),
        "district": District(name=f"第{uuid.uuid4().hex[:6]}圏域", created_at=now),
        "town_block": TownBlock(code=uuid.uuid4().hex[:12], name="見本町", lat=35.0, lng=139.0),
        "run": records.run(),
        "other_run": records.run(),
        **records.analysis(),
    }
    records.service.installation.vault.new_subject(records.office, conference_id)
    records.add(
        *rows.values(),
        HouseholdMember(household_id=household.id, person_id=placement.person_id),
        PartyMember(party_id=party.id, person_id=placement.person_id),
    )
    made = {f"{name}_id": str(row.id) for name, row in rows.items()}
    made |= {name: str(found) for name, found in (about | in_menu).items()}
    made |= {"placement_id": str(placement.id), "code": "131024"}
    return made | {"user_id": str(records.service.add_user(Role.PLANNER, office=records.office))}
