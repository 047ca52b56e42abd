"""Random draws that anybody can repeat: which homes the county visits itself before it confirms (随机抽查).

民发〔2021〕43号 第十六条 (not less than the share, the count rounded up); 济办发〔2020〕21号 三23
(双随机). The draw is ordered by SHA-256 of seed and case number: no generator of a library, so that it can
be repeated with any tool.
"""

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from hashlib import sha256
from math import ceil
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from doudi.casework import duties, steps
from doudi.casework.lifecycle import NotPossible
from doudi.casework.limits import share, sheet_of
from doudi.casework.models import Case, Draw
from doudi.casework.programme import programme


def chosen(seed: str, numbers: Sequence[str], part: Fraction) -> list[str]:
    """The case numbers that the seed draws: the smallest digests, at least the share of them."""
    wanted = ceil(part * len(numbers))
    return sorted(numbers, key=lambda number: sha256(f"{seed}:{number}".encode()).hexdigest())[:wanted]


@transaction.atomic
def draw_sample(*, county: str, programme_code: str, seed: str, by: Any, at: datetime) -> Draw:
    """Draw from the cases of a county that wait for their decision and were in no draw yet."""
    part = _part(county, programme_code, seed, by, localdate(at))
    cases = _waiting(county, programme_code)
    if not cases:
        raise NotPossible("现在没有等着抽查的。")
    numbers = chosen(seed.strip(), sorted(case.number for case in cases), part)
    draw = Draw.objects.create(
        kind="home_visit", county=county, programme=programme_code, seed=seed.strip(), share=str(part), at=at, by=by,
        population=sorted(case.pk for case in cases),
        chosen=sorted(case.pk for case in cases if case.number in numbers),
    )
    Case.objects.filter(pk__in=draw.population).update(in_draw_at=at)
    Case.objects.filter(pk__in=draw.chosen).update(drawn_for_check=True)
    steps.note("draw_sample", ("draw", draw.pk), by=by, at=at, population=len(draw.population),
               chosen=len(draw.chosen))
    return draw


def _part(county: str, programme_code: str, seed: str, by: Any, day: date) -> Fraction:
    """The share that the law asks for, if this officer may draw now."""
    manifest = programme(programme_code)
    if not duties.runs_roll(by, payer=county, day=day):
        raise NotPossible("只有这个县(市、区)的县级民政可以抽查。")
    if not seed.strip():
        raise NotPossible("请填抽查的种子,例如当天公开的一个号码。")
    if manifest.sample_share is None:
        raise NotPossible("这一项救助没有规定抽查比例。")
    part = share(sheet_of(day, county), manifest.sample_share)
    if part is None:
        raise NotPossible("抽查比例还没有录入。请市民政局在标准里补上。")
    return part


def _waiting(county: str, programme_code: str) -> list[Case]:
    """The cases of a payer that wait for their decision and were in no draw yet."""
    waiting = Q(status="county_review") | Q(status__in=["publicised", "opinion_given"], delegated=True)
    found = Case.objects.select_for_update(of=("self",)).filter(
        waiting, programme=programme_code, in_draw_at__isnull=True)
    payer = duties.payers()
    return [case for case in found if payer(case.area) == county]
