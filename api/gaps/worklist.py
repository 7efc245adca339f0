"""開拓: whom to ask for what by when, how far it came, and what came of it beside what was forecast."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable

from sqlalchemy import func, select
from sqlmodel import col

from api.context import Context, Receipt
from api.errors import Conflict, Fault, NotFound, Refused
from api.gaps.making import open_report
from api.gaps.schemas import AskChange, AskCreate, AskList, AskStep, AskView, FunnelView
from api.gaps.service import population_of, problem_of, prospect_of, sees_everybody
from api.tables import Ask, AskReason, AskState, GapAnalysis, Host, Placement, UserAccount
from matching.model import Problem
from matching.model.development import Development
from matching.phrases import Names
from matching.phrases.gaps import development_text, request_to, requests
from matching.suppression import shown
from matching.vocabulary import DevelopmentKind, Lang, PlacementStatus

MOST_SHOWN = 500
STATE_WORDS = {
    AskState.PLANNED: "予定",
    AskState.ASKED: "打診",
    AskState.VISITED: "見学",
    AskState.TRIED: "体験",
    AskState.TAKEN: "受入",
    AskState.DECLINED: "見合わせ",
}
REASON_WORDS = {
    AskReason.NO_ROOM: "場所がない",
    AskReason.NO_STAFF: "見る人がいない",
    AskReason.BUSY: "忙しい時期",
    AskReason.NOT_NOW: "今ではない",
    AskReason.WORRIED: "心配がある",
    AskReason.OTHER_TERMS: "条件が違えば",
    AskReason.NO_ANSWER: "返事がない",
}
_STEPS = (AskState.ASKED, AskState.VISITED, AskState.TRIED, AskState.TAKEN)
_DAY_OF = {
    AskState.ASKED: "asked_on",
    AskState.VISITED: "visited_on",
    AskState.TRIED: "tried_on",
    AskState.TAKEN: "taken_on",
    AskState.DECLINED: "declined_on",
}
OVER = frozenset({AskState.TAKEN, AskState.DECLINED})
_STARTED = (PlacementStatus.TRIAL, PlacementStatus.ACCEPTED, PlacementStatus.SETTLED, PlacementStatus.ENDED)
REGISTER = "受入先の一覧"
_UNKNOWN_SOURCE = "出典なし"


def add_ask(context: Context, analysis_id: uuid.UUID, given: AskCreate) -> Receipt:
    """
    Put a host on the worklist for a development of an analysis, with the draft of what to ask for.

    Raises
    ------
    NotFound
        If the analysis knows no such development, or host or user are not there.
    Refused
        If neither or both of a host of the register and a name are given.
    """
    analysis = context.find(GapAnalysis, analysis_id)
    prospect = prospect_of(open_report(context.installation.vault, analysis), given.development)
    if (given.host_id is None) == (given.host_name is None):
        raise Refused([Fault("host_id", "", "host_id か host_name の、どちらか一つ")])
    name = context.find(Host, given.host_id).name if given.host_id is not None else given.host_name or ""
    _check_user(context, given.user_id)
    problem = problem_of(context, analysis)
    ask = Ask(
        municipality_id=context.municipality_id,
        analysis_id=analysis.id,
        development=prospect.development.id,
        kind=prospect.development.kind,
        what=development_text(prospect.development, Names.of(problem)),
        request=_request(problem, prospect.development, given.host_id, name),
        district=prospect.development.district,
        effort_days=prospect.development.effort_days,
        forecast=max(0, prospect.forecast if prospect.confirmed is None else prospect.confirmed),
        host_id=given.host_id,
        host_name=name,
        source=given.source or (REGISTER if given.host_id is not None else _UNKNOWN_SOURCE),
        user_id=given.user_id,
        due_on=given.due_on,
        created_at=context.now,
    )
    context.add(ask)
    return context.receipt(ask)


def change_ask(context: Context, ask_id: uuid.UUID, given: AskChange) -> Receipt:
    """Change who asks, and by when; what is sent as null is taken away."""
    ask = context.find(Ask, ask_id, lock=True)
    context.expect_version(ask)
    _check_user(context, given.user_id)
    context.change(ask, given.model_dump(exclude_unset=True))
    return context.receipt(ask)


def step_ask(context: Context, ask_id: uuid.UUID, given: AskStep) -> Receipt:
    """
    Record how far it came: a step may be left out, none is taken back.

    Raises
    ------
    Conflict
        If it is over already.
    Refused
        If the step does not lead on, the day lies in the future, or 見合わせ has no reason.
    """
    ask = context.find(Ask, ask_id, lock=True)
    context.expect_version(ask)
    if ask.state in OVER:
        raise Conflict("ask_over", state=STATE_WORDS[ask.state])
    order = list(AskState)
    if given.state == AskState.PLANNED or order.index(given.state) <= order.index(ask.state):
        raise Refused([Fault("state", given.state, "いまより先の段階、または見合わせ")])
    if given.on > context.today:
        raise Refused([Fault("on", given.on.isoformat(), "今日までの日")])
    if (given.state == AskState.DECLINED) != (given.reason is not None):
        raise Refused([Fault("reason", given.reason or "", "見合わせのときだけ、その理由")])
    context.change(ask, {"state": given.state, "reason": given.reason, _DAY_OF[given.state]: given.on})
    return context.receipt(ask)


def list_asks(context: Context) -> AskList:
    """Show the worklist, what is due first, what came of it, and how far the hosts of each source came."""
    query = select(Ask).order_by(col(Ask.due_on).is_(None), col(Ask.due_on), col(Ask.created_at), col(Ask.id))
    asks = context.session.execute(query.limit(MOST_SHOWN)).scalars().all()
    is_suppressed = not sees_everybody(context)
    population = population_of(context)
    started = _started(context, asks)

    def people(number: int | None) -> int | None:
        return shown(number, population) if is_suppressed and number is not None else number

    context.note_of("ask", count=len(asks), is_suppressed=is_suppressed)
    return AskList(
        asks=[
            AskView(
                **{
                    **{name: getattr(ask, name) for name in AskView.model_fields if hasattr(ask, name)},
                    "forecast": people(ask.forecast),
                    "started": people(started[ask.id]) if ask.id in started else None,
                    "is_late": ask.state not in OVER
                    and ask.due_on is not None
                    and ask.due_on < context.today,
                    "words": STATE_WORDS[ask.state],
                    "reason_words": REASON_WORDS[ask.reason] if ask.reason else "",
                    "on": getattr(ask, _DAY_OF[ask.state]) if ask.state in _DAY_OF else None,
                }
            )
            for ask in asks
        ],
        funnel=_funnel(asks),
    )


def _check_user(context: Context, user_id: uuid.UUID | None) -> None:
    if user_id is None:
        return
    user = context.session.get(UserAccount, user_id)
    if user is None or user.municipality_id != context.municipality_id:
        raise NotFound


def _request(problem: Problem, development: Development, host_id: uuid.UUID | None, name: str) -> str:
    """Draft what to ask this host for; a partner of a combination is asked for its own piece."""
    names = Names.of(problem)
    if development.kind == DevelopmentKind.COMBINATION:
        for piece, text in zip(development.pieces, requests(development, names), strict=True):
            if piece.host_id == str(host_id):
                return text
    known = Names({**names.hosts, "": name}, names.menus, names.pools, names.pool_kinds, names.date)
    return request_to(development, str(host_id) if host_id else "", known, Lang.JA)


def _started(context: Context, asks: Iterable[Ask]) -> dict[uuid.UUID, int]:
    """Count for each ask that was taken up the people who started at that host since."""
    taken = {ask.id: (ask.host_id, ask.taken_on) for ask in asks if ask.taken_on and ask.host_id}
    first: defaultdict[uuid.UUID, list[dt.date]] = defaultdict(list)
    query = (
        select(col(Placement.host_id), func.min(col(Placement.first_day)))
        .where(
            col(Placement.status).in_(_STARTED),
            col(Placement.host_id).in_({host for host, _ in taken.values()}),
        )
        .group_by(col(Placement.host_id), col(Placement.person_id))
    )
    for host, day in context.session.execute(query).all():
        first[host].append(day)
    return {
        ask: sum(day >= since for day in first[host])
        for ask, (host, since) in taken.items()
        if host is not None and since is not None
    }


def _funnel(asks: Collection[Ask]) -> list[FunnelView]:
    """Count by source how far the hosts came; whoever came further has been at every step before."""
    counts: defaultdict[str, Counter[AskState]] = defaultdict(Counter)
    for ask in asks:
        reached = [step for step in _STEPS if getattr(ask, _DAY_OF[step]) is not None]
        furthest = max((_STEPS.index(step) for step in reached), default=-1)
        counts[ask.source].update(_STEPS[: furthest + 1])
        counts[ask.source][AskState.DECLINED] += ask.state == AskState.DECLINED
    return [
        FunnelView(
            source=source,
            asked=found[AskState.ASKED],
            visited=found[AskState.VISITED],
            tried=found[AskState.TRIED],
            taken=found[AskState.TAKEN],
            declined=found[AskState.DECLINED],
        )
        for source, found in sorted(counts.items())
    ]
