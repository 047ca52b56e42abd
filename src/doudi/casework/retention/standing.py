"""What keeps a family's data although their day has come (不得删除的情形).

An open case, a running award, an unanswered appeal, money that is not settled, a hold, or a file in which it goes on.
"""

from collections import defaultdict
from typing import Final

from django.db.models import Q, Sum

from doudi.casework.models import AppealRequest, Award, Case, RollLine
from doudi.casework.models.cases import LIVE
from doudi.casework.retention.models import Hold, Settlement
from doudi.kernel.days import Month
from doudi.people.models import Household

LABELS: Final = {
    "open_case": "有没办完的案件",
    "running_award": "还在享受待遇",
    "appeal": "复核还没有答复",
    "roll_open": "名册还没有封存",
    "recovery": "扣回的钱还没有结清",
    "hold": "已登记留存",
    "goes_on": "接续的档案还在办",
}


def kept_by(household: Household, month: Month) -> str:
    """The first reason why nothing of this family may go now; empty where nothing stands in the way."""
    checks = {
        "open_case": lambda: _open_case([household.pk]),
        "running_award": lambda: _running([household.pk], month),
        "appeal": lambda: AppealRequest.objects.filter(case__household=household, answered_at__isnull=True).exists(),
        "roll_open": lambda: RollLine.objects.filter(household=household, run__frozen_at__isnull=True).exists(),
        "recovery": lambda: _recovery(household),
        "hold": lambda: Hold.objects.filter(household=household, lifted_at__isnull=True).exists(),
        "goes_on": lambda: _goes_on(household, month),
    }
    return next((name for name, check in checks.items() if check()), "")


def _open_case(households: list[int]) -> bool:
    return Case.objects.filter(household__in=households, status__in=LIVE).exists()


def _running(households: list[int], month: Month) -> bool:
    still = Q(until_month__isnull=True) | Q(until_month__gte=month)
    return Award.objects.filter(still, household__in=households, voided_at__isnull=True).exists()


def _recovery(household: Household) -> bool:
    """A roll asked money back, or the next one would; until the county says that it is settled."""
    settled = Settlement.objects.filter(household=household).order_by("-id").first()
    by_roll = RollLine.objects.filter(household=household).order_by().values_list("run_id", "run__frozen_at")
    for _, frozen_at, fen in by_roll.annotate(Sum("amount_fen")):
        if fen < 0 and (settled is None or frozen_at is None or settled.at < frozen_at):
            return True
    return settled is None and _differs(household)


def _differs(household: Household) -> bool:
    # Awards that no roll has ever paid are paid elsewhere; of the others, owed and paid must be the same.
    paid: dict[int, int] = defaultdict(int)
    for award_id, fen in RollLine.objects.filter(household=household).order_by("id").values_list("award_id", "amount_fen"):
        paid[award_id] += fen
    return any(_owed(award) != paid[award.pk] for award in Award.objects.filter(pk__in=paid).order_by("id"))


def _owed(award: Award) -> int:
    if award.voided_at is not None or award.until_month is None:
        return 0
    if award.once_fen is not None:
        return award.once_fen - award.advanced_fen
    return award.monthly_fen * (award.until_month - award.from_month + 1)


def _goes_on(household: Household, month: Month) -> bool:
    """Whether one of the files that continue this one still lives (分户、并户、去世后接续)."""
    seen: set[int] = set()
    following = [household.pk]
    while following:
        after = Household.objects.filter(Q(predecessor__in=following) | Q(merged_from__in=following))
        following = [pk for pk in after.order_by("id").values_list("pk", flat=True) if pk not in seen]
        seen.update(following)
    live = list(seen - {household.pk})
    return bool(live) and (_open_case(live) or _running(live, month))
