"""The answer to a question about a kommune: its row of the register, quoted."""

from __future__ import annotations

from assistant.builtin.conversation import Understanding
from assistant.builtin.write_case import choices
from assistant.draft import Draft, Sentence
from assistant.evidence import ToolResult
from assistant.outcomes import Lookup
from assistant.replies import say
from assistant.types import Language, Status
from corpus import sentences


def write_municipality(understood: Understanding, result: ToolResult) -> Draft:
    """Quote the row of one kommune; ask when the name is borne by several or by none."""
    language = understood.language
    found = result.outcome
    if not isinstance(found, Lookup):
        return Draft(Status.ERROR, (Sentence(say("error", language)),), completeness="none")
    if not found.municipalities:
        return unknown_name(found, language)
    if len(found.municipalities) > 1:
        listed = choices(found.municipalities, language)
        text = say(
            "ambiguous_municipality", language, name=found.municipalities[0].name, choices=listed
        )
        return Draft(Status.NEEDS_INPUT, (Sentence(text),), missing=("municipality",))
    return Draft(Status.ANSWERED, register_sentences(result, language))


def register_sentences(result: ToolResult, language: Language) -> tuple[Sentence, ...]:
    """The sentences of the register's row, each cited."""
    drafted = []
    for item in result.evidence:
        lead = (
            ""
            if language is not Language.ENGLISH
            else say("according_to_undated", language, publisher=item.chunk.source.publisher) + " "
        )
        for position, sentence in enumerate(sentences(item.chunk.text)):
            drafted.append(
                Sentence(f"{lead if position == 0 else ''}{sentence}", (item.id,), sentence)
            )
    return tuple(drafted)


def unknown_name(found: Lookup, language: Language) -> Draft:
    """Say that the register has no such kommune, with the nearest names."""
    suggestion = (
        say("did_you_mean", language, choices=choices(found.suggestions, language))
        if found.suggestions
        else ""
    )
    text = say("unknown_municipality", language, name=found.asked, suggestion=suggestion)
    return Draft(Status.NEEDS_INPUT, (Sentence(text),), missing=("municipality",))
