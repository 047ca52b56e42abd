"""How a log line is written: as ever, but nobody's number or name stands in it (个人信息保护法 第五十一条).

The product's own lines name ids only; this is the last net, for what a library or the database says. PostgreSQL puts
the row that it refused behind DETAIL, names and addresses and all: that part is left out altogether. What somebody typed
comes in quotes (a name where a number was wanted) or in an address that leads nowhere: Chinese words there are left out.
"""

import logging
import re

from doudi.kernel.masking import scrubbed

LEFT_OUT = "…"
ROW_OF_THE_DATABASE = re.compile(r"(DETAIL|CONTEXT):.*?(?=\n\n|\Z)", re.DOTALL)
HAN = r"[\u3400-\u9fff\U00020000-\U0003ffff]"
QUOTED = re.compile(rf"(['\"“「])[^'\"”」\n]*{HAN}[^'\"”」\n]*(['\"”」])")
IN_AN_ADDRESS = re.compile(rf"(?<=/)[^\s/?]*{HAN}[^\s]*")


class Scrubbing(logging.Formatter):
    """The plain format, its text and traceback scrubbed."""

    def format(self, record: logging.LogRecord) -> str:
        """The whole line, scrubbed as the very last thing that happens to it."""
        line = ROW_OF_THE_DATABASE.sub(rf"\1: {LEFT_OUT}", super().format(record))
        line = QUOTED.sub(rf"\1{LEFT_OUT}\2", line)
        return scrubbed(IN_AN_ADDRESS.sub(LEFT_OUT, line))
