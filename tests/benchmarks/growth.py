"""
How the time to a certified choice grows with the number of people.

    python -m tests.benchmarks.growth 5000 10000 20000 50000 100000

measures and draws docs/images/growth.svg.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from matching.selection import SelectParams, select
from matching.selection.crew import Processes
from matching.simulation.national import draw_national

PICTURE = Path(__file__).parents[2] / "docs" / "images" / "growth.svg"
GAP = 0.0003
LIMIT_S = 300.0
ALLOWED = 1.1
"""The power of the number of people that the time may grow with."""


@dataclass(frozen=True)
class Point:
    """
    One measurement.

    Parameters
    ----------
    people
        As many as menus.
    kind
        What was solved.
    seconds
        From arrays to the certified choice.
    gap
        Proven.
    """

    people: int
    kind: str
    seconds: float
    gap: float


def measure(people: int, seed: int, hard: bool = False) -> Point:
    """Solve a nation's arrays of this size to 0.03 %, on all processors."""
    problem = draw_national(people, people, seed, hard=hard).selection
    began = time.perf_counter()
    with Processes(os.cpu_count() or 1) as crew:
        result = select(problem, SelectParams(time_limit_s=LIMIT_S, relative_gap=GAP, executor=crew))
        seconds = time.perf_counter() - began
    return Point(people, "hard" if hard else "normal", seconds, result.optimality_gap)


def exponent(points: Sequence[Point]) -> float:
    """Fit the power of the number of people that the time grows with."""
    people, seconds = np.array([(point.people, point.seconds) for point in points]).T
    return float(np.polyfit(np.log(people), np.log(seconds), 1)[0])


def draw(points: Sequence[Point], path: Path) -> None:
    """Draw the measured points, on logarithmic scales, beside the growth that is allowed."""
    import altair as alt

    least = min(points, key=lambda point: point.people)
    rows = [{"people": point.people, "seconds": point.seconds, "what": "measured"} for point in points]
    rows += [
        {
            "people": people,
            "seconds": least.seconds * (people / least.people) ** ALLOWED,
            "what": f"n^{ALLOWED} from the smallest",
        }
        for people in sorted({point.people for point in points})
    ]
    chart = (
        alt.Chart(alt.Data(values=rows), width=480, height=280)
        .mark_line(point=True)
        .encode(
            x=alt.X("people:Q", scale=alt.Scale(type="log"), title="people (as many menus)"),
            y=alt.Y("seconds:Q", scale=alt.Scale(type="log"), title=f"seconds to {GAP:.2%}"),
            color=alt.Color("what:N", title=None, legend=alt.Legend(orient="top")),
        )
    )
    chart.save(str(path))


if __name__ == "__main__":
    measured = [measure(int(people), seed=1) for people in sys.argv[1:]]
    for point in measured:
        sys.stdout.write(f"{point.people:,}: {point.seconds:.1f} s, {point.gap:.4%}\n")
    sys.stdout.write(f"n^{exponent(measured):.2f}\n")
    draw(measured, PICTURE)
