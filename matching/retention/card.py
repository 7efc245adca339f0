"""The model card: what an artefact says of itself, in Japanese, as sections for a page or as Markdown."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matching.labels import label
from matching.retention.features import ALLOWED, FEATURES
from matching.retention.model import Model, WhyCurve
from matching.vocabulary import Parting

WHY_WORDS: dict[WhyCurve, str] = {
    WhyCurve.BELOW_FLOOR: "受入の件数が下限（{floor}件）に届かないため、学習していません。",
    WhyCurve.FEW_BREAKS: "途切れた受入が少ない（下限{least_breaks}件）ため、学習していません。",
    WhyCurve.NO_HELP: "学習しても曲線だけより良くなりませんでした。",
    WhyCurve.UNFAIR: "集団によって見込みと実際がずれたため、使いません。",
}
_CURVE_ALONE = "曲線だけを示し、割当案の点数には影響しません。"
_NEVER = "診断、手帳、債務、これまでの経歴、性別、国籍、住んでいる地区、年齢、世帯は使いません。"


@dataclass(frozen=True)
class Section:
    """
    One section of a card.

    Parameters
    ----------
    title
        Its heading.
    lines
        Sentences, one paragraph each.
    head, rows
        A table, empty for none.
    """

    title: str
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def why_text(model: Model) -> str:
    """Say why there is the curve alone; empty where there is a model."""
    if model.why_curve is None:
        return ""
    settings = model.settings
    why = WHY_WORDS[model.why_curve]
    return why.format(floor=settings.floor, least_breaks=settings.least_breaks) + _CURVE_ALONE


def card(model: Model, artefact_hash: str) -> tuple[Section, ...]:
    """
    Write the card of an artefact; every figure stands in it.

    Parameters
    ----------
    model, artefact_hash
        The artefact, and the hash it is stored under.
    """
    return (
        _what(model, artefact_hash),
        _use(model),
        _data(model),
        _curve(model),
        *_quality(model),
        _looks_at(model),
        _fairness(model),
        Section(
            "限界",
            (
                "見込みは記録の中の関連で、原因ではありません。連絡が多い人ほど心配があって連絡が増えている、ということもあります。",
                "途切れるのは本人や受入先のせいではなく、合い方のことです。見込みは人の評価ではありません。",
                "新しい種類の受入先や、これまでと違う時期には当てはまらないことがあります。様子が変わったら知らせが出ます。",
            ),
        ),
    )


def as_markdown(sections: tuple[Section, ...]) -> str:
    """Write a card as Markdown."""
    parts = ["# 定着の見込み: モデルカード"]
    for section in sections:
        parts += [f"## {section.title}", *section.lines]
        if section.rows:
            table = [section.head, ("---",) * len(section.head), *section.rows]
            parts.append("\n".join(f"| {' | '.join(map(_cell, row))} |" for row in table))
    return "\n\n".join(parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _what(model: Model, artefact_hash: str) -> Section:
    what = why_text(model) or "離散時間ロジスティック・ハザード（リッジ）と、受入先ごとの縮約です。"
    return Section(
        "これは何か",
        (
            f"受入のつながりが、始まりから{model.settings.horizon_weeks}週後まで続いている割合を見込みます。{what}",
            f"ハッシュ {artefact_hash}",
            f"作ったもの {model.made_with}、乱数の種 {model.settings.seed}",
        ),
    )


def _use(model: Model) -> Section:
    scoring = "使います" if model.settings.in_scoring else "使いません"
    follow_up = "使います" if model.settings.in_follow_up else "使いません"
    return Section(
        "何に使うか",
        (
            "まず、だれに早めに連絡するとよいかを担当者に示します。決めるのは人です。",
            f"割当案の点数には、いま{scoring}。使うときも、一人の人の受入先と曜日の組み合わせを比べるだけで、人と人は比べません。",
            f"次の連絡を早めたり、間隔を詰めたりすることには、いま{follow_up}。担当者は元に戻せます。",
            "受入先には見せません。本人は、どう使われたかをいつでも聞けます。",
        ),
    )


def _data(model: Model) -> Section:
    counts = model.counts
    ends = tuple((label(parting), str(counts.partings.get(parting, 0))) for parting in Parting)
    return Section(
        "データ",
        (
            f"{model.first_day.isoformat()} から {model.last_day.isoformat()} まで、受入{counts.stays}件"
            f"（{counts.people}人、受入先{counts.hosts}か所、のべ{counts.weeks}週）。",
            "記録を始める前の週は数えず（左側切断）、いま続いている受入は続いているところまで数えます（右側打ち切り）。",
        ),
        ("終わり方", "件数"),
        ends,
    )


def _curve(model: Model) -> Section:
    curve, found = model.curve, []
    for weeks in (4, 13, 26, 52, 104):
        if weeks < curve.share.size:
            at_risk = str(int(curve.at_risk[weeks - 1]))
            band = f"{_percent(curve.low[weeks])}〜{_percent(curve.high[weeks])}"
            found.append((f"{weeks}週", _percent(curve.share[weeks]), band, at_risk))
    return Section(
        "つながりが続いている割合",
        ("アーラン＝ヨハンセン曲線（希望して次へ進んだ人を「途切れた」に数えません）。",),
        ("始まりから", "続いている", f"{_percent(model.settings.band)}の幅", "見ていた件数"),
        tuple(found),
    )


def _quality(model: Model) -> tuple[Section, ...]:
    metrics = model.metrics
    if metrics is None:
        return ()
    better = f"{metrics.gain:+.4f}（標準誤差 {metrics.gain_error:.4f}）"
    return (
        Section(
            "どのくらい当たるか",
            (
                f"その人を知らない見込み（{model.settings.folds}分割の交差検証、人ごとに分ける）で測りました。",
            ),
            ("尺度", "値", "読み方"),
            (
                ("Brier（打ち切りを補正）", f"{metrics.brier:.4f}", "小さいほど良い"),
                ("　曲線だけのとき", f"{metrics.brier_curve:.4f}", "これより小さくなければ使わない"),
                ("　差", better, f"標準誤差の{model.settings.helps_by_errors:g}倍を超えれば使う"),
                ("C指標", _number(metrics.concordance, 3), "0.5は偶然、1は完全"),
                ("較正のずれ", f"{metrics.calibration_gap:+.3f}", "0に近いほど良い"),
                ("較正の傾き", _number(metrics.calibration_slope, 2), "1に近いほど良い"),
            ),
        ),
        Section(
            "見込みと実際（5つに分けて）",
            (),
            ("件数", "見込み", "実際", "実際の幅"),
            tuple(
                (
                    str(line.stays),
                    _percent(line.predicted),
                    _percent(line.observed),
                    f"{_percent(line.low)}〜{_percent(line.high)}",
                )
                for line in metrics.calibration
            ),
        ),
    )


def _looks_at(model: Model) -> Section:
    left_out = {tie.feature for tie in model.ties if tie.is_left_out}
    rows = []
    for column, feature in enumerate(FEATURES):
        hazard = model.hazard
        unit = "回数の対数" if ALLOWED[feature].is_counted else ""
        if feature in left_out:
            effect = "外しました（属性との結びつき）"
        elif hazard is None:
            effect = "－"
        else:
            effect = f"{math.exp(hazard.weight[column]):.2f}倍"
        rows.append((label(feature), effect, unit))
    return Section(
        "見ているもの",
        (_NEVER, "「倍」は、標準偏差1つ分大きいときに、その週に途切れるオッズが何倍かです。"),
        ("項目", "オッズ", "読み方"),
        tuple(rows),
    )


def _fairness(model: Model) -> Section:
    ties = [tie for tie in model.ties if tie.is_left_out]
    lines = [f"{model.settings.least_group}件に満たない集団の数字は出しません。"]
    if model.ties:
        names = "、".join(sorted({tie.attribute for tie in model.ties}))
        lines.append(f"項目と属性（{names}）の結びつきを調べ、強すぎた項目は{len(ties)}件でした。")
    if not model.groups:
        lines.append("比べられる大きさの集団はありませんでした。")
    return Section(
        "公平さ",
        tuple(lines),
        ("属性", "集団", "件数", "見込み", "実際（幅）", "Brier", "判定"),
        tuple(
            (
                line.attribute,
                line.group,
                str(line.stays),
                _percent(line.predicted),
                f"{_percent(line.observed)}（{_percent(line.low)}〜{_percent(line.high)}）",
                f"{line.brier:.3f}",
                "ずれている" if line.is_off else "差は認められない",
            )
            for line in model.groups
        ),
    )


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"


def _number(value: float, digits: int) -> str:
    return "－" if math.isnan(value) else f"{value:.{digits}f}"
