"""A log that helps to find a fault and can't repeat what anybody wrote."""

from __future__ import annotations

import logging
import time
import traceback


class WordlessFormatter(logging.Formatter):
    """Moment (UTC), level, logger and where in the code; never a message's arguments, which may
    hold words.

    An exception is told by its type and the lines of code it went through. Its text is left out:
    a database error may quote what was being stored.
    """

    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__()
        self.converter = time.gmtime

    def format(self, record: logging.LogRecord) -> str:
        when = self.formatTime(record)
        line = f"{when} {record.levelname} {record.name} {record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            path = " < ".join(f"{f.filename}:{f.lineno}" for f in reversed(frames[-8:]))
            line += f" {record.exc_info[0].__name__} at {path}"
        return line
