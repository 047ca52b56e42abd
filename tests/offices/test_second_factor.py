"""The code of the telephone: good once, half a minute of drift, ten codes on paper, and nobody guesses it."""

import base64
import re
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from doudi.audit.models import JournalEntry
from doudi.kernel.sealing import CannotOpen
from doudi.offices import access, actions, reads
from doudi.offices.models import RecoveryCode, SecondFactor
from doudi.offices.second_factor import CODES

pytestmark = [pytest.mark.django_db, pytest.mark.database]
STEP = timedelta(seconds=30)


@pytest.fixture
def clerk(at, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return actions.make_user(username="clerk", name="经办", password="正确的长密码-8", by=None, at=at)


@pytest.fixture
def phone(clerk, at):
    """The app on the telephone: what it shows at a moment."""
    told = actions.begin_factor(user=clerk, at=at)
    return code_of(told.key)


def code_of(key):
    generator = TOTP(base64.b32decode(key.replace(" ", "")), 6, SHA1(), 30)
    return lambda moment: generator.generate(int(moment.timestamp())).decode()


@pytest.fixture
def enrolled(clerk, phone, at):
    """The recovery codes of a confirmed factor."""
    return actions.confirm_factor(user=clerk, code=phone(at), at=at)


def refuses(user, code, at):
    with pytest.raises(actions.SignInRefused):
        actions.check_factor(user=user, code=code, at=at)


def test_the_app_gets_the_key_and_confirms_it(clerk, at):
    told = actions.begin_factor(user=clerk, at=at)
    assert told.address.startswith("otpauth://totp/") and told.key.replace(" ", "") in told.address
    assert actions.begin_factor(user=clerk, at=at) == told, "the page may be opened again"
    assert not reads.has_factor(clerk)
    with pytest.raises(actions.SignInRefused):
        actions.confirm_factor(user=clerk, code="000000", at=at)
    assert len(actions.confirm_factor(user=clerk, code=code_of(told.key)(at), at=at)) == 10
    assert reads.has_factor(clerk)


def test_a_code_counts_once_and_none_before_it(clerk, phone, enrolled, at):
    refuses(clerk, phone(at), at)
    later = at + 3 * STEP
    actions.check_factor(user=clerk, code=phone(later), at=later)
    refuses(clerk, phone(later), later)
    refuses(clerk, phone(later - STEP), later)
    actions.check_factor(user=clerk, code=phone(later + STEP), at=later)


@pytest.mark.parametrize(("drift", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_telephone_may_be_half_a_minute_wrong(clerk, phone, enrolled, at, drift, counts):
    later = at + timedelta(hours=1)
    code = phone(later + drift * STEP)
    if counts:
        actions.check_factor(user=clerk, code=code, at=later)
    else:
        refuses(clerk, code, later)


def test_a_recovery_code_counts_once(clerk, enrolled, at):
    typed = f"{enrolled[3][:5]}-{enrolled[3][5:]}".upper()
    actions.check_factor(user=clerk, code=typed, at=at)
    refuses(clerk, typed, at)
    assert reads.recovery_codes_left(clerk) == 9
    assert JournalEntry.objects.filter(verb="recovery_code").count() == 1


def test_neither_secret_nor_recovery_code_is_readable_in_the_tables(clerk, enrolled, at):
    [kept] = SecondFactor.objects.filter(user=clerk).values_list("secret", flat=True)
    secret = SecondFactor.objects.get(user=clerk).secret
    assert len(secret) == 20 and secret not in kept.stored()
    kept = " ".join(RecoveryCode.objects.order_by("id").values_list("hashed", flat=True))
    assert not any(code in kept for code in enrolled)


def test_in_the_tables_only_its_owner_and_the_sign_in_find_it(clerk, enrolled, as_app, at):
    other = actions.make_user(username="other", name="别人", password="正确的长密码-8", by=None, at=at)
    for user, found in ((clerk, (1, 10)), (other, (0, 0)), (None, (0, 0))):
        with access.acting(user and user.pk, at.date()):
            assert (SecondFactor.objects.count(), RecoveryCode.objects.count()) == found
            assert reads.has_factor(clerk), "a factor that nobody sees would not be asked for"


def test_a_secret_moved_to_another_account_opens_nothing(clerk, phone, enrolled, at):
    other = actions.make_user(username="other", name="别人", password="正确的长密码-8", by=None, at=at)
    SecondFactor.objects.create(user=other, secret=b"x" * 20, confirmed_at=at)
    [closed] = SecondFactor.objects.filter(user=clerk).values_list("secret", flat=True)
    SecondFactor.objects.filter(user=other).update(secret=closed)
    with pytest.raises(CannotOpen):
        actions.check_factor(user=other, code=phone(at + 2 * STEP), at=at + 2 * STEP)


def test_guessing_rests_and_even_the_right_code_waits(clerk, phone, enrolled, at):
    later = at + timedelta(minutes=10)
    for _ in range(CODES.burst):
        refuses(clerk, "123456", later)
    with pytest.raises(actions.SignInRefused, match="3 分钟后"):
        actions.check_factor(user=clerk, code=phone(later), at=later)
    assert JournalEntry.objects.filter(verb="second_factor_failed").count() == CODES.burst
    after = later + CODES.every
    actions.check_factor(user=clerk, code=phone(after), at=after)


def test_an_administrator_resets_and_the_next_sign_in_enrols_again(clerk, phone, enrolled, at):
    administrator = actions.make_user(username="admin", name="管理", password="正确的长密码-8", by=None, at=at)
    before = clerk.get_session_auth_hash()
    actions.reset_factor(user=clerk, by=administrator, at=at)
    assert not reads.has_factor(clerk)
    assert clerk.get_session_auth_hash() != before, "the sessions there were end"
    refuses(clerk, phone(at + 2 * STEP), at + 2 * STEP)
    refuses(clerk, enrolled[0], at)
    [line] = JournalEntry.objects.filter(verb="reset_factor")
    assert (line.actor_id, line.subject_id) == (administrator.pk, str(clerk.pk))


def test_the_key_is_long_enough_and_each_its_own(clerk, at):
    other = actions.make_user(username="other", name="别人", password="正确的长密码-8", by=None, at=at)
    keys = {actions.begin_factor(user=user, at=at).key for user in (clerk, other)}
    assert len(keys) == 2 and all(re.fullmatch(r"([A-Z2-7]{4} ?){8}", key) for key in keys)
