"""The access table and the registry of personal fields as a page to read: docs/access.md."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from api.policy.registry import DOCUMENTS, KEEP_WORDS, LEVEL_WORDS, TABLES, Keep, Personal
from api.policy.table import FIELDS, NEVER_TOGETHER, TABLE, WRITABLE, Grants
from api.policy.vocabulary import (
    ACT_WORDS,
    FIELD_WORDS,
    PART_WORDS,
    ROLE_WORDS,
    STAGE_WORDS,
    About,
    Act,
    Field,
    Part,
    Stage,
)

_OPENING = """\
# だれが・いつ・何を見て、何をできるか

このページは `api/policy` の表から `make data` で書き出したものです。手で直さず、表を直してください。
空欄は「できない」です。できない人には、記録があるかどうかも分かりません（404）。
"""
_YES = "●"
_ABOUT_CASE = (About.PERSON, About.PLACEMENT)


def access_page() -> str:
    """Write the whole page."""
    return "\n".join((_OPENING, *_legends(), *_acts(), *_fields(), *_separation(), *_registry()))


def _legends() -> Iterator[str]:
    yield "## 立場\n"
    yield from _rows(("略号", "立場"), ((part.value, PART_WORDS[part]) for part in Part))
    yield "## 段階\n"
    yield "ケースについての行の欄は、できる段階です。`" + _YES + "` はどの段階でもできます。\n"
    yield from _rows(("略号", "段階"), ((stage.value, STAGE_WORDS[stage]) for stage in Stage))


def _acts() -> Iterator[str]:
    for title, is_change in (("見る", False), ("する", True)):
        acts = [act for act in Act if TABLE[act].is_change is is_change]
        yield f"## {title}\n"
        if not is_change:
            yield "「記録」の `" + _YES + "` は、見たことが監査の記録に残るものです。\n"
        head = ("こと", "略号", *(() if is_change else ("記録",)), *(part.value for part in Part))
        yield from _rows(head, (_act(act) for act in acts))


def _act(act: Act) -> Iterator[str]:
    rule = TABLE[act]
    yield ACT_WORDS[act]
    yield f"`{act.value}`"
    if not rule.is_change:
        yield _YES if rule.is_sensitive else ""
    yield from _cells(rule.grants, has_stages=rule.about in _ABOUT_CASE)


def _fields() -> Iterator[str]:
    for title, table in (("本人の項目：見る", FIELDS), ("本人の項目：変える", WRITABLE)):
        yield f"## {title}\n"
        head = ("項目", "略号", *(part.value for part in Part))
        rows = ((FIELD_WORDS[field], f"`{field.value}`", *_cells(table[field])) for field in Field)
        yield from _rows(head, rows)
    yield "受入先が見るものはこの表からは作りません。本人が読んで認めた文と、相手のない条件だけを見せます。\n"


def _cells(grants: Grants, has_stages: bool = True) -> Iterator[str]:
    for part in Part:
        stages = grants.get(part, frozenset())
        yield _stages(stages) if has_stages else _YES * bool(stages)


def _stages(stages: frozenset[Stage]) -> str:
    if stages == frozenset(Stage):
        return _YES
    runs = (list(run) for _, run in itertools.groupby(Stage, key=lambda stage: stage in stages))
    ends = ((run[0].value, run[-1].value) for run in runs if run[0] in stages)
    return " ".join(first if first == last else f"{first}〜{last}" for first, last in ends)


def _separation() -> Iterator[str]:
    yield "## 一人が兼ねられない役割\n"
    for roles in NEVER_TOGETHER:
        yield "- " + " と ".join(f"{ROLE_WORDS[role]} `{role.value}`" for role in sorted(roles))
    yield ""


def _registry() -> Iterator[str]:
    yield "## 個人情報の台帳\n"
    yield (
        "水準 1・2 の項目は、必ず本人ごとの鍵で封をします。\n"
        "保存期間は既定で、市区町村の文書管理規程が先です。\n"
        "ここにない列は、番号・日時・種類など、それだけでは人について何も言わないものです。\n"
    )
    yield from _rows(("水準", "言うこと"), ((str(int(k)), words) for k, words in LEVEL_WORDS.items()))
    yield from _rows(("略号", "保存期間"), ((f"`{k.value}`", words) for k, words in KEEP_WORDS.items()))
    yield from _rows(("表", "項目", "水準", "見せるところ", "封", "保存"), _registered())


def _registered() -> Iterator[tuple[str, ...]]:
    for table, entry in TABLES.items():
        for each in entry.personal:
            yield _entry(table, each, "", entry.keep)
        for column, document in entry.sealed.items():
            for each in DOCUMENTS[document]:
                yield _entry(f"{table}.{column}", each, _YES, entry.keep)


def _entry(where: str, each: Personal, seal: str, keep: Keep) -> tuple[str, ...]:
    names = " ".join(f"`{name}`" for name in each.names)
    return (
        f"`{where}`",
        names,
        str(int(each.level)),
        _seen(each.seen),
        seal,
        f"`{(each.keep or keep).value}`",
    )


def _seen(seen: Field | Act | None) -> str:
    if seen is None:
        return "だれにも見せない"
    return FIELD_WORDS[seen] if isinstance(seen, Field) else ACT_WORDS[seen]


def _rows(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    titles = list(head)
    yield _row(titles)
    yield _row("---" for _ in titles)
    for row in rows:
        yield _row(row)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
