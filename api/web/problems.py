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
    "consent_withdrawn": "この同意はすでに撤回されています。共有するには、新しい同意を記録してください。",
    "in_household": "ほかの世帯に入っている人がいます。先にその世帯から外してください。",
    "in_party": "ほかの組に入っている人がいます。先にその組から外してください。",
    "task_done": "この用件はすでに済んでいます。一覧を読み直してください。",
    "too_many_runs": "計算は一度に4件（計算中1・待ち3）までです。終わるのを待つか、中止してください。",
    "rules_in_force": "この版はもう使われています。直すには、新しい案を作ってください。",
    "rules_not_tried": "まだ試算が済んでいません。何が変わるかを見てから、使い始めてください。",
    "rules_being_tried": "いま試算しています。終わるのを待ってください。",
    "run_over": "この計算はすでに終わっています。一覧を読み直してください。",
    "retention_off": "見込みで連絡の間隔を詰める設定が切れています。連絡を1件足してください。",
    "retention_not_used": "見込みをもとに変えた予定はありません。ページを開き直してください。",
    "retention_usual": "見込みは、ふつうの受入と変わりません。心配なことがあれば、連絡を1件足してください。",
    "run_not_done": "この計算にはまだ結果がありません。終わるのを待つか、新しい計算を始めてください。",
    "no_run_to_analyse": "もとになる割当案がまだありません。コーディネーターに割当案の計算を頼んでください。",
    "analysis_not_done": "この分析にはまだ結果がありません。終わるのを待つか、新しい分析を始めてください。",
    "ask_over": "この開拓は「{state}」で終わっています。続けるときは、新しく加えてください。",
    "what_if_run": "仮の条件での計算なので、受入にはできません。いまの記録で計算し直してください。",
    "seat_taken": "空きがありません（{limit}）。ほかの枠か受入先を選んでください。",
    "not_held": "この期間に開かれる枠がありません。期間か枠を選び直してください。",
    "last_slot": "最後の枠は外せません。支援メニューをやめるなら、受け付けを閉じてください。",
    "slot_in_use": "この枠には受入の記録があるため外せません。新しく受けないなら、メニューを閉じてください。",
    "number_taken": "このケース番号はすでに使われています。番号を確かめてください。",
    "need_exists": "この分野のニーズはすでにあります。そのニーズを変更してください。",
    "last_need": "最後のニーズは外せません。先に別のニーズを加えるか、ケースを終結してください。",
    "need_in_use": "このニーズには続いている受入があります。先に受入を終えてください。",
    "already_involved": "この人はすでにこの役割で関わっています。一覧を確かめてください。",
    "involvement_ended": "この関わりはすでに終わっています。一覧を読み直してください。",
    "last_to_carry": "担当する人がいなくなります。先に次の担当を決めてください。",
    "not_protected": "保護されていないので、解除の申請はできません。ケースを読み直してください。",
    "removal_asked": "解除はすでに申請されています。ほかの職員の承認を待ってください。",
    "removal_done": "この申請はすでに承認されています。ケースを読み直してください。",
    "own_removal": "自分の申請は承認できません。ほかの職員に確かめてもらってください。",
    "removal_overtaken": "申請のあとに保護の内容が変わりました。必要なら、もう一度申請してください。",
    "removal_too_early": "解除は申請から24時間たつまで承認できません。{at} より後にもう一度お試しください。",
    "own_role": "自分の役割は変えられません。ほかの管理者に頼んでください。",
    "case_open": "すでに支援ケースがあります。終結・中断したケースは「再開する」から始めてください。",
    "no_case": "まだ受付がありません。先に受け付けてください。",
    "no_step": "いまは「{state}」のため、「{step}」ことはできません。支援の段階を読み直してください。",
    "step_not_yours": "「{step}」は担当コーディネーターの操作です。担当者に伝えてください。",
    "step_refused": "「{step}」には、次の記録が足りません: {words}。それぞれの説明を見て記録してください。",
    "case_ended": "このケースは終結しています。もう一度始めるときは、終結を取り消してください。",
    "person_paused": "{until} まで場所を探すのを休んでいます。再開してから打診してください。",
    "consent_missing": "会議への共有の同意がありません。本人から同意を得て記録してください。",
    "host_paused": "この受入先は {until} まで受け入れを休んでいます。ほかの受入先を選んでください。",
    "menu_closed": "この支援メニューは受け付けを閉じています。ほかの支援メニューを選んでください。",
    "refused_before": "前に断りがありました（見直し: {until}）。ほかの受入先を選んでください。",
    "does_not_fit": "条件が合わないため、ここには打診できません。ほかの受入先を選んでください。",
    "open_hold": "このニーズには、答えを待っている打診があります。先にその打診を終えてください。",
    "same_time": "同じ時間に別の受入・打診があります。曜日か期間を選び直してください。",
    "many_newcomers": "新しい人を同時に迎えるのは {newcomers}人までです。始まりを遅らせてください。",
    "host_rests": "この受入先は、新しく迎える間隔を {days}日あけます。始まりの日を選び直してください。",
    "hold_ended": "打診の期限が過ぎています。続けるときは、もう一度打診してください。",
    "wrong_status": "いまは「{status}」のため、できません。受入の画面を読み直してください。",
    "answers_missing": "見学には、本人と受入先の両方の「はい」が要ります。答えを記録してから進めてください。",
    "tonight_fixed": "「今夜から」ではできません。続けて泊まるときは、改めて部屋を押さえてください。",
    "longest_hold": "これ以上は延ばせません（打診から1年まで）。打診を終えて、やり直してください。",
    "own_decision": "自分の部屋・プランの支援決定は記録できません。ほかの職員に頼んでください。",
    "no_decision_due": "ここで記録するのは「今夜から」の支援決定だけです。",
    "already_decided": "支援決定はすでに記録されています。受入の画面を読み直してください。",
    "plan_missing": "この支援メニューのプランがまだ決まっていません。会議と支援決定を先に進めてください。",
    "outside_plan": "プランの期間（{first} から {last}）の外です。日を直すか、再プランをしてください。",
    "decision_missing": "この部屋の支援決定がまだありません。ほかの職員に記録してもらってください。",
    "host_consent_missing": "この受入先への開示の同意がありません。伝える内容を本人と決め、記録します。",
    "answers_missing_start": "本人と受入先の両方の「はい」が要ります。答えを記録してから進めてください。",
    "visit_ahead": "見学がまだです。見学の日が来てから、体験に進んでください。",
    "longest_stay": "一度に決められるのは今日から{days}日までです。終わりの日を早めてください。",
    "paused_already": "この期間には、すでに休みの記録があります。日を選び直してください。",
    "consent_changed": "割当案のあとで同意が変わりました。本人に確かめ、同意を記録し直してください。",
    "person_changed": "割当案のあとで本人の情報が変わりました。割当案を作り直してください。",
    "menu_changed": "割当案のあとで支援メニューが変わりました。割当案を作り直してください。",
    "plan_open": "書きかけか審議中のプランがあります。先にそのプランを進めるか、取り下げてください。",
    "no_fixed_plan": "確定したプランがないため、再プランは作れません。初回のプランを作ってください。",
    "plan_exists": "確定したプランがあります。変えるときは、再プランを作ってください。",
    "plan_frozen": "提出したプランは、会議か自治体から戻るまで変えられません。",
    "plan_not_submitted": "提出されたプランではありません。プランを読み直してください。",
    "approval_missing": "会議の承認（{record}）がありません。会議に付議し、承認を記録してください。",
    "decision_number_taken": "この支援決定番号はすでに使われています。番号を確かめてください。",
    "attendee_missing": "{record}の出席がありません。出席を記録してから、結論を記録してください。",
    "not_exportable": "支援会議の内容は書類にできません（守秘義務）。画面で見てください。",
    "conference_not_planned": "この会議はすでに始まっています。次の会議に付議してください。",
    "conference_not_open": "会議が開かれていません。会議を始めてから記録してください。",
    "conference_closed": "この会議は終わっています。次の会議で扱ってください。",
    "items_left": "結論のない付議が {items}件あります。結論を記録するか、次の会議に回してください。",
    "already_on_agenda": "このケースはすでに付議されています。議事を読み直してください。",
    "item_concluded": "この付議の結論はすでに記録されています。議事を読み直してください。",
    "plan_changed": "付議のあとでプランが変わりました。付議し直してください。",
    "link_over": "このリンクはすでに使えなくなっています。必要なら、新しいリンクを出してください。",
    "link_account_closed": "管理者がリンクからの利用を止めています。管理者に確かめてください。",
    "taken_back": "この申告はすでに取り消されています。いまの内容を確かめてください。",
    "not_own_word": "元に戻せるのは、その日に自分で入れたものだけです。入れ直してください。",
    "nothing_stated": "まだ何も入っていません。枠ごとに ○・△・× を選んでください。",
    "contact_over": "このフォローアップはすでに済んだか、見送られています。一覧を読み直してください。",
    "not_supported": "まだ支援中ではありません。支援決定を記録し、「支援を始める」まで進めてください。",
    "start_items_open": "開始前の確認が済んでいません: {items}。受入先のアセスメントで記録してください。",
    "task_of_an_act": "この用件は、求められていることが記録されると済みになります。先に記録してください。",
    "no_household": "一緒に暮らす人の記録がありません。先に世帯を記録してください。",
    "household_consent_missing": "世帯でプランを共有する同意が、全員分はそろっていません。確かめてください。",
    "urgent_item": "支援決定の前の受入は、次の会議に回せません。この会議で結論を記録してください。",
    "not_theirs": "この人はこのケースの担当ではありません。担当の人を選んでください。",
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


_ON_A_PAGE: dict[type[ServiceError], tuple[str, str]] = {
    KeyMissing: ("送り直してください", "このページを開き直してから、もう一度送ってください。"),
    KeyReused: (
        "この画面の内容は、すでに送られています",
        "いまの記録を読み直しました。続けて変えるときは、もう一度送ってください。",
    ),
    VersionMissing: ("送り直してください", "このページを開き直してから、もう一度送ってください。"),
    Stale: (
        "ほかの人が先に変更しました",
        "いまの記録を読み直しました。入力した内容は残っています。確かめてから、もう一度送ってください。",
    ),
    Refused: ("入力を確かめてください", "次の項目を直して、もう一度送ってください。"),
    Busy: ("混み合っています", "少し待ってから、もう一度お試しください。"),
}


def page_problem_of(error: ServiceError) -> Problem:
    """Put an error into words for a page, where nobody knows of headers."""
    problem = problem_of(error)
    if type(error) in _ON_A_PAGE:
        problem.title, problem.detail = _ON_A_PAGE[type(error)]
    return problem


class _Somehow(dict[str, str]):
    """Fills what is not known any more."""

    def __missing__(self, name: str) -> str:
        return "―"


def words_of_conflict(code: str) -> str:
    """Say what a conflict means where its values are not at hand, as where many were tried at once."""
    return CONFLICTS[code].format_map(_Somehow()) if code in CONFLICTS else _WORDS[NotFound][3]


def _descriptions() -> dict[int, str]:
    said: dict[int, list[str]] = {413: ["大きすぎます"]}
    for status, _, title, _ in _WORDS.values():
        if title not in said.setdefault(status, []):
            said[status].append(title)
    return {status: " / ".join(titles) for status, titles in sorted(said.items())}


DESCRIPTIONS = _descriptions()
"""What each status of an error means, in the API's document."""


def _documented(*kinds: type[ServiceError]) -> dict[int | str, dict[str, Any]]:
    """Name the statuses of errors; what the document says of them is put in by `api.openapi`."""
    return {_WORDS[kind][0]: {"description": DESCRIPTIONS[_WORDS[kind][0]]} for kind in kinds}


ERRORS_OF_VIEW = _documented(NotSignedIn, NotFound, Refused, Busy)
ERRORS_OF_RESULT = {**ERRORS_OF_VIEW, **_documented(Conflict)}
"""Of a view of what a job makes, which may not be made yet."""
ERRORS_OF_SEARCH = {**ERRORS_OF_VIEW, **_documented(ForeignOrigin)}
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
