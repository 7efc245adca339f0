"""Resource gaps: from unmet needs to the resources worth developing."""

from matching.gaps.care import HostHistory, hosts_to_look_after
from matching.gaps.history import Forecast, Snapshot, by_quarter, forecast, snapshot, trend
from matching.gaps.report import GapParams, find_gaps
from matching.gaps.tables import GapTable, gap_tables, suppressed
from matching.gaps.templates import Template, Templates, default_templates
from matching.gaps.unmet import unmet_needs
from matching.gaps.unused import unused_places
from matching.gaps.worklist import whom_to_ask

__all__ = [
    "Forecast",
    "GapParams",
    "GapTable",
    "HostHistory",
    "Snapshot",
    "Template",
    "Templates",
    "by_quarter",
    "default_templates",
    "find_gaps",
    "forecast",
    "gap_tables",
    "hosts_to_look_after",
    "snapshot",
    "suppressed",
    "trend",
    "unmet_needs",
    "unused_places",
    "whom_to_ask",
]
