"""The indicators through the API: exact for officials, suppressed for planners, nothing for others."""

from __future__ import annotations

import datetime as dt
from typing import Any

from api.indicators.counted import count_all, hidden_keys
from api.indicators.periods import n_months_after
from api.policy.vocabulary import Role
from api.tables import EventKind, Municipality, PlacementEvent, SupportCase
from api.tables.case import Source
from tests.api.indicators.test_counting import MAY, records_of
from tests.api.records import Records
from tests.api.service import Client, Service

ADDRESS = "/api/v1/indicators"


def seen(client: Client, since: dt.date, until: dt.date, by: str = "month") -> dict[str, Any]:
    """Ask for a span."""
    return client.seen(f"{ADDRESS}?from={since.isoformat()}&to={until.isoformat()}&by={by}")


def values(view: dict[str, Any], code: str, part: str = "") -> list[Any]:
    """Give one line's values."""
    (line,) = (each for each in view["lines"] if (each["code"], each["part"]) == (code, part))
    found: list[Any] = line["values"]
    return found


def fill(service: Service, count: int, population: int) -> dt.date:
    """Register applications two months ago, and give their day."""
    records = Records(service)
    applied_on = n_months_after(records.today.replace(day=1), -2)
    for n in range(count):
        person = records.person()
        records.add(
            SupportCase(
                person_id=person.id,
                number=f"S-{n}",
                opened_on=applied_on,
                application_on=applied_on,
                source=Source.REFERRAL,
                created_at=records.now,
            )
        )
    with service.installation.database.write() as session:
        office = session.get(Municipality, service.office)
        assert office is not None
        office.population = population
    return applied_on


def test_officials_see_every_number_and_planners_no_small_one(service: Service) -> None:
    """3 applications: 3 for the official, hidden for the planner; 0 is 0 for both; hosts are open."""
    applied_on = fill(service, 3, 30_000)
    official, planner = service.client(Role.OFFICIAL), service.client(Role.PLANNER)
    exact, careful = (seen(each, applied_on, applied_on) for each in (official, planner))
    assert (exact["is_suppressed"], careful["is_suppressed"]) == (False, True)
    assert values(exact, "K1")[0]["value"] == 3
    assert values(careful, "K1")[0] == {
        "value": None,
        "of": None,
        "rate": None,
        "left_out": None,
        "is_hidden": True,
    }
    for view in (exact, careful):
        assert (values(view, "K3", "first")[0]["value"], values(view, "K6")[0]["value"]) == (0, 0)
        assert not values(view, "K3", "first")[0]["is_hidden"]
        assert len({line["code"] for line in view["lines"]}) == 12
        assert all(line["definition"].startswith(line["code"]) for line in view["lines"])
    assert "見本" not in str(exact)


def test_a_longer_period_does_not_give_a_hidden_month_away(service: Service) -> None:
    """The quarter and the 年度 around a hidden month are hidden too; in a small town everything is."""
    applied_on = fill(service, 11, 30_000)
    planner = service.client(Role.PLANNER)
    assert values(seen(planner, applied_on, applied_on), "K1")[0]["value"] == 11
    before = n_months_after(applied_on, -1)
    records = Records(service)
    person = records.person()
    records.add(
        SupportCase(
            person_id=person.id,
            number="S-x",
            opened_on=before,
            application_on=before,
            source=Source.OUTREACH,
            created_at=records.now,
        )
    )
    for by in ("month", "quarter", "year"):
        view = seen(planner, before, applied_on, by)
        assert view["periods"] or by != "month"
        if not view["periods"]:  # one that is not over yet is not shown at all
            continue
        for period, value in zip(view["periods"], values(view, "K1"), strict=True):
            if period["first"] <= before.isoformat() <= period["last"]:
                assert value["is_hidden"], (by, period)
        assert all(period["last"] < records.today.isoformat() for period in view["periods"])
    with service.installation.database.write() as session:
        office = session.get(Municipality, service.office)
        assert office is not None
        office.population = 1_500
    town = seen(planner, applied_on, applied_on)
    counted = [line for line in town["lines"] if line["unit"] != "hosts"]
    assert all(value["is_hidden"] for line in counted for value in line["values"])


def test_events_of_placements_are_counted(service: Service) -> None:
    """A placement that is accepted today is one in the funnel; the neighbour's is not."""
    records = Records(service)
    placement = records.placement(records.person(), records.menu(records.host()))
    records.add(
        PlacementEvent(
            placement_id=placement.id,
            person_id=placement.person_id,
            kind=EventKind.ACCEPTED,
            day=records.today,
            at=records.now,
        )
    )
    today = records.today
    view = seen(service.client(Role.OFFICIAL), today, today)
    accepted = values(view, "K7", "accepted")[0]
    assert (accepted["value"], accepted["of"], accepted["rate"]) == (1, 1, 1.0)
    away = seen(service.client(Role.OFFICIAL, office=service.neighbour), today, today)
    assert values(away, "K7", "offered")[0]["value"] == 0


def test_only_officials_and_planners_see_them(service: Service) -> None:
    """Others get 404; a span that is none is refused."""
    path = f"{ADDRESS}?from=2026-04-01&to=2026-04-30"
    for role in set(Role) - {Role.OFFICIAL, Role.PLANNER}:
        assert service.client(role).get(path).status_code == 404, role
    official = service.client(Role.OFFICIAL)
    assert official.get(f"{ADDRESS}?from=2026-04-30&to=2026-04-01").status_code == 422
    assert official.get(f"{ADDRESS}?from=2000-04-30&to=2026-04-01").status_code == 422


def test_totals_of_hidden_parts_are_hidden() -> None:
    """Why cases closed adds up to how many, so one small reason hides the total as well."""
    closed = [(f"p{n}", None, MAY.first, MAY.first, "moved" if n < 3 else "goal_reached") for n in range(20)]
    concluded = [("closure", MAY.first)] * 20
    hidden = hidden_keys(
        count_all(records_of(cases=closed, conclusions=concluded), MAY, MAY.last), population=400_000
    )
    assert {("K4", "reason.moved"), ("K4", "closure")} <= hidden
    assert ("K4", "reason.goal_reached") not in hidden


def test_days_no_office_counts_by_are_refused(service: Service) -> None:
    """The first and the last day a calendar has are named, and nothing fails."""
    client = service.client(Role.OFFICIAL)
    for since, until in (("0001-01-01", "0001-02-01"), ("9999-12-01", "9999-12-31")):
        answer = client.get(f"{ADDRESS}?from={since}&to={until}&by=year")
        assert answer.status_code == 422
        assert {fault["field"] for fault in answer.json()["faults"]} == {"query.from", "query.to"}
