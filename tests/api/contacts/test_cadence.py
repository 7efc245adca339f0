"""Contacts are made from the cadence, move with the start, come closer after a worry, and end with it all."""

from __future__ import annotations

import datetime as dt

import pytest

from api.contacts.cadence import plan_contacts_after_closure
from api.contacts.words import AT_RISK, INCIDENT, SAID_WORDS
from api.policy.vocabulary import Act, Role
from api.tables import ContactState, Incident, SupportCase
from api.tables.case import CaseState, Source
from api.tables.ladder import AnswerBy, IncidentKind
from matching.bundled import data_path
from matching.contacts.cadence import default_cadence
from matching.vocabulary import ContactKind, PlacementStatus, Side
from tests.api.contacts.followed import DAY, Followed


def test_both_sides_are_due_by_the_cadence(followed: Followed) -> None:
    """What the core says is what is there, for the person and the host; planning again changes nothing."""
    count = followed.plan()
    cadence, placement = default_cadence(), followed.placement
    for side in Side:
        days = cadence.due_dates(ContactKind.WORK, side, placement.first_day, placement.last_day)
        assert [row.due_on for row in followed.rows(side)] == list(days)
        assert {row.host_id for row in followed.rows(side)} == {
            followed.host.id if side == Side.HOST else None
        }
    before = [(row.id, row.version) for row in followed.rows()]
    assert (followed.plan(), len(before)) == (count, count)
    assert [(row.id, row.version) for row in followed.rows()] == before


def test_a_start_that_moves_takes_along_what_is_not_done(followed: Followed) -> None:
    """What was done stays where it was and is not asked for twice; the rest is due from the new start."""
    followed.plan()
    first = followed.rows(Side.PERSON)[0]
    assert followed.record(first).is_success
    followed.plan(first_day=followed.today + DAY)
    rows = followed.rows(Side.PERSON)
    assert [row.id for row in rows if row.state == ContactState.DONE] == [first.id]
    cadence = default_cadence()
    expected = cadence.due_dates(
        ContactKind.WORK, Side.PERSON, followed.today + DAY, followed.placement.last_day
    )
    due = [row.due_on for row in rows if row.state == ContactState.DUE]
    assert due == [day for day in expected if not first.window_from <= day <= first.window_to]
    assert len(due) < len(expected)


@pytest.mark.parametrize("status", [PlacementStatus.ENDED, PlacementStatus.BROKEN_OFF])
def test_the_end_of_a_placement_takes_back_what_comes_after(
    followed: Followed, status: PlacementStatus
) -> None:
    """What was due before may still be made up for; an offer has no contacts at all."""
    followed.plan(first_day=followed.today - 20 * DAY)
    before = [row.due_on for row in followed.rows() if row.due_on <= followed.today]
    followed.plan(status=status)
    assert [row.due_on for row in followed.rows()] == before != []
    followed.plan(status=PlacementStatus.OFFERED)
    assert followed.rows() == []


def test_a_worry_asks_for_more_contacts_with_both(followed: Followed) -> None:
    """After 「疲れている」, and after a host's report, both sides are contacted more often for a while."""
    usual = followed.plan()
    row = followed.rows(Side.PERSON)[0]
    assert followed.record(row, answers=["tired"]).is_success
    after_answer = len(followed.rows())
    assert after_answer > usual
    followed.records.add(
        Incident(
            placement_id=followed.placement.id,
            person_id=followed.person.id,
            host_id=followed.host.id,
            kind=IncidentKind.BURDEN,
            urgency=AnswerBy.SOON,
            reported_at=followed.records.now + dt.timedelta(days=5),
            reported_by=followed.records.someone,
        )
    )
    followed.plan()
    assert len(followed.rows()) > after_answer


def test_the_codes_that_ask_for_more_are_known() -> None:
    """Every code in the data is one somebody can answer, or a report."""
    known = {INCIDENT, AT_RISK}.union(*(words.keys() for words in SAID_WORDS.values()))
    assert default_cadence().denser.because <= known


def test_the_municipality_may_have_a_cadence_of_its_own(followed: Followed) -> None:
    """The office's text goes before the default; a slip in it is refused and names the field."""
    admin = followed.service.client(Role.ADMIN)
    text = data_path("contacts/default.toml").read_text(encoding="utf-8")
    own = text.replace('"5m", "6m", "12m"]', '"5m", "6m"]').replace('["0d", "1w", "2w", ', '["3w", ')
    wrong = admin.act("PATCH", "/api/v1/office", {"settings": {"cadence": "[denser]"}}, version=1)
    assert wrong.status_code == 422
    admin.done("PATCH", "/api/v1/office", {"settings": {"cadence": own}}, version=1)
    followed.plan()
    assert followed.rows(Side.PERSON)[0].due_on >= followed.today + 21 * DAY


def test_after_closure_the_person_and_the_host_are_contacted(followed: Followed) -> None:
    """1, 3, 6, 12 months and 3, 6 months; what was due for the placement goes; reopening takes it back."""
    followed.plan()
    case = followed.records.add(
        SupportCase(
            person_id=followed.person.id,
            number="S-1",
            state=CaseState.ENDED,
            opened_on=followed.today - 100 * DAY,
            closed_on=followed.today,
            source=Source.REFERRAL,
            created_at=followed.records.now,
        )
    )

    def plan(state: CaseState) -> None:
        user = followed.coordinator.user_id
        with followed.service.context(user, Act.CASE_STEP, Role.COORDINATOR) as context:
            found = context.find(SupportCase, case.id, lock=True)
            found.state = state
            plan_contacts_after_closure(context, found)

    plan(CaseState.ENDED)
    plan(CaseState.FOLLOWED_UP)
    rows = [row for row in followed.rows() if row.due_on > followed.today]
    assert {row.kind for row in rows} == {ContactKind.CLOSURE}
    cadence = default_cadence()
    for side in Side:
        days = cadence.due_dates(ContactKind.CLOSURE, side, followed.today, followed.today)
        assert [row.due_on for row in rows if row.side == side] == list(days)
    assert [row.side for row in rows].count(Side.PERSON) == 4
    plan(CaseState.REOPENED)
    assert all(row.case_id is None for row in followed.rows())
