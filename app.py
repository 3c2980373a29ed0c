"""The front door: the environment in, the running server out.

`python app.py` serves the page and the API. What cannot be used is said in one sentence, and the
exit code is 2.
"""

from __future__ import annotations

import errno
import os
import socket
import sys
from collections.abc import Mapping

from assistant import FigureError, Language, Settings, SettingsError, for_good, open_assistant
from corpus import CorpusError
from index import SearchError
from web import create_app, words

LANGUAGE = Language.BOKMAAL
CANNOT_START = 2
HIGHEST_PORT = 65535
QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_RUN_HISTORY": "False",
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "TRANSFORMERS_OFFLINE": "1",
    "ANONYMIZED_TELEMETRY": "False",
    "DO_NOT_TRACK": "1",
}
"""Nothing is sent anywhere. The libraries read these when the server is built."""


class StartError(Exception):
    """The server cannot start; the message says why and what to do."""


def main(environment: Mapping[str, str]) -> None:
    """Open the assistant and serve it until it is stopped."""
    import uvicorn  # noqa: PLC0415 - not needed to say what is wrong with a setting

    settings = Settings.from_environment(environment)
    listener = _listen(environment)
    try:
        with for_good():
            assistant = open_assistant(settings, notice=_say)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        raise StartError(
            words("home_not_usable", LANGUAGE, home=settings.home, reason=reason)
        ) from wrong
    app = create_app(assistant, LANGUAGE)
    host, port = listener.getsockname()[:2]
    _say(words("serving", LANGUAGE, address=f"http://{host}:{port}"))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", server_header=False))
    server.run(sockets=[listener])


def _listen(environment: Mapping[str, str]) -> socket.socket:
    """Take the address before the slow work, so that a port in use is said at once."""
    host, raw = environment.get("ALIS_HOST") or "127.0.0.1", environment.get("ALIS_PORT") or "7860"
    if not (raw.isascii() and raw.isdigit() and int(raw) <= HIGHEST_PORT):
        raise StartError(words("port_not_a_number", LANGUAGE, value=repr(raw)))
    port = int(raw)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=128)
    except OSError as wrong:
        taken = wrong.errno == errno.EADDRINUSE
        key = "port_in_use" if taken else "host_not_usable"
        facts = {"host": host, "port": port, "other": min(port + 1, HIGHEST_PORT)}
        raise StartError(words(key, LANGUAGE, reason=wrong.strerror, **facts)) from wrong


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def run() -> int:
    """Serve, or say in one sentence why not."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    try:
        main(os.environ)
    except (StartError, SettingsError, SearchError, CorpusError, FigureError) as wrong:
        _say(str(wrong))
        return CANNOT_START
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(run())
