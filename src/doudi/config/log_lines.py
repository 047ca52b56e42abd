"""How a log line is written: as ever, but nobody's number stands in it (个人信息保护法 第五十一条).

The product's own lines name ids only; this is the last net, for what a library or the database says. PostgreSQL puts
the row that it refused behind DETAIL, names and addresses and all: that part is left out altogether.
"""

import logging
import re

from doudi.kernel.masking import scrubbed

ROW_OF_THE_DATABASE = re.compile(r"(DETAIL|CONTEXT):.*?(?=\n\n|\Z)", re.DOTALL)


class Scrubbing(logging.Formatter):
    """The plain format, its text and traceback scrubbed."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole line, scrubbed as the very last thing that happens to it."""
        return scrubbed(ROW_OF_THE_DATABASE.sub(r"\1: (left out)", super().format(record)))
