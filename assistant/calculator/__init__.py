"""The calculator: a case and dated figures in, an exact amount with its working out. Pure."""

from assistant.calculator.calculate import calculate, calculate_all, calculate_each
from assistant.calculator.dated_yaml import FigureError
from assistant.calculator.dates import add_months, last_day, whole_months
from assistant.calculator.figures import Figure, Figures, FigureValue, load_figures
from assistant.calculator.periods import Call, Model, Timetable, load_timetable
from assistant.calculator.possible import calculate_possible
from assistant.calculator.results import figure_sources
from assistant.calculator.types import (
    Case,
    Category,
    Computed,
    Element,
    Grant,
    NeedsFacts,
    NotEligible,
    NotPublished,
    Outcome,
    Position,
    Step,
)

__all__ = [  # noqa: RUF022 - grouped as one meets them
    # What goes in
    "Case",
    "Category",
    "Element",
    "Grant",
    "Position",
    # What comes out
    "Computed",
    "NeedsFacts",
    "NotEligible",
    "NotPublished",
    "Outcome",
    "Step",
    # Reckoning
    "calculate",
    "calculate_all",
    "calculate_each",
    "calculate_possible",
    "figure_sources",
    # The figures and the calls they belong to
    "Call",
    "Figure",
    "FigureError",
    "FigureValue",
    "Figures",
    "Model",
    "Timetable",
    "load_figures",
    "load_timetable",
    # Dates
    "add_months",
    "last_day",
    "whole_months",
]
