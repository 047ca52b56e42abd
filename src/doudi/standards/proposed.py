"""The proposals somebody may see: of his own county, or of the whole city."""

from typing import Any

from django.db.models import Q, QuerySet

from doudi.standards.models import Proposal, ProposalState
from doudi.standards.setting import counties_of


def proposals(held: Any) -> QuerySet[Proposal]:
    """Those within reach, the newest first; what was put aside too."""
    rows = Proposal.objects.filter(held.within("area") | Q(area__in=counties_of(held)))
    return rows.select_related("made_by", "sent_by", "decided_by", "instrument").order_by("-id")


def proposal(proposal_id: int, held: Any) -> Proposal | None:
    """One of them; None when it is not there or not within reach."""
    return proposals(held).filter(pk=proposal_id).first()


def waiting(held: Any) -> QuerySet[Proposal]:
    """Those that wait for approval."""
    return proposals(held).filter(state=ProposalState.SENT)
