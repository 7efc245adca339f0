import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium")


@app.cell
def _():
    import altair as alt
    import marimo as mo
    import pandas as pd

    from matching.labels import label
    from matching.retention.artefact import model_hash, write_model
    from matching.retention.card import as_markdown, card
    from matching.retention.curve import Curve
    from matching.retention.features import FEATURES
    from matching.retention.learn import learn
    from matching.retention.settings import default_settings
    from matching.retention.simulated import simulate
    from matching.retention.stays import PARTINGS, STAYS_ON, weeks_at_risk

    return (
        Curve,
        FEATURES,
        PARTINGS,
        STAYS_ON,
        alt,
        as_markdown,
        card,
        default_settings,
        label,
        learn,
        mo,
        model_hash,
        pd,
        simulate,
        weeks_at_risk,
        write_model,
    )


@app.cell
def _(mo):
    mo.md("""
    # 受入と連絡の記録から、つながりの曲線まで

    ここにあるのは、すべて**作りものの記録**です。記録から何をどう数え、曲線と見込みがどうできるかを、順に見ます。

    ## 1. 記録

    受入ごとに、始まり、いつから見ていたか、いつまで見ていたか、どう終わったか、そして話した日があります。
    """)
    return


@app.cell
def _(label, pd, simulate):
    truth = simulate(300, seed=7, leaving=0.004, watched_late=0.2)
    stays = truth.stays
    records = pd.DataFrame(
        {
            "受入": [stay.id for stay in stays],
            "始まり": [stay.starts_on for stay in stays],
            "見ていた日から": [stay.watched_from for stay in stays],
            "見ていた日まで": [stay.until for stay in stays],
            "終わり方": [label(stay.parting) if stay.parting else "続いている" for stay in stays],
            "話した回数": [len(stay.contact_days) for stay in stays],
        }
    )
    records.head(8)
    return records, stays, truth


@app.cell
def _(mo):
    mo.md("""
    ## 2. 週ごとの行

    受入1件を、見ていた週ごとの1行にします。見始める前の週は数えません（左側切断）。
    いま続いている受入は、まるまる見た週までを数えます（右側打ち切り）。
    「希望して次へ」などは、「途切れた」と分けます。ある週の項目は、その週の初めに分かっていたことだけです。
    """)
    return


@app.cell
def _(FEATURES, PARTINGS, STAYS_ON, label, pd, stays, weeks_at_risk):
    weeks = weeks_at_risk(stays)
    rows = pd.DataFrame(weeks.values, columns=[label(feature) for feature in FEATURES]).round(2)
    rows.insert(0, "受入", [stays[row].id for row in weeks.stay])
    rows.insert(1, "週", weeks.week)
    rows.insert(2, "終わり方", ["" if code == STAYS_ON else label(PARTINGS[code]) for code in weeks.parting])
    rows.head(12)
    return rows, weeks


@app.cell
def _(mo):
    mo.md("""
    ## 3. 曲線

    つながりが続いている割合です。帯は95%の幅、下の数は、その週に見ていた件数です。
    件数が少なくなる右のほうほど、幅が広がります。
    """)
    return


@app.cell
def _(Curve, alt, pd, weeks):
    curve = Curve.of(weeks, 52)
    line = pd.DataFrame({"週": range(53), "続いている割合": curve.share, "下": curve.low, "上": curve.high})
    marks = [0, 4, 8, 13, 26, 39, 51]
    at_risk = pd.DataFrame({"週": marks, "件数": [int(curve.at_risk[week]) for week in marks]})
    base = alt.Chart(line).encode(x=alt.X("週:Q", scale=alt.Scale(domain=[0, 52]), title="始まりからの週"))
    percent = alt.Axis(format="%")
    drawing = alt.vconcat(
        alt.layer(
            base.mark_area(opacity=0.2, interpolate="step-after").encode(y="下:Q", y2="上:Q"),
            base.mark_line(interpolate="step-after").encode(
                y=alt.Y("続いている割合:Q", scale=alt.Scale(domain=[0, 1]), axis=percent)
            ),
        ).properties(width=560, height=280),
        alt.Chart(at_risk)
        .mark_text(fontSize=12)
        .encode(x=alt.X("週:Q", scale=alt.Scale(domain=[0, 52]), axis=None), text="件数:N")
        .properties(width=560, height=20, title=alt.Title("見ていた件数", anchor="start", fontSize=12)),
    )
    drawing
    return curve, drawing


@app.cell
def _(mo):
    mo.md("""
    ## 4. 学習

    下限（200件）に届き、交差検証のBrierスコアが曲線だけより良いときにだけ、モデルを残します。
    どちらになっても、モデルカードがそう言います。
    """)
    return


@app.cell
def _(as_markdown, card, default_settings, learn, mo, model_hash, stays, write_model):
    model = learn(stays, default_settings())
    text = as_markdown(card(model, model_hash(write_model(model))))
    mo.md(text.replace("\n# ", "\n### ").replace("\n## ", "\n#### "))
    return model, text


if __name__ == "__main__":
    app.run()
