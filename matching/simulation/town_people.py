"""The first people of みほん町: those whom no existing scheme covers, as the programme names them."""

from __future__ import annotations

import datetime as dt

from matching.model import CaringDuty, Reach, Refusal
from matching.simulation.notation import windows
from matching.simulation.resident import checked, resident
from matching.vocabulary import Answer, ConsentStage, Gender, Side

_WEEKDAYS = "平日 09:00-17:00"
_AFTERNOONS = "平日 13:00-17:00"

# 8050世帯、障害サービスの対象でない人、外に出る不安、頼れる家族がない若者、介護をする人
_IN_BETWEEN = (
    resident("P001", 54, (0.9, 2.9), "2025-06-10",
             {"work": "人の少ないところで、体を動かすことから始めたい",
              "belonging": "母と一緒に、週に一度は外に出たい"},
             free="平日 09:00-16:00", times=(1, 3), stay=150, goal=(3, 180), by="walk bicycle", within=30,
             likes="field_work cleaning packing", yes="outdoors standing lifting",
             no="large_group customer_contact",
             schemes=checked("生活困窮者就労準備支援", "work", "世帯の収入と資産が基準をこえる")),
    resident("P002", 82, (0.9, 2.9), "2025-06-10", {"belonging": "息子と二人で、お茶を飲みに行きたい"},
             free="平日 10:00-16:00", stay=150, goal=(2, 120), by="walk", within=20, likes="talking craft",
             yes="step_free place_to_rest", no="noise lifting standing",
             schemes=checked("介護保険 通所介護", "belonging", "要介護認定は非該当")),
    resident("P003", 34, (0.4, -0.6), "2025-09-01", {"work": "決まった手順の作業なら、続けられると思う"},
             free=_WEEKDAYS, times=(2, 3), goal=(4, 240), by="walk bicycle bus", within=30,
             likes="light_assembly packing computer", yes="standing fixed_pace",
             no="customer_contact noise outdoors", consent=ConsentStage.TO_OFFER,
             schemes=checked("就労継続支援B型", "work", "支給決定の対象外")),
    resident("P004", 28, (-1.2, 0.8), "2026-01-15", {"belonging": "静かな場所に、30分だけ座っていたい"},
             free="月水木 13:00-16:30", stay=30, goal=(2, 90), by="walk bus", within=30, likes="reading",
             avoids="talking", yes="place_to_rest", no="large_group noise bright_light",
             accompaniment_minutes=40, attention_minutes=10),
    resident("P005", 19, (0.8, 0.2), "2026-10-19",
             {"housing now": "年を越せる部屋がほしい", "work": "働く前に、少し練習をしたい"},
             free="平日 09:00-19:00", times=(2, 3), goal=(5, 240), by="walk bicycle bus", within=40,
             likes="cafe cooking computer", yes="standing noise", consent=ConsentStage.TO_OFFER,
             schemes=checked("児童自立生活援助", "housing", "空きがなく、年齢の上限も近い",
                             again="2027-02-01")),
    resident("P006", 46, (-0.8, -1.3), "2026-03-02", {"work": "母が通所に行っている間だけ働きたい"},
             free=_WEEKDAYS, times=(1, 2), goal=(2, 120), by="walk bicycle", within=25,
             likes="reading craft packing", yes="standing", no="noise",
             caring=(CaringDuty("P007", windows("平日 09:00-17:00")),)),
    resident("P007", 79, (-0.8, -1.3), "2026-03-02", {"daily_life": "からだを動かしてから、昼を食べたい"},
             free="平日 09:30-16:00", times=(1, 2), by="walk", within=20, likes="exercise older_people",
             yes="step_free place_to_rest", no="standing"),
    resident("P008", 61, (0.3, -2.5), "2025-11-20", {"belonging": "娘と二人でなら、出かけられる"},
             free="月火木 13:00-16:00", goal=(2, 120), by="walk bus", within=25, likes="craft talking",
             yes="large_group", no="outdoors"),
    resident("P009", 33, (0.3, -2.5), "2025-11-20", {"belonging": "母がとなりにいてくれたら行ける"},
             free="月火木 13:00-16:00", stay=60, goal=(2, 120), by="walk bus", within=25, likes="craft games",
             yes="large_group", no="customer_contact outdoors"),
    # 支援措置の対象: 自宅の場所はどこにも渡らない
    resident("P010", 37, None, "2026-08-24", {"belonging now": "子どもが学校の間、安心していられる場所"},
             free="月火水木 10:00-14:30", times=(1, 2), goal=(2, 120), by="walk bus car",
             likes="craft reading", yes="place_to_rest", is_protected=True, staff_gender=Gender.WOMAN,
             apart_from_hosts=("H36", "H40"),
             can_reach=(Reach("H10", Answer.YES), Reach("H39", Answer.YES), Reach("H34", Answer.YES),
                        Reach("H30", Answer.NO), Reach("H37", Answer.UNKNOWN))),
    # 同行が要る人
    resident("P011", 41, (2.9, 3.9), "2025-10-06", {"belonging": "付き添いがあれば、人のいる所に出てみたい"},
             free="火金 09:00-16:00", stay=120, goal=(2, 120), by="walk bus", within=60,
             likes="exercise music", yes="step_free", accompaniment_minutes=60, attention_minutes=15),
)  # fmt: skip

# 部屋と昼の場所、ほかの制度、同意の前、まだ聞けていない人、離れていたい人、断ったことのある人、続いている人
_OTHERS = (
    resident("P012", 58, (-0.9, 0.4), "2026-09-28",
             {"housing now": "夫婦で入れる部屋がほしい", "work": "からだが動くうちは働きたい"},
             free="平日 08:00-12:00", times=(2, 3), goal=(3, 180), by="walk bicycle bus", within=30,
             likes="cleaning packing", yes="standing lifting noise", no="large_group",
             consent=ConsentStage.TO_OFFER),
    resident("P013", 55, (-0.9, 0.4), "2026-09-28",
             {"housing now": "夫と離れずに暮らしたい", "belonging": "昼の間、話のできる人がほしい"},
             free="平日 10:00-16:00", times=(1, 2), goal=(2, 120), by="walk bus", within=25,
             likes="talking cooking", yes="large_group", no="outdoors", consent=ConsentStage.TO_OFFER),
    # 使える制度がある人: そちらへつなぐ
    resident("P014", 77, (1.1, 1.2), "2026-10-30", {"daily_life": "ふろと食事を手伝ってほしい"},
             free="平日 09:00-15:00", by="walk", within=15, yes="step_free place_to_rest",
             schemes=checked("介護予防・生活支援サービス", "daily_life", "要支援の認定が出ている",
                             Answer.YES)),
    # 同意の前: 割当案には載らない
    resident("P015", 24, (-0.2, 3.2), "2026-07-13", {"belonging": ""}, consent=ConsentStage.NONE),
    # ほとんどが未聴取
    resident("P016", 31, (0.6, -0.4), "2026-11-06", {"work": "なにかしたいが、まだわからない"}),
    resident("P017", 29, (0.1, 0.5), "2026-04-20", {"belonging": "夜に行ける所がほしい"},
             free="平日 17:30-21:00、土 10:00-16:00", goal=(2, 120), by="walk bicycle", within=25,
             likes="games cooking", yes="large_group noise standing", apart_from_persons=("P018",)),
    resident("P018", 32, (0.5, -0.3), "2026-02-16",
             {"belonging": "夜のサロンを続けたい", "work": "昼も少し働いてみたい"}, free="平日 13:00-21:00",
             times=(1, 4), goal=(3, 180), by="walk bicycle", within=20, likes="computer games",
             no="customer_contact lifting"),
    resident("P019", 38, (-0.6, -0.9), "2025-07-22", {"work": "朝は苦手。昼からなら休まず行ける"},
             free=_AFTERNOONS, times=(2, 3), goal=(3, 180), by="walk bicycle bus", within=30,
             likes="light_assembly craft", no="customer_contact fixed_pace",
             refusals=(Refusal("H16", until=dt.date(2027, 3, 31)), Refusal("H05"),
                       Refusal("H02", "M03", dt.date(2027, 1, 31), Side.HOST))),
    resident("P020", 26, (0.3, -0.7), "2026-05-11",
             {"belonging": "夜のサロンは居心地がいい", "work": "次は、昼の練習に出てみたい"},
             free="平日 10:00-21:00", times=(1, 3), stay=120, goal=(3, 180), by="walk bicycle", within=30,
             likes="computer reading", no="noise large_group", attention_minutes=20),
    resident("P021", 43, (1.3, 0.7), "2025-05-26",
             {"work": "箱折りを続けたい", "daily_life": "自分で食事をつくれるようになりたい"}, free=_WEEKDAYS,
             times=(1, 4), goal=(4, 180), by="walk bicycle", within=30, likes="cooking light_assembly",
             yes="large_group", no="smell outdoors", consent=ConsentStage.TO_OFFER),
)  # fmt: skip

FIRST_PEOPLE = (*_IN_BETWEEN, *_OTHERS)
"""P001 to P021."""
