"""Persons: once, checked, with the names they have; found within one's own area only."""

from datetime import date, timedelta

import pytest

from doudi.audit.models import JournalEntry
from doudi.offices.reads import NOWHERE, Jurisdiction
from doudi.people import actions, reads
from doudi.people.actions import Refused
from doudi.people.models import Person
from doudi.people.names import pinyin_of, tidy_name
from tests.people.builders import VILLAGE, household, id_number, person

HERE = Jurisdiction(("370811006",), frozenset({"clerk"}))
ELSEWHERE = Jurisdiction(("370829",), frozenset({"clerk"}))


@pytest.mark.parametrize(("name", "kept"), [
    (" 王 建国 ", "王建国"), ("阿卜杜•热合曼", "阿卜杜·热合曼"), ("阿卜杜．热合曼", "阿卜杜·热合曼"),
    ("𬱖顺", "𬱖顺"), ("㛃媛", "㛃媛"), ("\ue863某", "\ue863某"), ("Anna Maria", "Anna Maria"),
])
def test_names_are_kept_as_they_are_written(name, kept):
    assert tidy_name(name) == kept


@pytest.mark.parametrize("name", ["", "  ", "·", "王2", "王<b>", "王\n国!", "王" * 51])
def test_impossible_names_are_refused(name):
    with pytest.raises(Refused) as refused:
        tidy_name(name)
    assert refused.value.field == "name"


@pytest.mark.parametrize(("name", "found_by"), [
    ("曾小贤", ("zengxiaoxian", "zxx")), ("单雄信", ("shanxiongxin", "sxx")), ("仇英", ("qiuying", "qy")),
    ("解缙", ("xiejin", "xj")), ("尉迟恭", ("yuchigong", "ycg")), ("吕绿", ("lvlv", "ll")),
    ("阿卜杜·热合曼", ("abodureheman", "abdrhm")), ("王建国", ("wangjianguo", "wjg")),
])
def test_surnames_are_read_as_surnames(name, found_by):
    assert pinyin_of(name) == found_by


@pytest.mark.django_db
class TestRegistering:
    def test_the_same_number_and_name_is_the_same_person_and_gaps_are_filled(self, at):
        number = id_number()
        first = person(at, id_number=number)
        again = person(at, id_number=number.lower(), phone="138 0537 1234")
        assert again.pk == first.pk
        assert Person.objects.get().phone == "13805371234"
        assert [entry.verb for entry in JournalEntry.objects.order_by("id")] == [
            "register_person",
            "complete_person",
        ]

    def test_the_same_number_under_another_name_is_refused(self, at):
        number = id_number()
        person(at, id_number=number)
        with pytest.raises(Refused, match="别的姓名") as refused:
            person(at, name="李四", id_number=number)
        assert number not in str(refused.value)

    def test_a_newborn_needs_no_number_and_gets_it_later(self, at):
        baby = person(at, name="王宝宝", id_number="", birth=date(2026, 11, 1), sex="female")
        assert baby.id_number is None
        number = id_number(date(2026, 11, 1))
        sex = "male" if int(number[16]) % 2 else "female"
        actions.correct_person(person=baby, id_number=number, by=None, at=at)
        baby.refresh_from_db()
        assert (baby.id_number, baby.id_last4, baby.sex) == (number, number[-4:], sex)

    @pytest.mark.parametrize(
        ("more", "field"),
        [
            ({"id_number": "370811198005171234"}, "id_number"),
            ({"id_number": "12"}, "id_number"),
            ({"id_number": "", "birth": date(2026, 11, 24)}, "birth"),
            ({"id_number": "", "birth": date(1850, 1, 1)}, "birth"),
            ({"phone": "不知道"}, "phone"),
            ({"area": "370811006"}, "area"),
            ({"area": "abc"}, "area"),
            ({"account_number": "六二二"}, "account_number"),
            ({"registration": "city"}, "registration"),
        ],
    )
    def test_bad_input_names_its_field_and_changes_nothing(self, at, more, field):
        with pytest.raises(Refused) as refused:
            person(at, **more)
        assert refused.value.field == field
        assert not Person.objects.exists()

    def test_birth_and_sex_must_agree_with_the_number(self, at):
        with pytest.raises(Refused) as refused:
            actions.register_person(
                name="王建国", id_number=id_number(date(1980, 5, 17)), birth=date(1980, 5, 18), by=None, at=at
            )
        assert refused.value.field == "birth"

    def test_nobody_is_his_own_guardian(self, at):
        child, mother = person(at, name="王小明"), person(at, name="李梅")
        actions.set_guardian(person=child, guardian=mother, by=None, at=at)
        actions.set_payee(person=child, payee=mother, by=None, at=at)
        assert Person.objects.get(pk=child.pk).paid_to == mother
        with pytest.raises(Refused):
            actions.set_guardian(person=child, guardian=child, by=None, at=at)

    def test_the_journal_holds_ids_and_no_names(self, at):
        somebody = person(at, phone="13805371234")
        actions.correct_person(person=somebody, name="王建军", phone="13905371234", by=None, at=at)
        written = " ".join(str(entry.details) for entry in JournalEntry.objects.all())
        assert "王" not in written
        assert "139" not in written


@pytest.mark.django_db
class TestFinding:
    @pytest.fixture
    def zeng(self, at):
        return person(at, name="曾小贤", phone="13805371234")

    def texts(self, zeng):
        return [
            zeng.id_number,
            zeng.id_number.lower(),
            zeng.id_last4,
            "曾小",
            "zengxiao",
            "ZXX",
            "138 0537 1234",
        ]

    def test_by_number_last_four_name_pinyin_initials_and_telephone(self, at, zeng):
        person(at, name="李四")
        for text in self.texts(zeng):
            assert [found.person for found in reads.find(text, HERE)] == [zeng], text

    def test_nothing_outside_ones_own_area(self, zeng):
        for text in self.texts(zeng):
            assert reads.find(text, ELSEWHERE) == []
            assert reads.find(text, NOWHERE) == []

    def test_somebody_registered_elsewhere_is_found_where_the_household_lives(self, at):
        wife = person(at, name="曾阿莲", area="370829100201")
        family = household(at, (wife, "spouse"))
        [found] = reads.find("曾阿莲", HERE)
        assert (found.household, found.relation) == (family, "spouse")

    @pytest.mark.parametrize("text", ["", " ", "123", "%", "_", "99999"])
    def test_what_cannot_be_a_person_finds_nobody(self, zeng, text):
        assert reads.find(text, HERE) == []

    def test_two_queries_and_no_more_than_asked_for(self, at, django_assert_num_queries):
        for _ in range(5):
            person(at, name="王建国")
        with django_assert_num_queries(2):
            assert len(reads.find("王", HERE, limit=3)) == 3


@pytest.mark.django_db
def test_a_death_is_a_dated_fact(at):
    family = household(at - timedelta(days=30))
    applicant = reads.members(family, at.date())[0].person
    actions.record_death(person=applicant, day=date(2026, 11, 20), by=None, at=at)
    actions.record_death(person=applicant, day=date(2026, 11, 20), by=None, at=at)
    assert "died_on" not in reads.document(family, date(2026, 11, 19)).members[0]
    assert reads.document(family, at.date()).members[0]["died_on"] == date(2026, 11, 20)
    assert reads.history_of(applicant, "died_on").count() == 1
    assert VILLAGE == applicant.area
