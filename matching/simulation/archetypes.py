"""The kinds of lives that people with 狭間のニーズ lead, as chances to draw synthetic people from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Chances = Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Archetype:
    """
    One kind of life.

    Parameters
    ----------
    share
        Of all synthetic people; the shares add up to 1.
    ages
        Youngest and oldest.
    needs
        Chance of each need.
    free
        Chance to be free in each weekday morning, afternoon and evening, and on each half of a Saturday.
    modes
        Chance of each way to travel beside walking.
    within
        Shortest and longest of the ways they can bear, in minutes.
    likes
        Activities that many of them like.
    hard
        Burdens that many of them cannot bear.
    helpful
        Supports that many of them need.
    attended, accompanied
        Chance to need attention in each slot, and somebody to go along.
    """

    share: float
    ages: tuple[int, int]
    needs: Chances
    free: tuple[float, float, float, float]
    modes: Chances
    within: tuple[int, int]
    likes: str
    hard: str
    helpful: str
    attended: float = 0.15
    accompanied: float = 0.05


ARCHETYPES = (
    # Long at home, often with ageing parents.
    Archetype(
        share=0.22,
        ages=(30, 59),
        needs={"belonging": 0.7, "work": 0.5},
        free=(0.5, 0.8, 0.4, 0.5),
        modes={"bicycle": 0.6, "bus": 0.3},
        within=(15, 40),
        likes="computer games reading light_assembly field_work",
        hard="large_group customer_contact noise",
        helpful="one_to_one place_to_rest",
        attended=0.3,
        accompanied=0.1,
    ),
    # Between ordinary workplaces and a service they are not entitled to.
    Archetype(
        share=0.18,
        ages=(22, 50),
        needs={"work": 1.0, "daily_life": 0.15},
        free=(0.8, 0.8, 0.2, 0.4),
        modes={"bicycle": 0.7, "bus": 0.5, "car": 0.1},
        within=(20, 50),
        likes="packing light_assembly cleaning cooking shop_work",
        hard="fixed_pace customer_contact",
        helpful="easy_words one_to_one",
        attended=0.3,
    ),
    # After an illness, anxious about going out.
    Archetype(
        share=0.16,
        ages=(20, 55),
        needs={"belonging": 0.7, "work": 0.35, "daily_life": 0.15},
        free=(0.3, 0.8, 0.3, 0.3),
        modes={"bus": 0.4, "bicycle": 0.3},
        within=(10, 30),
        likes="craft reading animals music",
        hard="large_group noise bright_light fixed_pace",
        helpful="place_to_rest one_to_one",
        attended=0.35,
        accompanied=0.2,
    ),
    # Young, without a family to lean on.
    Archetype(
        share=0.1,
        ages=(17, 25),
        needs={"work": 0.7, "learning": 0.4, "housing": 0.25, "belonging": 0.2},
        free=(0.6, 0.7, 0.7, 0.7),
        modes={"bicycle": 0.8, "bus": 0.6},
        within=(20, 60),
        likes="cafe computer cooking children games",
        hard="fixed_pace",
        helpful="easy_words",
    ),
    # Caring for a child or a parent.
    Archetype(
        share=0.1,
        ages=(28, 58),
        needs={"work": 0.9, "belonging": 0.2},
        free=(0.7, 0.3, 0.05, 0.1),
        modes={"car": 0.6, "bicycle": 0.6, "bus": 0.3},
        within=(15, 30),
        likes="shop_work cooking packing craft",
        hard="lifting",
        helpful="",
        attended=0.0,
        accompanied=0.0,
    ),
    # Older and alone.
    Archetype(
        share=0.12,
        ages=(65, 86),
        needs={"belonging": 0.8, "daily_life": 0.35, "housing": 0.05},
        free=(0.8, 0.8, 0.05, 0.5),
        modes={"bus": 0.4, "bicycle": 0.2},
        within=(10, 25),
        likes="talking exercise craft field_work music",
        hard="lifting standing noise",
        helpful="step_free place_to_rest",
        accompanied=0.12,
    ),
    # Housing about to be lost.
    Archetype(
        share=0.05,
        ages=(25, 70),
        needs={"housing": 1.0, "work": 0.5},
        free=(0.6, 0.6, 0.4, 0.4),
        modes={"bicycle": 0.6, "bus": 0.6},
        within=(30, 60),
        likes="cleaning delivery packing",
        hard="",
        helpful="",
    ),
    # Not going to school.
    Archetype(
        share=0.07,
        ages=(13, 18),
        needs={"learning": 0.8, "belonging": 0.6},
        free=(0.4, 0.9, 0.3, 0.5),
        modes={"bicycle": 0.8, "bus": 0.2},
        within=(15, 30),
        likes="games animals study music computer",
        hard="large_group noise",
        helpful="one_to_one place_to_rest",
        attended=0.3,
    ),
)

WISHES: Mapping[str, tuple[str, ...]] = {
    "work": (
        "また、人の役に立つことをしたい",
        "少しの時間から慣れていきたい",
        "手を動かす仕事がしたい",
        "失敗してもいい場所で試したい",
        "急かされない所で働きたい",
        "自分のペースでできる作業がいい",
    ),
    "belonging": (
        "家のほかに行く所がほしい",
        "あいさつをする人がほしい",
        "顔なじみのいる所がほしい",
        "名前を覚えてくれる人がいる所",
        "何もしなくても居ていい所",
        "同じことが好きな人と会いたい",
    ),
    "learning": ("もう一度、勉強したい", "できることを一つふやしたい", "わからない所を聞ける人がほしい"),
    "housing": ("安心して眠れる部屋がほしい", "次の住まいが決まるまでの部屋", "冬を越せる所がほしい"),
    "daily_life": (
        "食事のしたくに慣れたい",
        "朝起きて、夜眠る暮らしにもどしたい",
        "届く手紙を一緒に見てほしい",
    ),
}
"""What people hope for, in their own words, by need."""

SCHEMES: Mapping[str, tuple[str, str]] = {
    "work": ("生活困窮者就労準備支援", "収入と資産が基準をこえる"),
    "belonging": ("地域活動支援センター（本来の利用）", "利用の要件に当てはまらない"),
    "learning": ("子どもの学習・生活支援", "対象の年齢や世帯に当てはまらない"),
    "housing": ("居住支援（一時生活）", "収入が基準をこえる"),
    "daily_life": ("介護保険 訪問介護", "認定は非該当"),
}
"""An existing scheme by need, and why it does not reach them."""
