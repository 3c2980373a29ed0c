"""Settings in, an assistant out: what is wired to what, in one place."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from threadpoolctl import threadpool_limits

from assistant.agent import Assistant
from assistant.builtin.model import BuiltInChatModel
from assistant.builtin.sentences import PassageReader
from assistant.calculator import load_figures
from assistant.models import remote_model
from assistant.passages import Passages
from assistant.settings import BUILT_IN, Settings
from assistant.tools import CalculatorBox, Toolbox
from corpus import Chunk, chunk_texts, load_outside, load_register, load_texts
from index import ensure_index, load_embedder


def open_assistant(settings: Settings, *, notice: Callable[[str], None]) -> Assistant:
    """An assistant over the installation's index, which is built first where there is none.

    Raises:
        SettingsError: the model cannot be used.
        SearchError: the index or the embedder cannot be used; the message says what to run.
        CorpusError, FigureError: a shipped text or figure is broken; the message says where.
    """
    threadpool_limits(limits=1, user_api="blas")  # products too small to share between cores
    remote = None if settings.model == BUILT_IN else remote_model(settings.model)
    embedder = load_embedder(settings.embedder)
    index = ensure_index(settings.home, embedder=embedder, notice=notice)
    reading = embedder if settings.embedder is None else load_embedder(None)
    shipped = any(chunk.asked for chunk in index.chunks)
    reader = PassageReader(
        index.chunks,
        reading,
        outside=load_outside() if shipped else (),
        asked=index.asked_vectors if reading is embedder else None,
    )
    register = load_register()
    toolbox = Toolbox(register, load_figures(), Passages(shipped_chunks), index)
    built_in = BuiltInChatModel(register_=register, reader=reader, clock=lambda: settings.day)
    return Assistant(settings, toolbox, built_in, remote)


def calculator_box() -> CalculatorBox:
    """What amounts need: register, figures and the shipped passages they rest on, but no index."""
    return CalculatorBox(load_register(), load_figures(), Passages(shipped_chunks))


@cache
def shipped_chunks() -> tuple[Chunk, ...]:
    """The shipped texts in chunks, on which figures and conditions rest."""
    return chunk_texts(load_texts())
