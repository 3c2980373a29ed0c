"""Which figures each element of a reimbursement is reckoned from."""

from __future__ import annotations

from assistant.calculator.types import Element

ANNUAL_FIGURES = {
    Element.PRAKSISKOMPENSASJON: (
        "timesats",
        "praksiskompensasjon_andel",
        "praksiskompensasjon_timer",
    ),
    Element.LAERINGSAKTIVITETER: ("laeringsaktiviteter",),
    Element.LAVERE_PRODUKTIVITET: ("lavere_produktivitet",),
    Element.VEILEDNING: ("timesats", "veiledning_andel", "veiledning_timer"),
    Element.SENTRALITETSTILLEGG: ("sentralitetstillegg",),
}
"""The figures whose product is an element's ceiling for a year at 100 %."""
FACILITATION = "tilrettelegging"
WINDOW = "lavere_produktivitet_maaneder"
SUPPLEMENT_CLASS = "sentralitetstillegg_klasse"
ALL_FIGURES = (
    *dict.fromkeys(name for names in ANNUAL_FIGURES.values() for name in names),
    FACILITATION,
    WINDOW,
    SUPPLEMENT_CLASS,
)
"""What a complete table of a reimbursement period holds."""

HOURLY_FIGURES = {
    Element.PRAKSISKOMPENSASJON: ("timesats", "praksiskompensasjon_andel"),
    Element.VEILEDNING: ("timesats", "veiledning_andel"),
}
"""The figures that price an hour of an expense."""
