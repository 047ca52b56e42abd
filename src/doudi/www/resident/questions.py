"""The self-check (我能领什么) as data: at most twelve questions, their words and their answers.

What is asked next is not written here: the law says which facts are missing (see next_question).
Words: at most 20 characters a question, spoken, and always a way to say 不清楚.
"""

from __future__ import annotations

from dataclasses import dataclass, field

UNSURE = "unsure"


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
    apart."""

    code: str
    title: str
    why: str
    kind: str  # place | one | many | people | sum | sums
    choices: tuple[Choice, ...] = ()
    bands: tuple[Band, ...] = ()
    unit: str = ""
    meaning: tuple[str, str] | None = None
    sums: tuple[tuple[str, str], ...] = field(default=())

    @property
    def words(self) -> str:
        """The title in one piece."""
        return self.title.replace("|", "")


# Above the widest line of any programme; a band open at the top ends here.
MONTH_TOP, TOTAL_TOP = 100_000, 10_000_000

MONTH_BANDS = (
    Band("none", "没有，0 元", 0, 0),
    Band("b1", "500 元以下", 1, 500),
    Band("b2", "500 到 1,000 元", 500, 1000),
    Band("b3", "1,000 到 2,000 元", 1000, 2000),
    Band("b4", "2,000 到 3,500 元", 2000, 3500),
    Band("b5", "3,500 到 6,000 元", 3500, 6000),
    Band("b6", "6,000 元以上", 6000, MONTH_TOP),
)
SAVING_BANDS = (
    Band("none", "没有，0 元", 0, 0),
    Band("b1", "1 万元以下", 1, 10_000),
    Band("b2", "1 万到 3 万元", 10_000, 30_000),
    Band("b3", "3 万到 6 万元", 30_000, 60_000),
    Band("b4", "6 万到 10 万元", 60_000, 100_000),
    Band("b5", "10 万元以上", 100_000, TOTAL_TOP),
)
YEAR_BANDS = (
    Band("none", "没有，0 元", 0, 0),
    Band("b1", "5,000 元以下", 1, 5_000),
    Band("b2", "5,000 到 2 万元", 5_000, 20_000),
    Band("b3", "2 万到 5 万元", 20_000, 50_000),
    Band("b4", "5 万元以上", 50_000, TOTAL_TOP),
)

QUESTIONS = (
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
        "registration",
        "户口是城镇的|还是农村的？",
        "城镇和农村的标准不一样。",
        "one",
        choices=(
            Choice("urban", "城镇户口"),
            Choice("rural", "农村户口"),
            Choice(UNSURE, "不清楚", "户口本首页写着「户别」"),
        ),
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
        "别的钱，|一个月一共进多少？",
        "养老金、种地、做买卖、房租、子女给的钱。",
        "sum",
        bands=MONTH_BANDS,
        unit="元/月",
        meaning=("哪些不用算？", "残疾人补贴、高龄补贴、优抚金、已经领的救助金都不用算。"),
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
            Choice("none", "都没有"),
            Choice(UNSURE, "不清楚"),
        ),
    ),
    Question(
        "health",
        "家里有|这样的人吗？",
        "可以选几样。残疾证第一页写着几级。",
        "many",
        choices=(
            Choice("severe", "一级、二级残疾"),
            Choice("mind3", "智力、精神三级残疾"),
            Choice("mild", "其他残疾"),
            Choice("illness", "正在治大病", "癌症、尿毒症、重型精神病等"),
            Choice("none", "都没有"),
            Choice(UNSURE, "不清楚"),
        ),
    ),
    Question(
        "costs",
        "一年里看病上学|自己付了多少？",
        "只算报销以后自己付的。花得多，也能得到帮助。",
        "sums",
        bands=YEAR_BANDS,
        unit="元/年",
        sums=(("medical", "看病吃药"), ("education", "孩子上学")),
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
            Choice(UNSURE, "不清楚"),
        ),
    ),
    Question(
        "care",
        "最需要照顾的人，|哪些自己做不了？",
        "可以选几样。用来定照料护理的钱。",
        "many",
        choices=(
            Choice("eat", "吃饭"),
            Choice("dress", "穿衣"),
            Choice("bed", "上下床"),
            Choice("toilet", "上厕所"),
            Choice("walk", "在屋里走动"),
            Choice("wash", "洗澡"),
            Choice("none", "都能自己做"),
            Choice(UNSURE, "不清楚"),
        ),
    ),
)
BY_CODE = {question.code: question for question in QUESTIONS}
MOST = len(QUESTIONS)
ALWAYS = ("where", "urgent", "people")
