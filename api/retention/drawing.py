"""The curve of the artefact in use as a drawing: the share that goes on, its band, and numbers at risk."""

from __future__ import annotations

import math

from api.context import Context
from api.errors import NotFound
from api.retention.models import current
from api.retention.schemas import CurveWeekView
from api.web.routing import File
from matching.retention.curve import Curve

ACCENT, INK, LINE = "#0f6b5c", "#1f2328", "#d0d7de"
WIDTH, HEIGHT, LETTERS = 340, 220, 15
"""In pixels, without the axes: narrow enough to be read on a phone."""

_EVERY = 26
"""Weeks between two numbers at risk: half a year."""


def draw_curve(context: Context) -> File:
    """
    Draw the curve as SVG; the service sends pictures alone, no script.

    Raises
    ------
    NotFound
        Before the first training.
    """
    used = current(context.session, context.municipality_id)
    if used is None:
        raise NotFound
    return File("curve.svg", curve_svg(used.model.curve))


def weeks_of(curve: Curve) -> list[CurveWeekView]:
    """Give the curve week by week, as far as somebody was watched."""
    last = int((curve.at_risk > 0).sum())
    return [
        CurveWeekView(
            week=week,
            share=float(curve.share[week]),
            low=float(curve.low[week]),
            high=float(curve.high[week]),
            at_risk=int(curve.at_risk[week]) if week < last else None,
        )
        for week in range(last + 1)
    ]


def curve_svg(curve: Curve) -> bytes:
    """Draw a curve with its band, and the numbers at risk below it."""
    # Loading these takes a while, and one page in a thousand draws a curve.
    import altair as alt
    import vl_convert

    weeks = weeks_of(curve)
    last = max(1, weeks[-1].week)
    across = alt.X(
        "week:Q",
        scale=alt.Scale(domain=[0, last], nice=False),
        axis=alt.Axis(title="始まりからの週", values=list(range(0, last + 1, _EVERY)), grid=False),
    )
    base = alt.Chart(alt.InlineData([each.model_dump() for each in weeks])).encode(x=across)
    share = alt.Y(
        "share:Q",
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(title="続いている割合", format="%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    band = base.mark_area(opacity=0.18, interpolate="step-after", color=ACCENT)
    line = base.mark_line(interpolate="step-after", color=ACCENT, strokeWidth=2)
    curve_part = alt.layer(band.encode(y=alt.Y("low:Q"), y2="high:Q"), line.encode(y=share))
    marked = [each.model_dump() for each in weeks if each.week % _EVERY == 0 and each.at_risk is not None]
    numbers = (
        alt.Chart(alt.InlineData(marked))
        .mark_text(fontSize=LETTERS, color=INK)
        .encode(x=alt.X("week:Q", scale=alt.Scale(domain=[0, last], nice=False), axis=None), text="at_risk:Q")
    )
    drawing = alt.vconcat(
        curve_part.properties(width=WIDTH, height=HEIGHT),
        numbers.properties(
            width=WIDTH, height=22, title=alt.Title("見ていた件数", anchor="start", fontSize=LETTERS)
        ),
    )
    drawing = drawing.configure(font="sans-serif", background="#ffffff").configure_axis(
        labelFontSize=LETTERS,
        titleFontSize=LETTERS,
        labelColor=INK,
        titleColor=INK,
        gridColor=LINE,
        domainColor=LINE,
    )
    drawing = drawing.configure_view(strokeWidth=0)
    return vl_convert.vegalite_to_svg(drawing.to_json()).encode()


def says(curve: Curve) -> str:
    """Say the curve in one sentence, for who does not see it."""
    week = min(26, curve.share.size - 1)
    low, share, high = (_in_hundred(each[week]) for each in (curve.low, curve.share, curve.high))
    return f"始まりから{week}週後に続いているのは100人中およそ{share}人（{low}〜{high}人）です。"


def _in_hundred(share: float) -> int:
    return math.floor(100 * share + 0.5)
