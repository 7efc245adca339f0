"""How runs end: each ending is told apart, and none looks as if there were no candidates."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable

import pytest

from api.jobs import hold as holding
from api.proposals import work
from matching.errors import InvalidProblem, SolverFault
from matching.model import Problem, Proposal
from matching.pipeline import ProposeParams, propose
from matching.vocabulary import SolveStatus
from tests.api.service import Client
from tests.api.town import PATH, Town

Propose = Callable[[Problem, ProposeParams], Proposal]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "POLL_S", 0.02)


def _in_no_time(problem: Problem, params: ProposeParams) -> Proposal:
    """Propose with no time to solve."""
    limits = dataclasses.replace(params.select, time_limit_s=1e-6)
    return propose(problem, dataclasses.replace(params, select=limits, confirm=0))


def _near_enough(problem: Problem, params: ProposeParams) -> Proposal:
    """Propose as if the solve had ended within the gap asked for."""
    made = propose(problem, dataclasses.replace(params, confirm=0))
    return dataclasses.replace(made, status=SolveStatus.WITHIN_GAP, bound=made.objective * 1.01)


def _cancelled(client: Client, run_id: str) -> Propose:
    def cancelled(problem: Problem, params: ProposeParams) -> Proposal:
        """Propose after somebody cancelled."""
        receipt = client.done("POST", f"{PATH}/{run_id}/cancel")
        assert receipt["details"] == {"is_over": False}
        assert params.select.should_stop is not None
        while not params.select.should_stop():
            time.sleep(0.01)
        return propose(problem, params)

    return cancelled


def _faulty(problem: Problem, params: ProposeParams) -> Proposal:
    raise SolverFault("sample")


def _invalid(problem: Problem, params: ProposeParams) -> Proposal:
    raise InvalidProblem("person", "age_years", 300, "0 to 120")


def _not_verified(problem: Problem, params: ProposeParams) -> Proposal:
    """Propose, and seat somebody twice."""
    made = propose(problem, dataclasses.replace(params, confirm=0))
    return dataclasses.replace(made, assignments=(*made.assignments, made.assignments[0]))


def test_each_ending_is_told_apart(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """最適・許容差内・時間切れ・中止・不成立・異常: six words, each with its numbers, none 候補なし."""
    ends: dict[str, dict[str, object]] = {}
    pin = _pin_that_cannot_hold(town)

    def end(name: str, solve: Propose | None = None, **body: object) -> None:
        run_id = town.ask(**body)
        made = _cancelled(town.coordinator, run_id) if name == "stopped" else solve or propose
        monkeypatch.setattr(work, "propose", made)
        assert town.work() == 1
        ends[name] = town.seen(run_id)

    end("optimal")
    end("within_gap", _near_enough, relative_gap=0.05)
    end("timed_out", _in_no_time)
    end("stopped")
    end("infeasible", pins=[pin])
    end("failed", _faulty)

    words = {name: str(shown["words"]) for name, shown in ends.items()}
    assert len(set(words.values())) == len(words)
    assert words["optimal"] == "最適"
    assert words["within_gap"] == "許容差内（差 1.0 %）"
    assert words["timed_out"].startswith("時間切れ（差 ")
    assert words["stopped"].startswith("中止（差 ")
    assert words["infeasible"].startswith("不成立")
    assert words["failed"] == "異常"
    assert "候補なし" not in "".join(words.values())
    for name, shown in ends.items():
        state = {"stopped": "cancelled", "failed": "failed"}.get(name, "done")
        assert (shown["state"], shown["status"]) == (state, None if name == "failed" else name)
        assert (shown["assigned"] == 0) == (name == "failed"), name
        if name != "failed":
            assert float(str(shown["bound"])) >= float(str(shown["objective"]))
    assert ends["failed"]["message"] == work.FAULT
    lines = town.seen(str(ends["infeasible"]["id"]), "/lines")["lines"]
    released = [line for line in lines if line["kind"] == "released"]
    assert released
    assert released[0]["blocks"]
    stopped = town.seen(str(ends["stopped"]["id"]), "/lines")["lines"]
    assert [line for line in stopped if line["kind"] == "assigned"], "the best so far is kept"


def _pin_that_cannot_hold(town: Town) -> dict[str, object]:
    """Pin somebody to a menu that a rule is against: they were told so in a run."""
    run_id = town.run()
    problem = town.seen(run_id, "/input")
    own = {line["person_id"]: line for line in town.seen(run_id, "/lines")["lines"]}
    person = next(each for each in problem["people"] if each["id"] in own and 0 < each["age_years"] < 60)
    menu = next(menu for menu in problem["menus"] if menu.get("age_from", 0) > person["age_years"])
    return {"person_id": person["id"], "domain": own[person["id"]]["domain"], "menu_id": menu["id"]}


@pytest.mark.parametrize(
    ("solve", "message"),
    [(_faulty, work.FAULT), (_invalid, work.BAD_INPUT), (_not_verified, work.FAULT)],
)
def test_a_faulty_solve_leaves_no_half_result(
    town: Town, solve: Propose, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the solver refuses, or what does not hold when checked, is 異常 and nothing is kept of it."""
    monkeypatch.setattr(work, "propose", solve)
    run_id = town.run()
    failed = town.seen(run_id)
    assert (failed["words"], failed["message"], failed["result_hash"]) == ("異常", message, None)
    for part in ("/lines", "/changes", "/unused"):
        assert town.coordinator.get(f"{PATH}/{run_id}{part}").json()["code"] == "run_not_done"


def test_a_waiting_run_is_cancelled_at_once_and_an_ended_one_not_at_all(town: Town) -> None:
    """What waits never starts; what is over stays what it is."""
    run_id = town.ask()
    assert town.coordinator.done("POST", f"{PATH}/{run_id}/cancel")["details"] == {"is_over": True}
    assert town.seen(run_id)["words"] == "中止"
    assert town.work() == 0
    again = town.coordinator.act("POST", f"{PATH}/{run_id}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "run_over")


def test_the_stage_is_shown_while_a_run_is_under_way(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """計算中（段階 n/m）, in order, and with the proven gap during the solve."""
    run_id, seen = town.ask(), list[str]()

    def watched(problem: Problem, params: ProposeParams) -> Proposal:
        on_stage, on_progress = params.on_stage, params.select.on_progress
        assert on_stage is not None
        assert on_progress is not None

        def look() -> None:
            time.sleep(0.2)
            seen.append(town.seen(run_id)["words"])

        def stage(name: str) -> None:
            on_stage(name)
            look()

        def progress(report: object) -> None:
            on_progress(report)  # type: ignore[arg-type]
            if len(seen) == 2:
                look()

        select = dataclasses.replace(params.select, on_progress=progress)
        return propose(problem, dataclasses.replace(params, select=select, on_stage=stage, confirm=0))

    monkeypatch.setattr(work, "propose", watched)
    assert town.work() == 1
    assert seen[0] == "計算中（段階 1/5）"
    assert seen[2].startswith("計算中（段階 2/5・差 ")
    assert [words[7:10] for words in seen] == ["1/5", "2/5", "2/5", "3/5", "4/5", "5/5"]


def test_no_more_runs_than_a_municipality_may_have(town: Town) -> None:
    """The fifth run is refused with what to do, and nothing of it is left."""
    for _ in range(4):
        town.ask()
    answer = town.coordinator.act("POST", PATH, {})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_runs")
    assert len(town.coordinator.seen(PATH)["runs"]) == 4
