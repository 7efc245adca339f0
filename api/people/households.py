"""世帯 and 組: who lives together and who goes together."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.people.household_schemas import MembersInput, MembersView, TogetherView
from api.policy.gate import open_case
from api.policy.vocabulary import Act, Field
from api.tables import Household, HouseholdMember, Party, PartyMember, Person, PersonNeed


@dataclass(frozen=True)
class Kind:
    """
    What differs between a household and a party.

    Parameters
    ----------
    record, member, key
        The tables, and the member's column that names the record.
    taken
        The conflict when a person is in another one.
    fewest
        How many there are at least, unless it is ended.
    shares_need
        Whether all members need to have a kind of need in common.
    """

    record: type[Household] | type[Party]
    member: type[HouseholdMember] | type[PartyMember]
    key: str
    taken: str
    fewest: int
    shares_need: bool


HOUSEHOLD = Kind(Household, HouseholdMember, "household_id", "in_household", 1, shares_need=False)
PARTY = Kind(Party, PartyMember, "party_id", "in_party", 2, shares_need=True)


def form(context: Context, kind: Kind, given: MembersInput) -> Receipt:
    """Make a household or party of people whose cases the user carries."""
    if not given.members:
        raise Refused([_too_few(kind)])
    _open_all(context, given.members)
    _check_members(context, kind, given.members)
    record = kind.record(municipality_id=context.municipality_id, created_at=context.now)
    context.add(record)
    _add(context, kind, record.id, given.members)
    return context.receipt(record)


def change(context: Context, kind: Kind, record_id: uuid.UUID, given: MembersInput) -> Receipt:
    """Change who is in it; the user carries the cases of all who were and all who will be."""
    record = context.find(kind.record, record_id, lock=True)
    before = _members_of(context, kind, record_id)
    _open_all(context, before | given.members)
    context.expect_version(record)
    _check_members(context, kind, given.members, record_id)
    for person_id in sorted(before - given.members):
        context.session.delete(context.session.get_one(kind.member, (record_id, person_id)))
        context.note_of(kind.record.__tablename__, record_id, person_id, left=True)
    context.session.flush()
    _add(context, kind, record_id, given.members - before)
    context.change(record, {}, also=["members"] if before != given.members else ())
    return context.receipt(record)


def together(context: Context) -> TogetherView:
    """Show the household and the party of the case, with those members the user may see."""
    if Field.FAMILY not in context.case.visible:
        raise NotFound
    person = context.case.person
    view = TogetherView(household=_view(context, HOUSEHOLD, person), party=_view(context, PARTY, person))
    context.note(person, shown=["household", "party"])
    return view


def _view(context: Context, kind: Kind, person: Person) -> MembersView | None:
    own = select(_key(kind)).where(col(kind.member.person_id) == person.id)
    record_id = context.session.execute(own).scalar_one_or_none()
    if record_id is None:
        return None
    record = context.find(kind.record, record_id)
    members = [each for each in sorted(_members_of(context, kind, record_id)) if _may_see(context, each)]
    return MembersView(id=record.id, members=members, version=record.version)


def _may_see(context: Context, person_id: uuid.UUID) -> bool:
    try:
        open_case(context, context.find(Person, person_id))
    except NotFound:
        return False
    return True


def _check_members(
    context: Context, kind: Kind, members: frozenset[uuid.UUID], record_id: uuid.UUID | None = None
) -> None:
    """Refuse what cannot be a household or party."""
    if 0 < len(members) < kind.fewest:
        raise Refused([_too_few(kind)])
    query = select(_key(kind)).where(col(kind.member.person_id).in_(members))
    if set(context.session.execute(query).scalars()) - {record_id}:
        raise Conflict(kind.taken)
    if kind.shares_need and members and not _shared_domains(context, members):
        raise Refused([Fault("members", str(len(members)), "同じ分野のニーズがある人どうし")])


def _open_all(context: Context, person_ids: Iterable[uuid.UUID]) -> None:
    """Lock the people, always in the same order, and let only those go on who may edit every case."""
    for person_id in sorted(person_ids):
        open_case(context, context.find(Person, person_id, lock=True), act=Act.PERSON_EDIT)


def _shared_domains(context: Context, members: frozenset[uuid.UUID]) -> set[str]:
    query = select(col(PersonNeed.person_id), col(PersonNeed.domain)).where(
        col(PersonNeed.person_id).in_(members)
    )
    domains: dict[uuid.UUID, set[str]] = {person_id: set() for person_id in members}
    for person_id, domain in context.session.execute(query):
        domains[person_id].add(domain)
    return set.intersection(*domains.values())


def _members_of(context: Context, kind: Kind, record_id: uuid.UUID) -> frozenset[uuid.UUID]:
    query = select(col(kind.member.person_id)).where(_key(kind) == record_id)
    return frozenset(context.session.execute(query).scalars())


def _add(context: Context, kind: Kind, record_id: uuid.UUID, members: Iterable[uuid.UUID]) -> None:
    for person_id in sorted(members):
        own = {kind.key: record_id, "person_id": person_id, "municipality_id": context.municipality_id}
        context.session.add(kind.member(**own))
        context.note_of(kind.record.__tablename__, record_id, person_id, joined=True)
    context.session.flush()


def _key(kind: Kind) -> Any:
    return getattr(kind.member, kind.key)


def _too_few(kind: Kind) -> Fault:
    return Fault("members", "", f"{kind.fewest}人以上")
