"""
Resource gaps around real hosts: give a file of the WAM NET open data and an area.

    marimo edit notebooks/gap_prefecture.py -- --hosts csvdownload046.csv --area 24

People are synthetic and stated places simulated; only the hosts are real.
"""

import marimo

app = marimo.App(width="medium", app_title="実在の事業所と資源ギャップ")


@app.cell
def _():
    from pathlib import Path

    import altair as alt
    import marimo as mo
    import pandas as pd

    from api.imports.demo import problem_with_real_hosts
    from matching.gaps import GapParams, find_gaps, whom_to_ask
    from matching.labels import label
    from matching.phrases import Names
    from matching.phrases.gaps import development_text, likeness_text, plan_text, prospect_text, request_to
    from matching.pipeline import ProposeParams, propose
    from matching.selection import SelectParams

    return (
        GapParams, Names, Path, ProposeParams, SelectParams, alt, development_text, find_gaps, label,
        likeness_text, mo, pd, plan_text, problem_with_real_hosts, propose, prospect_text, request_to,
        whom_to_ask,
    )  # fmt: skip


@app.cell
def _(Path, mo):
    given = mo.cli_args()
    files = [Path(name) for name in str(given.get("hosts") or "").split(",") if name]
    area = str(given.get("area") or "")
    people = int(given.get("people") or 120)
    mo.stop(
        not files,
        mo.md("`-- --hosts csvdownload0NN.csv --area 24` と、公開データのファイルを指定してください。"),
    )
    return area, files, people


@app.cell
def _(area, files, mo, people, problem_with_real_hosts):
    import dataclasses

    real = problem_with_real_hosts(files, area, people, seed=20261120)
    # Open data knows no 圏域; the municipality in an office's own area stands for one here.
    middle = sorted(host.place.lng for host in real.problem.hosts if host.place)
    border = middle[len(middle) // 2] if middle else 0.0

    def district(lng):
        return "西" if lng <= border else "東"

    hosts = tuple(
        dataclasses.replace(host, district=district(host.place.lng)) if host.place else host
        for host in real.problem.hosts
    )
    from matching.geo.mesh import mesh_centres

    homes = {
        person.id: district(float(mesh_centres([person.home_mesh])[0][1]))
        for person in real.problem.people
        if person.home_mesh
    }
    people_here = tuple(
        dataclasses.replace(person, district=homes.get(person.id)) for person in real.problem.people
    )
    problem = dataclasses.replace(real.problem, hosts=hosts, people=people_here)
    mo.md(
        f"受入先は公開データの実在の事業所（{real.rows} 行）、人は合成、空きの申告は模擬です。"
        f"圏域のかわりに、経度の中央で東西に分けました。出典: {'; '.join(real.sources)}"
    )
    return (problem,)


@app.cell
def _(GapParams, Names, ProposeParams, SelectParams, find_gaps, problem, propose):
    params = ProposeParams(select=SelectParams(time_limit_s=20, relative_gap=0.001), confirm=0)
    proposal = propose(problem, params)
    report = find_gaps(problem, proposal, GapParams(propose=params, draws=5, confirm=3))
    names = Names.of(problem)
    return names, proposal, report


@app.cell
def _(alt, label, mo, pd, report):
    unmet = pd.DataFrame(
        [
            {
                "ニーズ": label(each.domain),
                "圏域": each.district,
                "止めているもの": label(each.stop),
                "時間": label(each.band),
            }
            for each in report.unmet
        ],
        columns=["ニーズ", "圏域", "止めているもの", "時間"],
    )
    chart = (
        alt.Chart(unmet, title="参加先のないニーズ")
        .mark_bar()
        .encode(x="count()", y="止めているもの:N", color="時間:N", row="圏域:N")
    )
    mo.vstack([chart, mo.ui.table(unmet, selection=None)])
    return


@app.cell
def _(mo, names, plan_text, prospect_text, report):
    lines = "\n".join(f"1. {prospect_text(each, names)}" for each in report.prospects[:8])
    mo.md(f"## つくるとよいもの\n{lines}\n\n{plan_text(report.plan)}")
    return


@app.cell
def _(development_text, likeness_text, mo, names, problem, report, request_to, whom_to_ask):
    # Real hosts that look like what is needed, with a draft of what to ask; nothing is sent.
    asked = []
    for prospect in report.prospects[:3]:
        alike = whom_to_ask(problem, prospect.development, problem.hosts, most=3)
        asked.append(f"### {development_text(prospect.development, names)}")
        asked += [
            f"- {likeness_text(each)}: {request_to(prospect.development, each.host_id, names)}"
            for each in alike
        ]
    mo.md("## だれにお願いするか\n" + "\n".join(asked))
    return


if __name__ == "__main__":
    app.run()
