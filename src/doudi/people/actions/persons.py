"""Persons: registering, correcting, guardians and payees, and a death (民发〔2021〕57号 第四、九、三十条)."""

import re
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.kernel.areas import BadArea, level_of
from doudi.kernel.identifiers import BadIdentifier, parse_id_number
from doudi.people.actions.facts import record_fact
from doudi.people.models import Person
from doudi.people.names import pinyin_of, tidy_name
from doudi.people.numbers import complete, has_household, is_in_reach, person_of
from doudi.people.refusals import Refused
from doudi.vault.numbering import keys_stay

OLDEST = 130
PHONE = re.compile(r"^\+?[0-9][0-9-]{4,18}$")
PLAIN = ("phone", "account_number", "account_bank", "account_name", "area", "address", "registration",
         "residence_area", "residence_permit")


@transaction.atomic
def register_person(
    *,
    name: str,
    by: Any,
    at: datetime,
    id_number: str = "",
    sex: str = "",
    birth: date | None = None,
    **plain: Any,
) -> Person:
    """A person, once: the same ID number with the same name is the same person, whose empty fields are
    filled, unless he belongs to a household where whoever registers him may not look."""
    fields = checked_identity(name=name, id_number=id_number, sex=sex, birth=birth, day=localdate(at))
    fields |= checked_plain(plain)
    keys_stay()
    known = person_of(fields["id_number"], lock=True) if fields["id_number"] else None
    if known:
        return _fill_gaps(known, fields, by=by, at=at)
    person = Person.objects.create(created_at=at, **fields)
    audit.record(by=by, at=at, verb="register_person", subject=("person", person.pk))
    return person


def _fill_gaps(known: Person, fields: dict[str, Any], *, by: Any, at: datetime) -> Person:
    if known.name != fields["name"]:
        raise Refused("这个身份证号码已经登记在别的姓名下,请核对号码和姓名。", "id_number")
    if not is_in_reach(known) and has_household(known):
        raise Refused(
            f"{known.name}已经登记在别处的一户里。请用“别处救助查询”问清是哪里,请那里先办理退出或迁移。", "person")
    gaps = [name for name, value in fields.items() if value and not getattr(known, name)]
    if gaps:
        for name in gaps:
            setattr(known, name, fields[name])
        complete(known, gaps)
        audit.record(
            by=by, at=at, verb="complete_person", subject=("person", known.pk), details={"fields": gaps}
        )
    return known


@transaction.atomic
def correct_person(*, person: Person, by: Any, at: datetime, **changes: Any) -> Person:
    """Correct what the record says of a person: name, ID number, birth, telephone, account, address…"""
    person = Person.objects.select_for_update().get(pk=person.pk)
    identity = {"name", "id_number", "sex", "birth"} & changes.keys()
    fields = checked_plain({name: value for name, value in changes.items() if name not in identity})
    if identity:
        now = {
            "name": person.name,
            "id_number": person.id_number or "",
            "sex": person.sex,
            "birth": person.birth,
        }
        if changes.get("id_number") and "birth" not in changes:
            now |= {"birth": None, "sex": ""}
        fields |= checked_identity(day=localdate(at), **(now | {key: changes[key] for key in identity}))
        keys_stay()
        _refuse_taken(person, fields["id_number"])
    changed = [name for name, value in fields.items() if getattr(person, name) != value]
    for name in changed:
        setattr(person, name, fields[name])
    if changed:
        person.save(update_fields=changed)
        audit.record(
            by=by, at=at, verb="correct_person", subject=("person", person.pk), details={"fields": changed}
        )
    return person


def _refuse_taken(person: Person, id_number: str | None) -> None:
    other = person_of(id_number) if id_number else None
    if other is not None and other.pk != person.pk:
        raise Refused("这个身份证号码已经登记在别人名下,请核对。", "id_number")


@transaction.atomic
def set_guardian(*, person: Person, guardian: Person | None, by: Any, at: datetime) -> Person:
    """Who speaks for a child or somebody without capacity (监护人)."""
    return _link(person, "guardian", guardian, by=by, at=at)


@transaction.atomic
def set_payee(*, person: Person, payee: Person | None, by: Any, at: datetime) -> Person:
    """Whose account the money goes to, when not the person's own (代领人)."""
    return _link(person, "payee", payee, by=by, at=at)


def _link(person: Person, field: str, other: Person | None, *, by: Any, at: datetime) -> Person:
    if other is not None and other.pk == person.pk:
        raise Refused("监护人或代领人不能是本人。", field)
    setattr(person, field, other)
    person.save(update_fields=[field])
    audit.record(by=by, at=at, verb=f"set_{field}", subject=("person", person.pk),
                 details={"other": other.pk if other else None})
    return person


@transaction.atomic
def record_death(*, person: Person, day: date, by: Any, at: datetime, source: str = "declared",
                 office: str = "") -> Person:
    """Somebody has died. The membership ends separately, when the household has been looked at again."""
    if person.birth and day < person.birth:
        raise Refused("去世日期早于出生日期,请核对。", "died_on")
    if person.died_on == day:
        return person
    record_fact(subject=person, name="died_on", value=day, as_of=localdate(at), valid_from=day, source=source,
                office=office, by=by, at=at)
    person.died_on = day
    person.save(update_fields=["died_on"])
    return person


def checked_identity(*, name: str, id_number: str, sex: str, birth: date | None, day: date) -> dict[str, Any]:
    """Name, number, sex and birth that agree with one another, ready to be stored."""
    tidy = tidy_name(name)
    pinyin, initials = pinyin_of(tidy)
    fields: dict[str, Any] = {
        "name": tidy,
        "pinyin": pinyin,
        "initials": initials,
        "id_number": None,
    }
    if (id_number or "").strip():
        number = _number(id_number)
        if birth is not None and birth != number.birth:
            raise Refused("出生日期和身份证号码里的不一样,请核对。", "birth")
        if sex and sex != number.sex:
            raise Refused("性别和身份证号码里的不一样,请核对。", "sex")
        birth, sex = number.birth, number.sex
        fields["id_number"] = number.number18
    _refuse_birth(birth, day)
    return fields | {"birth": birth, "sex": sex}


def _number(text: str) -> Any:
    try:
        return parse_id_number(text)
    except BadIdentifier as error:
        raise Refused(error.reason, "id_number") from error


def _refuse_birth(birth: date | None, day: date) -> None:
    if birth is not None and birth > day:
        raise Refused("出生日期在将来,请核对。", "birth")
    if birth is not None and day.year - birth.year > OLDEST:
        raise Refused(f"出生日期是 {OLDEST} 年以前,请核对。", "birth")


def checked_plain(plain: dict[str, Any]) -> dict[str, Any]:
    """Telephone, account, address and registration in their form; anything else is a programming error."""
    unknown = plain.keys() - set(PLAIN)
    if unknown:
        raise TypeError(f"a person has no {', '.join(sorted(unknown))}")
    fields = {name: value.strip() if isinstance(value, str) else value for name, value in plain.items()}
    for name, check in _CHECKS.items():
        if fields.get(name):
            fields[name] = check(fields[name])
    return fields


def _phone(text: str) -> str:
    tidy = re.sub(r"[\s()()]", "", text)
    if not PHONE.match(tidy):
        raise Refused("电话号码看起来不对,请写 11 位手机号,或带区号的座机。", "phone")
    return tidy


def _account(text: str) -> str:
    tidy = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9A-Za-z]{5,40}", tidy):
        raise Refused("银行账号只能是数字,请照存折或银行卡填写。", "account_number")
    return tidy


def _registration(text: str) -> str:
    if text not in {"urban", "rural"}:
        raise Refused("户籍性质请选城镇或农村。", "registration")
    return text


def village(text: str, field: str = "area") -> str:
    """The 12-digit code of a village."""
    try:
        level = level_of(text)
    except BadArea as error:
        raise Refused(str(error), field) from error
    if level != "village":
        raise Refused("请选到村(居)这一级。", field)
    return text


_CHECKS = {"phone": _phone, "account_number": _account, "registration": _registration, "area": village}
