"""The card of the artefact in use, what has changed since, and what is seen at hosts."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import numpy as np
from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.infra.clock import day_in_japan
from api.retention.drawing import says, weeks_of
from api.retention.models import Current, current
from api.retention.schemas import CardSectionView, HostRateView, ModelView
from api.retention.stays import read_stays
from api.retention.words import note_of
from api.tables import Contact, ContactState, Host, HostSaid, Incident, IncidentKind
from matching.labels import label
from matching.retention.card import card
from matching.retention.drift import drift
from matching.retention.hosts import HostRates
from matching.retention.stays import Stay
from matching.vocabulary import Side

_WATCHED = dt.timedelta(weeks=26)
_BURDENS = frozenset({HostSaid.BURDEN.value, HostSaid.WORRIES.value, HostSaid.WANTS_TO_PAUSE.value})
LEAST_WEEKS = 8
"""A host is not spoken of before so many weeks at risk were seen there."""


def show_model(context: Context) -> ModelView:
    """Show the card, alarms, and hosts; no person can be told from it."""
    used = current(context.session, context.municipality_id)
    stays = [each.stay for each in read_stays(context.session, context.today)]
    sections = card(used.model, used.row.hash) if used else ()
    return ModelView(
        number=used.row.number if used else None,
        note=note_of(used.model if used else None),
        sections=[
            CardSectionView(
                title=each.title,
                lines=list(each.lines),
                head=list(each.head),
                rows=[list(row) for row in each.rows],
            )
            for each in sections
        ],
        curve=weeks_of(used.model.curve) if used else [],
        curve_words=says(used.model.curve) if used else "",
        alarms=_alarms(used, stays),
        hosts=_hosts(context, used, stays),
    )


def _alarms(used: Current | None, stays: list[Stay]) -> list[str]:
    alarm = drift(used.model, stays) if used else None
    if alarm is None or not alarm.is_on:
        return []
    found = [
        f"「{label(feature)}」の分布が、学習したときと変わりました（PSI {shift:.2f}）。"
        for feature, shift in alarm.shifted.items()
    ]
    if alarm.is_surprising:
        found.append(f"途切れた受入は{alarm.broke}件で、見込みの{alarm.expected:.0f}件と合いません。")
    return [*found, "学習し直すか、使うのをやめてください。それまで、連絡を自動で早めることはしません。"]


def _hosts(context: Context, used: Current | None, stays: list[Stay]) -> list[HostRateView]:
    """Compare how often hosts spoke of a burden in the last half year, per week of the people they had."""
    since = context.today - _WATCHED
    weeks: Counter[str] = Counter()
    for stay in stays:
        days = (min(stay.until, context.today) - max(stay.starts_on, since)).days
        weeks[stay.host_id] += max(0, days) // 7
    burdens = _burdens(context, since)
    hosts = sorted(host for host in weeks if weeks[host] >= LEAST_WEEKS)
    if not hosts:
        return []
    usual = sum(burdens[host] for host in hosts) / sum(weeks[host] for host in hosts)
    observed = np.array([burdens[host] for host in hosts], dtype=np.float64)
    expected = np.array([weeks[host] * usual for host in hosts], dtype=np.float64)
    rates = HostRates.from_sums(hosts, observed, expected)
    low, _ = rates.band(used.model.settings.band if used else 0.95)
    names = _names(context)
    views = [
        HostRateView(
            host_id=host,  # type: ignore[arg-type]
            host=names.get(host, ""),
            weeks=weeks[host],
            burdens=burdens[host],
            burden=_times(float(rates.rate[row])),
            breaks=_breaks(used, host),
            sooner=bool(low[row] > 1),
        )
        for row, host in enumerate(hosts)
    ]
    return sorted(views, key=lambda view: (not view.sooner, -view.burdens / max(view.weeks, 1), view.host))


def _burdens(context: Context, since: dt.date) -> Counter[str]:
    found: Counter[str] = Counter()
    contacts = select(Contact).where(
        col(Contact.side) == Side.HOST,
        col(Contact.state) == ContactState.DONE,
        col(Contact.done_on) >= since,
    )
    for contact in context.session.execute(contacts).scalars():
        if contact.host_id is not None and _BURDENS & set(contact.answers):
            found[str(contact.host_id)] += 1
    reports = select(Incident).where(col(Incident.kind) == IncidentKind.BURDEN)
    for report in context.session.execute(reports).scalars():
        if day_in_japan(report.reported_at) >= since:
            found[str(report.host_id)] += 1
    return found


def _breaks(used: Current | None, host: str) -> str:
    if used is None or used.model.hosts is None:
        return ""
    return _times(float(np.exp(used.model.hosts.shifts([host])[0])))


def _times(rate: float) -> str:
    return f"ふつうの{rate:.1f}倍"


def _names(context: Context) -> dict[str, str]:
    query = select(col(Host.id), col(Host.name))
    return {str(host_id): name for host_id, name in context.session.execute(query)}
