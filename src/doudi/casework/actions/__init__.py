"""The verbs of casework, for faces: keyword-only, `by=` a user (None: the system), `at=` the moment.

One transaction and one journal line each. What cannot be done now or by this person raises NotPossible,
whose text is Chinese and says what to do instead.
"""

from doudi.casework.actions.asking import ask_elsewhere
from doudi.casework.actions.auditing import draw_household
from doudi.casework.actions.awards import (
    change_award,
    end_award,
    end_expired,
    grant_gradual_exit,
    propose_ending,
    publicise_ending,
    resume_award,
    suspend_award,
)
from doudi.casework.actions.correcting import (
    answer_review,
    close_set_aside,
    reopen,
    request_review,
    set_aside,
)
from doudi.casework.actions.deaths import carry_over, record_death
from doudi.casework.actions.deciding import confirm, record_service, refuse
from doudi.casework.actions.delivering import deliver
from doudi.casework.actions.families import merge_households, move_household, record_birth, split_household
from doudi.casework.actions.intake import (
    accept,
    lengthen,
    register_complaint,
    register_relative,
    request_supplement,
    submit_application,
    supplement_received,
    withdraw,
)
from doudi.casework.actions.opinion import (
    allow_publicity,
    give_opinion,
    open_publicity,
    record_objection,
    return_to_township,
    send_to_county,
    take_down_publicity,
    withhold_publicity,
)
from doudi.casework.actions.paying import build_roll, freeze_roll
from doudi.casework.actions.replaying import record_replay, replay_case, replay_next
from doudi.casework.actions.reviewing import (
    finish_review,
    handle_change,
    recompute_clocks,
    record_job_offer,
    report_change,
    request_care_assessment,
)
from doudi.casework.actions.sampling import draw_sample
from doudi.casework.actions.survey import (
    determine,
    determine_household,
    record_visit,
    request_check,
    start_check,
)
from doudi.casework.actions.urgent import help_first, pay_out, record_event, run_out
from doudi.casework.lifecycle import NotPossible

__all__ = [
    "NotPossible",
    "accept",
    "allow_publicity",
    "answer_review",
    "ask_elsewhere",
    "build_roll",
    "carry_over",
    "change_award",
    "close_set_aside",
    "confirm",
    "deliver",
    "determine",
    "determine_household",
    "draw_household",
    "draw_sample",
    "end_award",
    "end_expired",
    "finish_review",
    "freeze_roll",
    "give_opinion",
    "grant_gradual_exit",
    "handle_change",
    "help_first",
    "lengthen",
    "merge_households",
    "move_household",
    "open_publicity",
    "pay_out",
    "propose_ending",
    "publicise_ending",
    "recompute_clocks",
    "record_birth",
    "record_death",
    "record_event",
    "record_job_offer",
    "record_objection",
    "record_replay",
    "record_service",
    "record_visit",
    "refuse",
    "register_complaint",
    "register_relative",
    "reopen",
    "replay_case",
    "replay_next",
    "report_change",
    "request_care_assessment",
    "request_check",
    "request_review",
    "request_supplement",
    "resume_award",
    "return_to_township",
    "run_out",
    "send_to_county",
    "set_aside",
    "split_household",
    "start_check",
    "submit_application",
    "supplement_received",
    "suspend_award",
    "take_down_publicity",
    "withdraw",
    "withhold_publicity",
]
