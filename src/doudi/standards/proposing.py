"""Proposals of standards (标准方案): made, sent for approval, approved by the city, published through the one verb.

社会救助暂行办法 第十条: the standard is set and published by the government of the city with districts or above, so the city's
office approves, and never the person who sent the proposal. Every verb may be pressed twice and counts once.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from doudi.audit import actions as audit
from doudi.offices import reads as offices
from doudi.population.simulation.changes import BadChange, Change, Choice
from doudi.standards.actions import enter_instrument, enter_switch, enter_value, publish
from doudi.standards.loading import StandardRefused
from doudi.standards.models import Instrument, Proposal, ProposalState
from doudi.standards.setting import sets

EDITORS = ("county_officer", "city_officer")
APPROVERS = ("city_officer",)
OPEN = (ProposalState.DRAFT, ProposalState.RETURNED)
NOT_HERE = "没有这个方案,或者不归您这里管。"


class NoSuchProposal(StandardRefused):
    """Not there, or not within reach: said alike."""


def may(by: Any, roles: Sequence[str], area: str, day: date) -> bool:
    """Whether somebody holds one of the roles for the whole area."""
    return sets(offices.jurisdiction(by, day), roles, area)


@transaction.atomic
def save_proposal(
    *,
    proposal_id: int | None,
    name: str,
    area: str,
    changes: Sequence[Change],
    choices: Sequence[Choice] = (),
    effects: Mapping[str, Any] | None = None,
    by: Any,
    at: datetime,
    key: str | None = None,
) -> Proposal:
    """Keep a proposal, new or changed; the same new one twice (`key`) is one. Raises StandardRefused."""
    if not name.strip():
        raise StandardRefused("请给方案起个名字。")
    _checked(area, changes, choices, localdate(at))
    if not may(by, EDITORS, area, localdate(at)):
        raise NoSuchProposal(NOT_HERE)
    known = Proposal.objects.filter(key=key).first() if key and proposal_id is None else None
    if known is not None:
        return known
    proposal = Proposal(made_by=by, made_at=at, key=key, area=area) if proposal_id is None else _open(proposal_id, by, at)
    if proposal.area != area:
        raise StandardRefused("方案的地区不能改。请另存一个。")
    proposal.name, proposal.changed_at = name.strip()[:80], at
    proposal.changes = [change.to_json() for change in changes]
    proposal.choices = [choice.to_json() for choice in choices]
    proposal.effects = dict(effects or {})
    proposal.save()
    _journal("save", proposal, by, at)
    return proposal


def _checked(area: str, changes: Sequence[Change], choices: Sequence[Choice], day: date) -> None:
    if not changes and not choices:
        raise StandardRefused("还没有改任何一个数。")
    for each in (*changes, *choices):
        if not each.area.startswith(area):
            raise StandardRefused("方案里有别处的标准。")
    try:
        for change in changes:
            change.row(day)
    except BadChange as error:
        raise StandardRefused(f"{error}。") from error


@transaction.atomic
def send_proposal(*, proposal_id: int, by: Any, at: datetime) -> Proposal:
    """Send it to the city for approval; after that its numbers stand still."""
    proposal = _locked(proposal_id, EDITORS, by, at)
    if proposal.state == ProposalState.SENT:
        return proposal
    if proposal.state not in OPEN:
        raise StandardRefused(f"这个方案{proposal.get_state_display()},不能再送审。")
    proposal.sent_by, proposal.sent_at, proposal.note = by, at, ""
    return _move(proposal, ProposalState.SENT, "send", by, at)


@transaction.atomic
def decide_proposal(*, proposal_id: int, approve: bool, note: str, by: Any, at: datetime) -> Proposal:
    """Approve it, or give it back with the reason (批准, 退回). Not by the one who sent it."""
    proposal = _locked(proposal_id, APPROVERS, by, at)
    wanted = ProposalState.APPROVED if approve else ProposalState.RETURNED
    if proposal.state == wanted:
        return proposal
    if proposal.state != ProposalState.SENT:
        raise StandardRefused(f"这个方案{proposal.get_state_display()},现在不能批。")
    if proposal.sent_by_id == by.pk:
        raise StandardRefused("送审的人不能自己批。请另一位市级人员批准。")
    if not approve and not note.strip():
        raise StandardRefused("请写明为什么退回。")
    proposal.decided_by, proposal.decided_at, proposal.note = by, at, note.strip()[:200]
    return _move(proposal, wanted, "approve" if approve else "return", by, at)


@transaction.atomic
def publish_proposal(
    *, proposal_id: int, number: str, title: str, valid_from: date, by: Any, at: datetime, issued_on: date | None = None
) -> Proposal:
    """Publish what was approved, under a document number from a day on: each number by the verb that publishes one."""
    proposal = _locked(proposal_id, EDITORS, by, at)
    if proposal.state == ProposalState.PUBLISHED:
        return proposal
    if proposal.state != ProposalState.APPROVED:
        raise StandardRefused(f"这个方案{proposal.get_state_display()},没有批准不能公布。")
    if valid_from < localdate(at):
        raise StandardRefused("生效日期不能早于今天:已经发出去的钱不能倒着改。")
    told = {"by": by, "at": at}
    instrument = enter_instrument(number=number, title=title, issued_on=issued_on, **told)
    _publish_all(proposal, instrument, valid_from, by, at)
    proposal.instrument, proposal.valid_from = instrument, valid_from
    proposal.published_by, proposal.published_at = by, at
    return _move(proposal, ProposalState.PUBLISHED, "publish", by, at)


def _publish_all(proposal: Proposal, instrument: Instrument, valid_from: date, by: Any, at: datetime) -> None:
    told = {"valid_from": valid_from, "instrument": instrument, "by": by, "at": at}
    for change in map(Change.from_json, proposal.changes):
        entered = enter_value(key=change.key, area=change.area, selectors=change.selectors, value=change.value, **told)
        publish(entered=entered, by=by, at=at)
    for choice in map(Choice.from_json, proposal.choices):
        publish(entered=enter_switch(key=choice.key, area=choice.area, value=choice.value, **told), by=by, at=at)


@transaction.atomic
def drop_proposal(*, proposal_id: int, by: Any, at: datetime) -> Proposal:
    """Put it aside; it stays to be read (作废)."""
    proposal = _locked(proposal_id, EDITORS, by, at)
    if proposal.state == ProposalState.DROPPED:
        return proposal
    if proposal.state == ProposalState.PUBLISHED:
        raise StandardRefused("已经公布的方案不能作废。要改,请撤回公布的标准。")
    return _move(proposal, ProposalState.DROPPED, "drop", by, at)


def _locked(proposal_id: int, roles: Sequence[str], by: Any, at: datetime) -> Proposal:
    proposal = Proposal.objects.select_for_update().filter(pk=proposal_id).first()
    if proposal is None or not may(by, roles, proposal.area, localdate(at)):
        raise NoSuchProposal(NOT_HERE)
    return proposal


def _open(proposal_id: int, by: Any, at: datetime) -> Proposal:
    proposal = _locked(proposal_id, EDITORS, by, at)
    if proposal.state not in OPEN:
        raise StandardRefused(f"这个方案{proposal.get_state_display()},不能再改。可以另存一个。")
    return proposal


def _move(proposal: Proposal, state: str, verb: str, by: Any, at: datetime) -> Proposal:
    proposal.state, proposal.changed_at = state, at
    proposal.save()
    _journal(verb, proposal, by, at)
    return proposal


def _journal(verb: str, proposal: Proposal, by: Any, at: datetime) -> None:
    audit.record(by=by, at=at, verb=f"{verb}_proposal", subject=("proposal", proposal.pk),
                 details={"area": proposal.area, "state": proposal.state, "numbers": len(proposal.changes)})
