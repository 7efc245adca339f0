"""資源不足のページ: unmet needs, places nobody uses, what to develop, and who asks whom."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request

from api.context import Context, Receipt
from api.desk.users import user_names_of, users_with
from api.errors import NotFound
from api.gaps import making, service, smallest, worklist
from api.gaps.maps import MapView, map_of
from api.gaps.schemas import (
    AnalysisCreate,
    AnalysisList,
    AnalysisView,
    AskCreate,
    AskList,
    AskStep,
    ChangeAsk,
    GapsShown,
    HostsToAsk,
    Key,
    MonthList,
)
from api.gaps.view import SHADES, ProspectView, TableView
from api.policy.stage import NO_RELATION, parts_of
from api.policy.table import may
from api.policy.vocabulary import Act, Role
from api.tables import RunState
from api.web.fields import Fields
from api.web.inputs import Input
from api.web.paging import Pages, gone_on

PATH = "/gaps"
pages = Pages()


class OneDevelopment(Input):
    """Which development of an analysis; none is one that the analysis does not know."""

    development: Key = ""


@dataclass(frozen=True)
class GapsPage:
    """
    The latest analyses, and whether the user may make one.

    Parameters
    ----------
    analyses
        Newest first.
    months
        The frozen months, with what they let expect.
    may_make
        The user may analyse.
    """

    analyses: AnalysisList
    months: MonthList
    may_make: bool


@dataclass(frozen=True)
class Heat:
    """
    A table of unmet needs as a heat map.

    Parameters
    ----------
    table
        With its totals.
    shades
        For each row how strong each cell is, 0 to `SHADES`; hidden numbers are 0.
    """

    table: TableView
    shades: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class AnalysisPage:
    """
    One analysis.

    Parameters
    ----------
    analysis
        Where it stands.
    shown
        What it found; `None` while it is under way.
    heats
        Its tables as heat maps.
    map
        Districts and hosts with the places nobody uses.
    may_ask
        The user may put hosts on the worklist.
    """

    analysis: AnalysisView
    shown: GapsShown | None
    heats: tuple[Heat, ...]
    map: MapView | None
    may_ask: bool

    @property
    def is_under_way(self) -> bool:
        """It is waiting or being computed."""
        return self.analysis.state in {RunState.WAITING, RunState.RUNNING}


@dataclass(frozen=True)
class DevelopmentPage:
    """
    One development: whom to ask for what.

    Parameters
    ----------
    analysis_id, prospect
        The development, and what it would bring.
    candidates
        Hosts that look alike, with a draft of what to ask for.
    users, me
        Who could ask, and who looks at the page.
    """

    analysis_id: uuid.UUID
    prospect: ProspectView
    candidates: HostsToAsk
    users: tuple[tuple[str, str], ...]
    me: uuid.UUID


@dataclass(frozen=True)
class AsksPage:
    """
    The worklist.

    Parameters
    ----------
    asks
        With the funnel by source.
    states, reasons
        How far it can come, and why not: code and words.
    names
        Of those who ask, by id.
    today
        The day that is proposed for a step.
    may_ask
        The user may record steps.
    """

    asks: AskList
    names: Mapping[uuid.UUID, str]
    states: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    today: dt.date
    may_ask: bool


@pages.show(PATH, Act.GAP_READ, "gaps/list.html")
def show_gaps(context: Context) -> GapsPage:
    """Show the latest analyses and the trend."""
    return GapsPage(service.list_analyses(context), service.list_months(context), _may(context, Act.GAP_MAKE))


@pages.form(PATH, Act.GAP_MAKE, again=show_gaps)
def make_analysis(context: Context, request: Request, fields: Fields) -> Receipt:
    """Analyse the latest proposal."""
    receipt = making.make_analysis(context, fields.read(AnalysisCreate))
    return gone_on(receipt, f"{PATH}/{receipt.id}", "")


@pages.show(f"{PATH}/asks", Act.GAP_READ, "gaps/asks.html")
def show_asks(context: Context) -> AsksPage:
    """Show the worklist."""
    asks = worklist.list_asks(context)
    return AsksPage(
        asks,
        user_names_of(context, {each.user_id for each in asks.asks if each.user_id}),
        tuple((state.value, words) for state, words in worklist.STATE_WORDS.items()),
        tuple((reason.value, words) for reason, words in worklist.REASON_WORDS.items()),
        context.today,
        _may(context, Act.GAP_ASK),
    )


@pages.form(f"{PATH}/asks", Act.GAP_ASK, again=show_asks)
def add_ask_of_change(context: Context, request: Request, fields: Fields) -> Receipt:
    """Put a host on the worklist for a smallest change."""
    receipt = smallest.add_ask_of_change(context, fields.read(ChangeAsk))
    return gone_on(receipt, f"{PATH}/asks", "on_the_list" if receipt.details["is_there"] else "added")


@pages.form(f"{PATH}/asks/{{ask_id}}", Act.GAP_ASK, again=show_asks)
def step_ask(context: Context, request: Request, fields: Fields, ask_id: uuid.UUID) -> Receipt:
    """Record how far it came."""
    return gone_on(worklist.step_ask(context, ask_id, fields.read(AskStep)), f"{PATH}/asks", "recorded")


@pages.show(f"{PATH}/{{analysis_id}}", Act.GAP_READ, "gaps/show.html")
def show_analysis(context: Context, analysis_id: uuid.UUID) -> AnalysisPage:
    """Show an analysis, or where it stands."""
    analysis = service.show_analysis(context, analysis_id)
    may_ask = _may(context, Act.GAP_ASK)
    if analysis.state != RunState.DONE:
        return AnalysisPage(analysis, None, (), None, may_ask)
    shown = service.show_gaps(context, analysis_id)
    heats = tuple(Heat(table, _shades(table)) for table in shown.gaps.tables)
    return AnalysisPage(analysis, shown, heats, map_of(context, analysis_id), may_ask)


@pages.form(f"{PATH}/{{analysis_id}}/cancel", Act.GAP_MAKE, again=show_analysis)
def cancel_analysis(context: Context, request: Request, fields: Fields, analysis_id: uuid.UUID) -> Receipt:
    """Cancel an analysis."""
    return gone_on(making.cancel_analysis(context, analysis_id), f"{PATH}/{analysis_id}", "")


@pages.show(f"{PATH}/{{analysis_id}}/development", Act.GAP_READ, "gaps/development.html")
def show_development(context: Context, analysis_id: uuid.UUID, query: OneDevelopment) -> DevelopmentPage:
    """Show whom to ask for a development."""
    candidates = service.list_hosts_to_ask(context, analysis_id, query.development)
    shown = service.show_gaps(context, analysis_id).gaps
    told = {each.id: each for each in (*shown.prospects, *shown.built, *shown.combinations)}
    if query.development not in told:
        raise NotFound
    users = users_with(context, Role.PLANNER, Role.COORDINATOR)
    return DevelopmentPage(analysis_id, told[query.development], candidates, users, context.actor.user_id)


@pages.form(f"{PATH}/{{analysis_id}}/asks", Act.GAP_ASK)
def add_ask(context: Context, request: Request, fields: Fields, analysis_id: uuid.UUID) -> Receipt:
    """Put a host on the worklist."""
    return gone_on(worklist.add_ask(context, analysis_id, fields.read(AskCreate)), f"{PATH}/asks", "added")


def _may(context: Context, act: Act) -> bool:
    return may(act, parts_of(context.actor.roles, NO_RELATION), None)


def _shades(table: TableView) -> tuple[tuple[int, ...], ...]:
    """Give how strong each cell is beside the largest number that is shown."""
    most = max((cell.number or 0 for row in table.rows for cell in row.cells), default=0)
    return tuple(
        tuple(-(-SHADES * (cell.number or 0) // most) if most else 0 for cell in row.cells)
        for row in table.rows
    )
