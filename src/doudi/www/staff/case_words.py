"""Words and small lists around a case: what is still owed, letters, papers, timeline, before and after (案卷)."""
from __future__ import annotations

from typing import Any

from django.urls import reverse

from doudi.casework import lifecycle
from doudi.casework import reads as casework
from doudi.casework.programme import programmes
from doudi.people import reads as people
from doudi.www.staff.law_view import amount_words, fen_words, summary_for

RECENT_STEPS = 14
PAPER_KINDS = {
    "id_card": "身份证", "household_register": "户口簿", "disability_card": "残疾人证", "medical": "病历和医疗票据",
    "income": "收入证明", "student": "在校证明", "bank": "银行卡或存折", "consent": "授权书", "visit": "入户照片",
    "publicity": "公示照片", "job": "就业材料", "promise": "承诺书", "mandate": "代办授权书", "minutes": "一事一议会议纪要",
    "other": "其他材料",
}


def paper_kinds() -> dict[str, str]:
    """What a paper can be: all that the manifests ask for, then what families bring besides."""
    asked = {each.kind: each.label for manifest in programmes() for each in manifest.evidence if not each.held_by}
    return asked | {kind: label for kind, label in PAPER_KINDS.items() if label not in asked.values()}


OWN_KINDS = ("letter", "notice", "poster")
OPEN_STATUSES = ("submitted", "supplementing", "accepted", "surveyed", "opinion_given", "publicised", "objected",
                 "county_review")
SAYING = {
    "submitted": "核对材料,齐了就受理;缺的一次性告知。",
    "supplementing": "等家庭补材料。",
    "accepted": "3 个工作日内开始入户,要两个人一起去。",
    "surveyed": "看中间的结果,同意或不同意。",
    "opinion_given": "建议确认的先公示 7 天,只公开姓名、人口、金额。",
    "publicised": "公示期满没有异议,第二天起往下办。",
    "objected": "重新入户核实,再提意见。",
    "county_review": "有备案、举报或抽中的,先入户再确认。",
    "confirmed": "有变化先登记变化,再变更或终止。",
    "refused": "书面告知要在 3 个工作日内送到。",
    "set_aside": "重新办理,或者办结。",
}


def main_answer(page: Any, seen: Any) -> dict[str, str] | None:
    """The pill in the heading: what the law says of the programme at hand."""
    summary = summary_for(seen.outcomes, page.case.programme,
                          str(page.case.person_id) if page.case.person_id else None)
    return {"outcome": summary["outcome"], "words": amount_words(summary)} if summary else None


def owed(page: Any) -> list[dict[str, str]]:
    """What must still be done before the next step, in one small list."""
    case, found = page.case, []
    if case.status in ("submitted", "supplementing"):
        found += [{"when": "材料", "text": missing_words(each)} for each in missing_of(page)]
    if case.flag and case.status in OPEN_STATUSES:
        if not any(visit.level == "county" for visit in page.visits):
            found.append({"when": "县级", "text": f"{case.flag},要县级民政亲自入户"})
    for notice in page.notices:
        if notice.served_at is None and notice.kind != "supplement":
            found.append({"when": "送达", "text": f"{notice.get_kind_display()}还没有登记送达"})
    for appeal in page.appeals:
        if appeal.answered_at is None:
            found.append({"when": "复核", "text": f"家庭不同意:{appeal.text}"})
    return found


def missing_of(page: Any) -> list[Any]:
    """Papers still wanted; asked once per page, and only while the case is at the door."""
    if "missing" not in page.extra:
        page.extra["missing"] = casework.missing_papers(page.case, day=page.day)
    return page.extra["missing"]


def missing_words(missing: Any) -> str:
    """户口簿(王建国)."""
    return f"{missing.label}({missing.person.name})" if missing.person is not None else missing.label


def awards_ever(awards: Any) -> list[dict[str, Any]]:
    """Now and ever, the newest first."""
    made = []
    for each in sorted(awards, key=lambda award: award.id, reverse=True):
        until = "" if each.until_month == each.from_month and each.once_fen else f"至 {each.until_month}" if each.until_month else "起"
        period = f"{each.from_month} {until}".strip() + (" 渐退" if each.gradual_exit else "")
        if each.covers_from:
            period = f"{each.covers_from:%Y-%m} 至 {each.covers_until:%Y-%m}"
        made.append({"label": each.programme_label, "fen": each.sum_fen, "per": each.per,
                     "period": "已撤销" if each.voided_at else period})
    return made


def consents_now(page: Any) -> list[dict[str, str]]:
    """Who has signed, how and since when; who has not."""
    signed = {each.person_id: each for each in page.known.consents}
    return [{"name": each.name, "state": f"{signed[each.id].valid_from:%m-%d} {signed[each.id].get_signed_how_display()}"
             if each.id in signed else "还没有签"} for each in page.members]


def before_after(page: Any, seen: Any) -> dict[str, Any] | None:
    """The award now and what the law says now, where they differ (变更前后)."""
    award = next((each for each in page.awards[::-1] if each.voided_at is None and each.until_month is None), None)
    if award is None or page.case.status != "confirmed":
        return None
    summary = summary_for(seen.outcomes, page.case.programme,
                          str(page.case.person_id) if page.case.person_id else None)
    if summary is None:
        return None
    after = summary["amounts"].get("monthly") if summary["outcome"] == "entitled" else None
    if summary["outcome"] == "entitled" and after == award.monthly_fen:
        return None
    words = {"entitled": f"每月 {fen_words(after)} 元", "not_entitled": "不再符合", "need_info": "还差信息",
             "discretion": "由人裁量"}
    return {"before": f"每月 {fen_words(award.monthly_fen)} 元", "after": words[summary["outcome"]],
            "because": "、".join(each["label"] for each in summary["because"])}


def letters(page: Any, *, printing: bool = True) -> list[dict[str, str]]:
    """Letters and posters, each a PDF, with how they were served; who may not print sees the letters that are there."""
    made = [{"label": each.get_kind_display(),
             "url": reverse("staff:letter", args=[each.pk]) if printing or each.pdf_id else "",
             "state": f"{each.served_at:%m-%d} {each.get_served_how_display()}" if each.served_at else "未送达"}
            for each in page.notices]
    made += [{"label": f"公示单({each.get_about_display()})",
              "url": reverse("staff:poster", args=[each.pk]) if printing else "",
              "state": f"{each.posted_on:%m-%d} 至 {each.ends_on:%m-%d}"} for each in page.publicities]
    return made


def papers_of(page: Any) -> list[dict[str, str]]:
    """What the family handed in."""
    kept = page.page.papers if page.page is not None else people.papers(page.household)
    return [{"label": " ".join((paper_kinds().get(each.kind, each.kind), page.names.get(str(each.person_id), ""))).strip(),
             "url": reverse("staff:paper", args=[each.pk]), "state": f"{each.uploaded_at:%m-%d}"}
            for each in kept if each.kind not in OWN_KINDS]


def timeline(moves: Any, handed: Any = ()) -> list[dict[str, Any]]:
    """The last steps, newest first: what, who, when, why; and to whom the case was handed in between."""
    made = [{"at": each.at, "label": _step(each.verb), "by": each.by.name if each.by_id else "系统",
             "reason": each.reason} for each in sorted(moves, key=lambda move: move.id, reverse=True)]
    made += [{"at": each.at, "label": f"交给{each.taker.name}接着办", "by": each.giver.name, "reason": "离岗移交"}
             for each in handed]
    # Steps of one moment stay in the order in which they were taken.
    return sorted(made, key=lambda step: step["at"], reverse=True)[:RECENT_STEPS]


def _step(verb: str) -> str:
    row = lifecycle.BY_VERB.get(verb)
    return row.label if row else verb


def say_below(page: Any) -> str:
    """One sentence at the end of the bar."""
    return SAYING.get(page.case.status, "")
