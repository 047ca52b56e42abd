"""综合施救意见 (济办发〔2020〕21号 三20·1): one plan out of a decision, with what may be had together and what may not.

A pure reading of `stackpairs`: every offer that is 符合 (and every benefit already held) is taken, then the pairs in force
on the day are gone through in order. What is left out says by which pair; what the law leaves to a choice is proposed (the
member's own choice, else the higher monthly sum) and said to be a choice; what cannot be worked out is named for a person.
Amounts are fen; nothing here knows a number of the law.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from doudi.law import Decision, Verdict
from doudi.policy.facts import BENEFITS
from doudi.policy.handling import Handling, handling
from doudi.policy.stackpairs import Pair, pairs

PERIODS: Final = ("monthly", "yearly", "once")


@dataclass(frozen=True)
class Offer:
    """One benefit a family would get: whose (None = the household's), how much, already on the roll or not."""

    programme: str
    member: str | None
    amounts: Mapping[str, int]
    held: bool
    details: Mapping[str, object]

    @property
    def handling(self) -> Handling | None:
        """Who does it: this office, or the department it is passed on to."""
        return handling().get(self.programme)


@dataclass(frozen=True)
class LeftOut:
    """An offer that cannot be had beside another, or not wholly, and by which pair."""

    offer: Offer
    beside: Offer
    pair: Pair

    @property
    def is_choice(self) -> bool:
        """Whether the family may turn it round."""
        return self.pair.kind == "choose"


@dataclass(frozen=True)
class Plan:
    """What a family would get together. `open` are pairs that a person settles; `then` is asked again once the
    standing is decided; `by_hand` are answers 需人工裁量, `missing` those that still need information."""

    offers: tuple[Offer, ...]
    left_out: tuple[LeftOut, ...]
    reduced: tuple[LeftOut, ...]
    open: tuple[LeftOut, ...]
    then: tuple[Pair, ...]
    by_hand: tuple[Verdict, ...]
    missing: tuple[Verdict, ...]

    def total(self, period: str) -> int:
        """Fen a month, a year or once (“monthly”, “yearly”, “once”)."""
        return sum(offer.amounts.get(period, 0) for offer in self.offers)


def plan(decision: Decision) -> Plan:
    """The combined plan of one decision."""
    found = _Settling(decision)
    for pair in pairs():
        if pair.in_force(decision.day) and pair.kind != "presupposes":
            found.apply(pair)
    verdicts = list(_verdicts(decision))
    return Plan(
        tuple(found.offers),
        tuple(found.left_out),
        tuple(found.reduced),
        tuple(found.open),
        _opened(decision, found.offers),
        tuple(verdict for verdict in verdicts if verdict.outcome == "discretion"),
        tuple(verdict for verdict in verdicts if verdict.outcome == "need_info"),
    )


def _verdicts(decision: Decision) -> Iterable[Verdict]:
    for found in decision.verdicts.values():
        yield from found.values() if isinstance(found, dict) else (found,)


def _offers(decision: Decision) -> list[Offer]:
    """Whatever is 符合, then what is held already and was not asked anew."""
    offers = [
        Offer(v.programme, v.member, {p: a for p, a in v.amounts.items() if a is not None}, False, v.details)
        for v in _verdicts(decision)
        if v.outcome == "entitled"
    ]
    document = decision.document
    for owner, facts in ((None, document.household), *((row["id"], row) for row in document.members)):
        for code in BENEFITS:
            if facts.get(f"receives_{code}") is True and code not in decision.verdicts:
                paid = facts.get(f"{code}_monthly_paid", 0)
                amounts = {"monthly": paid} if isinstance(paid, int) else {}
                offers.append(Offer(code, owner, amounts, True, {}))
    return offers


def _opened(decision: Decision, offers: Iterable[Offer]) -> tuple[Pair, ...]:
    """Programmes that a standing proposed today opens: they are asked again once it is decided."""
    new = {offer.programme for offer in offers if not offer.held}
    asked = {offer.programme for offer in offers}
    return tuple(
        pair
        for pair in pairs()
        if pair.kind == "presupposes"
        and pair.in_force(decision.day)
        and pair.first not in asked
        and new & set(pair.others)
    )


class _Settling:
    """The offers while the pairs are gone through."""

    def __init__(self, decision: Decision) -> None:
        self.decision = decision
        self.offers = _offers(decision)
        self.left_out: list[LeftOut] = []
        self.reduced: list[LeftOut] = []
        self.open: list[LeftOut] = []
        self._counted = {
            row.key
            for row in decision.ran.household.members
            if row.__dict__.get("counted", True) is not False
        }

    def apply(self, pair: Pair) -> None:
        """Settle every two offers that the pair is about."""
        for first in [each for each in self.offers if each.programme == pair.first]:
            for other in [each for each in self.offers if each.programme in pair.others]:
                if first in self.offers and other in self.offers:
                    self._meet(pair, first, other)

    def _meet(self, pair: Pair, first: Offer, other: Offer) -> None:
        if not self._same_person(first, other) or not self._applies(pair, first):
            return
        if pair.kind == "choose":
            self._choose(pair, first, other)
        elif pair.kind == "reduces":
            self._reduce(pair, first, other)
        elif self._undecided(pair) or not self._covers(first, other):
            self.open.append(LeftOut(other, first, pair))
        else:
            self._leave_out(LeftOut(other, first, pair))

    def _leave_out(self, left: LeftOut) -> None:
        self.offers.remove(left.offer)
        self.left_out.append(left)

    def _same_person(self, one: Offer, other: Offer) -> bool:
        return one.member == other.member or None in (one.member, other.member)

    def _covers(self, kept: Offer, left: Offer) -> bool:
        """A household's benefit gives way to members' benefits only when every counted member has one."""
        if left.member is not None or kept.member is None:
            return True
        having = {each.member for each in self.offers if each.programme == kept.programme}
        return self._counted <= having

    def _applies(self, pair: Pair, first: Offer) -> bool:
        if any(first.details.get(name) != wanted for name, wanted in pair.when.items()):
            return False
        switches = self.decision.sheet.switches
        return not any(switches.get(name) in values for name, values in pair.unless_switch.items())

    def _undecided(self, pair: Pair) -> bool:
        return any(self.decision.sheet.switches.get(name) is None for name in pair.unless_switch)

    def _choose(self, pair: Pair, first: Offer, other: Offer) -> None:
        chosen = {row["id"]: row.get("chooses") for row in self.decision.document.members}
        wish = chosen.get(first.member or other.member or "")
        if wish == other.programme or (wish != first.programme and _month(other) > _month(first)):
            first, other = other, first
        self._leave_out(LeftOut(other, first, pair))

    def _reduce(self, pair: Pair, first: Offer, other: Offer) -> None:
        if first.member != other.member:
            self.open.append(
                LeftOut(first, other, pair)
            )  # the member's share of a household's benefit is not known here
            return
        left = max(0, _month(first) - _month(other))
        self.offers[self.offers.index(first)] = replace(first, amounts={**first.amounts, "monthly": left})
        self.reduced.append(LeftOut(first, other, pair))


def _month(offer: Offer) -> int:
    return offer.amounts.get("monthly", 0)


__all__ = ["PERIODS", "LeftOut", "Offer", "Plan", "plan"]
