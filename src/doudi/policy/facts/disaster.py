"""Facts of a natural disaster (受灾情况): what it was, what it took, what the family cannot get by itself.

自然灾害救助条例 第十四、十八至二十一条; 济办发〔2020〕21号 二(二)7. The survey of the affected people writes them.
"""

from typing import Final

from doudi.law.facts import Fact
from doudi.policy.facts.build import Maker

_h = Maker("household")

DISASTERS: Final = {
    "none": "没有受灾",
    "flood": "洪涝",
    "drought": "干旱",
    "wind_hail": "风雹",
    "cold_snow": "低温冷冻和雪灾",
    "earthquake": "地震",
    "geological": "地质灾害",
    "other": "其他自然灾害",
}

DAMAGES: Final = {"none": "没有损坏", "light": "一般损坏", "serious": "严重损坏", "collapsed": "倒塌"}

SURVEYED: Final = ("declared", "visited")

DISASTER: Final[tuple[Fact, ...]] = (
    _h.code("disaster_kind", "受灾种类", "今年遭了什么灾?", DISASTERS, "没有就选没有受灾", default="none", sources=SURVEYED),
    _h.day("disaster_date", "受灾日期", "哪天受的灾?", default=None),
    _h.yes_no(
        "disaster_relocated", "需紧急转移安置或紧急救助", "要马上转移或救济吗?", "没处住、没饭吃、没衣穿", sources=SURVEYED
    ),
    _h.code(
        "disaster_house_damage", "住房受损程度", "房子损坏到什么程度?", DAMAGES, "以住房鉴定为准",
        default="none", sources=("visited", "housing"),
    ),  # fmt: skip
    _h.yes_no("disaster_only_home", "受损的是唯一住房", "这是家里唯一的住房吗?", default=True, sources=SURVEYED),
    _h.yes_no(
        "disaster_cannot_live", "灾后自己解决不了生活", "灾后日子自己能过吗?", "没有住处、口粮或者收入,自己解决不了的选是",
        sources=SURVEYED,
    ),  # fmt: skip
    _h.yes_no(
        "disaster_short_of_water", "因旱缺水缺粮", "因为天旱缺水缺粮吗?", "口粮或者饮水困难,自己解决不了", sources=SURVEYED
    ),
    _h.yes_no(
        "disaster_winter_spring", "冬春生活困难", "冬春缺粮缺衣取暖吗?", "因灾造成,自己解决不了", sources=SURVEYED
    ),
)
