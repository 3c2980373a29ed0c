"""Which chat model speaks: the built-in one, or any that LangChain knows by a string."""

from __future__ import annotations

from langchain_core.language_models import BaseChatModel

from assistant.settings import BUILT_IN, SettingsError

TIMEOUT_SECONDS = 30.0
RETRIES = 2


def remote_model(name: str) -> BaseChatModel:
    """A LangChain chat model by its string, such as `openai:NAME`.

    Raises:
        SettingsError: the string, its provider package or its key is wrong or missing.
    """
    from langchain.chat_models import init_chat_model

    if name == BUILT_IN:
        raise SettingsError("The built-in model is not made here.")
    try:
        return init_chat_model(name, timeout=TIMEOUT_SECONDS, max_retries=RETRIES, temperature=0)
    except ImportError as missing:
        provider = name.partition(":")[0]
        package = f"langchain-{provider.replace('_', '-')}"
        msg = f"ALIS_MODEL={name} needs a package: .venv/bin/python -m pip install {package}"
        raise SettingsError(msg) from missing
    except Exception as wrong:  # adapters raise their own kinds, each in its own way
        msg = (
            f"ALIS_MODEL={name} cannot be used: {_first_line(wrong)} "
            "Write built-in, or PROVIDER:NAME such as openai:gpt-4o-mini, with the provider's key "
            "(OPENAI_API_KEY, and OPENAI_BASE_URL for a compatible server) in the environment."
        )
        raise SettingsError(msg) from wrong


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].rstrip(".") + "."
