"""ふりがな over the words of a host's pages, for who asks; names and what people wrote stay as they are."""

from __future__ import annotations

import re

from markupsafe import Markup

RUBY_COOKIE = "sanka_ruby"

READINGS = {
    "受け入れ": "うけいれ",
    "受けられる": "うけられる",
    "受けない": "うけない",
    "受けます": "うけます",
    "受け付": "うけつ",
    "受け取": "うけと",
    "受入先": "うけいれさき",
    "月曜": "げつよう",
    "火曜": "かよう",
    "水曜": "すいよう",
    "木曜": "もくよう",
    "金曜": "きんよう",
    "土曜": "どよう",
    "日曜": "にちよう",
    "毎晩": "まいばん",
    "来週": "らいしゅう",
    "空き": "あき",
    "入力": "にゅうりょく",
    "参加支援": "さんかしえん",
    "取扱注意": "とりあつかいちゅうい",
    "消す": "けす",
    "終わる": "おわる",
    "本文": "ほんぶん",
    "決まる": "きまる",
    "先月": "せんげつ",
    "同じ": "おなじ",
    "変更": "へんこう",
    "変わった": "かわった",
    "変わり": "かわり",
    "押してください": "おしてください",
    "押すと": "おすと",
    "入れる": "いれる",
    "入れた": "いれた",
    "入れました": "いれました",
    "入ります": "はいります",
    "入っていません": "はいっていません",
    "内容": "ないよう",
    "今日": "きょう",
    "今週": "こんしゅう",
    "今月": "こんげつ",
    "今も": "いまも",
    "確かめて": "たしかめて",
    "空のまま": "からのまま",
    "計算": "けいさん",
    "定員": "ていいん",
    "町の担当者": "まちのたんとうしゃ",
    "担当できる": "たんとうできる",
    "受入担当": "うけいれたんとう",
    "電話": "でんわ",
    "聞いた": "きいた",
    "聞いていません": "きいていません",
    "訪ねて": "たずねて",
    "届いた": "とどいた",
    "届いて": "とどいて",
    "返事": "へんじ",
    "待っている": "まっている",
    "お願い": "おねがい",
    "本人": "ほんにん",
    "名前": "なまえ",
    "伝える": "つたえる",
    "伝えます": "つたえます",
    "伝えました": "つたえました",
    "伝えて": "つたえて",
    "選ぶと": "えらぶと",
    "選んで": "えらんで",
    "話します": "はなします",
    "答えました": "こたえました",
    "次は": "つぎは",
    "次の": "つぎの",
    "連絡先": "れんらくさき",
    "連絡": "れんらく",
    "日時": "にちじ",
    "条件つき": "じょうけんつき",
    "条件": "じょうけん",
    "相談": "そうだん",
    "先に": "さきに",
    "別の": "べつの",
    "始まり": "はじまり",
    "遅ければ": "おそければ",
    "短ければ": "みじかければ",
    "時間": "じかん",
    "曜日": "ようび",
    "時期": "じき",
    "合わない": "あわない",
    "合う": "あう",
    "会えれば": "あえれば",
    "見学": "けんがく",
    "支援員": "しえんいん",
    "同行": "どうこう",
    "来ます": "きます",
    "来て": "きて",
    "来る": "くる",
    "来ている": "きている",
    "来た": "きた",
    "来なかった": "こなかった",
    "来ません": "きません",
    "来たこと": "きたこと",
    "途中": "とちゅう",
    "作業": "さぎょう",
    "任せられる": "まかせられる",
    "余裕": "よゆう",
    "忙しい": "いそがしい",
    "職員": "しょくいん",
    "必要": "ひつよう",
    "配慮": "はいりょ",
    "今は": "いまは",
    "人数": "にんずう",
    "人手": "ひとで",
    "人との": "ひととの",
    "人のこと": "ひとのこと",
    "その人": "そのひと",
    "困りごと": "こまりごと",
    "困っている": "こまっている",
    "困った": "こまった",
    "心配": "しんぱい",
    "体調": "たいちょう",
    "悪い": "わるい",
    "様子": "ようす",
    "事故": "じこ",
    "関わり": "かかわり",
    "物が": "ものが",
    "壊れた": "こわれた",
    "負担": "ふたん",
    "大きい": "おおきい",
    "他": "ほか",
    "上の": "うえの",
    "数日": "すうじつ",
    "予定": "よてい",
    "再開": "さいかい",
    "休みの日": "やすみのひ",
    "休み": "やすみ",
    "休む": "やすむ",
    "休んで": "やすんで",
    "最初": "さいしょ",
    "最後": "さいご",
    "減らす": "へらす",
    "止めます": "とめます",
    "新しい": "あたらしい",
    "多くの": "おおくの",
    "断らなくて": "ことわらなくて",
    "大丈夫": "だいじょうぶ",
    "枠": "わく",
    "元に戻す": "もとにもどす",
    "取り消す": "とりけす",
    "出せる": "だせる",
    "量": "りょう",
    "決まって": "きまって",
    "部屋": "へや",
    "道具": "どうぐ",
    "答え": "こたえ",
    "本来": "ほんらい",
    "利用": "りよう",
    "希望者": "きぼうしゃ",
    "待機": "たいき",
    "設備": "せつび",
    "慣れる": "なれる",
    "間隔": "かんかく",
    "持ち寄り": "もちより",
    "人": "ひと",
    "日": "ひ",
    "週": "しゅう",
    "数": "かず",
    "間": "あいだ",
    "分": "ふん",
    "席": "せき",
    "件": "けん",
    "月": "がつ",
}
"""How the words of the pages are read; the longest that fits is taken. Tests find a word that is missing."""

COUNTED = {
    "人": "にん",
    "日": "にち",
    "日前": "にちまえ",
    "分": "ふん",
    "席": "せき",
    "件": "けん",
    "月": "がつ",
    "回": "かい",
}
"""Read so after a number."""

WEEKDAYS = {"月": "げつ", "火": "か", "水": "すい", "木": "もく", "金": "きん", "土": "ど", "日": "にち"}
"""Read so before a time and in brackets."""

_WEEKDAY = re.compile(r"[月火水木金土日](?= \d)|(?<=（)[月火水木金土日](?=）)")
_COUNTED = re.compile(r"(?<=\d)(日前|人|日|分|席|件|月|回)|(?<=\d )(件)")
_WORDS = re.compile("|".join(sorted(map(re.escape, READINGS), key=len, reverse=True)))
_KANA = "".join(map(chr, range(ord("ぁ"), ord("ん") + 1))) + "ー"
_PARTS = re.compile(
    r"(<(?:option|textarea)\b.*?</(?:option|textarea)>|<p class=\"quote\">.*?</p>|<[^>]*>)", re.DOTALL
)


def with_furigana(page: str) -> Markup:
    """
    Put readings over the known words of a drawn page.

    What stands in a text field or a list, and what a person approved word for word, is left as it is.
    """
    parts = _PARTS.split(str(page))
    parts[::2] = [_read(text) for text in parts[::2]]
    return Markup("".join(parts))


def _read(text: str) -> str:
    found: list[str] = []
    at = 0
    while at < len(text):
        if weekday := _WEEKDAY.match(text, at):
            word = weekday[0]
            found.append(_ruby(word, WEEKDAYS[word]))
        elif counted := _COUNTED.match(text, at):
            word = counted[0]
            found.append(_ruby(word, COUNTED[word]))
        elif plain := _WORDS.match(text, at):
            word = plain[0]
            found.append(_ruby(word, READINGS[word]))
        else:
            word = text[at]
            found.append(word)
        at += len(word)
    return "".join(found)


def _ruby(word: str, reading: str) -> str:
    """Write a reading over a word, but not over the kana at its end."""
    kana = word.removeprefix(word.rstrip(_KANA))
    behind = kana if reading.endswith(kana) else ""
    head, over = word.removesuffix(behind), reading.removesuffix(behind)
    return f"<ruby>{head}<rt>{over}</rt></ruby>{behind}"
