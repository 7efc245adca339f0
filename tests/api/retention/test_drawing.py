"""The drawing of the curve says what its numbers say, and loads nothing."""

from __future__ import annotations

import re

from api.retention.drawing import curve_svg, says, weeks_of
from matching.retention.curve import Curve
from matching.retention.simulated import simulate
from matching.retention.stays import weeks_at_risk


def test_the_curve_is_drawn_with_its_band_and_numbers_at_risk() -> None:
    """As far as somebody was watched; the numbers below are those of the curve; no script and no address."""
    curve = Curve.of(weeks_at_risk(simulate(60, 3, leaving=0.02).stays), 104)
    weeks = weeks_of(curve)
    assert weeks[-2].at_risk
    assert weeks[-1].at_risk is None
    assert all(each.low <= each.share <= each.high for each in weeks)
    svg = curve_svg(curve).decode()
    marked = [str(each.at_risk) for each in weeks if each.week % 26 == 0 and each.at_risk is not None]
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert texts[-len(marked) - 1 :] == ["見ていた件数", *marked] or set(marked) <= set(texts)
    assert "見ていた件数" in texts
    assert "<script" not in svg
    assert not re.search(r"(?:href|src)=", svg)
    share = round(100 * float(curve.share[26]))
    assert f"26週後に続いているのは100人中およそ{share}人" in says(curve)
