"""The last step of every answer: its id, the line on what was redacted, and its record."""

from __future__ import annotations

import logging
import uuid

from assistant.answers import finish
from assistant.guard import Guarded
from assistant.prompts import prompts_digest
from assistant.record import Record, RecordError, Records
from assistant.settings import Settings
from assistant.trace import Trace, record_body
from assistant.types import Answer, Turn

LOG = logging.getLogger(__name__)


def finished(
    answer: Answer,
    guarded: Guarded,
    trace: Trace,
    settings: Settings,
    history: tuple[Turn, ...] = (),
) -> Answer:
    """The answer as it is given. That its record cannot be kept is logged; the answer stands."""
    answer = finish(answer, guarded, identity=uuid.uuid4().hex)
    if not settings.keep_records:
        return answer
    record = Record(
        id=answer.id,
        asked_on=settings.day.isoformat(),
        status=answer.status.value,
        language=answer.language.value,
        model=answer.model,
        index=answer.index,
        body=record_body(answer, guarded, history, trace) | {"prompts": prompts_digest()},
    )
    try:
        Records(settings.home).keep(record)
    except RecordError as broken:
        LOG.warning("%s", broken)
    return answer
