"""Referrals as a spreadsheet (转办表): a department takes its open ones out, fills in three to six columns, and sends it back.

Only what the purpose needs stands in it. Good rows are taken one by one through the one door of answers, each in its own
transaction; bad ones come back in the same layout with the reason. A file sent twice does nothing twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.casework.lifecycle import NotPossible
from doudi.casework.referrals import reads
from doudi.casework.referrals.answering import Outcome, answer
from doudi.casework.referrals.course import Voice
from doudi.casework.referrals.models import AnswerFile, Referral, Refusal, Rhythm, State, Way
from doudi.casework.referrals.said import Answer
from doudi.casework.rollbooks.cells import BadCell, day, half_width
from doudi.casework.rollbooks.filled import filled, workbook
from doudi.casework.rollbooks.reading import read
from doudi.kernel.money import BadAmount, read_yuan
from doudi.offices.models import Office

TOLD: Final = ("转办编号", "项目", "姓名", "身份证号", "联系电话", "乡镇（街道）", "随件信息", "要办什么", "转出日期", "到期日", "现在")
FILLED: Final = ("答复", "退回理由", "说明", "给了什么", "怎么给", "金额（元）", "从哪天起")
NEEDED: Final = ("转办编号", "姓名", "答复")
ANSWER_WORDS: Final = {"签收": "accept", "接收": "accept", "退回": "refuse", "不接": "refuse", "办结": "finish",
                       "反馈结果": "finish", "完成": "finish"}
WIDTHS: Final = (18, 16, 10, 22, 16, 14, 44, 24, 12, 12, 10, 10, 18, 24, 20, 12, 12, 12)
MOST_ROWS: Final = 5000


def open_ones(office: Office, *, by: Any, at: datetime) -> tuple[str, bytes]:
    """File name and workbook of an office's open referrals; the journal keeps which ones went out."""
    rows = list(reads.to_office(office.pk))
    with transaction.atomic():
        audit.record(by=by, at=at, verb="referrals.export", subject=("office", office.pk),
                     details={"households": sorted({row.household_id for row in rows})})
    return f"{office.name}转办{localdate(at)}.xlsx", workbook([*TOLD, *FILLED], [_line(row) for row in rows], "转办", WIDTHS)


def _line(row: Referral) -> list[str]:
    known = row.along
    facts = "；".join(f"{each['label']}：{each['words']}" for each in known["facts"])
    return [row.number, reads.label_of(row.programme), known["name"], known["id_number"], known["phone"], known["place"],
            facts, row.wanted, str(localdate(row.sent_at)), str(row.due_on or "没有录入期限"), str(State(row.state).label),
            *[""] * len(FILLED)]


@dataclass(frozen=True)
class Taken:
    """What became of a file."""

    file: AnswerFile
    questions: list[str]


def take_in(*, content: bytes, file_name: str, office: Office, by: Any, at: datetime) -> Taken:
    """Take every good row; the others go back. RollbookRefused: no table of ours."""
    sheet = filled(read(content, file_name), (*TOLD, *FILLED), NEEDED, MOST_ROWS, "请用下载的转办表填写,")
    counts, bad, questions = {"taken": 0, "known": 0, "asked": 0, "empty": 0, "bad": 0}, [], []
    for row, cells in sheet.rows():
        if not any(cells[name] for name in FILLED if name in cells):
            counts["empty"] += 1
            continue
        try:
            outcome = answer(number=half_width(cells["转办编号"]), told=_told(cells), voice=Voice(by, at, Way.FILE),
                             name=cells["姓名"])
        except (NotPossible, BadCell) as no:
            bad.append((row, str(no)))
            counts["bad"] += 1
        else:
            counts[_kind(outcome)] += 1
            questions += [outcome.words] if outcome.question else []
    return Taken(_kept(office, file_name, counts, sheet.returned(bad), by, at), questions)


def _kind(outcome: Outcome) -> str:
    if outcome.question is not None:
        return "asked"
    return "taken" if outcome.taken else "known"


def _told(cells: dict[str, str]) -> Answer:
    """A row as an answer. BadCell, NotPossible: what is wrong."""
    if not cells["姓名"]:
        raise BadCell("姓名空着。请填写,用来核对编号。")
    verb = ANSWER_WORDS.get(half_width(cells["答复"]))
    if verb is None:
        raise BadCell("“答复”请写签收、退回或者办结。")
    money, since = cells.get("金额（元）", ""), cells.get("从哪天起", "")
    return Answer(
        verb, _code(cells.get("退回理由", ""), Refusal, "退回理由") if verb == "refuse" else "",
        cells.get("说明", "") if verb == "refuse" else "", cells.get("给了什么", "") if verb == "finish" else "",
        _code(cells.get("怎么给", ""), Rhythm, "怎么给") if verb == "finish" else "",
        _fen(money) if money and verb == "finish" else None, day(since) if since and verb == "finish" else None)


def _fen(text: str) -> int:
    try:
        return read_yuan(text)
    except BadAmount as error:
        raise BadCell(f"“金额”:{error}") from error


def _code(text: str, choices: Any, column: str) -> str:
    by_label = {label: value for value, label in choices.choices}
    if text and half_width(text) not in by_label:
        raise BadCell(f"“{column}”请写{'、'.join(by_label)}。")
    return str(by_label.get(half_width(text), ""))


@transaction.atomic
def _kept(office: Office, file_name: str, counts: dict[str, int], returned: bytes, by: Any, at: datetime) -> AnswerFile:
    kept = AnswerFile.objects.create(office=office, by=by, at=at, file_name=file_name.rsplit("/", 1)[-1][-200:], counts=counts,
                                     returned=returned)
    audit.record(by=by, at=at, verb="referrals.import", subject=("office", office.pk), details={"file": kept.pk, **counts})
    return kept
