"""What a calculation was given, under names a reader knows: «Stillingsandel», «Fra, stilling 2»."""

from __future__ import annotations

import re

from assistant import Language
from web.texts import all_texts, words

ROW = re.compile(r"(position|doctor)_(\d+)\.(.+)")
ELEMENT = re.compile(r"(expense_hours|expense)_(.+)")


def input_name(key: str, language: Language) -> str:
    """The name of an input; one without a name of its own is shown as it is called."""
    if row := ROW.fullmatch(key):
        fact = input_name(row[3], language)
        return words(f"input_{row[1]}", language, fact=fact, number=row[2])
    if f"input_{key}" in all_texts():
        return words(f"input_{key}", language)
    if (part := ELEMENT.fullmatch(key)) and f"element_{part[2]}" in all_texts():
        element = words(f"element_{part[2]}", language)
        return words(f"input_{part[1]}", language, element=element)
    return key.replace("_", " ")
