"""Staff through the unit's identity provider: a name it vouches for, a post here; and nothing else gets anybody in."""
from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client

from doudi.audit.models import JournalEntry
from doudi.config.identity import provider
from doudi.offices import actions as offices
from tests.www.staff.world import START, World

pytestmark = pytest.mark.database


def go(identity: Any, client: Client | None = None, **claims: Any) -> tuple[Client, Any]:
    """Press the button, agree there, come back."""
    client = client or Client()
    if claims:
        identity.behaviour.claims = claims
    away = client.get("/staff/provider/?next=/staff/cases/")
    assert away.status_code == 302, away.content
    return client, client.get(identity.agrees(away.headers["Location"]), follow=True)


def said(client: Client) -> str:
    """What the sign-in page says."""
    return client.get("/staff/sign-in/").content.decode()


def test_an_officer_comes_in_and_to_the_page_he_wanted(world: World, now: Any, identity: Any) -> None:
    assert "用单位统一身份登录" in said(Client())
    client, page = go(identity, preferred_username="clerk")
    assert page.redirect_chain[-1][0] == "/staff/cases/"
    line = JournalEntry.objects.filter(verb="sign_in").get()
    assert (line.actor_id, line.details) == (world.clerk.pk, {"provider": "staff"})
    assert client.get("/staff/").status_code == 200


def test_claims_behind_userinfo_count_when_they_speak_of_the_same_person(world: World, now: Any, identity: Any) -> None:
    identity.behaviour.in_userinfo = True
    _, page = go(identity, preferred_username="clerk")
    assert page.redirect_chain[-1][0] == "/staff/cases/"
    identity.behaviour.userinfo_sub = "somebody-else"
    _, page = go(identity, preferred_username="clerk")
    assert "没有完成" in page.content.decode()


@pytest.mark.parametrize("name", ["nobody", "", "without_post", "suspended"])
def test_without_a_post_nobody_comes_in(world: World, now: Any, identity: Any, name: str) -> None:
    told = {"by": None, "at": START}
    offices.make_user(username="without_post", name="无岗", password="x", check_password=False, **told)
    suspended = offices.make_user(username="suspended", name="停用", password="x", check_password=False, **told)
    offices.suspend_user(user=suspended, **told)
    client, page = go(identity, preferred_username=name)
    assert "没有岗位" in page.content.decode()
    assert client.get("/staff/").status_code == 302


LATER = 4_000_000_000  # in the year 2096


@pytest.mark.parametrize("wrong", [
    {"token": {"nonce": "another"}}, {"token": {"nonce": None}}, {"token": {"aud": "another"}},
    {"token": {"aud": ["doudi", "another"]}}, {"token": {"exp": 1_700_000_000}}, {"token": {"exp": None}},
    {"token": {"iat": LATER, "exp": LATER + 300}}, {"token": {"iss": "http://127.0.0.1:1"}}, {"token": {"sub": None}},
    {"foreign_key": True}, {"unsigned": True}],
    ids=["nonce", "no nonce", "audience", "two audiences", "expired", "no expiry", "from the future", "issuer", "nobody",
         "signature", "no signature"])
def test_a_token_that_proves_nothing_lets_nobody_in(world: World, now: Any, identity: Any, wrong: dict[str, Any]) -> None:
    for name, value in wrong.items():
        setattr(identity.behaviour, name, value)
    client, page = go(identity, preferred_username="clerk")
    text = page.content.decode()
    assert "没有完成" in text and "账号" in text and 'name="password"' in text, "the other way to sign in is there"
    assert client.get("/staff/").status_code == 302
    assert not JournalEntry.objects.filter(verb="sign_in").exists()


def test_an_answer_counts_once_and_only_in_the_session_that_asked(world: World, now: Any, identity: Any) -> None:
    identity.behaviour.claims = {"preferred_username": "clerk"}
    client = Client()
    back = identity.agrees(client.get("/staff/provider/").headers["Location"])
    stranger = Client()
    assert "没有完成" in stranger.get(back, follow=True).content.decode(), "another browser's answer"
    assert client.get(back).status_code == 302
    client.post("/staff/sign-out/")
    assert "没有完成" in client.get(back, follow=True).content.decode(), "the same answer again"
    made_up = client.get("/staff/provider/back/?code=x&state=y", follow=True)
    assert "没有完成" in made_up.content.decode()
    assert client.get("/staff/").status_code == 302


def test_somebody_who_says_no_there_is_told_so(world: World, now: Any, identity: Any) -> None:
    client = Client()
    client.get("/staff/provider/")
    page = client.get("/staff/provider/back/?error=access_denied&error_description=%3Cb%3E", follow=True)
    assert "没有完成" in page.content.decode() and "<b>" not in page.content.decode().split("main")[1].split("没有完成")[0]


def test_a_provider_that_is_down_is_said_to_be(world: World, now: Any, identity: Any, settings: Any) -> None:
    told = {"DOUDI_OIDC_STAFF_ISSUER": "http://127.0.0.1:9", "DOUDI_OIDC_STAFF_CLIENT_ID": "d",
            "DOUDI_OIDC_STAFF_CLIENT_SECRET": "s"}
    settings.OIDC = {"staff": provider("staff", told)}
    text = Client().get("/staff/provider/", follow=True).content.decode()
    assert "现在连不上" in text and 'name="password"' in text


def test_one_that_breaks_between_is_said_to_be_down(world: World, now: Any, identity: Any) -> None:
    client = Client()
    back = identity.agrees(client.get("/staff/provider/").headers["Location"])
    identity.stop()
    assert "现在连不上" in client.get(back, follow=True).content.decode()
    identity.__init__()  # the fixture wants something to stop


def test_a_slow_one_is_not_waited_for(world: World, now: Any, identity: Any, settings: Any) -> None:
    known = configured.OIDC["staff"]
    settings.OIDC = {"staff": type(known)(**{**vars(known), "timeout": 0.2})}
    identity.behaviour.slow = 1.0
    assert "现在连不上" in Client().get("/staff/provider/", follow=True).content.decode()
    asked = len(identity.asked)
    assert "现在连不上" in Client().get("/staff/provider/", follow=True).content.decode()
    assert len(identity.asked) == asked, "who has just failed is left alone"


@pytest.mark.parametrize("wrong", [{"broken": True}, {"issuer": "https://evil.example"}])
def test_a_provider_that_answers_nonsense_lets_nobody_in(world: World, now: Any, identity: Any, wrong: dict[str, Any]) -> None:
    for name, value in wrong.items():
        setattr(identity.behaviour, name, value)
    text = Client().get("/staff/provider/", follow=True).content.decode()
    assert "现在连不上" in text or "没有完成" in text


def test_discovery_is_kept_and_a_new_key_is_fetched(world: World, now: Any, identity: Any) -> None:
    for _ in range(2):
        go(identity, preferred_username="clerk")
    assert identity.asked.count("/.well-known/openid-configuration") == 1
    identity.turn_key()
    _, page = go(identity, preferred_username="clerk")
    assert page.redirect_chain[-1][0] == "/staff/cases/"
    assert identity.asked.count("/jwks") == 2


def test_a_required_second_factor_is_asked_for_unless_the_provider_has(
        world: World, now: Any, identity: Any, settings: Any) -> None:
    settings.SECOND_FACTOR = "required"
    _, page = go(identity, preferred_username="clerk")
    assert page.redirect_chain[-1][0] == "/staff/account/factor/"
    _, page = go(identity, preferred_username="clerk", amr=["pwd", "otp"])
    assert page.redirect_chain[-1][0] == "/staff/cases/"


def test_back_leads_to_no_other_site(world: World, now: Any, identity: Any) -> None:
    client = Client()
    identity.behaviour.claims = {"preferred_username": "clerk"}
    away = client.get("/staff/provider/?next=//evil.example/")
    page = client.get(identity.agrees(away.headers["Location"]), follow=True)
    assert page.redirect_chain[-1][0] == "/staff/"


@pytest.mark.parametrize("told", [
    {"DOUDI_OIDC_STAFF_ISSUER": "http://id.example.cn"}, {"DOUDI_OIDC_STAFF_ISSUER": "https://id.example.cn"}])
def test_half_a_configuration_is_refused_at_the_start(told: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="DOUDI_OIDC_STAFF"):
        provider("staff", told)


def test_without_a_provider_there_is_no_button_and_no_address(world: World, now: Any) -> None:
    assert "统一身份" not in said(Client())
    assert Client().get("/staff/provider/").status_code == 404
