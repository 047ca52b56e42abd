"""What is given without an application (免申即享): what this office gives itself, by the manifests, and what it hands on to the
department that decides, by the register of referrals. A city declares neither in code.

济办发〔2020〕21号 三20, 二(二)3·6.
"""

from dataclasses import dataclass
from functools import cache

from doudi.casework.programme import Programme, is_registered, programme, programmes
from doudi.policy.referring import Enrolled, Referable, referables


@dataclass(frozen=True)
class Kind:
    """One of them. `on_rolls`: of which programmes one must be paid; `pays`: whether it is money; `because`: the
    reason that a yes must carry, if any;
    `published`: its batches begin with a publication; `local`: the dated yes/no of the place that it needs."""

    code: str
    label: str
    per: str
    per_person: bool
    handed_on: bool
    on_rolls: tuple[str, ...]
    pays: bool = True
    because: str = ""
    published: tuple[str, ...] = ()
    local: str | None = None


def kinds() -> tuple[Kind, ...]:
    """All of them, ours first."""
    ours = (_ours(each) for each in programmes() if each.enrolment is not None)
    return (*ours, *_handed_on().values())


def kind(code: str) -> Kind:
    """One of them; KeyError for a programme that is not given without an application."""
    return _ours(programme(code)) if is_registered(code) else _handed_on()[code]


def handed_on_codes() -> tuple[str, ...]:
    """The programmes that go on to a department."""
    return tuple(_handed_on())


def _ours(manifest: Programme) -> Kind:
    enrolment = manifest.enrolment
    if enrolment is None:
        raise KeyError(manifest.code)
    return Kind(manifest.code, manifest.label, "元(一次)" if manifest.pays_once else "元/月", manifest.per_person, False,
                enrolment.on_rolls, pays=manifest.pays, published=enrolment.published, local=enrolment.local)


@cache
def _handed_on() -> dict[str, Kind]:
    return {code: _passed(each, each.enrolled) for code, each in referables().items() if each.enrolled is not None}


def _passed(each: Referable, how: Enrolled) -> Kind:
    return Kind(each.code, each.label, "元/年", each.per_person, True, how.on_rolls, because=how.because)
