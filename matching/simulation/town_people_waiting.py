"""More people of みほん町: those for whom the town has just the right place, and those it has none for."""

from __future__ import annotations

import datetime as dt

from matching.model import Pin
from matching.simulation.notation import slots
from matching.simulation.resident import checked, resident
from matching.vocabulary import ConsentStage, NeedDomain

_MORNINGS = "平日 09:00-12:00"

_CHOSEN = (
    # 本人と書店が火曜と決めている
    resident("P022", 52, (0.4, 0.4), "2025-12-08", {"work": "本にかかわる仕事を、週に一度から"},
             free=_MORNINGS, stay=120, goal=(2, 120), by="walk", within=20, likes="reading shop_work",
             yes="one_to_one", no="large_group noise", consent=ConsentStage.TO_OFFER,
             pins=(Pin(NeedDomain.WORK, "M14", slots("火 10:00-12:00")),)),
    resident("P023", 63, (1.8, 3.4), "2026-06-29", {"work": "長く畑をしていた。まだ役に立てる"},
             free="平日 08:00-12:00、土 08:00-12:00", times=(1, 3), goal=(3, 180), by="walk car", within=30,
             likes="field_work packing", yes="outdoors standing lifting large_group"),
    resident("P024", 16, (0.2, 3.1), "2026-09-07", {"learning": "教室でなければ、勉強はしたい"},
             free="平日 10:00-18:00", times=(1, 2), stay=120, goal=(3, 120), by="walk bicycle", within=30,
             likes="study games", no="large_group noise", attention_minutes=20),
    resident("P025", 15, (-1.4, 2.2), "2026-04-06",
             {"learning": "外で、手を動かしながら習いたい", "belonging": "年の近い人と話してみたい"},
             free="平日 10:00-16:00", times=(1, 2), goal=(2, 120), by="walk bicycle", within=30,
             likes="animals field_work games", yes="outdoors", no="large_group", attention_minutes=15),
    resident("P026", 35, (-0.3, -0.9), "2026-07-27", {"learning": "むずかしい漢字を、ゆっくり習いたい"},
             free="水金 15:00-19:00、土 09:00-13:00", stay=120, goal=(1, 120), by="walk bicycle bus",
             within=30, likes="study", yes="easy_words one_to_one"),
    resident("P027", 71, (-1.3, 2.1), "2026-10-12", {"housing now": "階段のない部屋に、冬の間だけ"},
             free="平日 09:00-16:00", by="walk", within=30, yes="step_free large_group",
             earliest_start=dt.date(2026, 12, 1)),
)  # fmt: skip

_LEFT = (
    # 南部の朝: 平日の午前に開く場所が近くにない
    resident("P028", 57, (-1.2, -3.3), "2025-08-18", {"belonging": "午前のうちに、顔を出せる所がほしい"},
             free=_MORNINGS, times=(1, 2), goal=(2, 120), by="walk bicycle", within=15, likes="talking games",
             yes="large_group"),
    resident("P029", 36, (0.9, -3.1), "2026-02-09", {"work": "子どもが帰る前の、午前だけ働きたい"},
             free="月火水木金 09:00-12:00", times=(2, 3), goal=(3, 180), by="walk", within=30,
             likes="shop_work packing", yes="standing customer_contact"),
    resident("P030", 64, (-0.5, -2.3), "2026-06-01", {"daily_life": "朝、起きて行く先がほしい"},
             free="月火水木金 08:30-11:30", by="walk", within=20, likes="exercise", yes="large_group"),
    # 遠い: 町の東のはずれ、歩きだけ。送迎のある作業所は、空いている曜日が合わない
    resident("P031", 44, (3.6, -1.2), "2025-12-22", {"work": "歩いて行ける所か、迎えがあれば手しごとを"},
             free="月水金 13:00-17:00", goal=(2, 150), by="walk", within=30, likes="craft packing",
             no="noise"),
    # 人気の喫茶: 毎日ひとりずつで、もういっぱい
    resident("P032", 27, (-0.4, 0.1), "2026-01-26", {"work": "喫茶の台所を手伝いたい"},
             free="平日 13:00-15:00", times=(1, 2), stay=90, goal=(3, 120), by="walk", within=15,
             likes="cafe cooking", avoids="computer light_assembly", yes="step_free",
             no="noise customer_contact"),
    # 静かで一対一: そうだと答えた所は書店のほかに近くになく、書店は一度に一人
    resident("P033", 26, (-0.2, -0.5), "2026-03-16", {"work": "となりで教えてくれる人が、一人いる所"},
             free=_MORNINGS, stay=120, goal=(2, 120), by="walk bus", within=30, likes="reading craft",
             yes="one_to_one", no="large_group noise customer_contact standing"),
    resident("P034", 49, (0.7, -0.5), "2025-06-30", {"work": "音のしない部屋で、一つずつ覚えたい"},
             free="火水木 09:00-12:00", stay=120, goal=(2, 120), by="walk", within=30, likes="shop_work",
             yes="one_to_one easy_words", no="large_group noise outdoors"),
    # 夜に週3回: 夜の枠は週に2つまで
    resident("P035", 22, (0.6, 0.7), "2026-08-03", {"belonging": "夜は一人がつらい。週に三回は出たい"},
             free="平日 17:30-21:00", times=(3, 3), goal=(4, 120), by="walk bicycle", within=25,
             likes="games music talking", yes="large_group noise bright_light"),
    # 部屋: 足りない
    resident("P036", 48, (1.0, -0.2), "2026-10-05", {"housing now": "契約が切れる前に、寝る所を"},
             free="平日 18:00-21:00", by="walk bicycle bus", within=45, yes="standing",
             schemes=checked("居住支援（一時生活）", "housing", "収入が基準をこえる")),
    resident("P037", 40, (-0.7, -0.4), "2026-05-25", {"housing": "実家を出て、一人で暮らす練習がしたい"},
             free="平日 10:00-16:00", by="walk bus", within=45, no="noise large_group"),
)  # fmt: skip

MORE_PEOPLE = (*_CHOSEN, *_LEFT)
"""P022 to P037."""
