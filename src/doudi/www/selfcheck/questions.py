"""The questions of the self-check as data: their words, their answers, and whom they are about.

What is asked next is not written here: the law says which facts are missing (next_question); which facts a question
settles stands in `settles`. Words: at most 20 characters a question, spoken, and always a way to say 不清楚.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from doudi.policy.facts import DISABILITY_KINDS
from doudi.policy.facts.member import GRADES

UNSURE = "unsure"
NONE = "none"
MOST = 12
"""Nobody is asked more than this over all programmes (ux.md 2.1); what is open then is said to be open."""


@dataclass(frozen=True)
class Choice:
    """One large button: what is stored, what it says, what it means."""

    code: str
    words: str
    small: str = ""


@dataclass(frozen=True)
class Band:
    """A rough answer to a question for a sum: from low to high, both in yuan and both included."""

    code: str
    words: str
    low: int
    high: int


@dataclass(frozen=True)
class Question:
    """One question on one page. A bar in the title is where a line may break, so that no word is torn
    apart. `about` names the groups of people that a question of the kind `each` has a row for."""

    code: str
    title: str
    why: str
    kind: str  # place | one | many | people | sum | sums | each
    choices: tuple[Choice, ...] = ()
    bands: tuple[Band, ...] = ()
    unit: str = ""
    meaning: tuple[str, str] | None = None
    sums: tuple[tuple[str, str], ...] = field(default=())
    about: tuple[str, ...] = ()
    tick: str = ""

    @property
    def words(self) -> str:
        """The title in one piece."""
        return self.title.replace("|", "")


INFANTS, MINORS, ADULTS, ELDERS, OLDEST = "infants", "minors", "adults", "elders", "oldest"
AGES: Final = {ADULTS: (18, 59), ELDERS: (60, 79), OLDEST: (80, 109), MINORS: (6, 17), INFANTS: (0, 5)}
"""The groups of the question about people, with the youngest and the oldest age of each; who asks stands first."""

# Above the widest line of any programme; a band open at the top ends here.
MONTH_TOP, TOTAL_TOP = 100_000, 10_000_000

MONTH_BANDS = (
    Band(NONE, "没有，0 元", 0, 0),
    Band("b1", "500 元以下", 1, 500),
    Band("b2", "500 到 1,000 元", 500, 1000),
    Band("b3", "1,000 到 2,000 元", 1000, 2000),
    Band("b4", "2,000 到 3,500 元", 2000, 3500),
    Band("b5", "3,500 到 6,000 元", 3500, 6000),
    Band("b6", "6,000 元以上", 6000, MONTH_TOP),
)
SAVING_BANDS = (
    Band(NONE, "没有，0 元", 0, 0),
    Band("b1", "1 万元以下", 1, 10_000),
    Band("b2", "1 万到 3 万元", 10_000, 30_000),
    Band("b3", "3 万到 6 万元", 30_000, 60_000),
    Band("b4", "6 万到 10 万元", 60_000, 100_000),
    Band("b5", "10 万元以上", 100_000, TOTAL_TOP),
)
YEAR_BANDS = (
    Band(NONE, "没有，0 元", 0, 0),
    Band("b1", "5,000 元以下", 1, 5_000),
    Band("b2", "5,000 到 2 万元", 5_000, 20_000),
    Band("b3", "2 万到 5 万元", 20_000, 50_000),
    Band("b4", "5 万元以上", 50_000, TOTAL_TOP),
)
NOT_SURE = Choice(UNSURE, "不清楚")
NONE_OF_THESE = (Choice(NONE, "都没有"), NOT_SURE)
CARDS = tuple(
    Choice(f"{kind}{grade}", f"{label}{words}残疾")
    for kind, label in DISABILITY_KINDS.items()
    for grade, words in GRADES.items()
    if int(grade)
)

WHO_AND_WHERE = (
    Question("where", "您家住在|哪个县市区？", "各地的标准不一样，要按您住的地方算。", "place"),
    Question(
        "urgent",
        "今天吃饭、住处、看急病|有没有难处？",
        "如果很急，我们先帮人，再补手续。",
        "one",
        choices=(
            Choice("now", "很急，今天就过不去", "街道、乡镇 24 小时内先救助"),
            Choice("later", "不急，就是日子紧"),
            Choice(UNSURE, "说不清楚"),
        ),
    ),
    Question("people", "一起吃住过日子的|有几口人？", "把您自己也算上。已经自立的成年子女不算。", "people"),
    Question(
        "ties",
        "您家这几口人|是什么关系？",
        "谁该养谁，要看关系。",
        "one",
        choices=(
            Choice("family", "夫妻、父母、子女", "自家几代人一起过"),
            Choice("grand", "爷爷奶奶带孙辈", "孩子的父母不在一起过"),
            Choice("kin", "兄弟姐妹、别的亲人"),
            NOT_SURE,
        ),
    ),
    Question(
        "registration",
        "户口是城镇的|还是农村的？",
        "城镇和农村的标准不一样。",
        "one",
        choices=(
            Choice("urban", "城镇户口"),
            Choice("rural", "农村户口"),
            Choice(UNSURE, "不清楚，或者各人不一样", "户口本首页写着「户别」"),
        ),
    ),
    Question(
        "receiving",
        "您家现在|在领下面这些吗？",
        "可以选几样。领着的不用再申请，有的还能带出别的帮助。",
        "many",
        choices=(
            Choice("subsistence", "全家的低保"),
            Choice("single_person", "一个人的低保（单人户）"),
            Choice("extreme_hardship", "特困供养"),
            Choice("low_income", "低保边缘家庭"),
            Choice("rigid_expenditure", "刚性支出困难家庭"),
            Choice("children", "孤儿、没人抚养孩子的钱"),
            Choice("watched", "防返贫监测"),
            Choice("earlier", "近半年领过临时救助"),
            Choice("others", "优抚、失业金、因病致贫"),
            *NONE_OF_THESE,
        ),
    ),
)

MONEY = (
    Question(
        "work",
        "大人们现在|都在做什么？",
        "想找活干的，有人帮着找。",
        "each",
        choices=(
            Choice("home", "没有干活", "照顾家人、没打算找活"),
            Choice("works", "在上班、打工、干活"),
            Choice("seeking", "没活干，想找活"),
            Choice("more", "有活干，还想学手艺、做买卖"),
            Choice("unable", "干不了活"),
            Choice("study", "在上学"),
            NOT_SURE,
        ),
        about=(ADULTS, ELDERS),
    ),
    Question(
        "wage",
        "全家上班打工，|一个月挣多少？",
        "工资要先扣掉上班的花费再算，所以单独问。",
        "sum",
        bands=MONTH_BANDS,
        unit="元/月",
        meaning=(
            "什么算工资？",
            "工资、奖金、打零工的钱，按扣社保、扣税以前的数。不固定的，按最近一年平均每个月算。",
        ),
    ),
    Question(
        "income",
        "工资以外，|一个月还进多少？",
        "老人的基础养老金单独说，别的合在一起说。",
        "sums",
        bands=MONTH_BANDS,
        unit="元/月",
        meaning=(
            "哪些不用算？",
            "残疾人补贴、优抚金、奖学金、独生子女奖励、已经领的救助金都不用算。",
        ),
        sums=(
            ("pension", "农村（居民）基础养老金"),
            ("allowance", "高龄津贴"),
            ("other", "退休金、种地、买卖、房租、子女给的"),
        ),
    ),
    Question(
        "savings",
        "存款、理财、股票|一共多少？",
        "存款在一定数以内不影响领救助。",
        "sum",
        bands=SAVING_BANDS,
        unit="元",
    ),
    Question(
        "things",
        "家里有没有|下面这些？",
        "可以选几样。残疾人代步车、拉货挣钱的车不算。",
        "many",
        choices=(
            Choice("car", "汽车"),
            Choice("homes", "两套或更多住房"),
            Choice("shop", "门面房、厂房、仓库"),
            Choice("land", "承包地、集体分红"),
            *NONE_OF_THESE,
        ),
    ),
    Question(
        "costs",
        "一年里看病上学|自己付了多少？",
        "只算报销以后自己付的。花得多，也能得到帮助。",
        "sums",
        bands=YEAR_BANDS,
        unit="元/年",
        sums=(("medical", "看病吃药"), ("education", "孩子上学"), ("rehabilitation", "残疾康复")),
    ),
)

LIFE = (
    Question(
        "health",
        "谁有残疾证，|谁在治大病？",
        "残疾证第一页写着类别和几级。没有的不用动。",
        "each",
        choices=(
            Choice(NONE, "没有残疾证"),
            *CARDS,
            Choice("autism", "孤独症，没有办证"),
            Choice("lapsed", "残疾证过期了，还没换"),
            NOT_SURE,
        ),
        meaning=("什么算大病？", "癌症、尿毒症、重型精神病等，以当地医保定的病种为准。"),
        about=tuple(AGES),
        tick="正在治大病",
    ),
    Question(
        "kin",
        "不住一起的子女、父母|能养您家吗？",
        "没有人养、也干不动活的，国家来养。",
        "one",
        choices=(
            Choice("nobody", "没有这样的亲人"),
            Choice("unable", "有，但他们自己也困难"),
            Choice("able", "有，他们能养"),
            NOT_SURE,
        ),
    ),
    Question(
        "care",
        "吃穿住行六件事，|几件要人帮？",
        "吃饭、穿衣、上下床、上厕所、屋里走动、洗澡。",
        "each",
        choices=(
            Choice("0", "都能自己做"),
            *(Choice(str(n), f"{n} 件要人帮") for n in range(1, 7)),
            NOT_SURE,
        ),
        about=(ELDERS, OLDEST),
        tick="身边没有人照料",
    ),
    Question(
        "school",
        "孩子们现在|上到哪里？",
        "上学的孩子，从幼儿园到大学都有帮助。",
        "each",
        choices=(
            Choice(NONE, "还没上学，或者不上了"),
            Choice("preschool", "幼儿园"),
            Choice("primary", "小学"),
            Choice("primary_boarding", "小学，住校"),
            Choice("junior", "初中"),
            Choice("junior_boarding", "初中，住校"),
            Choice("senior", "高中"),
            Choice("senior_boarding", "高中，住校"),
            Choice("vocational", "中专、职高、技校"),
            Choice("vocational_boarding", "中专、职高、技校，住校"),
            Choice("college", "大学"),
            Choice("kept", "该上学，因病残去不了"),
            NOT_SURE,
        ),
        about=(MINORS, INFANTS),
    ),
    Question(
        "happened",
        "近来家里|有下面的事吗？",
        "可以选几样。每一样都有专门的帮助。",
        "many",
        choices=(
            Choice("disaster", "遭了灾", "水、旱、风、雹、雪、地震"),
            Choice("hospital", "有人要住院、要抢救"),
            Choice("orphan", "孩子没了父母，或者父母管不了"),
            Choice("away", "家人常年在外，老人孩子在家"),
            Choice("law", "打官司，或者被人害了"),
            Choice("cancer", "查出宫颈癌、乳腺癌"),
            Choice("injury", "领着工伤护理费"),
            Choice("refused", "介绍的工作推掉过"),
            *NONE_OF_THESE,
        ),
    ),
    Question(
        "home",
        "您家住的房子|怎么样？",
        "房子有危险、没有房子住的，有专门的帮助。",
        "one",
        choices=(
            Choice("safe", "自己的房，结实"),
            Choice("danger", "自己的房，有危险", "裂缝、漏雨、要塌"),
            Choice("without", "没有自己的房", "租房、借住"),
            Choice("rental", "住公租房，或者领租房补贴"),
            NOT_SURE,
        ),
    ),
    Question(
        "insured",
        "全家参加的|是哪种医保？",
        "困难家庭交医保的钱，政府帮着交。",
        "one",
        choices=(
            Choice("residents", "都是居民医保", "每年自己交几百元"),
            Choice("employees", "都是职工医保", "单位代扣"),
            Choice(NONE, "都没有参保"),
            Choice(UNSURE, "不清楚，或者各人不一样"),
        ),
    ),
)

QUESTIONS = WHO_AND_WHERE + MONEY + LIFE
BY_CODE = {question.code: question for question in QUESTIONS}


@dataclass(frozen=True)
class Page:
    """One page of the self-check: a title and one part, or two that belong together. Answers are kept by part."""

    code: str
    parts: tuple[str, ...]
    title: str = ""
    why: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """The parts in their order."""
        return tuple(BY_CODE[part] for part in self.parts)

    @property
    def heading(self) -> str:
        """What the page asks; a bar is where a line may break."""
        return self.title or self.questions[0].title

    @property
    def words(self) -> str:
        """The same in one piece."""
        return self.heading.replace("|", "")

    @property
    def reason(self) -> str:
        """Why it is asked."""
        return self.why or self.questions[0].why


PAGES = (
    Page("where", ("where",)),
    Page("urgent", ("urgent",)),
    Page("people", ("people", "ties")),
    Page("home", ("registration", "home"), "您家的户口和房子|是怎样的？", "城镇和农村的标准、住房的帮助都不一样。"),
    Page("receiving", ("receiving",)),
    Page("doing", ("work", "school"), "家里各人现在|都在做什么？", "找活、上学都有帮助。收入也要看谁在挣。"),
    Page("income", ("wage", "income"), "全家一个月|一共进多少钱？", "说准数算得准，说个大概也行。"),
    Page("assets", ("savings", "things"), "家里的存款、车、房|有多少？", "在一定数以内不影响领救助。"),
    Page("costs", ("costs", "insured")),
    Page("health", ("health",)),
    Page("kin", ("kin",)),
    Page("care", ("care",)),
    Page("happened", ("happened",)),
)
PAGE = {page.code: page for page in PAGES}
PAGE_OF = {part: page.code for page in PAGES for part in page.parts}
ALWAYS = ("where", "urgent", "people")
