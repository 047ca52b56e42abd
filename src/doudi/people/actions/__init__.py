"""The verbs of people. Keyword-only, `by=` a user or None, `at=` the moment; one transaction, one journal
line."""

from doudi.people.actions.bulk import load_households
from doudi.people.actions.claims import register_claimant, settle_claim
from doudi.people.actions.consents import give_consent, withdraw_consent
from doudi.people.actions.facts import record_fact, record_facts, retract_fact
from doudi.people.actions.households import (
    add_member,
    add_supporter,
    close_household,
    end_membership,
    end_supporter,
    merge_households,
    move_household,
    open_household,
    split_household,
)
from doudi.people.actions.mandates import end_mandate, give_mandate
from doudi.people.actions.papers import (
    attach_paper,
    forget_draft_files,
    forget_files,
    keep_document,
    remove_paper,
)
from doudi.people.actions.persons import (
    correct_person,
    record_death,
    register_person,
    set_guardian,
    set_payee,
)
from doudi.people.actions.revealing import reveal
from doudi.people.actions.snapshots import record_snapshot
from doudi.people.refusals import PaperRefused, Refused

__all__ = [
    "PaperRefused",
    "Refused",
    "add_member",
    "add_supporter",
    "attach_paper",
    "close_household",
    "correct_person",
    "end_mandate",
    "end_membership",
    "end_supporter",
    "forget_draft_files",
    "forget_files",
    "give_consent",
    "give_mandate",
    "keep_document",
    "load_households",
    "merge_households",
    "move_household",
    "open_household",
    "record_death",
    "record_fact",
    "record_facts",
    "record_snapshot",
    "register_claimant",
    "register_person",
    "remove_paper",
    "retract_fact",
    "reveal",
    "set_guardian",
    "set_payee",
    "settle_claim",
    "split_household",
    "withdraw_consent",
]
