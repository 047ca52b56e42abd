"""The tables of casework. Faces never import them; they call actions and reads.

Personal data here lives as long as the programme's manifest says (`retention`); documents of determinations
hold household facts and go with the case.
"""

from doudi.casework.models.cases import Application, Case, Clock, HandedCase, Move, Status
from doudi.casework.models.deeds import (
    AppealRequest,
    Decision,
    Delivery,
    Determination,
    Draw,
    Notice,
    Objection,
    Opinion,
    Publicity,
    SupplementRequest,
    Visit,
)
from doudi.casework.models.money import Advance, Award, RollLine, RollRun
from doudi.casework.models.replays import Basis, ReplayRun
from doudi.casework.models.reviews import ChangeReport, JobRefusal, ReviewDue

__all__ = [
    "Advance",
    "AppealRequest",
    "Application",
    "Award",
    "Basis",
    "Case",
    "ChangeReport",
    "Clock",
    "Decision",
    "Delivery",
    "Determination",
    "Draw",
    "HandedCase",
    "JobRefusal",
    "Move",
    "Notice",
    "Objection",
    "Opinion",
    "Publicity",
    "ReplayRun",
    "ReviewDue",
    "RollLine",
    "RollRun",
    "Status",
    "SupplementRequest",
    "Visit",
]
