"""The way of a question: guard, agent and tools, gate, record. Start at `Assistant.ask`."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from time import perf_counter
from typing import Any

from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage, HumanMessage

from assistant.answers import fixed_answer, to_answer
from assistant.builtin.language import detect_language
from assistant.builtin.model import BuiltInChatModel, tool_results
from assistant.calculate import calculate_case
from assistant.draft import Draft, DraftError, parse_draft
from assistant.evidence import ToolResult
from assistant.grounding import Grounded, UngroundedError, ground
from assistant.guard import Guarded, guard
from assistant.keep import finished
from assistant.messages import asked_words, progress_of, to_messages
from assistant.prompts import prompt
from assistant.settings import BUILT_IN, Settings
from assistant.tools import Toolbox, make_tools
from assistant.trace import Trace
from assistant.types import Answer, Language, Progress, Turn

LOG = logging.getLogger(__name__)
MOST_STEPS = 12


@dataclass(frozen=True, slots=True)
class Run:
    """What one model made of one question."""

    model: str
    draft: Draft
    results: tuple[ToolResult, ...]
    grounded: Grounded


class Assistant:
    """Answers questions. Keeps no conversation: the caller hands over the turns before."""

    def __init__(
        self,
        settings: Settings,
        toolbox: Toolbox,
        built_in: BuiltInChatModel,
        remote: BaseChatModel | None,
    ) -> None:
        """Take what `open_assistant` has wired together."""
        self.settings = settings
        self.toolbox = toolbox
        self.built_in = built_in
        self._models: tuple[tuple[str, BaseChatModel], ...] = (
            *(((settings.model, remote),) if remote is not None else ()),
            (BUILT_IN, built_in),
        )
        self._agent = lru_cache(maxsize=8)(self._make_agent)

    @property
    def index_fingerprint(self) -> str:
        """Which version of the texts the answers rest on."""
        return self.toolbox.index.fingerprint

    @property
    def model_name(self) -> str:
        """The model that is asked first."""
        return self._models[0][0]

    def status(self) -> dict[str, object]:
        """What a health check shows: model, index and how many passages it holds."""
        index = self.toolbox.index
        return {"model": self.model_name, "index": index.fingerprint, "passages": len(index.chunks)}

    def calculate(self, case: Mapping[str, Any], language: str = "nb") -> Answer:
        """Compute a case of stated facts, with its working and a record.

        Raises:
            CaseError: a field is unknown or cannot be read.
        """
        trace = Trace()
        answer, guarded = calculate_case(case, language, self.toolbox, trace)
        return self._finish(answer, guarded, (), trace)

    def ask(self, question: str, history: tuple[Turn, ...] = ()) -> Answer:
        """Answer a question in the light of the turns before. Never raises for a user's words."""
        *_, answer = self.stream(question, history)
        if not isinstance(answer, Answer):
            raise TypeError("a stream ends in an answer")
        return answer

    def stream(self, question: str, history: tuple[Turn, ...] = ()) -> Iterator[Progress | Answer]:
        """The same, telling on the way what is being done; the answer comes last."""
        trace = Trace()
        guarded = guard(question)
        history = tuple(replace(turn, question=guard(turn.question).text) for turn in history)
        language = detect_language(
            guarded.text, before=history[-1].answer.language if history else None
        )
        if guarded.problem:
            yield self._finish(fixed_answer(guarded, language), guarded, history, trace)
            return
        messages = to_messages(history, guarded.text)
        answer: Answer | None = None
        for name, _ in self._models:
            try:
                for event in self._attempt(name, messages, language, trace):
                    if isinstance(event, Progress):
                        yield event
                    else:
                        answer = to_answer(event.draft, event.grounded, language, model=name)
                break
            except UngroundedError as refused:
                trace.rejected(name, refused.reasons)
            except DraftError as unreadable:
                trace.unreadable(name, unreadable)
            except Exception as broken:  # whatever a model does, the user gets an answer
                LOG.warning("model %s failed: %s", name, type(broken).__name__)
                LOG.debug("how it failed", exc_info=broken)
                trace.failed(name, broken)
        answer = answer or fixed_answer(replace(guarded, problem="error"), language)
        yield self._finish(answer, guarded, history, trace)

    def _attempt(
        self, name: str, messages: list[BaseMessage], language: Language, trace: Trace
    ) -> Iterator[Progress | Run]:
        """Let one model answer and take its draft through the gate."""
        asked = asked_words(str(m.text) for m in messages if isinstance(m, HumanMessage))
        final = list(messages)
        start = perf_counter()
        for update in self._agent(name, language).stream(
            {"messages": messages}, {"recursion_limit": MOST_STEPS}, stream_mode="updates"
        ):
            for node in update.values():
                for message in node.get("messages", ()):
                    final.append(message)
                    yield from progress_of(message)
        trace.time("agent", start)
        trace.called(name, final[len(messages) :])
        results = tool_results(final)
        draft = parse_draft(str(final[-1].text))
        trace.drafted(draft, results)
        start = perf_counter()
        grounded = ground(draft, results, asked, language)
        trace.time("gate", start)
        yield Run(name, draft, results, grounded)

    def _make_agent(self, name: str, language: Language) -> Any:
        model = dict(self._models)[name]
        return create_agent(
            model, make_tools(self.toolbox, language), system_prompt=prompt("system")
        )

    def _finish(
        self, answer: Answer, guarded: Guarded, history: tuple[Turn, ...], trace: Trace
    ) -> Answer:
        """The answer with the texts it rests on, finished and recorded."""
        answer = replace(answer, index=self.index_fingerprint)
        return finished(answer, guarded, trace, self.settings, history)
