"""Papers that no decision owes but the work needs (表单): survey form, authorisations, poster, proof of
service.
"""

from dataclasses import replace
from datetime import date
from typing import Any, Final

from doudi.casework.models import Case, Notice, Publicity
from doudi.casework.papers.door import Authorisation, Poster, PosterRow, SurveyForm, SurveyMember
from doudi.casework.papers.filling import number_of
from doudi.casework.papers.sheet import PaperWithheld
from doudi.casework.papers.surroundings import facts, letterhead
from doudi.casework.papers.verdicts import ServiceReturn
from doudi.casework.programme import programme
from doudi.casework.reads.board import publicity_poster
from doudi.kernel.days import age_on
from doudi.offices.models import Area
from doudi.people import reads as people

# 57号 第十七条: what may be verified.
SCOPE: Final = (
    "户口、婚姻、死亡登记",
    "社会保险、医疗保险、住房公积金、纳税",
    "不动产、车辆船舶、市场主体登记",
    "银行存款、证券、商业保险、互联网金融资产",
)
PROMISES: Final = (
    "每次查询都有记录，您可以来查谁查过。",
    "可以不签；不签就没法核对，影响审核。",
    "随时可以撤回，撤回前查到的仍然算数。",
)
_SEX: Final = {"male": "男", "female": "女"}
_STATES: Final = ("works", "unable_to_work", "student", "serious_illness")
_TOWNSHIP: Final = 9


def survey_form(case: Case, day: date, link: str = "") -> SurveyForm:
    """入户调查表 with everything that is known."""
    known = facts(case.household, day)
    rows = people.members(case.household, day)
    village = Area.objects.filter(pk=case.area).values_list("name", flat=True).first() or ""
    return SurveyForm(
        head=letterhead(case, "township", day, link=link),
        address=f"{village} {case.household.address}".strip(),
        members=tuple(_member(row, day) for row in rows),
        facts=known,
    )


def _member(row: Any, day: date) -> SurveyMember:
    person = row.person
    age = str(age_on(person.birth, day)) if person.birth else ""
    return SurveyMember(person.name, _SEX.get(person.sex, ""), age, row.get_relation_display())


def authorisation(case: Case, person_id: int, day: date, link: str = "") -> Authorisation:
    """核对授权书 of one member; the guardian signs for a ward."""
    row = next(row for row in people.members(case.household, day) if row.person_id == person_id)
    person = row.person
    return Authorisation(
        head=letterhead(case, "township", day, link=link, addressee=person.name),
        id_number=person.id_number or "",
        relation=row.get_relation_display(),
        scope=SCOPE,
        promises=PROMISES,
        valid_from=day,
        guardian=person.guardian.name if person.guardian else "",
    )


def poster(publicity: Publicity, day: date, link: str = "") -> Poster:
    """公示海报: what the board may show, and nothing else (57号 第二十四条). Not after its last day."""
    case = publicity.case
    posted = publicity_poster(publicity.pk, day=max(day, publicity.posted_on))
    if posted is None:
        raise PaperWithheld("公示已经到期、撤下,或者这一户依法不公示,公示单不再提供。")
    # Without an address of its own the code would hold the case number, which the board may not show.
    head = replace(letterhead(case, "township", publicity.posted_on), link=link,
                   programme=programme(case.programme).board_label)
    return Poster(
        head=head,
        village=_whole_name(case.area),
        start=publicity.posted_on,
        end=publicity.ends_on,
        rows=(PosterRow(name=posted.name, members=posted.members, monthly_fen=posted.amount_fen),),
        objections=head.office,
        telephone=_telephone(head.reach),
        ending=publicity.about == "ending",
        money="一次（元）" if case.pays_once else "每月（元）",
    )


def _telephone(reach: str) -> str:
    return next((part for part in reach.split(" ") if part.replace("-", "").isdigit()), "")


def _whole_name(area: str) -> str:
    names = dict(
        Area.objects.filter(pk__in=[area, area[:_TOWNSHIP]]).order_by("code").values_list("code", "name")
    )
    return names.get(area[:_TOWNSHIP], "") + names.get(area, "")


def service_return(notice: Notice, day: date, link: str = "") -> ServiceReturn:
    """送达回证 for one letter."""
    level = notice.decision.level if notice.decision else "township"
    return ServiceReturn(
        head=letterhead(notice.case, level, day, link=link),
        place=notice.case.household.address,
        documents=((notice.get_kind_display(), number_of(notice)),),
    )
