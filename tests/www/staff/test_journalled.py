"""Every page of the staff that shows people's data leaves a line in the journal: all addresses are walked, and a page
that leaves none has its reason here.
"""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from doudi.audit.models import JournalEntry
from doudi.casework import actions as casework
from doudi.casework.adjusting import actions as adjusting
from doudi.casework.models import Notice, Publicity
from doudi.casework.referrals import actions as referrals
from doudi.casework.referrals import sheets
from doudi.config.identity import networks
from doudi.offices.access import acting
from doudi.people import actions as people
from doudi.www.journal_words import PURPOSES
from doudi.www.staff import urls
from tests.casework.rollbooks import rolls
from tests.www.staff.cared import cared_for
from tests.www.staff.enrolled import waiting_batch
from tests.www.staff.proposed import published_batch
from tests.www.staff.test_imports import of_here
from tests.www.staff.world import World, at

pytestmark = pytest.mark.database
SHOWS_NOBODY = {
    "sign_in": "nobody is known yet", "sign_out": "a press, journalled as what it is",
    "roll": "months and sums, no names", "imports": "one's own files, by name and day",
    "standards": "published numbers", "standard": "published numbers", "switch": "published numbers",
    "calendar": "days", **dict.fromkeys(
        ("posts", "account_new", "post_end", "post_deputy", "colleague", "post_give", "suspend", "offices"),
        "officers at work, no family"),
    **dict.fromkeys(("code", "onward", "provider", "provider_back"), "on the way in, one's own account"),
    **dict.fromkeys(("account", "factor", "password"), "one's own account"),
    "retention": "numbers of files, no names", "callers": "a box to search with", "audits": "a button that draws",
    "care_houses": "houses and beds, no names", "care_empty_table": "an empty table", "care_returned": "rows about houses",
    "check": "a list of questions to read out, nobody's file",
    "api_tokens": "keys of machines, no family", "batches": "places, months and sums, no names",
    "enrolments": "months and sums, no names",
    **dict.fromkeys(("proposals", "proposal", "proposal_new", "proposal_effects", "proposal_compare"), "published numbers and sums"),
}
PRESSES = {"deed", "roll_freeze", "review_finish", "import_start", "standard_publish", "replay", "helper_end", "helper_code",
            "hold_lift", "settled", "password_reset", "restore", "everywhere", "proposal_do", "batch_do", "enrolment_do", "referral_do",
            "inbox_answers", "token_revoke", "snapshot_renew", "care_do", "care_close", "care_table"}
BY_VERB = {"poster": "print_poster", "survey_form": "print_survey", "service_form": "print_service_return",
           "roll_file": "export_roll", "care_agreement": "care.print_agreement", "reveal": "reveal", "inbox_open": "referrals.export"}
PNG = (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx"
       b"\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82")


def counted_batch(world: World) -> Any:
    """What a raised standard changes for the family on the roll."""
    batch = published_batch(world, "370811", "甲", "subsistence_standard", "980.00", at("2026-11-01").date())
    with acting(world.county.pk, at("2026-10-19").date()):
        adjusting.count_next(batch_id=batch.pk, at=at("2026-10-19"))
    return batch


def everything(world: World, desk: Any, now: Any) -> dict[str, tuple[Any, ...]]:
    """One address of every page that shows something, and the desk that opens it; where a number or a reason goes with
    it, also what is typed there."""
    case = world.brought("confirmed")
    home = case.household
    waiting = world.post(world.brought("opinion_given", world.wangs()), "2026-10-12")
    cared = cared_for(world, world.old_li())
    now(at("2026-10-14"))
    world.know(home, "2026-10-13", deposits=3)
    casework.report_change(household_id=home.pk, kind="income", happened_on=at("2026-10-13").date(), text="变了",
                           by=world.clerk, at=at("2026-10-13"))
    paper = people.attach_paper(household=home, person=None, kind="other", file=SimpleUploadedFile("a.png", PNG), name="a.png",
                                by=world.clerk, at=at("2026-10-13"))
    run = casework.build_roll(area="370811", month="2026-11", by=world.county, at=at("2026-10-14"))
    casework.freeze_roll(area="370811", month="2026-11", by=world.county, at=at("2026-10-14"))
    county = desk("county")
    file = SimpleUploadedFile("九月.csv", rolls.text(rolls.spoil(of_here(rolls.roll(6)), every=3)))
    page = county.post("/staff/imports/", {"file": file, "press": "u"}, follow=True)
    run_id = page.context["run"].pk
    columns = {name: str(page.context["form"][name].value() or "") for name in page.context["form"].fields}
    county.post(f"/staff/imports/{run_id}/", {**columns, "press": "c"})
    notice = Notice.objects.filter(case=case).order_by("-id").first().pk
    poster = Publicity.objects.filter(case=waiting).first().pk
    of_home, of_case = f"households/{home.pk}/", f"cases/{case.pk}/"
    father = world.persons(home)[0]
    of_father = f"{of_home}people/{father.pk}/"
    sent = referrals.refer(household_id=home.pk, programme="medical", person_id=father.pk, by=world.clerk, at=at("2026-10-13"))
    table = sheets.take_in(content=sheets.workbook(["转办编号", "姓名", "答复"], [["ZB1", "王", "签收"]]), file_name="a.xlsx",
                           office=sent.office, by=world.department, at=at("2026-10-13")).file
    return {
        "care": ("clerk", "care/?bucket=all"), "care_person": ("clerk", f"care/{cared.person.pk}/"),
        "care_visit": ("coordinator", f"care/{cared.person.pk}/visit/"), "care_figures": ("county", "care/figures/"),
        "insured": ("county", "insured/"),
        "care_agreement": ("clerk", f"care/agreements/{cared.agreement.pk}/"),
        "care_house": ("clerk", f"care/houses/{cared.house.pk}/"),
        "batch": ("county", f"batches/{counted_batch(world).pk}/"),
        "enrolment": ("county", f"enrolments/{waiting_batch(world, '370811', home).pk}/"),
        "automatic": ("clerk", f"{of_home}automatic/"),
        "inbox": ("department", "inbox/"), "inbox_open": ("department", f"inbox/{sent.office_id}/open.xlsx"),
        "inbox_returned": ("department", f"inbox/files/{table.pk}/"), "referral": ("department", f"referrals/{sent.pk}/"),
        "referrals": ("clerk", "referrals/"),
        "refer": ("clerk", f"{of_home}refer/"), "wished": ("clerk", f"{of_home}wished/"), "other_help": ("clerk", f"{of_case}other-help/"),
        "workbench": ("clerk", ""), "search": ("clerk", "search/?q=王"), "cases": ("clerk", "cases/"),
        "case": ("clerk", of_case), "turns": ("clerk", f"cases/{waiting.pk}/turns/"), "visit": ("clerk", f"{of_case}visit/"),
        "counter": ("clerk", "counter/?q=王建国"), "household": ("clerk", of_home), "readers": ("clerk", f"{of_home}readers/"),
        **{name: ("clerk", f"{of_home}{name}/") for name in (
            "intake", "facts", "members", "papers", "change", "codes", "helpers", "claims")},
        "person": ("clerk", of_father), "check_file": ("clerk", f"{of_home}check/"),
        "reveal": ("clerk", f"{of_father}reveal/", {"field": "phone", "reason": "call", "press": "r"}),
        "elsewhere": ("clerk", "elsewhere/", {"name": father.name, "id_number": father.id_number}),
        "caller": ("hotline", f"callers/{home.pk}/"), "audited": ("auditor", f"audits/{home.pk}/"),
        "audited_decision": ("auditor", f"audits/decisions/{case.decisions.get().pk}/"),
        "paper": ("clerk", f"papers/{paper.pk}/"), "letter": ("clerk", f"letters/{notice}/"),
        "service_form": ("clerk", f"letters/{notice}/service/"), "poster": ("clerk", f"posters/{poster}/"),
        "survey_form": ("clerk", f"{of_case}survey-form/"), "publicities": ("clerk", "publicity/"),
        "draws": ("county", "draws/"), "roll_run": ("county", f"roll/{run.pk}/"), "reviews": ("clerk", "reviews/"),
        "roll_file": ("county", f"roll/{run.pk}/roll.csv"), "import_run": ("county", f"imports/{run_id}/"),
        "import_bad": ("county", f"imports/{run_id}/errors/"), "journal": ("auditor", f"journal/?kind=household&number={home.pk}"),
    }


def test_whoever_sees_people_leaves_a_trace(world: World, desk: Any, now: Any) -> None:
    pages = everything(world, desk, now)
    names = {each.name for each in urls.urlpatterns}
    assert names - set(SHOWS_NOBODY) - PRESSES == set(pages), "a page that this walk does not know"
    silent = []
    for name, (officer, address, *typed) in pages.items():
        client = desk(officer)
        before = JournalEntry.objects.order_by("-id").first().pk
        answer = client.post(f"/staff/{address}", *typed) if typed else client.get(f"/staff/{address}")
        assert answer.status_code == 200, (name, answer.status_code)
        found = list(JournalEntry.objects.filter(id__gt=before, actor_id__isnull=False).order_by("id"))
        wanted = [each for each in found if each.verb == BY_VERB.get(name, each.verb)]
        if not wanted or (name not in BY_VERB and wanted[-1].purpose != name):
            silent.append((name, [(each.verb, each.purpose) for each in found]))
    assert not silent


def test_pages_that_show_nobody_need_no_trace_and_say_why() -> None:
    names = {each.name for each in urls.urlpatterns}
    assert set(SHOWS_NOBODY) | PRESSES <= names
    assert all(SHOWS_NOBODY.values())


def test_what_every_page_is_opened_for_has_words(world: World, desk: Any, now: Any) -> None:
    names = {each.name for each in urls.urlpatterns} - set(SHOWS_NOBODY) - PRESSES - set(BY_VERB)
    assert names <= set(PURPOSES)


def test_a_form_that_comes_back_to_be_corrected_has_shown_the_file_too(world: World, desk: Any) -> None:
    home = world.wangs()
    client = desk()
    before = JournalEntry.objects.order_by("-id").first().pk
    answer = client.post(f"/staff/households/{home.pk}/facts/", {"source": "verified", "press": "x1"})
    assert answer.status_code == 200
    [entry] = JournalEntry.objects.filter(id__gt=before)
    assert (entry.verb, entry.purpose, entry.subject_id) == ("read", "facts", str(home.pk))
    done = client.post(f"/staff/households/{home.pk}/facts/", {"source": "declared", "press": "x2"})
    assert done.status_code == 302
    assert JournalEntry.objects.filter(id__gt=entry.pk, verb="read").count() == 0


def test_a_search_is_journalled_without_what_was_typed(world: World, desk: Any) -> None:
    world.wangs()
    for text in ("王建国", "37081119840302", "没有这个人"):
        desk().get("/staff/search/", {"q": text})
        entry = JournalEntry.objects.filter(verb="search").order_by("-id").first()
        assert text not in str(entry.details)
    assert entry.details == {"persons": []}


def test_an_officer_is_named_by_address_and_behind_a_gateway_by_what_the_gateway_says(world: World, desk: Any, settings: Any) -> None:
    home, client = world.wangs(), desk()
    nobody, one, two = "", "10.1.1.1", "10.1.1.1, 10.2.2.0/24"
    for proxies, told, expected in ((nobody, "9.9.9.9", "web 10.1.1.1"), (one, "9.9.9.9, 10.2.2.2", "web 10.2.2.2"),
                                    (one, "", "web 10.1.1.1"), (two, "6.6.6.6, 9.9.9.9, 10.2.2.2", "web 9.9.9.9"),
                                    (one, "no address", "web 10.1.1.1"), (one, "9.9.9.9, 2001:db8::1", "web 2001:db8::1")):
        settings.PROXIES = networks(proxies)
        client.get(f"/staff/households/{home.pk}/", REMOTE_ADDR="10.1.1.1", HTTP_X_FORWARDED_FOR=told)
        assert JournalEntry.objects.order_by("-id").first().origin == expected


def test_a_stranger_is_a_pseudonym(world: World, client: Any) -> None:
    for _ in range(2):
        client.post("/staff/sign-in/", {"username": "clerk", "password": "wrong"}, REMOTE_ADDR="10.1.1.7")
    first, second = JournalEntry.objects.filter(verb="sign_in_failed").values_list("origin", flat=True).order_by("id")
    assert first == second
    assert first.startswith("web ~") and "10.1.1.7" not in first
