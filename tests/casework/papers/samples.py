"""One filled-in paper of every kind, as an office of Jining would issue it (invented people)."""

from datetime import date

from doudi.casework.papers.door import (
    Acceptance,
    Authorisation,
    CareAgreement,
    MissingItem,
    MissingNotice,
    Poster,
    PosterRow,
    Step,
    SurveyForm,
    SurveyMember,
)
from doudi.casework.papers.enrolled import EnrolmentNotice
from doudi.casework.papers.verdicts import (
    Answer,
    ChangeNotice,
    Confirmation,
    Part,
    Refusal,
    ServiceReturn,
    Standing,
)
from doudi.casework.papers.wording import FactLine, Ground, Letterhead, Rights, SumLine

WINDOW = "洸河街道便民服务中心 3 号窗口(航运路 18 号)"


def head(**changes):
    return Letterhead(
        **{
            "office": "任城区洸河街道办事处",
            "number": "洸救受〔2026〕12号",
            "case_number": "370811-2026-000128",
            "day": date(2026, 9, 8),
            "addressee": "王建国",
            "programme": "最低生活保障",
            "link": "https://doudi.example/p/7K3F9Q2M",
            "code": "7K3F-9Q2M",
            "reach": "航运新村便民服务站 0537-2345678",
            **changes,
        }
    )


RIGHTS = Rights(review_days=60, suit_months=6, review_body="任城区人民政府", citation="行政复议法 第二十条")
REASONS = (
    Ground(
        label="人均收入不低于低保标准",
        clause="民发〔2021〕57号 第八条",
        text="您家每月收入 3,960.00 元，3 口人，人均 1,320.00 元；"
        "低保标准是每人每月 800.00 元，高出 520.00 元。",
    ),
    Ground(
        label="家庭财产超过限额",
        clause="民发〔2021〕57号 第十四条",
        text="存款 86,000.00 元，3 口人的限额是 57,600.00 元，超过 28,400.00 元。",
    ),
)
LINES = (
    SumLine(text="人均收入 1,320.00 ≥ 标准 800.00", mark="no", clause="57号 第八条"),
    SumLine(text="王建国 工资 2,200.00 × 80 % = 1,760.00", level=1, clause="57号 第十三条"),
    SumLine(text="住房 1 处，无机动车", mark="yes", clause="57号 第十四条"),
)
FACTS = (
    FactLine(label="王建国 工资", value="2,200.00 元/月", source="申报，社保一致 9月1日"),
    FactLine(label="存款", value="86,000.00 元", source="银行核对 9月5日"),
    FactLine(label="住房", value="1 处", source="不动产核对 9月4日"),
    FactLine(label="机动车", value="无", source="车辆核对 9月4日"),
)
OTHERS = (
    "低保边缘家庭：人均低于 1,200.00 元才符合，现在高出 120.00 元。",
    "教育救助：王明上小学，每年 500.00 元。",
)


def missing():
    return MissingNotice(
        head=head(),
        due=date(2026, 9, 22),
        hand_in=WINDOW,
        known=("户口", "不动产", "社保"),
        items=(
            MissingItem("陈桂花的授权书", "没有授权不能核对收入和财产", "本人签字，或按手印"),
            MissingItem("近 6 个月工资条", "打零工没有社保记录", "没有工资条可以写说明并承诺"),
        ),
    )


def acceptance():
    return Acceptance(
        head=head(),
        applied=date(2026, 9, 1),
        accepted=date(2026, 9, 3),
        papers=("身份证复印件", "授权书 3 份"),
        steps=(
            Step("入户调查，两人一起去", "2026年9月8日前开始", "57号 第十五、十六条"),
            Step("作出决定，书面告诉您", "2026年10月22日", "57号 第二十二条"),
        ),
        duties=("说的、交的都要真实。", "入户时家里有人，带好身份证和户口簿。"),
    )


def survey(child="王𬭎喆"):
    return SurveyForm(
        head=head(),
        address="济宁市任城区洸河街道航运新村 3 号楼 2 单元 401",
        facts=FACTS,
        members=(
            SurveyMember("王建国", "男", "41", "本人", "有劳动能力，打工"),
            SurveyMember("陈桂花", "女", "39", "妻", "慢性病，打零工"),
            SurveyMember(child, "男", "10", "子", "小学五年级"),
        ),
    )


def poster(*rows):
    return Poster(
        head=head(),
        village="任城区洸河街道航运新村社区",
        start=date(2026, 9, 15),
        end=date(2026, 9, 21),
        objections=WINDOW,
        rows=rows or (PosterRow(name="王建国", members=3, monthly_fen=64000),),
    )


def confirmation():
    return Confirmation(
        head=head(),
        covered="您家 3 口人",
        monthly_fen=64000,
        from_month="2026-10",
        reasons=REASONS[:1],
        lines=LINES[:1],
        rights=RIGHTS,
        parts=(Part("基本保障", 60000), Part("增发", 4000)),
        duties=("家里人口、收入、财产有变化，及时告诉街道。", "每年复核一次，下次在 2027年9月。"),
        account="王*国 **** 1234(邮储银行)",
    )


def refusal(**changes):
    return Refusal(
        **{
            "head": head(),
            "applied": date(2026, 9, 1),
            "covered": "一家 3 口人",
            "reasons": REASONS,
            "lines": LINES,
            "facts": FACTS,
            "others": OTHERS,
            "rights": RIGHTS,
            **changes,
        }
    )


def change(deed="exit"):
    return ChangeNotice(
        head=head(),
        deed=deed,
        from_month="2026-10",
        until_month="2027-03",
        lines=LINES[:2],
        others=(),
        before=Standing(members=3, monthly_fen=64000),
        after=Standing(members=3, monthly_fen=64000),
        rights=RIGHTS,
        reasons=(
            Ground(label="就业后渐退", clause="民发〔2021〕57号 第三十三条", text="王建国 8 月起上班。"),
        ),
    )


def answer():
    return Answer(
        head=head(),
        deed="review_answer",
        about="您于 2026年9月20日 申请复核“洸救决〔2026〕7号”。",
        outcome="经复核，原决定维持。",
        reasons=REASONS,
        lines=(),
        rights=RIGHTS,
        next_steps=("情况有变化，随时可以再申请。",),
    )


def service():
    return ServiceReturn(
        head=head(),
        place="航运新村 3 号楼 2 单元 401",
        documents=(("最低生活保障不予确认决定书", "洸救决〔2026〕7号"), ("受理通知书", "洸救受〔2026〕12号")),
    )


def care_agreement():
    return CareAgreement(
        head=head(addressee="李长河"),
        paper_number="洸照〔2026〕3号",
        id_number="370811195005061234",
        grade="半护理",
        carer="孙二嫂",
        carer_kind="邻里或村民",
        carer_id_number="370811197001011234",
        carer_phone="13800000001",
        services=("日常看护", "做饭送餐", "洗衣打扫", "陪同就医", "住院陪护"),
        from_on=date(2026, 10, 1),
        until_on=date(2027, 10, 1),
    )


def authorisation():
    return Authorisation(
        head=head(addressee="王𬭎喆"),
        id_number="370811201603121234",
        relation="子",
        guardian="王建国(父亲)",
        scope=("户口、婚姻、死亡登记", "社保、医保、公积金、纳税", "银行存款、证券、商业保险"),
        promises=("每次查询都有记录，您可以来查。", "随时可以撤回。"),
        valid_from=date(2026, 9, 1),
        valid_until=date(2027, 8, 31),
    )


def enrolled():
    return EnrolmentNotice(
        head=head(programme="资助参保", number="〔2026〕318号"), person="王建国", year=2026, fen=40000, department="任城区医疗保障局",
        reason="个人缴费全额资助", clause="济办发〔2020〕21号 二(二)3·6", until=date(2026, 10, 19))


ALL = (missing, acceptance, authorisation, care_agreement, survey, poster, confirmation, refusal, change, answer, service,
       enrolled)
