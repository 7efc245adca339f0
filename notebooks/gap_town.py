"""A gap analysis of the demo town みほん町. Run it with `marimo edit notebooks/gap_town.py`."""

import marimo

app = marimo.App(width="medium", app_title="みほん町の資源ギャップ")


@app.cell
def _():
    import altair as alt
    import marimo as mo
    import pandas as pd

    from matching.bundled import data_path
    from matching.gaps import GapParams, find_gaps, gap_tables, suppressed
    from matching.labels import label
    from matching.phrases import Names
    from matching.phrases.gaps import (
        care_text,
        plan_text,
        price_text,
        prospect_text,
        requests,
        unused_text,
    )
    from matching.pipeline import ProposeParams, propose
    from matching.serialize import load_problem
    from matching.vocabulary import NeedDomain, Stop

    return (
        GapParams, NeedDomain, Names, ProposeParams, Stop, alt, care_text, data_path, find_gaps,
        gap_tables, label, load_problem, mo, pd, plan_text, price_text, propose, prospect_text,
        requests, suppressed, unused_text,
    )  # fmt: skip


@app.cell
def _(mo):
    mo.md("""
    # みほん町の資源ギャップ / Resource gaps of the demo town

    人も受入先も、すべて見本です。割当案をつくり、参加先のないニーズ、使われていない空き、つくるとよいものを見ます。
    Everything here is invented. A proposal is made first; then what it leaves is looked at.
    """)
    return


@app.cell
def _(GapParams, Names, ProposeParams, data_path, find_gaps, load_problem, mo, propose):
    # `python notebooks/gap_town.py --draws 20 --confirm 10` looks longer.
    given = mo.cli_args()
    draws, confirm = int(given.get("draws") or 5), int(given.get("confirm") or 5)
    problem = load_problem(data_path("demo/town.json"))
    proposal = propose(problem, ProposeParams(confirm=0))
    report = find_gaps(problem, proposal, GapParams(draws=draws, confirm=confirm))
    names = Names.of(problem)
    return names, problem, proposal, report


@app.cell
def _(NeedDomain, Stop, alt, gap_tables, label, pd, problem, report):
    districts = sorted({host.district for host in problem.hosts})
    tables = gap_tables(report.unmet, districts)
    by_stop = tables[0]
    rows = [
        {
            "ニーズ": label(NeedDomain(domain)),
            "圏域": district or "不明",
            "止めているもの": label(Stop(stop)),
            "人": int(by_stop.counts[n, d, s]),
        }
        for n, domain in enumerate(by_stop.domains)
        for d, district in enumerate(by_stop.districts)
        for s, stop in enumerate(by_stop.columns)
    ]
    unmet = pd.DataFrame(rows)
    unmet = unmet[unmet["人"] > 0]
    heat = (
        alt.Chart(unmet, title="参加先のないニーズ × 圏域（色: 人数）")
        .mark_rect()
        .encode(
            x="圏域:N", y="ニーズ:N", color=alt.Color("sum(人):Q", title="人"), tooltip=list(unmet.columns)
        )
    )
    stops = (
        alt.Chart(unmet, title="止めているもの")
        .mark_bar()
        .encode(x="sum(人):Q", y=alt.Y("止めているもの:N", sort="-x"))
    )
    return heat, stops, tables, unmet


@app.cell
def _(heat, mo, stops, unmet):
    mo.vstack([mo.hstack([heat, stops]), mo.ui.table(unmet, selection=None)])
    return


@app.cell
def _(mo, suppressed, tables):
    # What an outsider may see of the same tables, by the population.
    hidden = {
        population: sum(int(seen.hidden.sum()) for seen in suppressed(tables, population))
        for population in (4_000, 40_000)
    }
    mo.md(f"外に示すときに隠す数: 人口4千人 {hidden[4_000]}、4万人 {hidden[40_000]}")
    return


@app.cell
def _(mo, names, report, unused_text):
    mo.md("## もったいない\n" + "\n".join(f"- {unused_text(each, names)}" for each in report.unused[:10]))
    return


@app.cell
def _(mo, names, price_text, report):
    gained = [price_text(each, names) for each in report.prices if each.gain]
    mo.md("## あと1つ増えると\n" + "\n".join(f"- {text}" for text in gained))
    return


@app.cell
def _(mo, names, plan_text, prospect_text, report):
    first = "\n".join(f"1. {prospect_text(each, names)}" for each in report.prospects[:5])
    mo.md(f"## つくるとよいもの\n{first}\n\n{plan_text(report.plan)}")
    return


@app.cell
def _(alt, mo, names, pd, prospect_text, report):
    often = pd.DataFrame(
        [
            {"案": each.development.id, "残る割合": each.stays_best, "内容": prospect_text(each, names)}
            for each in report.prospects
            if each.stays_best
        ]
    )
    chart = (
        alt.Chart(often, title="だれが来るかを引き直しても最善の組に残る割合")
        .mark_bar()
        .encode(
            x=alt.X("残る割合:Q", axis=alt.Axis(format="%")), y=alt.Y("案:N", sort="-x"), tooltip=["内容"]
        )
    )
    mo.vstack([chart])
    return


@app.cell
def _(mo, names, prospect_text, report, requests):
    together = "\n".join(
        f"- {prospect_text(each, names)}\n"
        + "\n".join(f"    - {text}" for text in requests(each.development, names))
        for each in report.combinations
    )
    mo.md(f"## 持ち寄りでできること\n{together}")
    return


@app.cell
def _(care_text, mo, names, report):
    mo.md("## 声をかけたい受入先\n" + "\n".join(f"- {care_text(each, names)}" for each in report.care))
    return


if __name__ == "__main__":
    app.run()
