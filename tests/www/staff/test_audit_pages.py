"""The auditor's search over the journal, inside his area and in words; and who looked at a family, for those who serve it."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

import doudi
from doudi.audit import actions as audit
from doudi.audit import reads
from doudi.audit.models import JournalEntry
from doudi.casework.referrals.course import LABELS
from doudi.people.actions.revealing import REASONS
from doudi.www.journal_words import READING, VERBS, purpose_words
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database
SOURCE = Path(doudi.__file__).parent
# Where the verb is made of parts: what it can become.
MADE_OF_PARTS = {
    ("casework/lifecycle.py", "f'casework.{verb}'"): (), ("casework/steps.py", "f'casework.{verb}'"): (),
    ("casework/batches/course.py", "f'{self.room}.{verb}'"): (
        *(f"adjusting.{verb}" for verb in ("begin", "count", "note_clues", "confirm", "stop", "go_on", "finish")),
        *(f"enrolling.{verb}" for verb in ("begin", "find", "confirm", "stop", "go_on", "finish"))),
    ("casework/actions/paying.py", "verb"): ("casework.build_roll", "casework.freeze_roll"),
    ("casework/referrals/course.py", "f'referrals.{verb}'"): tuple(f"referrals.{verb}" for verb in LABELS),
    ("basic/extreme_hardship/care/placing.py", "verb"): ("care.ask_for_place", "care.admit", "care.leave"),
    ("casework/papers/actions.py", "verb"): ("issue_letter", "print_poster", "print_survey", "print_authorisation",
                                             "print_service_return"),
    ("cli/sealing.py", "verb"): ("add_key", "rotate_keys"),
    ("offices/posting.py", "'name_deputy' if deputy_for else 'appoint'"): ("name_deputy", "appoint"),
    ("offices/second_factor.py", "verb"): ("second_factor", "recovery_code", "second_factor_failed"),
    ("offices/signing_in.py", "'sign_in' if user else 'sign_in_failed'"): ("sign_in", "sign_in_failed"),
    ("people/actions/facts.py", "verb"): ("record_fact", "record_facts"),
    ("people/actions/persons.py", "f'set_{field}'"): ("set_guardian", "set_payee"),
    ("standards/actions.py", "f'{verb}_{kind}'"): ("publish_value", "publish_switch", "withdraw_value", "withdraw_switch"),
    ("standards/proposing.py", "f'{verb}_proposal'"): tuple(f"{verb}_proposal" for verb in (
        "save", "send", "approve", "return", "publish", "drop")),
    ("www/resident/progress.py", "WRONG_TRY"): ("progress_refused",),
}


def verbs_in_the_code() -> set[str]:
    """Every verb that any module writes; a new way to make one must be named above."""
    found: set[str] = set()
    for path in sorted(SOURCE.rglob("*.py")):
        where = str(path.relative_to(SOURCE))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name == "record":
                for verb in (word.value for word in node.keywords if word.arg == "verb"):
                    made = (verb.value,) if isinstance(verb, ast.Constant) else MADE_OF_PARTS[where, ast.unparse(verb)]
                    found |= set(made)
            if name == "note" and where.startswith("casework/") and isinstance(node.args[0], ast.Constant):
                found.add(f"casework.{node.args[0].value}")
            if name == "looked" and len(node.args) > 2:
                found.add(node.args[2].value)
    return found


def test_every_verb_has_words() -> None:
    found = verbs_in_the_code()
    assert len(found) > 60, "the check is blind"
    assert not found - set(VERBS)
    assert not set(READING) - set(VERBS)
    assert all(re.search("[一-鿿]", words) for words in VERBS.values())


def test_what_a_number_was_revealed_for_is_the_reason_and_not_a_page_of_that_name() -> None:
    assert {reason: purpose_words(reason, "reveal") for reason in REASONS} == REASONS
    assert purpose_words("visit") == "入户调查"


def test_what_the_verbs_of_a_case_wrote_has_words(world: World) -> None:
    world.brought("confirmed")
    written = set(JournalEntry.objects.values_list("verb", flat=True))
    assert len(written) > 10
    assert not written - set(VERBS)


def test_who_looked_stands_with_post_time_and_purpose(world: World, desk: Any) -> None:
    case = world.brought("accepted")
    desk("county").get(f"/staff/cases/{case.pk}/")
    desk().get(f"/staff/households/{case.household_id}/facts/")
    page = desk().get(f"/staff/households/{case.household_id}/")
    address = f"/staff/households/{case.household_id}/readers/"
    assert address in page.content.decode()
    shown = desk().get(address)
    told = [(each.name, each.post, each.purpose, each.verb) for each in shown.context["deeds"]]
    assert told[:3] == [("颜经办", "阜桥街道 乡镇(街道)经办", "看一户一档", "看档案"),
                        ("颜经办", "阜桥街道 乡镇(街道)经办", "改事实", "看档案"),
                        ("曾县级", "任城区民政局 县级民政", "办理案件", "看档案")]
    assert "2026-09-24 10:00" in shown.content.decode()
    assert JournalEntry.objects.order_by("-id").first().verb == "read_journal"
    assert desk("far_clerk").get(address).status_code == 404


def test_an_auditor_finds_by_household_case_person_and_user(world: World, desk: Any, auditing: Any) -> None:
    case = world.brought("accepted")
    person = world.persons(case.household)[0]
    desk().get(f"/staff/cases/{case.pk}/")
    client = auditing("370811")

    def found(**asked: Any) -> list[str]:
        page = client.get("/staff/journal/", asked)
        assert page.status_code == 200
        assert not page.context["form"].errors, page.context["form"].errors
        return [each.verb for each in page.context["deeds"]]

    assert {"看档案", "受理", "建档", "登记人员"} <= set(found(kind="household", number=case.household_id))
    assert found(kind="household", number=case.household_id, verb="reading") == ["看档案"]
    assert set(found(kind="case", number=case.number)) == {"受理", "提交申请"} - (set() if "提交申请" in found(
        kind="case", number=case.pk) else {"提交申请"})
    assert "登记人员" in found(kind="person", number=person.pk)
    assert "看档案" in found(user="clerk", since="2026-09-24", until="2026-09-24")
    assert found(user="clerk", since="2026-09-25") == []
    told = client.get("/staff/journal/", {"kind": "household", "number": case.household_id, "verb": "read"}).content.decode()
    assert "颜经办" in told and "web 127.0.0.1" in told
    assert "王建国" not in told
    assert JournalEntry.objects.filter(verb="search_journal", actor_id=world.auditing.pk).exists()


def test_an_auditor_stays_in_his_area(world: World, desk: Any, auditing: Any) -> None:
    case = world.brought("accepted")
    client = auditing("370830")
    for asked, told in (({"kind": "household", "number": case.household_id}, "没有这个编号"),
                        ({"kind": "case", "number": case.number}, "没有这个编号"),
                        ({"kind": "person", "number": world.persons(case.household)[0].pk}, "没有这个编号"),
                        ({"user": "clerk"}, "没有这个账号"), ({"user": "nobody"}, "没有这个账号"),
                        ({"since": "2026-09-01"}, "请填一个编号或者一个账号"), ({"kind": "case"}, "要一起填"),
                        ({"kind": "person", "number": "1-1"}, "没有这个编号"), ({"kind": "x", "number": "²"}, "编号是一串数字")):
        page = client.get("/staff/journal/", asked)
        assert told in page.content.decode(), asked
        assert page.context["deeds"] == []
    assert client.get("/staff/journal/").context["deeds"] == []
    assert client.get("/staff/journal/?user=far_clerk").context["form"].errors == {}
    assert client.get(f"/staff/households/{case.household_id}/readers/").status_code == 404
    assert desk("clerk").get("/staff/journal/").status_code == 403


def test_who_audits_the_city_sees_the_last_week_and_turns_pages(world: World, auditing: Any) -> None:
    home = ("household", world.wangs().pk)
    with transaction.atomic():
        for number in range(120):
            audit.record(by=world.clerk, at=at("2026-09-23"), verb="read", subject=home, purpose="case", details={"n": number})
        audit.record(by=None, at=at("2026-08-01"), verb="read", subject=home, details={"n": 999})
    client, numbers, address = auditing("3708"), [], "/staff/journal/?verb=read&since=2026-09-20&until=2026-09-24"
    for _ in range(3):
        page = client.get(address)
        numbers += [each.entry.details["n"] for each in page.context["deeds"]]
        address = "/staff/journal/?" + page.context["next_query"]
    assert numbers == list(range(119, -1, -1))
    assert "下一步" not in page.content.decode()
    assert client.get("/staff/journal/").context["deeds"][0].entry.verb == "search_journal"
    assert client.get("/staff/journal/?after=" + "9" * 30).status_code == 200


def test_every_way_to_search_uses_an_index(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("""INSERT INTO audit_journalentry (at, actor_id, verb, subject_kind, subject_id, purpose, origin, details)
            SELECT timestamptz '2026-01-01' + n * interval '3 minutes', n %% 200, 'read', 'household', (n %% 2000)::text, '', '',
            '{}' FROM generate_series(1, 60000) n""", [])
        cursor.execute("ANALYZE audit_journalentry")
    # Of one account there may be many lines: PostgreSQL may as well walk them by time, and stops at a page.
    wanted = {
        "journal_by_subject": reads.Wanted(subjects={"household": [5, 6], "case": [7]}),
        "journal_by_actor journal_by_moment": reads.Wanted(actor_id=5),
        "journal_by_moment": reads.Wanted(since=at("2026-02-01"), until=at("2026-02-02")),
    }
    for indexes, each in wanted.items():
        plan = reads.newest_first(each)[:51].explain()
        # A small table of families beside it may be read whole; the journal never is.
        assert any(index in plan for index in indexes.split()) and "Seq Scan on audit_journalentry" not in plan, plan
