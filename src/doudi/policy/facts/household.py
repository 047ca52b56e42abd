"""Facts of the household (家庭): where it is registered, what it owns, spends and receives.

民发〔2021〕57号 第十二至十四条 (income, property), 刚性支出困难家庭认定办法 第五条 (spending),
民发〔2021〕43号 第十九条 (land).
"""

from typing import Final

from doudi.law.facts import UNKNOWN, Fact
from doudi.law.types import FEN_MONTH
from doudi.policy.facts.build import BANKS, YEAR, Maker

REGISTRATIONS: Final = {"urban": "城镇", "rural": "农村"}

_h = Maker("household")

PLACE: Final[tuple[Fact, ...]] = (
    _h.text("area", "户籍地", "申请人的户口在哪里?", "户口本上的村(居)", default=UNKNOWN, changes=False),
    _h.code(
        "registration",
        "户籍性质",
        "户口是城镇还是农村?",
        REGISTRATIONS,
        "决定用哪一条低保标准",
        fresh=None,
        sources=("declared", "police"),
        changes=False,
    ),
    _h.text("residence_area", "经常居住地", "现在平时住在哪里?", "和户籍地不同时填", changes=False),
    _h.yes_no("residence_permit", "居住证", "有居住证吗?", "可在居住地申请时要用"),
    _h.yes_no("members_known", "家庭成员", "家里都有谁?", "成员还没登记的先登记", changes=False),
    _h.yes_no("migrant", "外来人员", "是外来人员吗?", "不影响急难救助"),
)

PROPERTY: Final[tuple[Fact, ...]] = (
    _h.yes_no(
        "property_asked",
        "家庭财产情况",
        "存款、车、房有哪些?",
        "一样也没有的,也要说明没有",
        default=True,
        changes=False,
    ),
    _h.money("deposits", "存款", "全家存款一共多少?", "活期、定期、微信支付宝余额都算", sources=BANKS),
    _h.money("securities", "证券基金", "股票基金一共值多少?", "按现在的市值", sources=BANKS),
    _h.money(
        "insurance_cash_value", "商业保险现金价值", "商业保险能退多少?", "退保能拿回的钱", sources=BANKS
    ),
    _h.money(
        "exempt_amount",
        "认定豁免金额",
        "认定豁免多少财产?",
        "县级民政认定、不计入的部分",
        sources=("verified",),
    ),
    _h.count(
        "vehicles", "机动车", "家里有几辆机动车?", "不含电动自行车", high=99, sources=("declared", "vehicles")
    ),
    _h.count("vehicles_exempt", "豁免机动车", "其中几辆可以不算?", "残疾代步车、生产必需车", high=99),
    _h.count("homes", "住房", "家里有几套住房?", "包括城里和老家的", sources=("declared", "property")),
    _h.count(
        "non_residential_property",
        "非居住类房产",
        "有几处商铺或车位?",
        "商铺、写字楼、车库等",
        sources=("declared", "property"),
    ),
    _h.yes_no(
        "contracted_land", "承包土地", "有承包地或集体分红吗?", "特困人员有承包地的按农村标准", fresh=YEAR
    ),
)

SPENDING: Final[tuple[Fact, ...]] = (
    _h.money(
        "expense_medical_self_paid", "自负医疗费", "近12个月自付医疗费多少?", "各种报销和救助以后自己出的"
    ),
    _h.money(
        "expense_education_public_rate", "教育支出", "近12个月学费多少?", "按公办学校标准算,幼儿园到本科"
    ),
    _h.money("expense_rehabilitation", "残疾康复支出", "近12个月康复费多少?", "减去补贴以后自己出的"),
)

BENEFITS: Final = {
    "subsistence": "低保",
    "single_person": "单人户低保",
    "low_income": "低保边缘",
    "extreme_hardship": "特困供养",
    "rigid_expenditure": "刚性支出困难家庭",
    "temporary_expenditure": "支出型临时救助",
    "temporary_urgent": "急难型临时救助",
    "medical": "医疗救助",
    "education": "教育救助",
    "housing": "住房救助",
    "employment": "就业救助",
    "price_subsidy": "物价补贴",
    "orphan": "孤儿基本生活费",
    "unattended_child": "事实无人抚养儿童补贴",
    "disability_living": "困难残疾人生活补贴",
    "disability_care": "重度残疾人护理补贴",
    "elderly_hardship": "经济困难老年人补贴",
    "elderly_home_care": "政府购买居家养老服务",
    "child_in_difficulty": "重点困境儿童基本生活补贴",
    "left_behind_care": "农村“三留守”人员关爱服务",
    "disaster_emergency": "灾害应急救助",
    "disaster_transition": "灾害过渡期生活救助",
    "disaster_drought": "旱灾临时生活困难救助",
    "disaster_winter_spring": "冬春临时生活困难救助",
    "disaster_rebuilding": "因灾倒损民房恢复重建补助",
    "heating": "取暖救助",
    "illness_poverty": "因病致贫重病患者",
    "preferential_treatment": "优抚对象待遇",
    "unemployment_benefit": "失业保险金",
    "unemployment_assistance": "失业补助金",
    "elderly_nursing": "失能老年人护理补贴",
    "home_adaptation": "居家适老化改造",
    "accident_insurance": "意外伤害保险",
    "lottery_warmth": "福彩送温暖",
}
"""Every benefit that a household or a member may already receive (已享受待遇). A new one stands at the end: city-scale files
hold a code as its place in this list."""


def receipts(maker: Maker) -> tuple[Fact, ...]:
    """For each benefit: is it received already, and how much a month."""
    return tuple(
        fact
        for code, label in BENEFITS.items()
        for fact in (
            maker.yes_no(
                f"receives_{code}",
                f"正在享受{label}",
                f"正在领{label}吗?",
                sources=("declared", "roll"),
                changes=False,
            ),
            maker.money(
                f"{code}_monthly_paid",
                f"{label}月发放额",
                "每月领多少?",
                f"现在每月发的{label}",
                kind=FEN_MONTH,
                sources=("roll",),
            ),
        )
    )


RECEIPTS: Final = receipts(_h)

HOUSEHOLD: Final = PLACE + PROPERTY + SPENDING + RECEIPTS
