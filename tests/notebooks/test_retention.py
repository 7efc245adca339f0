"""The notebook of retention runs from top to bottom, and shows what it says it shows."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import vl_convert

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


def run(name: str) -> dict[str, Any]:
    """Run a notebook as the program it is, and give what its cells define."""
    spec = importlib.util.spec_from_file_location(f"notebook_{name}", NOTEBOOKS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    _, defined = module.app.run()
    return dict(defined)


def test_retention_goes_from_contacts_to_the_curve() -> None:
    """Records, weekly rows, the curve with its band and numbers at risk, and a card of what came of it."""
    found = run("retention")
    assert len(found["records"]) == len(found["stays"]) == 300
    assert set(found["records"]["終わり方"]) >= {"続いている", "途切れた", "希望して次へ"}
    assert len(found["rows"]) == found["weeks"].week.size
    curve = found["curve"]
    assert curve.low[26] <= found["truth"].lasts.mean() <= curve.high[26]
    svg = vl_convert.vegalite_to_svg(found["drawing"].to_json())
    assert "見ていた件数" in svg
    assert f">{int(curve.at_risk[0])}<" in svg
    assert "モデルカード" in found["text"]
    assert f"受入{found['model'].counts.stays}件" in found["text"]
