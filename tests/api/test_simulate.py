"""`sanka simulate`, as a person at a terminal uses it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner

from api.cli import app
from api.words import word
from matching.labels import label
from matching.simulation.comparison import comparison_from_json
from matching.vocabulary import Lang, Policy

SMALL = ["--weeks", "6", "--people", "15", "--hosts", "6"]
SAYS_ITS_YEARS = """
import sys
from api.cli import app
from matching.simulation import comparison

before = comparison.replay_all

def replay_all(*arguments):
    print("year", flush=True)
    return before(*arguments)

comparison.replay_all = replay_all
app(sys.argv[1:])
"""


@pytest.mark.parametrize("lang", Lang)
def test_the_table_and_the_file_say_the_same(
    lang: Lang, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Every policy has its row in the language asked for, and the JSON holds the years behind it."""
    monkeypatch.setattr("api.terminal.simulation.console", Console(width=220))
    out = tmp_path / "years.json"
    words = ["simulate", *SMALL, "--seeds", "2", "--seed", "4", "--out", str(out), "--lang", lang]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.output
    found = comparison_from_json(out.read_bytes())
    assert found.seeds == (4, 5)
    assert len(found.years) == 2 * len(Policy)
    for policy in Policy:
        assert label(policy, lang) in result.output
    hindsight = found.summaries[-1].measures
    assert f"{hindsight['placed'].mean:.1f} ± {hindsight['placed'].half_width:.1f}" in result.output
    assert word("sim_stopped", lang) not in result.output


def test_an_impossible_number_is_refused() -> None:
    """A year of one week is refused before anything is computed."""
    assert CliRunner().invoke(app, ["simulate", "--weeks", "1"]).exit_code == 2


def test_ctrl_c_shows_the_years_that_are_finished(tmp_path: Path) -> None:
    """The first Ctrl-C ends a long simulation; what is finished is shown, written, and said to be a part."""
    out = tmp_path / "years.json"
    words = ["simulate", *SMALL, "--seeds", "1000", "--out", str(out), "--lang", "en"]
    running = subprocess.Popen(
        [sys.executable, "-c", SAYS_ITS_YEARS, *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert running.stdout is not None
    years = 0
    for line in running.stdout:
        years += line.strip() == b"year"
        if years == 3:
            break
    running.send_signal(signal.SIGINT)
    printed, _ = running.communicate(timeout=60)
    assert running.returncode == 0, printed.decode()
    found = comparison_from_json(out.read_bytes())
    assert len(found.seeds) == 1000
    assert 2 <= found.summaries[-1].years < 1000
    assert "Stopped early" in printed.decode()
