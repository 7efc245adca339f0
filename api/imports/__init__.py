"""Open data becomes hosts: read a file, report what is wrong with it, map it to the core."""

from __future__ import annotations

from api.imports.faults import RowFault, Severity
from api.imports.hosts import WamHosts, hosts_from_wam
from api.imports.simulated import simulated_statements
from api.imports.wam import WamFile, WamRow, read_wam

__all__ = [
    "RowFault",
    "Severity",
    "WamFile",
    "WamHosts",
    "WamRow",
    "hosts_from_wam",
    "read_wam",
    "simulated_statements",
]
