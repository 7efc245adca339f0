"""A simulated year on the terminal."""

from __future__ import annotations

from rich.table import Table

from api.terminal.show import console
from api.words import word
from matching.labels import label
from matching.simulation.comparison import Comparison
from matching.simulation.measures import Interval
from matching.vocabulary import Lang

_COLUMNS = {
    "share_of_hindsight": ("share_of_hindsight", True),
    "placed": ("sim_placed", False),
    "waiting_days_median": ("waiting_days_median", False),
    "waiting_days_p90": ("waiting_days_p90", False),
    "connected": ("connected", False),
    "worst_district_share": ("worst_district_share", True),
    "moves": ("moves", False),
}
"""Which measures are shown, under which heading, and whether as a percentage."""


def comparison_table(comparison: Comparison, lang: Lang) -> Table:
    """Make a table of policies and measures, each with its interval."""
    params = comparison.params
    seeds = ", ".join(str(seed) for seed in comparison.seeds)
    title = word("sim_title", lang, weeks=params.weeks, people=params.people, hosts=params.hosts, seeds=seeds)
    table = Table(title=title, title_justify="left", title_style="bold", header_style="bold")
    table.add_column(word("sim_policy", lang))
    table.add_column(word("sim_years", lang), justify="right")
    for heading, _ in _COLUMNS.values():
        table.add_column(word(heading, lang), justify="right")
    for each in comparison.summaries:
        cells = (_cell(each.measures[name], share) for name, (_, share) in _COLUMNS.items())
        table.add_row(label(each.policy, lang), str(each.years), *cells)
    return table


def show_comparison(comparison: Comparison, is_stopped: bool, lang: Lang) -> None:
    """Show what a simulation found, and whether it was stopped before its end."""
    if is_stopped:
        console.print(word("sim_stopped", lang), style="yellow", highlight=False)
    if not comparison.summaries:
        console.print(word("sim_nothing", lang), highlight=False)
        return
    console.print(comparison_table(comparison, lang), highlight=False)
    console.print(word("sim_note", lang), style="dim", highlight=False)


def _cell(interval: Interval, is_share: bool) -> str:
    scale, mark = (100, " %") if is_share else (1, "")
    mean = f"{interval.mean * scale:.1f}"
    if interval.half_width is None:
        return f"{mean}{mark}"
    return f"{mean} ± {interval.half_width * scale:.1f}{mark}"
