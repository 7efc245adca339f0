"""ふりがな for the words of the sheet a person is shown; names stay as they are written."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

READINGS = {
    "大丈夫": "だいじょうぶ",
    "農作業": "のうさぎょう",
    "居場所": "いばしょ",
    "自転車": "じてんしゃ",
    "畑仕事": "はたけしごと",
    "受入先": "うけいれさき",
    "配達": "はいたつ",
    "場所": "ばしょ",
    "仕事": "しごと",
    "希望": "きぼう",
    "回数": "かいすう",
    "見学": "けんがく",
    "体験": "たいけん",
    "相談": "そうだん",
    "料理": "りょうり",
    "動物": "どうぶつ",
    "世話": "せわ",
    "手芸": "しゅげい",
    "工作": "こうさく",
    "簡単": "かんたん",
    "袋詰": "ふくろづ",
    "梱包": "こんぽう",
    "作業": "さぎょう",
    "喫茶": "きっさ",
    "勉強": "べんきょう",
    "読書": "どくしょ",
    "音楽": "おんがく",
    "体操": "たいそう",
    "運動": "うんどう",
    "囲碁": "いご",
    "将棋": "しょうぎ",
    "年寄": "としよ",
    "名前": "なまえ",
    "曜日": "ようび",
    "時間": "じかん",
    "今回": "こんかい",
    "歩": "ある",
    "迎": "むか",
    "車": "くるま",
    "住": "す",
    "働": "はたら",
    "学": "まな",
    "人": "ひと",
    "暮": "く",
    "店": "みせ",
    "子": "こ",
    "関": "かか",
    "好": "す",
    "合": "あ",
    "選": "えら",
    "決": "き",
    "話": "はな",
    "聞": "き",
    "知": "し",
    "行": "い",
    "通": "かよ",
    "今": "いま",
    "場": "ば",
    "分": "ふん",
    "探": "さが",
    "組": "く",
    "立": "た",
    "書": "か",
    "見": "み",
    "始": "はじ",
    "月": "げつ",
    "火": "か",
    "水": "すい",
    "木": "もく",
    "金": "きん",
    "土": "ど",
    "日": "にち",
    "夜": "よる",
}
"""Words of kanji alone and their readings; the longest that fits is taken."""

_WORDS = re.compile("|".join(sorted(READINGS, key=len, reverse=True)))
KANJI = re.compile(r"[々〆\u3400-\u9fff]")


def ruby(text: str) -> Markup:
    """Put the reading over every word of a text that the table knows."""
    parts, at = [], 0
    for found in _WORDS.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(over(found[0], READINGS[found[0]]))
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


def over(word: str, reading: str) -> Markup:
    """Put a reading over one word."""
    return Markup("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>").format(word, reading)


def kanji_without_reading(text: str) -> list[str]:
    """Give the kanji of a text that would stand without a reading."""
    return KANJI.findall(_WORDS.sub("", text))
