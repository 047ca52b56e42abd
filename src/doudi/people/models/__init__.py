"""The tables of people. Faces never import them; they call actions and reads.

Personal data stays as long as the longest programme the household was in asks for; nothing here is deleted
by hand. Every period is half open: `valid_until` is the first day on which it no longer holds.
"""

from doudi.people.models.households import Household, Membership, Supporter
from doudi.people.models.knowledge import Consent, Fact, Paper, RevealNote
from doudi.people.models.mandates import ClaimedNumber, Mandate
from doudi.people.models.persons import Person

__all__ = [
    "ClaimedNumber",
    "Consent",
    "Fact",
    "Household",
    "Mandate",
    "Membership",
    "Paper",
    "Person", "RevealNote",
    "Supporter",
]
