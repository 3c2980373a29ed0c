"""The built-in chat model: rules behind LangChain's chat model interface, deterministic.

Messages come in; a tool call or a draft goes out, exactly as from any other model.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from pydantic import ConfigDict, PrivateAttr

from assistant.builtin.conversation import Understanding, UserTurn, understand
from assistant.builtin.plan import plan
from assistant.builtin.sentences import PassageReader
from assistant.builtin.write import write
from assistant.evidence import ToolResult
from corpus import Register


class BuiltInChatModel(BaseChatModel):
    """A chat model made of rules."""

    register_: Register
    reader: PassageReader
    clock: Callable[[], date]
    _understand: Callable[..., Understanding] = PrivateAttr()

    def model_post_init(self, context: object, /) -> None:
        """Keep what the last turns were understood as: each answer asks for it twice."""
        super().model_post_init(context)
        self._understand = lru_cache(maxsize=64)(partial(understand, register=self.register_))

    model_config = ConfigDict(arbitrary_types_allowed=True)

    @property
    def _llm_type(self) -> str:
        return "built-in"

    def bind_tools(self, tools: Any, **kwargs: Any) -> Runnable[Any, AIMessage]:
        """Take the agent's tools; the rules know them by name."""
        del tools, kwargs
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del stop, run_manager, kwargs
        return ChatResult(generations=[ChatGeneration(message=self.respond(messages))])

    def respond(self, messages: list[BaseMessage]) -> AIMessage:
        """The next message: tool calls first, then the draft."""
        understood = self.understanding(messages)
        results = tool_results(messages)
        if not results and (calls := plan(understood)):
            return AIMessage(
                content="",
                tool_calls=[
                    {"name": call.tool, "args": call.arguments, "id": f"call_{number}"}
                    for number, call in enumerate(calls)
                ],
            )
        return AIMessage(content=write(understood, results, self.reader, self.clock()).to_json())

    def understanding(self, messages: list[BaseMessage]) -> Understanding:
        """What the last turn is understood as, for whoever inspects an answer."""
        return self._understand(read_turns(messages), today=self.clock())


def read_turns(messages: list[BaseMessage]) -> tuple[UserTurn, ...]:
    """The user's turns, each with the fact that was asked for just before."""
    turns: list[UserTurn] = []
    asked: str | None = None
    for message in messages:
        if isinstance(message, HumanMessage):
            turns.append(UserTurn(str(message.text), asked))
            asked = None
        elif isinstance(message, AIMessage) and not message.tool_calls:
            asked = _asked(str(message.text))
    return tuple(turns)


def _asked(content: str) -> str | None:
    try:
        draft = json.loads(content)
    except ValueError:
        return None
    missing = draft.get("missing") if isinstance(draft, dict) else None
    return str(missing[0]) if missing and draft.get("status") == "needs_input" else None


def tool_results(messages: list[BaseMessage]) -> tuple[ToolResult, ...]:
    """What the tools handed over since the user's last turn."""
    results: list[ToolResult] = []
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, ToolMessage) and isinstance(message.artifact, ToolResult):
            results.append(message.artifact)
    return tuple(reversed(results))
