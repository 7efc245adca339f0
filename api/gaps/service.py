"""Analyses as they are listed, followed and shown: whole for who may open every case, else suppressed."""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy import select
from sqlmodel import col

from api.context import Context
from api.errors import NotFound
from api.gaps.history import history_of
from api.gaps.making import open_report
from api.gaps.schemas import (
    AnalysisList,
    AnalysisView,
    ForecastView,
    GapsShown,
    HostsToAsk,
    HostToAsk,
    MonthList,
    MonthView,
)
from api.gaps.view import gap_view
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import EVERY, may
from api.policy.vocabulary import Act
from api.proposals.frozen import open_problem
from api.tables import GapAnalysis, GapSnapshot, Job, JobState, Municipality, ProposalRun, RunState
from matching.gaps import by_quarter, forecast, trend, whom_to_ask
from matching.gaps.history import FEWEST_QUARTERS, SOURCE
from matching.model import Problem
from matching.model.gap import GapReport, Prospect
from matching.phrases import Names
from matching.phrases.gaps import likeness_text, request_to
from matching.suppression import shown, suppress

MOST_SHOWN = 50
_NUMBERS = {"unmet": "参加先のないニーズ", "waiting": "待っているニーズ", "places": "使われていない余力"}
_AHEAD = 4
_WAYS = {
    1: "、四半期に {change} ずつ増えています。",
    0: "、ほとんど変わっていません。",
    -1: "、四半期に {change} ずつ減っています。",
}
_ENOUGH = (
    "かっこの中は、5回に4回はその中に入ると考えられる幅です（方法：{source}）。季節の動きは見ていません。"
)
_TOO_SHORT = (
    "見通しは、続いた{needed}四半期（2年）の記録がそろうまで出しません（いまは{quarters}四半期分）。"
    "短い記録からの見通しは、あてになりません。"
)


def list_analyses(context: Context) -> AnalysisList:
    """List the latest analyses."""
    query = select(GapAnalysis).order_by(col(GapAnalysis.created_at).desc(), col(GapAnalysis.id))
    found = context.session.execute(query.limit(MOST_SHOWN)).scalars().all()
    context.note_of("gap_analysis", count=len(found))
    return AnalysisList(analyses=[_view_of(context, each) for each in found])


def show_analysis(context: Context, analysis_id: uuid.UUID) -> AnalysisView:
    """Show where an analysis stands; it is asked often, so only one that is over is noted in the trail."""
    analysis = context.find(GapAnalysis, analysis_id)
    if analysis.state != RunState.WAITING:
        context.note(analysis)
    return _view_of(context, analysis)


def show_gaps(context: Context, analysis_id: uuid.UUID) -> GapsShown:
    """
    Show what an analysis found.

    Who may not open every case sees numbers of people suppressed, and only of the analysis a month was frozen
    by: from two analyses a few days apart one could tell who came and went.

    Raises
    ------
    Conflict
        If it is not done.
    """
    analysis = context.find(GapAnalysis, analysis_id)
    report = open_report(context.installation.vault, analysis)
    problem = problem_of(context, analysis)
    is_suppressed = not sees_everybody(context)
    view = _view_of(context, analysis)
    population = population_of(context) if view.is_frozen else None
    context.note(analysis, is_suppressed=is_suppressed)
    gaps = gap_view(problem, report, population=population, for_outsiders=is_suppressed)
    return GapsShown(analysis=view, is_suppressed=is_suppressed, gaps=gaps)


def list_hosts_to_ask(context: Context, analysis_id: uuid.UUID, development: str) -> HostsToAsk:
    """
    Give hosts that could be asked for a development, those that look most like it first.

    Raises
    ------
    NotFound
        If the analysis knows no such development.
    """
    analysis = context.find(GapAnalysis, analysis_id)
    prospect = prospect_of(open_report(context.installation.vault, analysis), development)
    problem = problem_of(context, analysis)
    names = Names.of(problem)
    context.note(analysis)
    return HostsToAsk(
        hosts=[
            HostToAsk(
                host_id=uuid.UUID(each.host_id),
                words=likeness_text(each),
                kind=each.kind,
                is_known=each.is_known,
                request=request_to(prospect.development, each.host_id, names),
            )
            for each in whom_to_ask(problem, prospect.development, problem.hosts)
        ]
    )


def list_months(context: Context) -> MonthList:
    """Show the frozen months, the trend, and what to expect where there are two years of them."""
    is_suppressed = not sees_everybody(context)
    population = population_of(context)

    def seen(number: int) -> int | None:
        return shown(number, population) if is_suppressed else number

    snapshots = history_of(context.session)
    months = []
    for each in snapshots:
        # With those who have a place both would tell the third; so all three are shown or hidden together.
        table = suppress([each.unmet, each.waiting - each.unmet], population)
        is_told = not is_suppressed or not table.hidden.any()
        months.append(
            MonthView(
                month=each.month,
                waiting=each.waiting if is_told else None,
                unmet=each.unmet if is_told else None,
                median_wait_weeks=each.median_wait_weeks if seen(each.unmet) is not None else None,
                places=each.places,
            )
        )
    told = [name for name in _NUMBERS if name == "places" or all(m.unmet is not None for m in months)]
    context.note_of("gap_snapshot", count=len(months), is_suppressed=is_suppressed)

    def quarters_of(name: str) -> tuple[float, ...]:
        return by_quarter({each.month: getattr(each, name) for each in snapshots}, context.today)

    quarters = len(quarters_of("places"))
    return MonthList(
        months=months,
        forecasts=[_forecast(name, quarters_of(name)) for name in told],
        outlook=_ENOUGH.format(source=SOURCE)
        if quarters >= FEWEST_QUARTERS
        else _TOO_SHORT.format(needed=FEWEST_QUARTERS, quarters=quarters),
        source=SOURCE,
    )


def sees_everybody(context: Context) -> bool:
    """Tell whether the user may open every case anyway, so that a number tells them nothing new."""
    parts = parts_of(context.actor.roles, NO_RELATION)
    return all(may(Act.PERSON_READ, parts, stage) for stage in EVERY)


def population_of(context: Context) -> int | None:
    """Give the population of the municipality, if it is known."""
    office = context.session.get(Municipality, context.municipality_id)
    return office.population if office else None


def problem_of(context: Context, analysis: GapAnalysis) -> Problem:
    """Open the frozen problem an analysis was made of."""
    return open_problem(context.installation.vault, context.find(ProposalRun, analysis.run_id)).problem


def prospect_of(report: GapReport, development: str) -> Prospect:
    """
    Find a development of an analysis by its key.

    Raises
    ------
    NotFound
        If there is none.
    """
    for each in (*report.prospects, *report.combinations):
        if each.development.id == development:
            return each
    raise NotFound


def _forecast(name: str, quarters: tuple[float, ...]) -> ForecastView:
    found, moved = forecast(quarters, _AHEAD), trend(quarters)
    said = []
    if moved is not None:
        change = round(moved.a_quarter, 1)
        way = _WAYS[(change > 0) - (change < 0)].format(change=f"{abs(change):g}")
        said.append(f"この{len(moved.quarters)}四半期は{way}")
    if found is not None:
        first = f"{found.expected[0]:g}（{found.low[0]:g}〜{found.high[0]:g}）"
        last = f"{found.expected[-1]:g}（{found.low[-1]:g}〜{found.high[-1]:g}）"
        said.append(f"次の四半期は {first}、{_AHEAD}期先は {last} の見込みです。")
    return ForecastView(
        number=name,
        words=_NUMBERS[name],
        text=f"{_NUMBERS[name]}：{''.join(said)}" if said else "",
        a_quarter=None if moved is None else moved.a_quarter,
        expected=list(found.expected) if found else [],
        low=list(found.low) if found else [],
        high=list(found.high) if found else [],
    )


def _view_of(context: Context, analysis: GapAnalysis) -> AnalysisView:
    job = context.session.execute(
        select(Job).where(
            col(Job.municipality_id) == context.municipality_id, col(Job.subject_id) == analysis.id
        )
    ).scalar_one_or_none()
    frozen = context.session.execute(
        select(col(GapSnapshot.id)).where(col(GapSnapshot.analysis_id) == analysis.id)
    ).first()
    is_running = analysis.state == RunState.WAITING and job is not None and job.state == JobState.RUNNING
    return AnalysisView(
        id=analysis.id,
        version=analysis.version,
        state=RunState.RUNNING if is_running else analysis.state,
        run_id=analysis.run_id,
        month=dt.date.fromisoformat(analysis.params["date"]).replace(day=1),
        is_frozen=frozen is not None,
        message=analysis.message,
        step=job.done if job is not None and is_running else 0,
        steps=job.total if job is not None and is_running else 0,
        created_at=analysis.created_at,
        finished_at=analysis.finished_at,
    )
