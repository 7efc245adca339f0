"""What is expected of an input, in Japanese, for each kind of fault that pydantic finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "missing": "必須です",
    "extra_forbidden": "この項目はありません",
    "string_too_short": "{min_length} 字以上",
    "string_too_long": "{max_length} 字以内",
    "string_pattern_mismatch": "決まった形（{pattern}）",
    "string_type": "文字",
    "int_type": "整数",
    "int_parsing": "整数",
    "int_from_float": "整数",
    "int_parsing_size": "整数",
    "float_type": "数",
    "float_parsing": "数",
    "finite_number": "数",
    "bool_type": "true か false",
    "bool_parsing": "true か false",
    "greater_than_equal": "{ge} 以上",
    "greater_than": "{gt} より大きい数",
    "less_than_equal": "{le} 以下",
    "less_than": "{lt} より小さい数",
    "too_short": "{min_length} 件以上",
    "too_long": "{max_length} 件以内",
    "enum": "次のどれか: {expected}",
    "literal_error": "次のどれか: {expected}",
    "uuid_parsing": "番号（UUID）",
    "uuid_type": "番号（UUID）",
    "date_type": "日付（2026-11-20）",
    "date_parsing": "日付（2026-11-20）",
    "date_from_datetime_parsing": "日付（2026-11-20）",
    "date_from_datetime_inexact": "日付（2026-11-20）",
    "time_type": "時刻（13:30）",
    "time_parsing": "時刻（13:30）",
    "datetime_type": "日時",
    "datetime_parsing": "日時",
    "list_type": "並び",
    "tuple_type": "並び",
    "set_type": "並び",
    "frozen_set_type": "並び",
    "dict_type": "項目の組",
    "model_type": "項目の組",
    "model_attributes_type": "項目の組",
    "none_required": "空",
    "json_invalid": "JSON",
    "union_tag_invalid": "次のどれか: {expected_tags}",
    "union_tag_not_found": "{discriminator} が必須です",
}


def expectation(fault: Mapping[str, Any]) -> str:
    """Say in Japanese what was expected, from one of pydantic's errors."""
    if fault["type"] in {"value_error", "assertion_error"}:
        # Raised by our own validators, which speak Japanese.
        return str(fault["msg"]).partition(", ")[2] or str(fault["msg"])
    words = _WORDS.get(fault["type"])
    return words.format(**fault.get("ctx", {})) if words else "使える値"
