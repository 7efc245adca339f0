"""Ctrl-C while a proposal is being made."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from matching.bundled import default_rules, default_travel, default_weights
from matching.serialize import load_problem, problem_to_json, proposal_from_json
from matching.simulation.synthetic import synthetic_problem
from matching.verify import verify
from matching.vocabulary import SolveStatus

INTO_THE_SEARCH_S = 1.0
SAYS_ITS_STAGES = """
import sys
from api.cli import app
from api.terminal.progress import Report

Report.stage = lambda self, name: print("stage", name, flush=True)
app(sys.argv[1:])
"""


def test_ctrl_c_keeps_what_was_found_so_far(tmp_path: Path) -> None:
    """The first Ctrl-C ends the solve: the best so far is written, with its proven gap, and holds."""
    settings = default_rules(), default_weights(), default_travel()
    problem, out = tmp_path / "problem.json", tmp_path / "proposal.json"
    # Hard enough to search for longer than it takes to press the keys.
    town = synthetic_problem(800, 1500, 1, *settings, hard=True)
    problem.write_text(problem_to_json(town, with_settings=False), encoding="utf-8")
    words = ["propose", problem, "--out", out, "--time-limit", "120", "--confirm", "0"]
    running = subprocess.Popen(
        [sys.executable, "-c", SAYS_ITS_STAGES, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert running.stdout is not None
    for line in running.stdout:
        if line.strip() == b"stage select":
            break
    time.sleep(INTO_THE_SEARCH_S)
    running.send_signal(signal.SIGINT)
    printed, _ = running.communicate(timeout=60)
    assert running.returncode == 0, printed.decode()
    proposal = proposal_from_json(out.read_bytes())
    assert proposal.status == SolveStatus.STOPPED
    assert proposal.assignments
    assert proposal.bound >= proposal.objective
    assert verify(load_problem(problem), proposal) == ()
