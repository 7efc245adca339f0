"""K1 to K6 and K9 to K12: one function each, with its definition and its source in the domain page."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import pandas as pd

from api.indicators.periods import Period
from api.indicators.records import Records
from api.tables import ContactState, EventKind
from api.tables.case import CloseReason
from api.tables.conference import AgendaKind
from api.tables.plan import PlanKind
from matching.vocabulary import Side


class Unit(StrEnum):
    """What is counted; numbers of people, and what follows from them, are kept small for outsiders."""

    PEOPLE = "people"
    HOSTS = "hosts"
    CONTACTS = "contacts"
    DAYS = "days"


@dataclass(frozen=True)
class Count:
    """
    One number of one period.

    Parameters
    ----------
    code, part
        Which indicator, and which part of it.
    unit
        What is counted.
    value
        The number; None only for a median of nothing.
    of
        The denominator, where it is a share; the number of people behind a median.
    left_out
        What is not in the denominator because it is not known yet or ended otherwise (censored).
    """

    code: str
    part: str
    unit: Unit
    value: float | None
    of: int | None = None
    left_out: int | None = None


def k1_applications(records: Records, period: Period) -> list[Count]:
    """K1 利用申込件数: applications whose 申込日 lies in the period. [P] 3.2."""
    return [Count("K1", "", Unit.PEOPLE, _in(records.cases.application_on, period).sum())]


def k2_supported(records: Records, period: Period) -> list[Count]:
    """
    K2 支援対象者数 [V]: people with a 支援決定 in force on at least one day of the period. [P]

    A decision is in force from its day until the case it was made in is closed.
    """
    frame = records.decisions.merge(records.cases, on="person_id", how="left")
    of_case = frame.opened_on.isna() | (frame.opened_on <= frame.decided_on)
    ends_before = frame.closed_on.map(lambda day: day is not None and not pd.isna(day) and day < period.first)
    # A decision belongs to the last episode that had begun; older episodes that ended say nothing of it.
    frame = frame[of_case].assign(over=ends_before[of_case])
    frame = frame.sort_values("opened_on", na_position="first").drop_duplicates(
        ["person_id", "decided_on"], keep="last"
    )
    active = (frame.decided_on <= period.last) & ~frame.over.astype(bool)
    return [Count("K2", "", Unit.PEOPLE, frame[active].person_id.nunique())]


def k3_plans(records: Records, period: Period) -> list[Count]:
    """K3 プラン作成件数: plans whose 確定日 lies in the period, 初回 and 再プラン. [P] 3.2."""
    found = records.plans[_in(records.plans.fixed_on, period)]
    return [Count("K3", kind, Unit.PEOPLE, (found.kind == kind).sum()) for kind in PlanKind]


def k4_endings(records: Records, period: Period) -> list[Count]:
    """K4 終結/中断件数 by 会議決定日, and 終結理由別 by the day of closure. [P] 3.2."""
    found = records.conclusions[_in(records.conclusions.concluded_on, period)]
    closed = records.cases[_in(records.cases.closed_on, period)]
    ends = (AgendaKind.CLOSURE, AgendaKind.BREAK_OFF)
    return [
        *(Count("K4", kind, Unit.PEOPLE, (found.kind == kind).sum()) for kind in ends),
        *(
            Count("K4", f"reason.{reason}", Unit.PEOPLE, (closed.close_reason == reason).sum())
            for reason in CloseReason
        ),
    ]


def k5_hosts(records: Records, period: Period) -> list[Count]:
    """
    K5 協力事業者数 [V]: hosts that cooperate at the period's end; and hosts somebody was at in it.

    [P] A host cooperates while the latest 申告 of one of its slots says it can take somebody or may be asked.
    """
    said = records.statements[records.statements.stated_on.map(lambda day: day <= period.last).astype(bool)]
    latest = said.sort_values("order").drop_duplicates("slot_id", keep="last")
    stays = _stays(records)
    there = stays[
        (stays.start <= period.last) & stays.end.map(lambda day: pd.isna(day) or day >= period.first)
    ]
    return [
        Count("K5", "cooperating", Unit.HOSTS, latest[latest.is_offer.astype(bool)].host_id.nunique()),
        Count("K5", "hosting", Unit.HOSTS, there.host_id.nunique()),
    ]


def k6_new_hosts(records: Records, period: Period) -> list[Count]:
    """K6 新規開拓数: hosts whose first 申告 that they can take somebody lies in the period. [P] 3.2."""
    offers = records.statements[records.statements.is_offer.astype(bool)]
    first = _earliest(offers.host_id, offers.stated_on)
    return [Count("K6", "", Unit.HOSTS, sum(period.has(day) for day in first.values()))]


def k9_followed_up(records: Records, period: Period, as_of: dt.date) -> list[Count]:
    """
    K9 フォロー実施率: of the contacts due in the period, those done, by side. [P] 3.2.

    What may still be done in time is left out; what was skipped is due and not done.
    """
    counts = []
    for side in Side:
        due = records.contacts[_in(records.contacts.due_on, period) & (records.contacts.side == side)]
        open_ = (due.state == ContactState.DUE) & due.window_to.map(lambda day: day >= as_of).astype(bool)
        done = (due.state == ContactState.DONE).sum()
        counts.append(Count("K9", side, Unit.CONTACTS, done, int((~open_).sum()), int(open_.sum())))
    return counts


def k10_host_support(records: Records, period: Period) -> list[Count]:
    """K10 受入先支援回数: contacts with hosts that were made in the period. [P] 3.2."""
    found = (records.contacts.side == Side.HOST) & (records.contacts.state == ContactState.DONE)
    return [Count("K10", "", Unit.CONTACTS, (found & _in(records.contacts.done_on, period)).sum())]


def k11_unmet(records: Records, period: Period) -> list[Count]:
    """
    K11 未充足ニーズ: needs at the period's end for which nothing was offered, by need × 圏域. [P] 3.2.

    Where all places are 不適合 nothing can be offered, so those are among them.
    """
    needs = records.needs[records.needs.since.map(lambda day: day <= period.last).astype(bool)]
    needs = needs[needs.ended_on.map(lambda day: pd.isna(day) or day > period.last).astype(bool)]
    offered = records.placements[
        records.placements.created_on.map(lambda day: day <= period.last).astype(bool)
    ]
    met = set(zip(offered.person_id, offered.domain, strict=True))
    is_unmet = [pair not in met for pair in zip(needs.person_id, needs.domain, strict=True)]
    unmet = needs[pd.Series(is_unmet, index=needs.index, dtype=bool)]
    places = Counter(zip(unmet.domain, unmet.district_id.map(lambda each: each or ""), strict=True))
    return [
        Count("K11", "", Unit.PEOPLE, len(unmet)),
        *(
            Count("K11", f"{domain}.{district}", Unit.PEOPLE, number)
            for (domain, district), number in sorted(places.items(), key=str)
        ),
    ]


def k12_waiting(records: Records, period: Period) -> list[Count]:
    """K12 申込→初回受入の日数: median of days from 申込日 to a first start in the period. [P] 3.2."""
    stays, applications = _stays(records), records.cases.dropna(subset=["application_on"])
    first = _earliest(stays.person_id, stays.start)
    applied = _earliest(applications.person_id, applications.application_on)
    days = [
        (start - applied[person]).days
        for person, start in first.items()
        if period.has(start) and person in applied and applied[person] <= start
    ]
    return [Count("K12", "", Unit.DAYS, float(pd.Series(days).median()) if days else None, len(days))]


STARTS = (EventKind.TRIAL, EventKind.ACCEPTED)
ENDS = (EventKind.ENDED, EventKind.BROKEN_OFF)


def first_days(records: Records, kinds: tuple[EventKind, ...]) -> dict[Any, dt.date]:
    """Give the first day on which one of these happened, by placement."""
    found = records.events[records.events.kind.isin(kinds)]
    return _earliest(found.placement_id, found.day)


def _earliest(keys: pd.Series[Any], days: pd.Series[Any]) -> dict[Any, dt.date]:
    found: dict[Any, dt.date] = {}
    for key, day in zip(keys, days, strict=True):
        found[key] = min(day, found.get(key, day))
    return found


def _stays(records: Records) -> pd.DataFrame:
    """Give placements that began, from 体験 on, with their first day and, where they ended, their last."""
    start, end = first_days(records, STARTS), first_days(records, ENDS)
    frame = records.placements.assign(
        start=records.placements.id.map(start), end=records.placements.id.map(end)
    )
    return frame.dropna(subset=["start"])


def _in(days: pd.Series[Any], period: Period) -> pd.Series[bool]:
    return days.map(lambda day: not pd.isna(day) and period.has(day)).astype(bool)
