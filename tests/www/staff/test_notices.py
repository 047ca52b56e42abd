"""What hangs for everybody to read says three things and nothing else, and is gone when its days are over (57号 第二十四条)."""

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pypdf import PdfReader

from doudi.casework import actions as casework
from doudi.casework import programme as manifests
from doudi.casework import reads
from doudi.casework.models import Case, Publicity
from doudi.kernel.days import Month
from doudi.people import actions as people
from doudi.people.models import Person
from tests.www.staff import crawled
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database
BOARD = "/publicity/?county=370811&township=370811006"
ILL = ("残疾", "重病", "患病", "艾滋", "家暴", "一级", "单人户")


@pytest.fixture
def posted(world: World, now: Any) -> Case:
    case = world.brought("publicised", crawled.family(world))
    now(at("2026-09-29"))
    return case


def board(client: Any) -> str:
    answer = client.get(BOARD)
    assert answer.status_code == 200
    return answer.content.decode()


def poster(client: Any, case: Case) -> str:
    """Everything that can be read out of the file of the poster, its properties too."""
    notice = Publicity.objects.filter(case=case).order_by("-id").first()
    answer = client.get(f"/staff/posters/{notice.pk}/")
    if answer.status_code != 200:
        return ""
    reader = PdfReader(io.BytesIO(answer.content))
    return "".join("".join(page.extract_text() for page in reader.pages).split()) + str(reader.metadata)


def test_the_board_and_the_poster_say_name_members_and_amount(posted: Case, client: Any, desk: Any) -> None:
    for shown in (board(client), poster(desk(), posted)):
        assert crawled.NAME in shown and "3" in shown
        assert not [each for each in (*crawled.SECRETS, "颜秀兰", "孟小满", posted.number, *ILL) if each in shown]
        assert "1979" not in shown and "济宁银行" not in shown
    assert f"cases/{posted.pk}" not in board(client)


def test_a_rare_name_is_posted_whole(world: World, now: Any, client: Any, desk: Any) -> None:
    home = world.wangs()
    people.correct_person(person=world.persons(home)[0], name="𠅤㛃𬱖", by=None, at=at("2026-06-02"))
    case = world.brought("publicised", home)
    now(at("2026-09-29"))
    assert "𠅤㛃𬱖" in board(client)
    assert "𠅤㛃𬱖" in poster(desk(), case)


def test_a_minor_is_masked_also_as_the_head(world: World, now: Any, client: Any, desk: Any) -> None:
    home = world.family(("王小明", "self", date(2012, 11, 30)))
    world.know(world.persons(home)[0], student="junior")
    case = world.brought("publicised", home)
    now(at("2026-09-29"))
    for shown in (board(client), poster(desk(), case)):
        assert "王*明" in shown and "王小明" not in shown


def test_who_gets_help_alone_is_not_told_by_the_name_of_the_programme(world: World) -> None:
    assert manifests.programme("single_person").board_label == "最低生活保障"
    assert manifests.programme("extreme_hardship").board_label == "特困人员救助供养"


def test_it_is_gone_the_day_after_its_last(posted: Case, client: Any, desk: Any, now: Any) -> None:
    notice = Publicity.objects.get(case=posted)
    now(at(notice.ends_on.isoformat()))
    assert crawled.NAME in board(client) and poster(desk(), posted)
    now(at("2026-10-06"))
    assert notice.ends_on < date(2026, 10, 6)
    assert crawled.NAME not in board(client)
    assert not poster(desk(), posted), "also by its own address"


def test_a_programme_without_publicity_is_not_on_the_list(
    posted: Case, client: Any, monkeypatch: pytest.MonkeyPatch, desk: Any
) -> None:
    children = replace(manifests.programme("subsistence"), publicity=False)
    monkeypatch.setitem(manifests._REGISTER, "subsistence", children)
    assert crawled.NAME not in board(client)
    assert not poster(desk(), posted)


def deed(client: Any, case: Case, name: str, verb: str, **given: str) -> Any:
    return client.post(f"/staff/cases/{case.pk}/do/{name}/{verb}/", {"press": name, **given}, follow=True)


def test_whom_the_law_protects_is_taken_off_at_once_and_never_posted_again(
    posted: Case, client: Any, desk: Any, world: World, now: Any
) -> None:
    assert deed(desk(), posted, "withhold", "withhold_publicity", sure="on").status_code in {200, 403}
    posted.refresh_from_db()
    assert not posted.not_posted, "the township alone cannot keep a family off the board"
    answer = deed(desk("county"), posted, "withhold", "withhold_publicity", sure="on")
    assert "定为不公示" in answer.content.decode()
    assert crawled.NAME not in board(client)
    assert not poster(desk(), posted)
    assert not [word for word in ("家暴", "艾滋") if word in str(list(posted.moves.values_list("reason", flat=True)))]
    world.send(posted, day="2026-09-30")
    posted.refresh_from_db()
    assert posted.status == "county_review", "nothing has to hang for it to go on"
    again = world.apply(posted.household, "rigid_expenditure", day="2026-10-01")
    again.refresh_from_db()
    assert again.not_posted, "the next application is not posted either"


def test_the_county_can_have_it_posted_after_all(posted: Case, desk: Any, world: World) -> None:
    casework.withhold_publicity(case_id=posted.pk, by=world.county, at=at("2026-09-29"))
    deed(desk("county"), posted, "allow", "allow_publicity")
    posted.refresh_from_db()
    assert not posted.not_posted


def test_the_long_list_knows_neither_the_protected_nor_the_ended(world: World) -> None:
    case = world.brought("confirmed", crawled.family(world))
    month = Month.parse("2026-11")
    (line,), _ = reads.long_term_list("370811006", month)
    assert (line.name, line.members) == (crawled.NAME, 3)
    casework.withhold_publicity(case_id=case.pk, by=world.county, at=at("2026-10-15"))
    assert not reads.long_term_list("370811006", month)[0]
    casework.allow_publicity(case_id=case.pk, by=world.county, at=at("2026-10-15"))
    casework.determine(case_id=case.pk, kind="change", by=world.clerk, at=at("2026-11-16"))
    casework.end_award(case_id=case.pk, cause="own_wish", reason_text="本人要求", by=world.county, at=at("2026-11-17"))
    assert reads.long_term_list("370811006", month)[0] and not reads.long_term_list("370811006", month + 1)[0]


@pytest.mark.parametrize("address", [BOARD, "/", "/staff/sign-in/", "/nowhere/", "/robots.txt"])
def test_no_search_engine_keeps_it(address: str, client: Any, world: World) -> None:
    kept_out = client.get(address).headers["X-Robots-Tag"]
    assert "noindex" in kept_out and "noarchive" in kept_out


def test_robots_are_told_to_stay_out(client: Any) -> None:
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /publicity/" in lines and "Disallow: /staff/" in lines and "Disallow: /" not in lines


def test_a_head_whose_birth_nobody_knows_is_masked(world: World) -> None:
    head = Person(name="王小明", birth=None)
    assert reads.board.shown_name(head, date(2026, 9, 29)) == "王*明"
