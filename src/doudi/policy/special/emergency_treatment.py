"""先救治、后付费 (济办发〔2020〕21号 二(二)3 第3、5句): who is treated before anybody asks for money.

Three doors: the poor sent on by their township's clinic to a contracted hospital of the city (国办发〔2021〕42号); an
emergency patient whose name or means nobody knows (国办发〔2013〕15号); the sick of an epidemic while the emergency
regime is in force. The hospital is paid out of the prepayment; no sum is worked out here.
"""

from doudi.law.language import AnyOf, Because, Bool, Law, Member, Programme, member

THREE = "济办发〔2020〕21号 二(二)3·3"
FIVE = "济办发〔2020〕21号 二(二)3·5"
EMERGENCY = "国办发〔2013〕15号"


@member(cite="济办发〔2020〕21号 二(二)3·5", label="在世,正要住院或者抢救")
def may_be_treated_first(m: Member, law: Law) -> Bool:
    """没有这些情形的不问这一项。"""
    asked = m.needs_hospital or m.emergency_patient or m.epidemic_patient
    return asked and not m.has_died


@member(
    cite="国办发〔2021〕42号",
    label="低保、特困人员经基层首诊转诊在市域内定点医院住院",
    yes=Because("deposit_waived", "国办发〔2021〕42号"),
)
def is_poor_and_sent_on(m: Member, law: Law) -> Bool:
    """经基层首诊转诊的低保对象、特困人员在市域内定点医疗机构住院,实行“先诊疗后付费”,全面免除其住院押金。"""
    poor = m.medical_class in ("extreme_hardship", "subsistence")
    return poor and m.needs_hospital and m.first_seen_nearby and m.hospital_in_city


@member(
    cite="国办发〔2013〕15号",
    label="急重危伤病,身份不明或者无力缴费",
    yes=Because("emergency_fund", EMERGENCY),
)
def is_emergency_without_means(m: Member, law: Law) -> Bool:
    """需要急救但身份不明确或无力支付相应费用的患者。"""
    return m.emergency_patient and m.cannot_pay_hospital


@member(
    cite="济办发〔2020〕21号 二(二)3·3",
    label="突发疫情期间的患者",
    yes=Because("epidemic_regime", THREE),
)
def is_epidemic_patient_now(m: Member, law: Law) -> Bool:
    """突发疫情等紧急情况的医疗紧急救助;是否启动由当地公布,有起止日期。"""
    return m.epidemic_patient and law.medical_emergency_regime


PROGRAMMES = (
    Programme(
        "emergency_treatment",
        "先救治、后付费",
        "member",
        all_of=(
            AnyOf(
                "is_poor_and_sent_on",
                "is_emergency_without_means",
                "is_epidemic_patient_now",
                label="有先救治、后付费的情形之一",
                no=Because("no_treatment_first", FIVE),
            ),
        ),
        applies="may_be_treated_first",
    ),
)
