"""What the words of the vocabulary are called: the field's standard terms, and plain ones for the person."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

import matching.vocabulary as v


class Label(NamedTuple):
    """The name of one member; the plain names stand where the standard term is not everyday language."""

    ja: str
    en: str
    plain_ja: str = ""
    plain_en: str = ""


def label(member: Enum, lang: v.Lang = v.Lang.JA) -> str:
    """Give the field's standard term for a member of any enum of the vocabulary."""
    found = LABELS[type(member)][member]
    return found.ja if lang == v.Lang.JA else found.en


def plain_label(member: Enum, lang: v.Lang = v.Lang.JA) -> str:
    """Give the everyday word for a member, to be said to the person; often it is the standard term itself."""
    found = LABELS[type(member)][member]
    return (found.plain_ja if lang == v.Lang.JA else found.plain_en) or label(member, lang)


_Table = dict[Enum, Label]

_NEED_DOMAINS: _Table = {
    v.NeedDomain.WORK: Label("就労", "work", "働くこと"),
    v.NeedDomain.HOUSING: Label("居住", "housing", "住まい", "a place to live"),
    v.NeedDomain.LEARNING: Label("学習", "learning", "学ぶこと"),
    v.NeedDomain.BELONGING: Label(
        "居場所・社会参加", "belonging", "居場所や人とのつながり", "being with people"
    ),
    v.NeedDomain.DAILY_LIFE: Label("日常生活", "daily life", "ふだんの暮らし"),
}
_URGENCIES: _Table = {
    v.Urgency.CAN_WAIT: Label("急がない", "can wait"),
    v.Urgency.SOON: Label("早めに", "soon"),
    v.Urgency.NOW: Label("すぐに", "now"),
}
_ANSWERS: _Table = {
    v.Answer.YES: Label("はい", "yes"),
    v.Answer.NO: Label("いいえ", "no"),
    v.Answer.UNKNOWN: Label("未聴取", "not asked yet", "まだ聞いていません"),
}
_VERDICTS: _Table = {
    v.Verdict.FITS: Label("適合", "fits", "条件が合っています"),
    v.Verdict.TO_CHECK: Label("要確認", "to check", "確かめることがあります", "something to check first"),
    v.Verdict.DOES_NOT_FIT: Label("不適合", "does not fit", "今は条件が合いません", "does not fit now"),
}
_HOST_KINDS: _Table = {
    v.HostKind.WORK_EXPERIENCE: Label("就労体験", "work experience", "仕事の体験"),
    v.HostKind.WORK_PREPARATION: Label("就労準備支援", "work preparation", "働く準備をするところ"),
    v.HostKind.TYPE_B: Label(
        "就労継続支援B型", "supported work, type B", "自分のペースで作業するところ（B型）"
    ),
    v.HostKind.TYPE_A: Label(
        "就労継続支援A型", "supported work, type A", "支援を受けながら働くところ（A型）"
    ),
    v.HostKind.WORK_TRANSITION: Label("就労移行支援", "transition to work", "仕事につく練習をするところ"),
    v.HostKind.DAY_SERVICE: Label("通所サービス", "day service", "日中に通うところ"),
    v.HostKind.RESIDENTIAL: Label(
        "入所・居住系サービス", "residential service", "暮らすところ", "a place to live"
    ),
    v.HostKind.SHOP: Label("商店", "shop", "お店"),
    v.HostKind.FARM: Label("農園・農家", "farm"),
    v.HostKind.COMPANY: Label("企業", "company", "会社"),
    v.HostKind.VACANT_ROOM: Label("空き室", "vacant room", "泊まれる部屋", "a room to stay in"),
    v.HostKind.SALON: Label("通いの場", "community salon"),
    v.HostKind.LEARNING_PLACE: Label("学習支援の場", "learning place", "勉強できるところ"),
    v.HostKind.VOLUNTEER_WORK: Label("ボランティア・住民活動", "volunteer work"),
    v.HostKind.PUBLIC_FACILITY: Label("公共施設", "public facility"),
}
_SERVICE_GROUPS: _Table = {
    v.ServiceGroup.RESIDENTIAL: Label(
        "入所・居住系", "residential services", "暮らすところ", "places to live"
    ),
    v.ServiceGroup.DAY: Label("通所", "day services", "日中に通うところ"),
    v.ServiceGroup.EMPLOYMENT: Label("就労支援", "employment support", "働くことを支えるところ"),
    v.ServiceGroup.GENERAL: Label("一般", "general", "お店や会社、地域の場", "shops, firms, local places"),
}
_POOL_KINDS: _Table = {
    v.PoolKind.PLACES: Label("受け入れ人数", "places"),
    v.PoolKind.BEDS: Label("泊まれる人数", "beds"),
    v.PoolKind.ATTENTION: Label("見守りの時間", "staff attention"),
    v.PoolKind.VEHICLE_SEATS: Label("車の席", "vehicle seats"),
    v.PoolKind.COMPANION: Label("同行の時間", "accompaniment", "いっしょに行ける時間", "time to go along"),
    v.PoolKind.CASELOAD: Label("担当できる人数", "caseload"),
}
_DRAW_UNITS: _Table = {
    v.DrawUnit.PERSON: Label("1人分", "one place"),
    v.DrawUnit.ATTENTION_MINUTES: Label("見守りの分数", "minutes of attention"),
    v.DrawUnit.PICK_UP_SEAT: Label("送迎の1席", "one seat of the pick-up"),
}
_TRAVEL_MODES: _Table = {
    v.TravelMode.WALK: Label("徒歩", "on foot", "歩き"),
    v.TravelMode.BICYCLE: Label("自転車", "by bicycle"),
    v.TravelMode.BUS: Label("バス", "by bus"),
    v.TravelMode.CAR: Label("車", "by car"),
    v.TravelMode.PICK_UP: Label("送迎", "by pick-up", "迎えの車"),
}
_CONDITIONS: _Table = {
    v.Condition.LARGE_GROUP: Label("大人数での活動", "a large group"),
    v.Condition.NOISE: Label("大きな音", "loud noise"),
    v.Condition.STANDING: Label("立ち仕事", "standing work"),
    v.Condition.OUTDOORS: Label("屋外での活動", "outdoor work"),
    v.Condition.LIFTING: Label("重い物を運ぶ作業", "heavy lifting"),
    v.Condition.CUSTOMER_CONTACT: Label("接客", "contact with customers", "お客さんとのやりとり"),
    v.Condition.SMELL: Label("強いにおい", "a strong smell"),
    v.Condition.BRIGHT_LIGHT: Label("まぶしい光", "bright light"),
    v.Condition.FIXED_PACE: Label("決まった速さで進める作業", "work at a fixed pace"),
    v.Condition.STEP_FREE: Label("段差のない場所", "step-free access"),
    v.Condition.PLACE_TO_REST: Label("休める場所", "a place to rest"),
    v.Condition.ONE_TO_ONE: Label("1対1の関わり", "one-to-one support"),
    v.Condition.EASY_WORDS: Label("やさしい言葉での説明", "an explanation in easy words"),
}
_ACTIVITIES: _Table = {
    v.Activity.COOKING: Label("料理", "cooking"),
    v.Activity.CLEANING: Label("清掃", "cleaning", "そうじ"),
    v.Activity.FIELD_WORK: Label("農作業", "field work", "畑仕事"),
    v.Activity.ANIMALS: Label("動物の世話", "animals"),
    v.Activity.CRAFT: Label("手芸・工作", "crafts"),
    v.Activity.LIGHT_ASSEMBLY: Label("軽作業", "light assembly", "簡単な組み立て"),
    v.Activity.PACKING: Label("袋詰め・梱包", "packing"),
    v.Activity.COMPUTER: Label("パソコン作業", "computer work"),
    v.Activity.SHOP_WORK: Label("店の仕事", "shop work"),
    v.Activity.CAFE: Label("喫茶", "café work"),
    v.Activity.CHILDREN: Label("子どもとの関わり", "being with children"),
    v.Activity.OLDER_PEOPLE: Label("高齢者との関わり", "being with older people", "お年寄りとの関わり"),
    v.Activity.STUDY: Label("学習", "study", "勉強"),
    v.Activity.READING: Label("読書", "reading"),
    v.Activity.MUSIC: Label("音楽", "music"),
    v.Activity.EXERCISE: Label("体操・運動", "exercise"),
    v.Activity.TALKING: Label("おしゃべり", "talking"),
    v.Activity.GAMES: Label("ゲーム・囲碁・将棋", "games"),
    v.Activity.DELIVERY: Label("配達", "delivery"),
    v.Activity.LIVING: Label("暮らしの場", "living there"),
}
_GENDERS: _Table = {
    v.Gender.WOMAN: Label("女性", "woman"),
    v.Gender.MAN: Label("男性", "man"),
}
_CONSENT_STAGES: _Table = {
    v.ConsentStage.NONE: Label("同意なし", "no consent", "まだ同意していません", "not agreed yet"),
    v.ConsentStage.TO_CONSIDER: Label(
        "検討に同意", "to be considered", "行き先を探してよい", "may look for places"
    ),
    v.ConsentStage.TO_OFFER: Label("打診に同意", "to be offered", "受入先に聞いてよい", "may ask places"),
}
_SIDES: _Table = {
    v.Side.PERSON: Label("本人", "person", "あなた", "you"),
    v.Side.HOST: Label("受入先", "host"),
}
_MARKS: _Table = {
    v.DeclaredMark.OPEN: Label("○ 受け入れできる", "○ has places"),
    v.DeclaredMark.ASK: Label("△ 要相談", "△ ask first", "△ 先に相談"),
    v.DeclaredMark.CLOSED: Label("× 受け入れできない", "× no places"),
}
_PLACEMENT_STATUSES: _Table = {
    v.PlacementStatus.OFFERED: Label("打診", "offered", "受入先に聞いています", "asking the place"),
    v.PlacementStatus.VISITING: Label("見学", "visit"),
    v.PlacementStatus.TRIAL: Label("体験", "trial", "おためし"),
    v.PlacementStatus.ACCEPTED: Label("受入中", "accepted", "通っています", "going there"),
    v.PlacementStatus.SETTLED: Label("定着", "settled", "続いています", "continuing"),
    v.PlacementStatus.BROKEN_OFF: Label("中断", "broken off", "いったん終わりました", "stopped for now"),
    v.PlacementStatus.ENDED: Label("終結", "ended", "終わりました"),
}
_LIMIT_KINDS: _Table = {
    v.LimitKind.QUOTA: Label("定員", "quota"),
    v.LimitKind.WAITING_LIST: Label("本来の利用希望者の待機", "waiting list"),
    v.LimitKind.STAFFING: Label("人員配置", "staffing", "職員の人数", "number of staff"),
    v.LimitKind.DECLARED: Label("受入先の申告", "stated by the host", "受入先の答え"),
    v.LimitKind.SUPPORTERS: Label("受入担当", "supporters"),
    v.LimitKind.EQUIPMENT: Label("設備", "equipment", "部屋と道具", "rooms and tools"),
    v.LimitKind.BUSY_SEASON: Label("繁忙期", "busy season", "忙しい時期"),
    v.LimitKind.AMOUNT: Label("持ち寄りの量", "amount brought"),
    v.LimitKind.NEWCOMERS: Label("慣れるまでの人数", "newcomers"),
    v.LimitKind.REST: Label("受け入れの間隔", "rest between intakes"),
    v.LimitKind.NONE_KNOWN: Label("上限の情報なし", "no limit known", "まだ聞いていません", "not asked yet"),
}
_EVIDENCE: _Table = {
    v.Evidence.SEED: Label("元資料で確認", "in the source documents"),
    v.Evidence.SEEN: Label("公開資料で確認", "seen in a public document"),
    v.Evidence.TESTED: Label("動かして確認", "tested by running it"),
    v.Evidence.UNVERIFIED: Label("未確認（記憶による）", "unverified, from memory"),
    v.Evidence.PROPOSAL: Label("提案", "proposal"),
}
_SOLVE_STATUSES: _Table = {
    v.SolveStatus.OPTIMAL: Label("最適", "optimal"),
    v.SolveStatus.WITHIN_GAP: Label("許容差以内", "within the set gap"),
    v.SolveStatus.TIMED_OUT: Label("時間切れ", "timed out"),
    v.SolveStatus.STOPPED: Label("中止", "stopped"),
    v.SolveStatus.INFEASIBLE: Label("不成立", "infeasible"),
}
_CONTACT_KINDS: _Table = {
    v.ContactKind.PARTICIPATION: Label("参加・通いの場", "taking part"),
    v.ContactKind.WORK: Label("就労・体験", "work and trial"),
    v.ContactKind.HOUSING: Label("居住", "housing"),
    v.ContactKind.CLOSURE: Label("終結後", "after closure"),
}
_LEFT_OVER: _Table = {
    v.LeftOver.NOT_IN_THESE_WEEKS: Label("この期間の予定ではない", "not in these weeks"),
    v.LeftOver.NOBODY_MAY: Label("担当する人がいない", "nobody carries the case"),
    v.LeftOver.TOO_LONG: Label("週の時間より長い", "longer than anybody's week"),
    v.LeftOver.SAME_WEEK: Label("同じ週に別の連絡がある", "another contact in the same week"),
    v.LeftOver.HOURS: Label("担当の時間が足りない", "no hours left"),
    v.LeftOver.OUT_OF_TIME: Label("計算が時間切れ", "the planning ran out of time"),
}
_PARTINGS: _Table = {
    v.Parting.BROKE_OFF: Label("途切れた", "broken off", "合わずに途中で終わりました", "it did not fit"),
    v.Parting.HOST_ENDED: Label("受入先の事情で終了", "ended by the host"),
    v.Parting.MOVED_ON: Label("希望して次へ", "moved on by wish"),
    v.Parting.AS_AGREED: Label("予定どおり終了", "ended as agreed"),
    v.Parting.MOVED_AWAY: Label("転居・本人の事情", "moved away"),
    v.Parting.DIED: Label("死亡", "died", "亡くなりました"),
}
_FEATURES: _Table = {
    v.Feature.WISH: Label("希望との一致", "fit of wishes", "したいことと合っている割合"),
    v.Feature.CONDITIONS: Label("環境との一致", "fit of surroundings", "環境の希望がかなう割合"),
    v.Feature.TRAVEL_MINUTES: Label("片道の時間（分）", "minutes one way", "通うのにかかる時間"),
    v.Feature.SLOTS_A_WEEK: Label("週の回数", "times a week"),
    v.Feature.STAY_MINUTES: Label("1回の時間（分）", "minutes of one stay", "1回の長さ"),
    v.Feature.LADDER_STEP: Label("段階（増やした回数）", "steps up so far", "これまでに増やした回数"),
    v.Feature.HOST_EXPERIENCE: Label("受入先の経験", "experience of the host", "これまで受け入れた人数"),
    v.Feature.ATTENTION_MINUTES: Label(
        "受入担当が付く時間（分）", "minutes of attention", "担当の人がそばにいる時間"
    ),
    v.Feature.ACCOMPANIED: Label("同行の有無", "accompanied", "支援員が一緒に行くか"),
    v.Feature.CONTACTS_A_MONTH: Label("月あたりの連絡回数", "contacts a month", "ひと月に話した回数"),
    v.Feature.SEASON_WINTER: Label("季節（冬）", "season, winter", "冬に近いか"),
    v.Feature.SEASON_SPRING: Label("季節（春）", "season, spring", "春に近いか"),
}
_WEEKDAYS: _Table = {
    v.Weekday.MON: Label("月", "Mon", "月曜日", "Monday"),
    v.Weekday.TUE: Label("火", "Tue", "火曜日", "Tuesday"),
    v.Weekday.WED: Label("水", "Wed", "水曜日", "Wednesday"),
    v.Weekday.THU: Label("木", "Thu", "木曜日", "Thursday"),
    v.Weekday.FRI: Label("金", "Fri", "金曜日", "Friday"),
    v.Weekday.SAT: Label("土", "Sat", "土曜日", "Saturday"),
    v.Weekday.SUN: Label("日", "Sun", "日曜日", "Sunday"),
}
_STOPS: _Table = {
    v.Stop.UNKNOWN: Label("要確認（答え待ち）", "to be asked first"),
    v.Stop.EXISTING_SCHEME: Label("既存の制度が使えそう", "an existing scheme may do"),
    v.Stop.CONSENT: Label("同意がまだ", "no consent yet"),
    v.Stop.FULL: Label("空きがない", "full"),
    v.Stop.TOO_FAR: Label("遠い", "too far"),
    v.Stop.TIMES: Label("曜日・時間が合わない", "times"),
    v.Stop.CONDITIONS: Label("環境・同行が合わない", "conditions"),
    v.Stop.OTHER: Label("その他（年齢・見合わせなど）", "other (age, declined before …)"),
    v.Stop.NO_MENU: Label("メニューがない", "no menu"),
}
_TIME_BANDS: _Table = {
    v.TimeBand.MORNINGS: Label("平日の午前", "weekday mornings"),
    v.TimeBand.AFTERNOONS: Label("平日の午後", "weekday afternoons"),
    v.TimeBand.DAYTIME: Label("平日の日中", "weekdays by day"),
    v.TimeBand.EVENINGS: Label("夕方・夜", "evenings"),
    v.TimeBand.WEEKENDS: Label("土日", "weekends"),
    v.TimeBand.ANY: Label("いろいろな時間", "at various times"),
    v.TimeBand.NIGHTS: Label("泊まり", "nights"),
    v.TimeBand.NOT_ASKED: Label("時間は未聴取", "times not asked yet"),
}
_DEVELOPMENT_KINDS: _Table = {
    v.DevelopmentKind.NEW_HOST: Label("新しい受入先", "a new host"),
    v.DevelopmentKind.CARVED_TASK: Label("今の受入先に新しい仕事", "a task carved out at a host"),
    v.DevelopmentKind.PICK_UP: Label("送迎", "pick-up"),
    v.DevelopmentKind.COMPANION: Label("同行の時間", "hours to go along"),
    v.DevelopmentKind.COORDINATOR: Label("コーディネーターの時間", "coordinator's hours"),
    v.DevelopmentKind.COMBINATION: Label("持ち寄り", "brought together"),
}
_CARES: _Table = {
    v.Care.CONCENTRATION: Label("受入が集まっている", "many placements at one host"),
    v.Care.FALLING: Label("受入余力が減っている", "falling margin"),
    v.Care.STALE: Label("申告が古い", "stale statements"),
    v.Care.BURDEN: Label("負担の声がある", "burden reported"),
    v.Care.UNUSED: Label("登録したまま使われていない", "registered but unused"),
    v.Care.INTRODUCES: Label("ほかの受入先を紹介してくれた", "introduced other hosts"),
}
_POLICIES: _Table = {
    v.Policy.FIRST_COME: Label("待った順", "first come, first served"),
    v.Policy.GREEDY: Label("点の高い順", "greatest value first"),
    v.Policy.DEFERRED: Label("受入保留方式", "deferred acceptance"),
    v.Policy.WEEKLY: Label("毎週の最適", "weekly optimum"),
    v.Policy.HELD: Label("毎週の最適＋取り置き", "weekly optimum, held capacity"),
    v.Policy.HINDSIGHT: Label("後から見た最適", "optimum in hindsight"),
}
_LANGS: _Table = {
    v.Lang.JA: Label("日本語", "Japanese"),
    v.Lang.EN: Label("英語", "English"),
}

LABELS: dict[type[Enum], _Table] = {
    type(next(iter(table))): table
    for table in (
        *(_NEED_DOMAINS, _URGENCIES, _ANSWERS, _VERDICTS, _HOST_KINDS, _SERVICE_GROUPS, _POOL_KINDS),
        *(_DRAW_UNITS, _TRAVEL_MODES, _CONDITIONS, _ACTIVITIES, _GENDERS, _CONSENT_STAGES, _SIDES, _MARKS),
        *(_PLACEMENT_STATUSES, _LIMIT_KINDS, _EVIDENCE, _SOLVE_STATUSES, _WEEKDAYS, _LANGS),
        *(_CONTACT_KINDS, _LEFT_OVER, _PARTINGS, _FEATURES),
        *(_STOPS, _TIME_BANDS, _DEVELOPMENT_KINDS, _CARES, _POLICIES),
    )
}
"""One table for each enum; never one for all, for members of different enums can be equal strings."""
