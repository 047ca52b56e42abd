"""What pages need to know of casework, as values: worklists, the case page, progress, lists for the board,
rolls.

Staff reads take the jurisdiction and show nothing outside it. Few queries each; pages go by key, never by
counting.
"""

from doudi.casework.elsewhere import doubled
from doudi.casework.reads.auditing import DecidedOn, decided_on, paid_to
from doudi.casework.reads.awards import (
    appeals_open,
    awards_of,
    change_reports_open,
    on_roll,
    on_rolls,
    reviews_due,
    standing_awards,
)
from doudi.casework.reads.board import long_term_list, publicity_list, publicity_poster, to_take_down
from doudi.casework.reads.casepage import CasePage, case_page, household_history, missing_papers
from doudi.casework.reads.due import due, held_up, overdue, uncovered
from doudi.casework.reads.look import Look, look, wanted
from doudi.casework.reads.once import event_of, precedents_of
from doudi.casework.reads.papers import notice, publicity
from doudi.casework.reads.progress import application_status, applications_in, applications_of
from doudi.casework.reads.replays import Trouble, replay_trouble, replayed_until
from doudi.casework.reads.rolls import draws, roll, roll_lines, roll_page, roll_totals, rolls, township_totals
from doudi.casework.reads.traces import records_of_case, records_of_household, records_of_person
from doudi.casework.reads.worklists import Page, Row, village_steps, worklist, worklist_counts
from doudi.casework.replaying import Spans, Tally, before_day, replayed, spans

__all__ = [
    "CasePage",
    "DecidedOn",
    "Look",
    "Page",
    "Row",
    "Spans",
    "Tally",
    "Trouble",
    "appeals_open",
    "application_status",
    "applications_in",
    "applications_of",
    "awards_of",
    "before_day",
    "case_page",
    "change_reports_open",
    "decided_on",
    "draws",
    "doubled",
    "due",
    "event_of",
    "held_up",
    "household_history",
    "long_term_list",
    "look",
    "missing_papers",
    "notice",
    "on_roll",
    "on_rolls",
    "overdue",
    "precedents_of",
    "paid_to",
    "publicity",
    "publicity_list",
    "publicity_poster",
    "records_of_case",
    "records_of_household",
    "records_of_person",
    "replay_trouble",
    "replayed",
    "replayed_until",
    "reviews_due",
    "roll",
    "roll_lines",
    "roll_page",
    "roll_totals",
    "rolls",
    "township_totals",
    "spans",
    "standing_awards",
    "to_take_down",
    "uncovered",
    "village_steps",
    "wanted",
    "worklist",
    "worklist_counts",
]
