"""The places of みほん町 to be, to learn, to practise everyday life and to sleep."""

from __future__ import annotations

from matching.simulation.offer import offer
from matching.vocabulary import Answer

_BUS, _NO_BUS = Answer.YES, Answer.NO

_BY_DAY = (
    offer("M29", "H10", "昼の居場所", "belonging daily_life", "talking games craft",
          "平日 10:00-12:00 | 11 | ○2 | 11-10", "平日 13:00-15:30 | 10 | ○3 | 11-10",
          yes="large_group place_to_rest step_free easy_words",
          no="outdoors lifting fixed_pace customer_contact", shortest_stay=30, bus=_BUS,
          also="H10-attention"),
    offer("M30", "H10", "少人数のものづくり", "belonging", "craft light_assembly", "火木 13:00-15:30",
          yes="place_to_rest step_free easy_words", no="large_group noise outdoors lifting fixed_pace",
          shortest_stay=60, bus=_BUS, also="H10-attention"),
    offer("M31", "H11", "体操と昼ごはん", "daily_life belonging", "exercise cooking older_people",
          "平日 10:00-12:00 | 22 | ○2 | 11-01", yes="large_group step_free place_to_rest",
          no="outdoors lifting standing fixed_pace", ages=(40, 120), bus=_BUS, also="H11-attention V1",
          fetches="北部 中央"),
    offer("M32", "H11", "お茶と手しごと", "belonging daily_life", "craft talking older_people",
          "平日 13:00-15:30 | 21 | ○3 | 11-01", yes="step_free place_to_rest easy_words",
          no="large_group noise outdoors lifting standing customer_contact", shortest_stay=60, bus=_BUS,
          also="H11-attention V1", fetches="北部 中央"),
    offer("M33", "H12", "南のつどい", "belonging daily_life", "music craft", "水 13:30-15:30 | 15 | - | -",
          yes="step_free place_to_rest", no="outdoors lifting", shortest_stay=60),
)  # fmt: skip

_WITH_OTHERS = (
    offer("M34", "H30", "茶の間でおしゃべり", "belonging", "talking older_people",
          "月水金 13:30-15:30 | - | ○4 | 11-02", yes="large_group place_to_rest",
          no="outdoors lifting standing fixed_pace", shortest_stay=30, bus=_BUS),
    offer("M35", "H30", "土曜の手しごと", "belonging", "craft", "土 10:00-12:00 | - | ○3 | 11-02",
          yes="place_to_rest", no="large_group noise outdoors lifting fixed_pace", shortest_stay=60,
          bus=_BUS),
    offer("M36", "H31", "夜のサロン", "belonging", "games talking music", "火金 18:30-20:30 | - | ○4 | 11-14",
          yes="place_to_rest bright_light", no="outdoors lifting standing fixed_pace customer_contact",
          ages=(15, 49), shortest_stay=30, bus=_NO_BUS),
    offer("M37", "H32", "朝の体操", "belonging daily_life", "exercise older_people",
          "火金 09:30-11:00 | - | ○5 | 10-15", yes="large_group standing step_free",
          no="outdoors lifting customer_contact", shortest_stay=60),
    offer("M38", "H33", "囲碁と将棋", "belonging", "games", "月木 13:30-16:00 | - | ○3 | 06-01",
          no="outdoors lifting standing noise customer_contact", shortest_stay=60),
    offer("M39", "H39", "本の修理", "belonging work", "reading craft", "水金 10:00-12:00 | - | ○2 | 11-09",
          yes="step_free place_to_rest",
          no="large_group noise outdoors lifting customer_contact fixed_pace one_to_one", shortest_stay=30,
          bus=_BUS, also="H39-attention"),
    offer("M40", "H39", "静かな席", "belonging", "reading", "月木 14:00-16:00 | - | ○2 | 11-09",
          yes="step_free place_to_rest one_to_one", no="large_group noise outdoors bright_light fixed_pace",
          ages=(12, 120), shortest_stay=30, bus=_BUS, also="H39-attention"),
    offer("M41", "H40", "南の昼サロン", "belonging", "talking craft games",
          "火木 13:30-15:30 | - | ○4 | 11-05", yes="large_group step_free",
          no="outdoors lifting standing fixed_pace", shortest_stay=30, also="V3", fetches="南部"),
    offer("M42", "H36", "子ども食堂の手伝い", "belonging work", "cooking children",
          "金 16:00-19:00 | - | ○2 | 11-12", "土 10:00-13:00 | - | ○2 | 11-12",
          yes="large_group noise standing", no="outdoors lifting", ages=(15, 120), shortest_stay=90,
          bus=_BUS),
    offer("M43", "H37", "配食の盛りつけ", "belonging work", "cooking delivery older_people",
          "火木 10:00-12:00 | - | ○2 | 10-30", yes="standing", no="large_group noise outdoors lifting"),
    offer("M44", "H38", "花壇の手入れ", "belonging work", "field_work", "土 09:00-11:00 | - | ○3 | 11-03",
          yes="outdoors", no="noise customer_contact fixed_pace", ages=(12, 120), shortest_stay=60),
    offer("M45", "H13", "庭の手入れ", "belonging", "field_work older_people",
          "木 10:00-11:30 | - | ○ | 10-08", yes="outdoors place_to_rest", no="large_group noise fixed_pace",
          shortest_stay=30),
)  # fmt: skip

_TO_LEARN = (
    offer("M46", "H34", "学び直し", "learning", "study reading", "月水金 16:00-18:00 | - | ○2 | 11-11",
          yes="one_to_one easy_words", no="noise outdoors standing lifting large_group", ages=(15, 64),
          shortest_stay=60, bus=_BUS, also="H34-attention"),
    offer("M47", "H34", "中学・高校の勉強", "learning", "study", "火木 17:00-19:00 | - | ○2 | 11-11",
          yes="one_to_one", no="noise outdoors large_group", ages=(12, 19), shortest_stay=60, bus=_BUS,
          also="H34-attention"),
    offer("M48", "H35", "フリースペース", "learning belonging", "study games music",
          "月水金 10:00-12:00 | - | ○2 | 11-06", "月水金 13:00-15:00 | - | ○2 | 11-06",
          yes="place_to_rest easy_words", no="outdoors lifting standing fixed_pace large_group",
          ages=(10, 22), shortest_stay=30, also="H35-attention"),
    offer("M49", "H39", "読み書きとパソコン相談", "learning daily_life", "study computer",
          "土 10:00-12:00 | - | ○1 | 09-12", yes="one_to_one easy_words step_free",
          no="noise large_group outdoors", shortest_stay=60, bus=_BUS),
)  # fmt: skip

_EVERYDAY = (
    offer("M50", "H10", "食事と身じたくの練習", "daily_life", "cooking", "水 10:00-12:00",
          yes="one_to_one place_to_rest easy_words", no="large_group noise outdoors lifting", bus=_BUS,
          also="H10-attention"),
    offer("M51", "H40", "かんたん料理の会", "daily_life belonging", "cooking",
          "土 10:00-12:30 | - | ○2 | 10-22", yes="standing step_free", no="outdoors lifting", also="V3",
          fetches="南部"),
    offer("M52", "H39", "書類と手紙を整える席", "daily_life", "reading talking",
          "火 14:00-16:00 | - | ○2 | 11-09", yes="one_to_one easy_words step_free",
          no="noise large_group outdoors", shortest_stay=30, bus=_BUS),
)  # fmt: skip

_ROOMS = (
    offer("M53", "H28", "空き家の二間", "housing", "living", "夜 | - | ○2 | 11-10", yes="place_to_rest",
          no="large_group noise step_free", most_nights=90, bus=_BUS),
    offer("M54", "H29", "寮の空き室", "housing", "living", "夜 2027-01-31 | - | ○1 | 11-10",
          yes="place_to_rest", no="step_free", ages=(18, 64), most_nights=60, bus=_NO_BUS),
    offer("M55", "H13", "みほん荘の一室", "housing", "living", "夜 | 29 | ○1 | 11-04",
          yes="step_free place_to_rest easy_words large_group", no="noise", ages=(60, 120), most_nights=90),
    offer("M56", "H14", "体験の一室", "housing", "living", "夜 | 7 | × | 11-09",
          yes="place_to_rest easy_words", no="noise large_group", ages=(18, 64), most_nights=30, bus=_BUS),
)  # fmt: skip

LIFE_OFFERS = (*_BY_DAY, *_WITH_OTHERS, *_TO_LEARN, *_EVERYDAY, *_ROOMS)
"""What is open beside work, by id."""
