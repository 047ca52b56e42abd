"""A family whose numbers and doors are known to the letter, with everything that can hang on it, and all addresses there are."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch
from PIL import Image

from doudi.casework import actions as casework
from doudi.casework.models import Case, Decision, Notice, Publicity, ReviewDue
from doudi.casework.referrals import actions as referrals
from doudi.casework.referrals import sheets
from doudi.casework.rollbooks import actions as rollbooks
from doudi.kernel.days import Month
from doudi.offices import actions as offices
from doudi.people import actions as people
from doudi.people.models import Fact, Person
from doudi.standards.models import Value
from doudi.vault.fields import holding
from tests.www.staff.proposed import published_batch, saved_proposal
from tests.www.staff.world import VILLAGE, World, at, id_number

STREET, REGISTERED_AT, PHONE, ACCOUNT = "柳巷胡同47号院西厢", "杏坛路88弄9号", "13905370042", "6217001830004455667"
HEAD, WIFE, CHILD = (id_number(date(1979, 4, 1), 501), id_number(date(1981, 9, 12), 502), id_number(date(2014, 2, 3), 503))
# The number of somebody who is on file, typed by another.
CLAIMED = id_number(date(1955, 3, 8), 504)
SECRETS = (STREET, REGISTERED_AT, PHONE, ACCOUNT, HEAD, WIFE, CHILD, CLAIMED)
NAME = "孟庆荷"
ROLL = ("姓名,身份证号,家庭住址,联系电话,银行账号,村(居),与户主关系,保障金额,户编号\n"
        f"{NAME},{HEAD},{STREET},{PHONE},{ACCOUNT},航运新村,户主,640,7\n丁二,12,{STREET},{PHONE},{ACCOUNT},航运新村,户主,640,8\n")


@dataclass
class Ground:
    """The ids that addresses are made of."""

    ids: dict[str, int]
    number: str
    resident: Any
    code: str


def persons(number: str) -> Any:
    """Who is on record under an ID number: one, or after the forgetting nobody."""
    return Person.objects.filter(holding(Person, "id_number", number))


def person(number: str) -> Any:
    return persons(number).get()


def photograph(colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    return out.getvalue()


def family(world: World) -> Any:
    """The family itself, with an account, two addresses and a telephone."""
    told = {"by": world.clerk, "at": at("2026-06-01")}
    plain = {"area": VILLAGE, "registration": "urban", "address": REGISTERED_AT, "phone": PHONE}
    account = {"account_number": ACCOUNT, "account_bank": "济宁银行", "account_name": NAME}
    head = people.register_person(name=NAME, id_number=HEAD, **plain, **account, **told)
    wife = people.register_person(name="颜秀兰", id_number=WIFE, **plain, **told)
    child = people.register_person(name="孟小满", id_number=CHILD, **plain, **told)
    home = people.open_household(area=VILLAGE, address=STREET, registration="urban", day=date(2026, 6, 1),
                                 members=[(head, "self"), (wife, "spouse"), (child, "child")], **told)
    for person in (head, wife, child):
        people.give_consent(person=person, household=home, signed_by=NAME, signed_how="paper", **told)
    people.set_guardian(person=child, guardian=head, **told)
    people.record_facts(subject=home, values={"deposits": 2000000, "homes": 1, "vehicles": 0}, as_of=date(2026, 6, 1),
                        source="declared", **told)
    world.know(wife, income_wage=0)
    world.know(head, works=True, income_wage=2640000)
    world.know(child, student="primary")
    people.attach_paper(household=home, person=head, kind="id_card", file=photograph(), name=f"身份证{HEAD}.jpg", **told)
    return home


def helped(world: World, home: Any, head: Any) -> Any:
    """Somebody from outside acts for the head, with a photograph of his word; a member's number is only claimed."""
    told = {"by": world.clerk, "at": at("2026-10-22")}
    claimant = people.register_claimant(name="孟待核", id_number=CLAIMED, phone=PHONE, area=VILLAGE, **told)
    people.add_member(household=home, person=claimant, relation="other", day=date(2026, 10, 22), **told)
    word = people.attach_paper(household=home, person=head, kind="mandate", file=photograph("blue"), name="授权.jpg", **told)
    helper, _ = offices.make_helper(name="冯代办", **told)
    return people.give_mandate(person=head, helper=helper, kind="family", given_how="photo", paper=word,
                               valid_until=date(2027, 4, 22), **told)


def ground(world: World) -> Ground:
    """Cases at several standings, a roll, an import, letters, a re-check, an account of the head's own."""
    home = family(world)
    case = world.brought("publicised", home)
    posted = Publicity.objects.get(case=case)
    world.send(case)
    world.confirm(case)
    run = casework.build_roll(area="370811", month=Month.parse("2026-11"), by=world.county, at=at("2026-11-03"))
    casework.freeze_roll(area="370811", month=Month.parse("2026-11"), by=world.county, at=at("2026-11-04"))
    casework.report_change(household_id=home.pk, kind="income", happened_on=date(2026, 10, 20), text="涨了工资",
                           by=world.clerk, at=at("2026-10-20"))
    casework.request_review(case_id=case.pk, text="金额不对", disputed_facts=[], by=world.clerk, at=at("2026-10-21"))
    imported = rollbooks.upload(content=ROLL.encode("utf-8-sig"), file_name="九月.csv", by=world.county, at=at("2026-10-21"))
    rollbooks.set_columns(run_id=imported.pk, columns=imported.columns, programme="subsistence", by=world.county,
                          at=at("2026-10-21"))
    rollbooks.dry_run(run_id=imported.pk, by=world.county, at=at("2026-10-21"))
    second = world.apply(home, "rigid_expenditure", day="2026-10-22")
    head = person(HEAD)
    user, code = offices.give_code(person_id=head.pk, name=NAME, typed=HEAD, phone=PHONE, by=world.clerk,
                                   at=at("2026-10-22"))
    mandate = helped(world, home, head)
    case = Case.objects.get(pk=case.pk)
    paper = people.attach_paper(household=home, kind="bank", file=photograph(), name="存折.jpg", by=world.clerk,
                                at=at("2026-10-22"))
    proposal, batch = saved_proposal(world, "370811", "邹"), published_batch(world, "370811", "邹")
    sent = referrals.refer(household_id=home.pk, programme="medical", person_id=head.pk, by=world.clerk, at=at("2026-10-22"))
    table = sheets.take_in(content=sheets.workbook(["转办编号", "姓名", "身份证号", "答复"], [["ZB1", NAME, HEAD, "签收"]]),
                           file_name="a.xlsx", office=sent.office, by=world.department, at=at("2026-10-22")).file
    first_notice = Notice.objects.filter(case=case).order_by("id").first()
    return Ground(
        ids={"case_id": case.pk, "second_case": second.pk, "household_id": home.pk, "person_id": head.pk,
             "notice_id": first_notice.pk, "publicity_id": posted.pk, "run_id": run.pk, "import": imported.pk,
             "review_id": ReviewDue.objects.filter(case=case).order_by("id").first().pk, "paper_id": paper.pk,
             "post_id": world.clerk.posts.get().pk, "row_id": Value.objects.order_by("id").first().pk,
             "proposal_id": proposal.pk, "batch_id": batch.pk,
             "referral_id": sent.pk, "file_id": table.pk, "office_id": sent.office_id, "token_id": 1,
             "mandate_id": mandate.pk, "user_id": world.clerk.pk,
             "decision_id": Decision.objects.filter(case=case).order_by("id").first().pk,
             "fact_id": Fact.objects.filter(household=home).order_by("id").first().pk},
        number=case.application.number, resident=user, code=code)


def addresses() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address of the product with the arguments it takes."""
    yield from _walk(get_resolver().url_patterns, ())


def _walk(patterns: Any, spaces: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, (*spaces, each.namespace) if each.namespace else spaces)
        elif isinstance(each, URLPattern):
            assert each.name, f"{each.pattern} has no name"
            yield ":".join((*spaces, each.name)), tuple(each.pattern.converters)


# Arguments that mean something else at one address than everywhere, and addresses met with several.
SPECIAL = {
    "staff:deed": [{"name": "serve", "verb": "record_service"}],
    "staff:roll_file": [{"kind": kind} for kind in ("xlsx", "csv", "csv-gb18030")],
    "staff:import_run": [{"run_id": "import"}], "staff:import_start": [{"run_id": "import"}],
    "staff:import_bad": [{"run_id": "import"}],
    "staff:standard": [{"key": "subsistence_standard"}], "staff:switch": [{"key": "publicity_first_day_counts"}],
    "staff:proposal_do": [{"verb": "send"}], "staff:batch_do": [{"verb": "confirm"}],
    "staff:referral_do": [{"verb": "accept"}], "api:answered": [{"verb": "accept"}],
    "staff:hold_lift": [{"hold_id": 1}],
    "staff:standard_publish": [{"kind": "value"}],
    "resident:why": [{"code": "subsistence"}], "resident:ask": [{"code": "where"}],
    "resident:member": [{"key": "new"}, {"key": "p{person_id}"}], "resident:member_remove": [{"key": "p{person_id}"}],
    "resident:kin": [{"key": "new"}], "resident:kin_remove": [{"key": "new"}],
    "resident:income": [{"key": "p{person_id}"}], "resident:paper_remove": [{"sha256": "0" * 64}],
    "staff:case": [{}, {"case_id": "second_case"}], "staff:turns": [{"case_id": "second_case"}],
    "staff:visit": [{}, {"case_id": "second_case"}],
}
QUERIES = {
    "staff:inbox": ("?bucket=done",), "staff:referrals": ("?bucket=asked", "?bucket=done", "?bucket=refused"),
    "staff:search": ("?q=" + NAME, f"?q={HEAD}"), "staff:counter": ("?q=" + NAME, f"?q={HEAD}"),
    "staff:workbench": ("?bucket=doing", "?bucket=waiting", "?bucket=new"),
    "staff:change": tuple(f"?kind={kind}" for kind in ("other", "birth", "death", "move", "split", "merge", "job")),
    "staff:household": ("?why=subsistence",), "publicity": ("?county=370811&township=370811006",),
    "resident:summary": ("?back=summary",),
}


def links(name: str, takes: tuple[str, ...], known: Ground) -> list[str]:
    """The addresses to open under one name; an argument nobody has thought of is a failure with its name."""
    values: dict[str, Any] = {**known.ids, "number": known.number, "area": "370811"}
    made = []
    for special in SPECIAL.get(name, [{}]):
        arguments = {}
        for each in takes:
            given = special.get(each, values.get(each))
            assert given is not None, f"{name} takes {each}: say in crawled.py what to open it with"
            arguments[each] = values.get(given, given.format(**known.ids)) if isinstance(given, str) else given
        try:
            made.append(reverse(name, kwargs=arguments))
        except NoReverseMatch as no:
            raise AssertionError(f"{name} with {arguments}: {no}") from None
    return [link + query for link in made for query in ("", *QUERIES.get(name, ()))]


def found_in(answer: Any) -> set[str]:
    """Which secrets an answer carries, in its bytes or in its headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    whole = body + repr(answer.headers.items()).encode()
    return {secret for secret in SECRETS if secret.encode() in whole or secret.encode("gb18030") in whole}


def signed_in(user: Any) -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(user)
    return client
