"""The files of WAM NET themselves, where they are at hand (set SANKA_WAM_DIR to their folder)."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from api.imports.faults import Severity
from api.imports.hosts import hosts_from_wam
from api.imports.wam import read_wam

FOLDER = os.environ.get("SANKA_WAM_DIR")
FILES = sorted(Path(FOLDER).glob("csvdownload*.csv")) if FOLDER else []


@pytest.mark.skipif(not FILES, reason="SANKA_WAM_DIR names no folder with csvdownload*.csv")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_of_all_japan(path: Path) -> None:
    """Nearly every row becomes a host with a position, in well under two seconds."""
    data = path.read_bytes()
    start = time.perf_counter()
    file = read_wam(data)
    found = hosts_from_wam(file.rows)
    assert time.perf_counter() - start < 2
    assert len(file.rows) > 1_000
    assert not [fault for fault in file.faults if fault.severity is Severity.ERROR]
    assert len(found.hosts) >= 0.99 * len(file.rows)
    assert len({host.id for host in found.hosts}) == len(found.hosts)
    assert sum(host.place is not None for host in found.hosts) > 0.95 * len(found.hosts)
    assert sum(host.quota is not None for host in found.hosts) > 0.8 * len(found.hosts)
    assert len(found.menus) == len(found.pools) > 0.8 * len(found.hosts)
    assert sum(len(read_wam(data, f"{number}").rows) for number in range(1, 48)) == len(file.rows)
