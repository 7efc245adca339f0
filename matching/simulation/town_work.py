"""The work of みほん町: tasks that facilities, shops, farms and companies have carved out of their own."""

from __future__ import annotations

from matching.simulation.offer import offer
from matching.vocabulary import Answer

_BUS, _NO_BUS = Answer.YES, Answer.NO

_AT_FACILITIES = (
    offer("M01", "H01", "びんと缶の選別", "work", "light_assembly cleaning",
          "火木 09:00-12:00 | - | ○2 | 11-02", yes="noise standing fixed_pace smell",
          no="large_group customer_contact outdoors", bus=_BUS),
    offer("M02", "H01", "古紙をたばねる", "work", "packing", "火木 13:30-15:30 | - | ○1 | 11-02",
          yes="standing lifting easy_words", no="noise customer_contact fixed_pace", shortest_stay=60,
          bus=_BUS),
    offer("M03", "H02", "公共施設の清掃", "work", "cleaning", "月水金 09:00-11:30 | - | ○2 | 10-26",
          yes="standing easy_words", no="large_group noise fixed_pace", bus=_BUS),
    offer("M04", "H02", "夕方の事務所清掃", "work", "cleaning", "月木 17:00-19:00 | - | ○1 | 10-26",
          yes="standing", no="large_group noise customer_contact", bus=_BUS),
    offer("M05", "H03", "朝の準備プログラム", "work", "talking exercise computer",
          "平日 10:00-12:00 | 8 | ○3 | 11-10", yes="large_group place_to_rest easy_words step_free",
          no="noise lifting outdoors customer_contact", shortest_stay=60, bus=_BUS, also="H03-attention"),
    offer("M06", "H03", "パソコンの練習", "work", "computer", "火木 13:30-15:30 | 6 | ○2 | 11-10",
          yes="place_to_rest easy_words", no="large_group noise standing customer_contact outdoors step_free",
          shortest_stay=60, bus=_BUS, also="H03-attention"),
    offer("M07", "H04", "ゆっくり始める朝", "work", "craft talking", "火金 10:30-12:00 | 5 | ○2 | 09-01",
          yes="place_to_rest easy_words", no="large_group noise customer_contact fixed_pace",
          shortest_stay=30, also="H04-attention"),
    offer("M08", "H05", "箱折りと検品", "work", "light_assembly packing",
          "月水金 09:30-12:00 | 17 | ○3 | 11-05", yes="large_group place_to_rest easy_words step_free",
          no="customer_contact outdoors lifting noise", ages=(18, 64), bus=_BUS, also="H05-attention"),
    offer("M09", "H05", "午後の軽作業", "work", "light_assembly craft", "火木 13:00-15:00 | 16 | ○2 | 11-05",
          yes="place_to_rest easy_words step_free", no="customer_contact outdoors lifting noise fixed_pace",
          ages=(18, 64), shortest_stay=60, bus=_BUS, also="H05-attention V2", fetches="中央"),
    offer("M10", "H06", "布製品の仕上げ", "work", "craft", "月水金 10:00-12:00 | 18 | ○1 | 11-12",
          yes="place_to_rest easy_words one_to_one", no="noise customer_contact outdoors", ages=(18, 64)),
    offer("M11", "H07", "ラベル貼り", "work", "packing light_assembly", "火木 13:00-15:00 | 17 | △ | 10-20",
          yes="place_to_rest easy_words", no="customer_contact outdoors noise", ages=(18, 64),
          shortest_stay=60),
    offer("M12", "H08", "パンの袋詰め", "work", "packing cooking", "火木 09:00-11:30 | 9 | ○1 | 11-09",
          "土 09:00-11:30 | 10 | × | 11-09", yes="standing fixed_pace smell",
          no="customer_contact outdoors lifting large_group", ages=(18, 64), bus=_BUS),
    offer("M13", "H09", "見学から始める職場体験", "work", "computer packing",
          "月木 13:30-16:00 | 16 | ○2 | 11-11", yes="place_to_rest", no="outdoors noise lifting",
          ages=(18, 64), bus=_BUS, also="H09-attention"),
)  # fmt: skip

_AT_SHOPS = (
    offer("M14", "H15", "本の整理と値札", "work", "reading shop_work", "火木 10:00-12:00 | - | ○1 | 11-08",
          yes="one_to_one place_to_rest step_free", no="large_group noise lifting fixed_pace outdoors",
          shortest_stay=60, bus=_BUS),
    offer("M15", "H15", "閉店後の棚づくり", "work", "reading shop_work", "水 18:00-20:00 | - | ○1 | 11-08",
          yes="one_to_one standing", no="large_group noise customer_contact outdoors", bus=_BUS),
    offer("M16", "H16", "豆腐のパック詰め", "work", "packing cooking",
          "月火木金 08:00-10:00 | - | ○1 | 10-05", yes="standing noise fixed_pace lifting",
          no="large_group customer_contact", bus=_NO_BUS),
    offer("M17", "H17", "弁当の盛りつけ", "work", "cooking packing", "月水金 09:00-11:30 | - | ○2 | 11-01",
          yes="standing fixed_pace smell", no="outdoors customer_contact", ages=(16, 120)),
    offer("M18", "H18", "花の水あげ", "work", "shop_work craft", "月金 09:30-11:00 | - | △ | 10-30",
          yes="standing smell", no="large_group noise fixed_pace", shortest_stay=60),
    offer("M19", "H19", "喫茶の下ごしらえ", "work belonging", "cafe cooking",
          "平日 13:00-15:00 | - | ○1 | 11-15", yes="one_to_one place_to_rest step_free",
          no="large_group noise customer_contact outdoors fixed_pace", shortest_stay=30, bus=_BUS),
    offer("M20", "H20", "棚ふきと袋詰め", "work", "shop_work cleaning packing",
          "月金 13:30-15:30 | - | ○1 | 11-03", yes="easy_words one_to_one",
          no="large_group noise outdoors lifting", shortest_stay=30),
)  # fmt: skip

_ON_FARMS = (
    offer("M21", "H21", "畑の手入れ", "work belonging", "field_work", "火木土 09:30-11:30 | - | ○3 | 11-06",
          yes="outdoors standing place_to_rest", no="large_group noise customer_contact fixed_pace step_free",
          ages=(15, 120), shortest_stay=60, bus=_NO_BUS, also="V1", fetches="北部"),
    # いがぐり型: the field of the farm, the teacher of the learning place, the van of the day service.
    offer("M22", "H21", "畑の学び舎", "learning belonging", "field_work study animals",
          "水 13:30-15:30 | - | ○3 | 11-06", yes="outdoors easy_words place_to_rest one_to_one",
          no="large_group noise customer_contact fixed_pace", ages=(12, 25), shortest_stay=60, bus=_NO_BUS,
          also="H34-attention V1", fetches="北部 中央"),
    offer("M23", "H22", "きのこの箱詰め", "work", "packing field_work", "月水金 13:00-15:30 | - | ○2 | 10-28",
          yes="smell easy_words", no="large_group noise customer_contact outdoors lifting standing",
          shortest_stay=90, also="V3", fetches="南部"),
    offer("M24", "H23", "りんごの箱詰め", "work", "packing field_work", "火金 09:00-12:00 | - | ○2 | 11-04",
          yes="standing lifting", no="large_group customer_contact smell", bus=_NO_BUS),
    offer("M25", "H24", "やぎの世話", "work belonging", "animals field_work",
          "月木 09:00-10:30 | - | ○1 | 07-20", "火金 15:00-16:30 | - | ○1 | 11-10",
          yes="outdoors smell standing one_to_one", no="large_group noise customer_contact fixed_pace",
          ages=(15, 120), shortest_stay=30, bus=_NO_BUS),
)  # fmt: skip

_AT_COMPANIES = (
    offer("M26", "H25", "封入とラベル貼り", "work", "packing light_assembly",
          "火水木 13:30-16:00 | - | ○2 | 11-12", yes="noise fixed_pace step_free",
          no="large_group customer_contact outdoors lifting standing", shortest_stay=90, bus=_BUS),
    offer("M27", "H26", "部品の袋詰め", "work", "light_assembly packing", "火木 13:30-16:00 | - | ○1 | 11-05",
          yes="noise fixed_pace standing", no="customer_contact outdoors smell"),
    offer("M28", "H27", "データの入力", "work", "computer", "月水 10:00-12:00 | - | ○1 | 11-13",
          "月水 13:30-15:30 | - | ○1 | 11-13", yes="bright_light",
          no="large_group noise customer_contact outdoors standing lifting one_to_one step_free",
          shortest_stay=60, bus=_BUS),
)  # fmt: skip

WORK_OFFERS = (*_AT_FACILITIES, *_AT_SHOPS, *_ON_FARMS, *_AT_COMPANIES)
"""What can be done as work, by id."""
