"""The one shape of errors in the API: problem details (RFC 9457), in Japanese, with a next step."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field

from api.errors import (
    BadSettings,
    Busy,
    Conflict,
    DiskFull,
    ForeignOrigin,
    KeyLost,
    KeyMissing,
    KeyReused,
    NotFound,
    NotSignedIn,
    PolicyError,
    Refused,
    ServiceError,
    Stale,
    TooManyAttempts,
    VersionMissing,
)


class FaultView(BaseModel):
    """One thing that is wrong with what was given."""

    field: str = Field(examples=["needs.0.domain"])
    given: str = Field(examples=["housework"])
    expected: str = Field(examples=["work / housing / learning / belonging / daily_life"])
    row: int | None = Field(default=None, examples=[12])


class Problem(BaseModel):
    """What went wrong and what to do next."""

    type: str = Field(examples=["not-found"])
    title: str = Field(examples=["見つかりません"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["番号を確かめるか、一覧に戻ってください。"])
    code: str | None = Field(default=None, examples=["seat_taken"])
    fields: list[str] | None = Field(default=None, examples=[["most_slots"]])
    version: int | None = Field(default=None, examples=[4])
    faults: list[FaultView] | None = None
    values: dict[str, Any] | None = None


_WORDS: dict[type[ServiceError], tuple[int, str, str, str]] = {
    NotSignedIn: (401, "not-signed-in", "サインインが必要です", "サインインしてください。"),
    ForeignOrigin: (
        403,
        "foreign-origin",
        "この画面の外からは変更できません",
        "sanka の画面を開き直してください。",
    ),
    NotFound: (404, "not-found", "見つかりません", "番号を確かめるか、一覧に戻ってください。"),
    KeyMissing: (
        400,
        "key-missing",
        "Idempotency-Key がありません",
        "操作ごとに新しい鍵（8〜80字の英数字）を付けてください。",
    ),
    KeyReused: (
        422,
        "key-reused",
        "同じ鍵が別の操作に使われています",
        "操作ごとに新しい Idempotency-Key を付けてください。",
    ),
    VersionMissing: (
        428,
        "version-missing",
        "もとにした版がありません",
        "読み直して、ETag の値を If-Match に付けてください。",
    ),
    Stale: (412, "stale", "ほかの人が先に変更しました", "読み直して、変わった項目を確かめてください。"),
    Conflict: (409, "conflict", "いまの状態ではできません", ""),
    Refused: (422, "refused", "入力を確かめてください", "項目ごとの説明を見て、直してください。"),
    TooManyAttempts: (
        429,
        "too-many-attempts",
        "試した回数が多すぎます",
        "しばらく待ってからお試しください。",
    ),
    Busy: (503, "busy", "混み合っています", "少し待ってから、同じ鍵でもう一度お試しください。"),
    DiskFull: (
        507,
        "disk-full",
        "保存する場所がありません",
        "運用の担当者に連絡してください。読むことはできます。",
    ),
    KeyLost: (500, "key-lost", "記録を開けません", "運用の担当者に連絡してください（鍵がありません）。"),
    PolicyError: (500, "policy-error", "うまくいきませんでした", "運用の担当者に連絡してください。"),
    BadSettings: (500, "bad-settings", "設定が正しくありません", "運用の担当者に連絡してください。"),
}

CONFLICTS = {
    "already_exists": "同じものがすでに登録されています。一覧を確かめてください。",
    "own_role": "自分の役割は変えられません。ほかの管理者に頼んでください。",
}
"""What a conflict's code means, and what to do next; each feature adds its own."""


def problem_of(error: ServiceError) -> Problem:
    """Put an error into words."""
    status, kind, title, next_step = _WORDS[type(error)]
    problem = Problem(type=kind, title=title, status=status, detail=next_step)
    if isinstance(error, Conflict):
        problem.code = error.code
        problem.detail = CONFLICTS[error.code].format(**error.values)
        problem.values = dict(error.values) or None
    if isinstance(error, Stale):
        problem.fields, problem.version = list(error.fields), error.version
    if isinstance(error, Refused):
        problem.faults = [
            FaultView(field=each.field, given=each.given, expected=each.expected, row=each.row)
            for each in error.faults
        ]
    return problem


def _documented(*kinds: type[ServiceError]) -> dict[int | str, dict[str, Any]]:
    shown: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        status, _, title, _ = _WORDS[kind]
        said = shown.get(status, {}).get("description", "")
        shown[status] = {
            "description": f"{said} / {title}" if said else title,
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return shown


ERRORS_OF_VIEW = _documented(NotSignedIn, NotFound, Refused, Busy)
ERRORS_OF_CHANGE = _documented(
    KeyMissing,
    NotSignedIn,
    ForeignOrigin,
    NotFound,
    Conflict,
    Stale,
    Refused,
    KeyReused,
    VersionMissing,
    Busy,
    DiskFull,
)
ERRORS_OF_SIGN_IN = _documented(NotSignedIn, ForeignOrigin, Refused, TooManyAttempts, Busy)
