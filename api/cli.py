"""The `sanka` command. The core's commands load no service."""

from __future__ import annotations

from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api import commands
from api.terminal import show
from api.terminal.progress import progress
from api.terminal.running import crew_of, in_thread, input_errors, stop_on_interrupt
from api.words import word
from matching.model import Problem, Proposal
from matching.selection.crew import Crew
from matching.vocabulary import Lang

if TYPE_CHECKING:
    from api.terminal.nation import Nation

app = typer.Typer(
    help="参加支援の資源マッチング / matching people with unmet needs to local places",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_show_locals=False,
)

commands.add_to(app)

Language = Annotated[Lang, typer.Option("--lang", help="ja か en / ja or en")]
TimeLimit = Annotated[float, typer.Option(min=0.001, help="計算の時間（秒）/ seconds to solve")]
Confirm = Annotated[
    int, typer.Option(min=0, help="再計算で確かめる変更の数 / changes to confirm by a re-solve")
]
Out = Annotated[
    Path | None, typer.Option(dir_okay=False, help="割当案を JSON で書く / write the proposal as JSON")
]
ProblemFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="problem.json")]


@app.command()
def demo(
    hosts: Annotated[
        list[Path] | None,
        typer.Option(
            exists=True, dir_okay=False, help="WAM NET の CSV。何度でも / WAM NET files, repeatable"
        ),
    ] = None,
    area: Annotated[
        str, typer.Option(help="都道府県か市区町村（--hosts と）/ prefecture or municipality")
    ] = "",
    people: Annotated[int, typer.Option(min=1, max=20_000, help="合成する人数 / synthetic people")] = 120,
    seed: Annotated[int, typer.Option(min=0)] = 20261120,
    out: Out = None,
    time_limit: TimeLimit = 30.0,
    confirm: Confirm = 10,
    serve: Annotated[
        bool, typer.Option("--serve", help="見本の町をサービスとして開く / open it as a service")
    ] = False,
    port: Annotated[int, typer.Option(min=1, max=65535, help="--serve のポート / port of --serve")] = 8000,
    lang: Language = Lang.JA,
) -> None:
    """見本の町で割当案を作る / propose placements for the demo town, or beside real hosts."""
    if serve:
        commands.serve_demo(port, lang)
        return
    with input_errors(lang):
        if hosts:
            from api.imports.demo import problem_with_real_hosts

            real = problem_with_real_hosts(hosts, area, people, seed)
            problem = real.problem
            show.simulated(real, lang)
        else:
            from matching.bundled import data_path
            from matching.serialize import load_problem

            problem = load_problem(data_path("demo/town.json"))
        _propose(problem, out, time_limit, 0.0, False, confirm, lang)


@app.command()
def propose(
    problem_file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="problem.json")
    ] = None,
    people: Annotated[
        int | None, typer.Option(min=1, help="ファイルの代わりに合成する人数 / synthetic people")
    ] = None,
    menus: Annotated[int | None, typer.Option(min=1, help="合成するメニューの数 / synthetic menus")] = None,
    seed: Annotated[int, typer.Option(min=0, help="合成の種 / seed of the synthetic problem")] = 1,
    hard: Annotated[bool, typer.Option(help="枠の少ない合成問題にする / synthetic, with few places")] = False,
    out: Annotated[
        Path | None,
        typer.Option(
            dir_okay=False, help="割当案を書く。JSON、合成なら CSV / write it: JSON, or CSV if synthetic"
        ),
    ] = None,
    time_limit: TimeLimit = 60.0,
    gap: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            help="この差まで来たら止める。既定は 0、合成なら 0.0003 / stop at this gap; synthetic 0.0003",
        ),
    ] = None,
    replan: Annotated[bool, typer.Option(help="いまの受入も見直す / let current placements move")] = False,
    confirm: Confirm = 10,
    scheduler: Annotated[
        str,
        typer.Option(help="Dask のスケジューラで解く（例 tcp://192.0.2.1:8786）/ solve on a Dask cluster"),
    ] = "",
    lang: Language = Lang.JA,
) -> None:
    """問題の JSON か合成した国から割当案を作る / make a proposal from JSON or for a synthetic nation."""
    if (problem_file is None) == (people is None or menus is None):
        show.fault(word("one_question", lang))
        raise typer.Exit(2)
    with input_errors(lang), crew_of(scheduler, lang) as crew:
        if problem_file is None:
            from api.terminal.nation import Nation

            assert people is not None  # for the type checker; one of the two questions is asked
            assert menus is not None
            _propose_nation(Nation(people, menus, seed, hard), out, time_limit, gap, crew, lang)
        else:
            from matching.serialize import load_problem

            problem = load_problem(problem_file)
            _propose(problem, out, time_limit, gap or 0.0, replan, confirm, lang, crew)
        if crew.lost:
            show.fault(word("lost_parts", lang, n=crew.lost))


@app.command()
def verify(
    problem_file: ProblemFile,
    proposal_file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="proposal.json")],
    lang: Language = Lang.JA,
) -> None:
    """割当案を問題だけから確かめ直す / re-check a proposal from the problem alone, without a solver."""
    with input_errors(lang):
        from matching.serialize import load_problem, proposal_from_json
        from matching.verify import verify as check

        faults = check(load_problem(problem_file), proposal_from_json(proposal_file.read_bytes()))
        show.faults(faults, lang)
        if faults:
            raise typer.Exit(1)


@app.command()
def gaps(
    problem_file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="problem.json。なければ見本の町 / or the demo town"),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="分析を JSON で書く / write the analysis as JSON")
    ] = None,
    templates: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="資源開発のひな型 (TOML) / what could be developed"),
    ] = None,
    time_limit: TimeLimit = 30.0,
    confirm: Annotated[
        int, typer.Option(min=0, help="再計算で確かめる数 / how many to confirm by a re-solve")
    ] = 5,
    draws: Annotated[
        int | None, typer.Option(min=0, max=1_000, help="だれが来るかの引き直し / draws of who arrives")
    ] = None,
    lang: Language = Lang.JA,
) -> None:
    """足りない資源と、つくるとよいものを示す / show resource gaps and what is worth developing."""
    with input_errors(lang):
        from api.terminal.gaps import show_gaps
        from matching.bundled import data_path
        from matching.gaps import GapParams, Templates, find_gaps
        from matching.pipeline import ProposeParams
        from matching.pipeline import propose as make_proposal
        from matching.selection import SelectParams
        from matching.serialize import gap_report_to_json, load_problem

        problem = load_problem(problem_file or data_path("demo/town.json"))
        chosen = Templates.from_toml(templates.read_text(encoding="utf-8")) if templates else None
        stopping = stop_on_interrupt()
        select = SelectParams(time_limit_s=time_limit, should_stop=stopping)
        with progress(lang) as report:
            params = GapParams(
                templates=chosen,
                propose=ProposeParams(select=select, confirm=0),
                cover=select,
                confirm=confirm,
                draws=draws,
                lang=lang,
                should_stop=stopping,
                on_stage=report.stage,
            )
            proposal = in_thread(lambda: make_proposal(problem, params.propose))
            found = in_thread(lambda: find_gaps(problem, proposal, params))
        if out:
            out.write_text(gap_report_to_json(found), encoding="utf-8")
        show_gaps(problem, found, lang)


@app.command()
def simulate(
    seeds: Annotated[int, typer.Option(min=1, max=1_000, help="年の数 / how many years")] = 3,
    seed: Annotated[int, typer.Option(min=0, help="最初の種 / the first seed")] = 1,
    weeks: Annotated[int, typer.Option(min=2, max=520, help="1年の週の数 / weeks of a year")] = 52,
    people: Annotated[int, typer.Option(min=1, max=5_000, help="年に来る人 / people in a year")] = 600,
    hosts: Annotated[int, typer.Option(min=1, max=2_000, help="受入先 / hosts")] = 150,
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="結果を JSON で書く / write the result as JSON")
    ] = None,
    lang: Language = Lang.JA,
) -> None:
    """1年分の到着を週ごとに再現し、決め方を比べる / replay a year of arrivals and compare policies."""
    with input_errors(lang):
        from api.terminal.progress import simulating
        from api.terminal.simulation import show_comparison
        from matching.simulation.comparison import compare, comparison_to_json
        from matching.simulation.year import YearParams

        params = YearParams(weeks=weeks, people=people, hosts=hosts)
        stopping = stop_on_interrupt()
        with simulating(seeds, lang) as tell:
            found = in_thread(lambda: compare(params, range(seed, seed + seeds), tell, stopping))
        if out:
            out.write_text(comparison_to_json(found), encoding="utf-8")
        show_comparison(found, stopping(), lang)


@app.command("import-wam")
def import_wam(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="csvdownload0NN.csv")],
    area: Annotated[str, typer.Option(help="都道府県か市区町村 / prefecture or municipality")] = "",
    out: Annotated[
        Path | None, typer.Option(dir_okay=False, help="受入先を JSON で書く / write hosts as JSON")
    ] = None,
    lang: Language = Lang.JA,
) -> None:
    """WAM NET の公開データから受入先を読む / read hosts from WAM NET open data, with faults per row."""
    with input_errors(lang):
        from api.imports.demo import hosts_as_problem
        from api.imports.hosts import hosts_from_wam
        from api.imports.wam import read_wam
        from matching.serialize import problem_to_json

        read = read_wam(file.read_bytes(), area or None)
        found = hosts_from_wam(read.rows)
        show.imported(read, found, lang)
        if out:
            out.write_text(problem_to_json(hosts_as_problem(found), with_settings=False), encoding="utf-8")


@app.command(hidden=True)
def regenerate(folder: Annotated[Path, typer.Argument(file_okay=False)] = Path()) -> None:
    """Write the generated files: the demo town, the JSON schemas, the access table and the API's document."""
    from api.cases.page import case_page
    from api.main import bare_app
    from api.openapi import openapi_text
    from api.policy.page import access_page
    from matching.bundled import default_rules, default_travel, default_weights
    from matching.serialize import problem_to_json, schema_of
    from matching.simulation.town import demo_town

    town = demo_town(rules=default_rules(), weights=default_weights(), travel=default_travel())
    files = {
        "data/demo/town.json": problem_to_json(town, with_settings=False),
        "data/schema/problem.json": schema_of(Problem),
        "data/schema/proposal.json": schema_of(Proposal),
        "docs/access.md": access_page(),
        "docs/case.md": case_page(),
        "docs/openapi.json": openapi_text(bare_app()),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def _propose(
    problem: Problem,
    out: Path | None,
    time_limit: float,
    gap: float,
    replan: bool,
    confirm: int,
    lang: Lang,
    executor: Executor | None = None,
) -> None:
    from matching.pipeline import ProposeParams, propose_timed
    from matching.selection import SelectParams
    from matching.serialize import proposal_to_json

    stopping = stop_on_interrupt()
    with progress(lang) as report:
        params = ProposeParams(
            select=SelectParams(
                time_limit_s=time_limit,
                relative_gap=gap,
                executor=executor,
                on_progress=report.solve,
                should_stop=stopping,
            ),
            replan=replan,
            confirm=confirm,
            on_stage=report.stage,
        )
        proposal, seconds = in_thread(lambda: propose_timed(problem, params))
    if out:
        out.write_text(proposal_to_json(proposal), encoding="utf-8")
    show.proposal(problem, proposal, seconds, lang)


def _propose_nation(
    nation: Nation, out: Path | None, time_limit: float, gap: float | None, crew: Crew, lang: Lang
) -> None:
    from api.terminal.nation import CLOSE, solve_nation

    stopping = stop_on_interrupt()
    with progress(lang) as report:
        solved = in_thread(
            lambda: solve_nation(
                nation, time_limit, CLOSE if gap is None else gap, crew, stopping, report, lang
            )
        )
    if out:
        solved.write(out)
    if solved.checked.faults:
        show.faults(solved.checked.faults, lang)
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
