"""Which consent holds, and what a host may be told on it."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from pathlib import Path

import pytest

from api.consents import service as consents
from api.consents.schemas import HostConsent, MeetingConsent
from api.consents.service import a_year_after, shown_to_host, valid_consent
from api.errors import NotFound
from api.policy.vocabulary import Act, Field, Role
from api.tables import Consent, How, Purpose
from tests.api.consents.test_routes import NAME, TEXT, only_times, to_host
from tests.api.rows import add_host, add_person, today
from tests.api.service import Service


def _give(service: Service, person_id: uuid.UUID, user_id: uuid.UUID, body: dict[str, object]) -> uuid.UUID:
    client = service.client_of(user_id)
    return uuid.UUID(client.done("POST", f"/api/v1/people/{person_id}/consents", body)["id"])


def test_a_consent_holds_from_its_first_day_to_its_last(service: Service) -> None:
    """Both days count; before, after, for another host or another person there is none."""
    user_id = service.add_user(Role.COORDINATOR)
    person_id, host_id, day = add_person(service, user_id), add_host(service), today(service)
    last = day + dt.timedelta(days=5)
    _give(service, person_id, user_id, to_host(day, host_id, expires_on=last.isoformat()))
    with service.installation.database.read(service.office) as session:

        def holds(on: dt.date, host: uuid.UUID | None = host_id, purpose: Purpose = Purpose.HOST) -> bool:
            return valid_consent(session, person_id, purpose, on, host) is not None

        a_day = dt.timedelta(days=1)
        assert [holds(on) for on in (day - a_day, day, last, last + a_day)] == [False, True, True, False]
        assert not holds(day, add_host(service))
        assert not holds(day, None)
        assert not holds(day, None, Purpose.MEETING)
        assert valid_consent(session, uuid.uuid4(), Purpose.HOST, day, host_id) is None


def test_a_host_reads_what_was_approved_and_nothing_else(service: Service) -> None:
    """Of the latest consent the named fields, never the witness; nothing after withdrawal."""
    user_id = service.add_user(Role.COORDINATOR)
    person_id, host_id, day = add_person(service, user_id), add_host(service), today(service)
    spoken = to_host(day, host_id, how="spoken", witness="見本 立会")
    first = _give(service, person_id, user_id, spoken)
    staff = service.add_user(Role.HOST, host_id=host_id)
    with service.context(staff, Act.REQUEST_READ, Role.HOST) as context:
        shown = shown_to_host(context, context.find(Consent, first))
        assert (shown.shown_name, shown.shown_text, shown.witness) == (NAME, TEXT, "")
    second = _give(service, person_id, user_id, only_times(day, host_id))
    with service.context(staff, Act.REQUEST_READ, Role.HOST) as context:
        shown = shown_to_host(context, context.find(Consent, second))
        assert (shown.shown_name, shown.shown_text) == ("", "")
        with pytest.raises(NotFound):
            shown_to_host(context, context.find(Consent, first))
    service.client_of(user_id).done("POST", f"/api/v1/people/{person_id}/consents/{second}/withdrawal")
    with service.context(staff, Act.REQUEST_READ, Role.HOST) as context, pytest.raises(NotFound):
        shown_to_host(context, context.find(Consent, second))


def test_a_host_reads_nothing_of_a_consent_to_another_host(service: Service) -> None:
    """The check stands in the one function that opens the text, whoever calls it."""
    user_id = service.add_user(Role.COORDINATOR)
    person_id, host_id, other = add_person(service, user_id), add_host(service), add_host(service)
    given = _give(service, person_id, user_id, to_host(today(service), host_id))
    with service.context(user_id, Act.REQUEST_READ, Role.HOST) as context:
        consent = context.find(Consent, given)
        for own, is_shown in ((host_id, True), (other, False)):
            object.__setattr__(context.actor, "host_id", own)
            if is_shown:
                assert shown_to_host(context, consent).shown_name == NAME
            else:
                with pytest.raises(NotFound):
                    shown_to_host(context, consent)


def test_the_fields_of_a_hosts_consent_name_nothing_of_the_case() -> None:
    """A host's consent cannot even name health, family or address."""
    allowed = HostConsent.model_json_schema()["$defs"]["HostField"]["enum"]
    assert sorted(allowed) == ["contact", "name", "schedule", "support_text"]


def test_there_is_no_way_around_a_consent() -> None:
    """Nothing in the feature speaks of an override."""
    folder = Path(consents.__file__).parent
    for path in folder.glob("*.py"):
        assert "override" not in path.read_text().casefold()


def test_a_request_that_is_sent_again_reads_the_same() -> None:
    """Fields have no order, so they are written sorted: the same key then gets the same answer."""
    day, fields = dt.date(2026, 11, 20), frozenset(Field)
    given = MeetingConsent(
        purpose=Purpose.MEETING, fields=fields, given_on=day, expires_on=day, how=How.SIGNED
    )
    assert json.loads(given.model_dump_json())["fields"] == sorted(fields)


def test_a_year_after_a_leap_day_ends_in_february() -> None:
    """The year is never longer than a year."""
    assert a_year_after(dt.date(2024, 2, 29)) == dt.date(2025, 2, 28)
    assert a_year_after(dt.date(2026, 11, 20)) == dt.date(2027, 11, 20)
