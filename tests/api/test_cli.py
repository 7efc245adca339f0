"""The `sanka` command, as a person at a terminal uses it."""

from __future__ import annotations

import dataclasses
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.terminal import nation
from matching.bundled import data_path
from matching.selection import Selection, SelectResult
from matching.serialize import (
    gap_report_from_json,
    load_problem,
    problem_to_json,
    proposal_from_json,
    proposal_to_json,
)
from matching.simulation.national import draw_national
from matching.verify import verify
from matching.vocabulary import SolveStatus

ROOT = Path(__file__).parents[2]


Sanka = Callable[..., Result]


@pytest.fixture
def sanka(monkeypatch: pytest.MonkeyPatch) -> Sanka:
    """Run the command in a wide terminal."""
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: str | Path) -> Result:
        return CliRunner().invoke(app, [str(word) for word in words])

    return run


def test_the_demo_proposes_with_reasons_and_says_who_is_left(sanka: Sanka, tmp_path: Path) -> None:
    """`sanka demo` shows a proven proposal, the people left with what stops them, and unused margin."""
    out = tmp_path / "proposal.json"
    result = sanka("demo", "--out", out, "--confirm", 2)
    assert result.exit_code == 0, result.output
    for words in (
        "最適",
        "割当案",
        "参加先が見つからなかったニーズ",
        "使われていない受入余力",
        "決めるのは本人",
    ):
        assert words in result.output
    proposal = proposal_from_json(out.read_bytes())
    assert len(proposal.assignments) > 30
    assert len(proposal.unplaced) > 5
    assert verify(load_problem(data_path("demo/town.json")), proposal) == ()


def test_the_demo_speaks_english(sanka: Sanka) -> None:
    """`--lang en` leaves no Japanese heading."""
    result = sanka("demo", "--lang", "en", "--confirm", 0)
    assert "Optimal" in result.output
    assert "Needs without a place" in result.output
    assert "割当案" not in result.output


def test_a_json_problem_is_proposed_and_verified(sanka: Sanka, tmp_path: Path) -> None:
    """`sanka propose` writes a proposal that `sanka verify` accepts."""
    out = tmp_path / "proposal.json"
    assert sanka("propose", data_path("demo/town.json"), "--out", out, "--confirm", 0).exit_code == 0
    result = sanka("verify", data_path("demo/town.json"), out)
    assert result.exit_code == 0
    assert "確かめました" in result.output


def test_a_tampered_proposal_is_refused(sanka: Sanka, tmp_path: Path) -> None:
    """`sanka verify` ends with status 1 and names what does not hold."""
    out = tmp_path / "proposal.json"
    sanka("propose", data_path("demo/town.json"), "--out", out, "--confirm", 0)
    proposal = proposal_from_json(out.read_bytes())
    out.write_text(proposal_to_json(dataclasses.replace(proposal, objective=proposal.objective + 1)))
    result = sanka("verify", data_path("demo/town.json"), out)
    assert result.exit_code == 1
    assert "wrong_total" in result.output


def test_bad_input_names_record_and_field(sanka: Sanka, tmp_path: Path) -> None:
    """A problem that cannot be used ends with status 2 and one sentence, not with a trace."""
    broken = tmp_path / "problem.json"
    text = data_path("demo/town.json").read_text(encoding="utf-8")
    broken.write_text(text.replace('"age_years": 54', '"age_years": 540', 1), encoding="utf-8")
    result = sanka("propose", broken)
    assert result.exit_code == 2
    assert "P001" in result.output
    assert "age_years" in result.output
    assert "Traceback" not in result.output


def test_what_is_no_json_is_said_to_be_none(sanka: Sanka, tmp_path: Path) -> None:
    """A file of another kind is refused in one sentence."""
    broken = tmp_path / "problem.json"
    broken.write_text("これは JSON ではない", encoding="utf-8")
    assert sanka("propose", broken).exit_code == 2


def test_generated_files_are_up_to_date(sanka: Sanka, tmp_path: Path) -> None:
    """The demo town, the schemas, the access table and the API document regenerate byte for byte."""
    assert sanka("regenerate", tmp_path).exit_code == 0
    written = [file.relative_to(tmp_path) for file in tmp_path.rglob("*.*")]
    assert len(written) == 6
    for name in written:
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes(), f"run make data: {name}"


def test_an_import_shows_faults_by_row_and_writes_hosts(sanka: Sanka, tmp_path: Path, wam_csv: bytes) -> None:
    """`sanka import-wam` reads the official columns and writes hosts that a problem can start from."""
    file, out = tmp_path / "wam.csv", tmp_path / "hosts.json"
    file.write_bytes(wam_csv)
    result = sanka("import-wam", file, "--out", out)
    assert result.exit_code == 0, result.output
    hosts = load_problem(out)
    assert len(hosts.hosts) == 2
    assert hosts.people == ()


def test_the_demo_on_real_hosts_says_what_is_simulated(sanka: Sanka, tmp_path: Path, wam_csv: bytes) -> None:
    """People and statements beside real hosts are said to be synthetic and simulated."""
    file = tmp_path / "wam.csv"
    file.write_bytes(wam_csv)
    result = sanka("demo", "--hosts", file, "--area", "24", "--people", 5, "--confirm", 0)
    assert result.exit_code == 0, result.output
    assert "模擬" in result.output


def test_an_unknown_area_is_refused(sanka: Sanka, tmp_path: Path, wam_csv: bytes) -> None:
    """An area nobody knows ends with status 2 and its name."""
    file = tmp_path / "wam.csv"
    file.write_bytes(wam_csv)
    result = sanka("import-wam", file, "--area", "架空県")
    assert result.exit_code == 2
    assert "架空県" in result.output


def test_problem_files_carry_no_settings_of_their_own(sanka: Sanka, tmp_path: Path) -> None:
    """The demo town uses the shipped rules, so that a change of the rules changes the demo."""
    town = load_problem(data_path("demo/town.json"))
    assert '"rules"' not in data_path("demo/town.json").read_text(encoding="utf-8")
    assert '"rules"' in problem_to_json(town)


def test_gaps_of_the_demo_town_are_shown(sanka: Sanka, tmp_path: Path) -> None:
    """`sanka gaps` shows what is unmet, unused, and worth developing, and writes it as JSON."""
    out = tmp_path / "gaps.json"
    result = sanka("gaps", "--out", out, "--confirm", 1, "--draws", 0)
    assert result.exit_code == 0, result.output
    for words in (
        "資源ギャップ",
        "止めているもの",
        "もったいない",
        "限られた日数でつくるなら",
        "持ち寄りでできること",
        "声をかけたい受入先",
    ):
        assert words in result.output
    report = gap_report_from_json(out.read_bytes())
    assert report.waiting == report.placed + len(report.unmet)
    assert report.plan.built


def test_gaps_speak_english(sanka: Sanka) -> None:
    """`--lang en` leaves no Japanese heading, and wrong templates are named."""
    result = sanka("gaps", "--lang", "en", "--confirm", 0, "--draws", 0)
    assert "Resource gaps" in result.output
    assert "資源" not in result.output.replace("みほん資源センター", "")


def test_wrong_templates_are_named(sanka: Sanka, tmp_path: Path) -> None:
    """What is wrong with a file of developments is said in one sentence."""
    wrong = tmp_path / "wrong.toml"
    wrong.write_text('version = "x"\n', encoding="utf-8")
    result = sanka("gaps", "--templates", wrong)
    assert result.exit_code == 2
    assert "budget_days" in result.output


def test_a_synthetic_nation_is_proposed_and_checked(sanka: Sanka, tmp_path: Path) -> None:
    """`sanka propose --people` says what was built, priced, solved and checked, and writes who goes where."""
    out = tmp_path / "choice.csv"
    words = ["propose", "--people", 400, "--menus", 300, "--seed", 2, "--lang", "en"]
    result = sanka(*words, "--out", out)
    assert result.exit_code == 0, result.output
    for said in ("Built: ", "Priced: ", "people placed", "Checked without a solver", "synthetic"):
        assert said in result.output
    drawn = draw_national(400, 300, 2)
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "person,menu,points"
    rows = np.array([line.split(",") for line in lines[1:]], dtype=int)
    offered = dict.fromkeys(zip(drawn.person, drawn.menu, drawn.selection.value, strict=True))
    assert all(tuple(row) in offered for row in rows.tolist())
    assert np.unique(rows[:, 0]).size == len(rows) > 200
    assert f"{rows[:, 2].sum():,} points" in result.output


def test_a_choice_that_does_not_hold_is_refused(sanka: Sanka, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the kernel were to place everybody everywhere, the check would say so and end with status 1."""

    def everything(problem: Selection, _: object) -> SelectResult:
        chosen = np.ones(problem.size, dtype=np.bool_)
        prices = np.zeros(problem.capacity.size)
        return SelectResult(chosen, problem.worth(chosen), 2.0**40, SolveStatus.OPTIMAL, prices)

    monkeypatch.setattr(nation, "select", everything)
    result = sanka("propose", "--people", 30, "--menus", 30)
    assert result.exit_code == 1
    assert "chosen_twice" in result.output
    assert "over_capacity" in result.output


@pytest.mark.parametrize(
    "words", [[], ["--people", 5], [data_path("demo/town.json"), "--people", 5, "--menus", 5]]
)
def test_one_question_is_asked(sanka: Sanka, words: list[str | Path]) -> None:
    """A file and a synthetic nation at once, or neither, ends with status 2 and a plain sentence."""
    result = sanka("propose", *words)
    assert result.exit_code == 2
    assert "--menus" in result.output


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_ctrl_c_keeps_the_best_so_far() -> None:
    """A first Ctrl-C ends a solve that would take minutes; its choice is checked and shown with its bound."""
    sizes = ["--people", "5000", "--menus", "5000", "--hard"]
    words = ["propose", *sizes, "--gap", "0", "--time-limit", "600", "--lang", "en"]
    command = [sys.executable, "-m", "api.cli", *words]
    said = []
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            said.append(line)
            if line.startswith("Priced: "):
                os.killpg(running.pid, signal.SIGINT)  # as a terminal does it: everybody in the foreground
    assert running.returncode == 0
    text = "".join(said)
    assert "stopped: " in text
    assert "Checked without a solver" in text
