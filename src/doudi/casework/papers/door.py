"""Papers from the door to the village board (受理、入户、公示).

Clauses: 57号 第九、十、十五、十六、十七、十九、二十四条.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from doudi.casework.papers.sheet import Paper, PaperWithheld
from doudi.casework.papers.wording import FactLine, day_words, yuan
from doudi.kernel.masking import mask_name


@dataclass(frozen=True)
class MissingItem:
    """One missing thing (缺的材料): what, why, how it can be made good."""

    name: str
    why: str
    how: str


@dataclass(frozen=True, kw_only=True)
class MissingNotice(Paper):
    """一次性告知书: all that is missing, told once (57号 第十条)."""

    items: tuple[MissingItem, ...]
    due: date | None
    hand_in: str
    known: tuple[str, ...] = ()
    kind = "missing"
    title = "一次性告知书"

    def body(self) -> dict[str, Any]:
        if not self.items:
            raise PaperWithheld("没有缺的材料，不用出一次性告知书，可以直接受理。")
        return {
            "items": [vars(item) for item in self.items],
            "due": day_words(self.due) if self.due else "",
            "hand_in": self.hand_in,
            "known": list(self.known),
        }


@dataclass(frozen=True)
class Step:
    """What happens next: the deed, until when, by which clause."""

    what: str
    until: str
    clause: str = ""


@dataclass(frozen=True, kw_only=True)
class Acceptance(Paper):
    """受理通知书 with the stub (回执)."""

    applied: date
    accepted: date
    steps: tuple[Step, ...]
    duties: tuple[str, ...]
    papers: tuple[str, ...] = ()
    kind = "acceptance"
    title = "受理通知书"

    def body(self) -> dict[str, Any]:
        return {
            "applied": day_words(self.applied),
            "accepted": day_words(self.accepted),
            "steps": [vars(step) for step in self.steps],
            "duties": list(self.duties),
            "papers": list(self.papers),
        }


@dataclass(frozen=True, kw_only=True)
class Authorisation(Paper):
    """核对授权书 of one member (57号 第九、十七条)."""

    id_number: str
    relation: str
    scope: tuple[str, ...]
    promises: tuple[str, ...]
    valid_from: date
    valid_until: date | None = None
    guardian: str = ""
    kind = "authorisation"
    title = "核对授权书"

    def body(self) -> dict[str, Any]:
        return {
            "id_number": self.id_number,
            "relation": self.relation,
            "scope": list(self.scope),
            "promises": list(self.promises),
            "guardian": self.guardian,
            "valid_from": day_words(self.valid_from),
            "valid_until": day_words(self.valid_until) if self.valid_until else "",
        }


@dataclass(frozen=True, kw_only=True)
class CareAgreement(Paper):
    """委托照料服务协议: who cares for a 特困 person at home, signed by three sides (济办发〔2020〕21号 二(一)2)."""

    paper_number: str
    id_number: str
    grade: str
    carer: str
    carer_kind: str
    carer_id_number: str
    carer_phone: str
    services: tuple[str, ...]
    from_on: date
    until_on: date
    kind = "care_agreement"
    title = "委托照料服务协议"

    def body(self) -> dict[str, Any]:
        return {
            "paper_number": self.paper_number,
            "id_number": self.id_number,
            "grade": self.grade,
            "carer": self.carer,
            "carer_kind": self.carer_kind,
            "carer_id_number": self.carer_id_number,
            "carer_phone": self.carer_phone,
            "services": list(self.services),
            "from_on": day_words(self.from_on),
            "until_on": day_words(self.until_on),
        }


@dataclass(frozen=True)
class SurveyMember:
    """One member on the survey form."""

    name: str
    sex: str
    age: str
    relation: str
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class SurveyForm(Paper):
    """入户调查表: what is known stands in it, the visit confirms or corrects (57号 第十五、十六条)."""

    address: str
    members: tuple[SurveyMember, ...]
    facts: tuple[FactLine, ...]
    kind = "survey"
    title = "入户调查表"

    def body(self) -> dict[str, Any]:
        return {
            "address": self.address,
            "members": [vars(member) for member in self.members],
            "facts": [fact.data() for fact in self.facts],
        }


@dataclass(frozen=True, kw_only=True)
class PosterRow:
    """One family on the poster. A minor's name is masked; who may not be named at all makes no poster."""

    name: str
    members: int
    monthly_fen: int
    minor: bool = False
    withheld: bool = False

    def data(self) -> dict[str, str]:
        if self.withheld:
            raise PaperWithheld("这户按规定不公示(儿童、家暴受害人等),不能出公示海报。")
        name = mask_name(self.name) if self.minor else self.name
        return {"name": name, "members": str(self.members), "amount": yuan(self.monthly_fen)}


@dataclass(frozen=True, kw_only=True)
class Poster(Paper):
    """公示海报: name, number of members, proposed amount, and nothing else (57号 第十九、二十四条)."""

    village: str
    rows: tuple[PosterRow, ...]
    start: date
    end: date
    objections: str
    telephone: str = ""
    ending: bool = False
    money: str = "每月（元）"
    kind = "poster"
    title = "公示"

    def body(self) -> dict[str, Any]:
        return {
            "village": self.village,
            "rows": [row.data() for row in self.rows],
            "start": day_words(self.start),
            "end": day_words(self.end),
            "days": str((self.end - self.start).days + 1),
            "objections": self.objections,
            "telephone": self.telephone,
            "ending": self.ending,
            "money": self.money,
        }

    def data(self) -> dict[str, Any]:
        # Neither the case number nor the applicant of the case may stand in a file that hangs in the village.
        public = replace(self.head, addressee="", case_number="", number="", code="")
        return super(Poster, replace(self, head=public)).data() | {"title": f"公示 {self.village}"}
