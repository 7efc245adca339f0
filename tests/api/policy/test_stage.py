"""The stage of a case and the part of a user follow from what is recorded."""

from __future__ import annotations

import itertools

import pytest

from api.errors import NotFound
from api.policy.gate import open_case
from api.policy.stage import CaseFacts, stage_of
from api.policy.vocabulary import Act, Role, Stage
from api.tables import Person, Placement
from matching.vocabulary import Answer, PlacementStatus
from tests.api.records import Records
from tests.api.service import Service


@pytest.mark.parametrize("case", [CaseFacts(*facts) for facts in itertools.product((False, True), repeat=7)])
def test_protection_and_withdrawal_go_before_everything(case: CaseFacts) -> None:
    """Then the end of the case; the host's consent before the decision, and that before the meeting's."""
    stage = stage_of(case)
    assert (stage == Stage.SX) == (case.is_protected or case.has_withdrawn)
    if stage != Stage.SX:
        assert (stage == Stage.S5) == case.has_ended
    if stage in {Stage.S3, Stage.S4}:
        assert case.shares_with_host
        assert (stage == Stage.S4) == case.is_placed
    if stage == Stage.S0:
        assert not any((case.shares_with_meeting, case.is_decided, case.shares_with_host, case.has_ended))


def opened(
    service: Service, person: Person, role: Role, user_id: object, placement: Placement | None = None
) -> Stage:
    """Open a case as a user and give its stage."""
    act = Act.PERSON_READ if placement is None else Act.PLACEMENT_READ
    with service.context(user_id, act, role) as context:  # type: ignore[arg-type]
        found = context.find(Person, person.id)
        return open_case(context, found, placement.host_id if placement else None).stage


def test_a_case_goes_through_the_stages_as_it_is_recorded(service: Service) -> None:
    """Consents, decision and placement each move it on; what is said for one host counts for no other."""
    records = Records(service)
    host, other = records.host(), records.host("みほん商店")
    person = records.person()
    placement = records.placement(person, records.menu(host))
    elsewhere = records.placement(person, records.menu(other))
    user = service.add_user(Role.OFFICIAL)

    def stages() -> tuple[Stage, Stage]:
        here, there = (opened(service, person, Role.OFFICIAL, user, at) for at in (placement, elsewhere))
        return here, there

    assert stages() == (Stage.S0, Stage.S0)
    records.consent(person)
    assert stages() == (Stage.S1, Stage.S1)
    records.decision(placement)
    assert stages() == (Stage.S2, Stage.S2)
    records.consent(person, host)
    assert stages() == (Stage.S3, Stage.S2)
    records.placement(person, records.menu(host), PlacementStatus.TRIAL)
    assert stages() == (Stage.S4, Stage.S2)
    records.consent(person, other, withdrawn=True)
    assert stages() == (Stage.S4, Stage.SX)
    asked = records.person(protected=Answer.UNKNOWN)
    assert opened(service, asked, Role.OFFICIAL, user) == Stage.SX


@pytest.mark.parametrize("days", [-1, 0])
def test_a_member_sees_a_case_only_while_the_consent_to_share_it_holds(service: Service, days: int) -> None:
    """Neither a decision nor a consent to a host stands in for it; on its last day it still holds."""
    records = Records(service)
    host, person = records.host(), records.person()
    member = service.add_user(Role.MEMBER)
    records.involve(person.id, member, Role.MEMBER)
    records.consent(person, host)
    records.decision(records.placement(person, records.menu(host)))
    records.consent(person, days=days)
    if days < 0:
        with pytest.raises(NotFound):
            opened(service, person, Role.MEMBER, member)
    else:
        assert opened(service, person, Role.MEMBER, member) == Stage.S3
