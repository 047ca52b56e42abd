"""What the log may hold (运行日志): no ID number, no telephone number, whoever writes it.

A traceback carries values of the moment; a refused row of the database carries the row. The last thing before a line is
written is to cross out what looks like somebody's number (个人信息保护法 第五十一条).
"""

import logging
import re

NUMBERS = re.compile(r"(?<![0-9A-Za-z])(?:[1-9]\d{16}[\dXx]|[1-9]\d{14}|1[3-9]\d{9}|\d{16,19})(?![0-9A-Za-z])")
CROSSED_OUT = "[号码]"


class Masked(logging.Formatter):
    """A formatter that crosses out numbers of persons in message and traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be kept."""
        return NUMBERS.sub(CROSSED_OUT, super().format(record))
